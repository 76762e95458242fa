using System.Text.Json;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Tests.Peers;
using Microsoft.Playwright;

namespace ImageLearn.Notebooks.Tests.Kernel;

/// <summary>A test of a notebook in a front end, skipped where Jupyter's packages or a browser are not installed.</summary>
public sealed class FrontEndFactAttribute : FactAttribute
{
    public FrontEndFactAttribute() => Skip = JupyterPeers.WhyNot ?? Chromium.WhyNot;
}

/// <summary>Unit 00 as a user has it: in Jupyter's notebook, in a real browser, with clicks and keys.</summary>
[Collection(nameof(JupyterTests))]
public sealed class FrontEndTests(Chromium chromium) : IClassFixture<Chromium>
{
    [FrontEndFact]
    public async Task Unit_00_runs_shows_everything_and_saves_what_we_would_save()
    {
        await using var server = await NotebookServer.StartAsync();
        var original = Path.Combine(JupyterPeers.Root, "notebooks", "solutions", "00-start.ipynb");
        var saved = Path.Combine(server.Folder, "00-start.ipynb");
        File.Copy(original, saved);
        var page = await OpenAsync(server, "00-start.ipynb");

        await page.EvaluateAsync("Jupyter.notebook.execute_all_cells()");
        await FinishedAsync(page);
        var cells = await page.EvaluateAsync<JsonElement>("""
            Jupyter.notebook.get_cells().filter(cell => cell.cell_type === 'code').map(cell => ({
                id: cell.id, runs: cell.input_prompt_number,
                errors: cell.output_area.outputs.filter(output => output.output_type === 'error').map(output => output.evalue),
                figures: cell.output_area.outputs.filter(output => output.metadata?.imagelearn?.figure).length,
                pictures: cell.output_area.outputs.filter(output => output.metadata?.imagelearn?.image).length,
                shown: [...cell.element[0].querySelectorAll('.output img, .output div > svg')].map(e => e.getBoundingClientRect()).filter(box => box.width >= 200 && box.height >= 150).length
            }))
            """);
        foreach (var (index, cell) in cells.EnumerateArray().Index())
        {
            Assert.Equal(index + 1, cell.GetProperty("runs").GetInt32());
            Assert.Empty(cell.GetProperty("errors").EnumerateArray().Select(error => error.GetString()));
            Assert.True(cell.GetProperty("figures").GetInt32() + cell.GetProperty("pictures").GetInt32() == cell.GetProperty("shown").GetInt32(), cell.ToString());
        }
        Assert.True(cells.EnumerateArray().Sum(cell => cell.GetProperty("figures").GetInt32()) >= 5);

        await page.Keyboard.PressAsync("Control+s");
        await page.WaitForFunctionAsync("!Jupyter.notebook.dirty");
        var document = NotebookDocument.Load(saved);
        Assert.Equal(await File.ReadAllTextAsync(saved), document.ToJson());
        Assert.Equal(NotebookDocument.Load(original).Cells.Select(cell => (cell.Id, cell.Source)), document.Cells.Select(cell => (cell.Id, cell.Source)));
    }

    [FrontEndFact]
    public async Task Keys_complete_explain_answer_and_interrupt()
    {
        await using var server = await NotebookServer.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(server.Folder, "a.ipynb"), """
            {"cells": [], "metadata": {"kernelspec": {"name": "imagelearn-csharp", "display_name": "C#", "language": "C#"}}, "nbformat": 4, "nbformat_minor": 5}
            """);
        var page = await OpenAsync(server, "a.ipynb");

        await TypeAsync(page, "Tensor.Zeros([2]).Sq");
        await page.Keyboard.PressAsync("Tab");
        await page.WaitForSelectorAsync(".completions option");
        Assert.Equal(["Sqrt", "Squeeze"], await page.EvaluateAsync<string[]>("[...document.querySelectorAll('.completions option')].map(option => option.textContent)"));
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Shift+Tab");
        await page.WaitForFunctionAsync("document.querySelector('.tooltiptext').innerText.includes('NaN below 0')");
        await page.Keyboard.PressAsync("Escape");

        await TypeAsync(page, """Console.Write("Your name? "); $"Hello, {Console.ReadLine()}." """);
        await page.Keyboard.PressAsync("Control+Enter");
        await page.WaitForSelectorAsync("input.raw_input");
        await page.Keyboard.TypeAsync("Ada");
        await page.Keyboard.PressAsync("Enter");
        await FinishedAsync(page);
        Assert.Equal(["Your name? Ada\n", "Hello, Ada."], await OutputAsync(page));

        await TypeAsync(page, "while (true) { }");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.WaitForSelectorAsync(".cell.selected.running");
        await page.ClickAsync("[data-jupyter-action='jupyter-notebook:interrupt-kernel']");
        await FinishedAsync(page);
        Assert.Contains("interrupted", Assert.Single(await OutputAsync(page)));
    }

    async Task<IPage> OpenAsync(NotebookServer server, string notebook)
    {
        var page = await chromium.NewPageAsync();
        await page.GotoAsync(new Uri(server.Address, $"notebooks/{notebook}").AbsoluteUri);
        await page.WaitForFunctionAsync("window.Jupyter?.notebook?.kernel?.info_reply?.status === 'ok'", options: new() { Timeout = 60_000 });
        return page;
    }

    static Task FinishedAsync(IPage page) => page.WaitForFunctionAsync(
        "!Jupyter.notebook.kernel_busy && Jupyter.notebook.get_cells().every(cell => cell.input_prompt_number !== '*')", options: new() { Timeout = 120_000 });

    /// <summary>Types into a new cell at the end.</summary>
    static async Task TypeAsync(IPage page, string code)
    {
        await page.EvaluateAsync("() => { const notebook = Jupyter.notebook; notebook.insert_cell_at_bottom('code'); notebook.select(notebook.ncells() - 1); notebook.edit_mode(); }");
        await page.Keyboard.InsertTextAsync(code);
    }

    /// <summary>What stands below the selected cell.</summary>
    static Task<string[]> OutputAsync(IPage page) => page.EvaluateAsync<string[]>(
        "Jupyter.notebook.get_selected_cell().output_area.outputs.map(output => output.text ?? output.evalue ?? output.data['text/plain'])");
}
