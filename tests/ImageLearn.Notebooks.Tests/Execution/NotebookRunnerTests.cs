using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Notebooks.Tests.Execution;

public class NotebookRunnerTests
{
    static NotebookDocument Notebook(params string[] code)
    {
        var notebook = new NotebookDocument();
        notebook.Cells.AddRange(code.Select(source => new NotebookCell(CellKind.Code, source)));
        return notebook;
    }

    static string Texts(NotebookDocument notebook) => string.Join('|', notebook.Cells.Select(cell => string.Concat(cell.Outputs.Select(output => output.Kind switch
    {
        OutputKind.Stream => output.StreamText.TrimEnd(),
        OutputKind.Error => output.ErrorName,
        _ => output.Data["text/plain"]!.ToString(),
    }))));

    static CellRunStatus[] Statuses(NotebookRun run) => [.. run.Cells.Select(cell => cell.Status)];

    [Fact]
    public async Task Cells_are_numbered_and_get_their_outputs_and_the_rest_is_left_alone()
    {
        var notebook = Notebook("var a = 40;\nConsole.WriteLine(a);", "  \n", "a + 2");
        notebook.Cells.Insert(1, new NotebookCell(CellKind.Markdown, "# a"));
        notebook.Cells[0].Outputs.Add(CellOutput.Stream("stdout", "stale"));
        notebook.Cells[2].ExecutionCount = 7;

        var run = await NotebookRunner.RunAsync(notebook);
        Assert.Equal("40|||42", Texts(notebook));
        Assert.Equal([1, null, null, 2], notebook.Cells.Select(cell => cell.ExecutionCount));
        Assert.Equal("# a", notebook.Cells[1].Source);
        Assert.Equal([1, 2], run.Cells.Select(cell => cell.Number));
        Assert.Null(run.FirstFailure);
        Assert.All(run.Cells, cell => Assert.InRange(cell.Seconds, 1e-6, run.Seconds));
    }

    [Fact]
    public async Task Forms_that_nobody_looks_at_are_not_even_made()
    {
        const string figure = "Figure.Line([1, 2], [3, 4], title: \"up\", alt: \"a line\")";
        const string slow = "new MimeBundle().With(\"text/plain\", \"slow\").With(\"text/html\", () => { Console.WriteLine(\"made\"); return \"<b>slow</b>\"; })";
        var notebook = Notebook(figure, $"display({figure});", slow);
        foreach (var (forms, expected, made) in (IEnumerable<(OutputForms, string[], bool)>)[
            (OutputForms.All, ["text/plain", "image/svg+xml", "text/html", "application/vnd.plotly.v1+json"], true), (OutputForms.Still, ["text/plain", "image/svg+xml"], false), (OutputForms.Text, ["text/plain"], false)])
        {
            await NotebookRunner.RunAsync(notebook, new() { Worker = new() { Forms = forms } });
            Assert.All(notebook.Cells.Take(2), cell => Assert.Equal(expected, cell.Outputs.Single().Data.Select(form => form.Key)));
            Assert.Equal(made, Texts(notebook).Contains("made", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_same_notebook_gives_the_same_bytes()
    {
        async Task<string> Run()
        {
            var notebook = Notebook("display(1);\n1 + 1", "throw new Exception(\"x\");");
            await NotebookRunner.RunAsync(notebook);
            return notebook.ToJson();
        }

        Assert.Equal(await Run(), await Run());
    }

    [Fact]
    public async Task After_a_failure_it_stops_or_goes_on()
    {
        string[] code = ["1", "throw new InvalidOperationException();", "3"];
        var (stopped, gone) = (Notebook(code), Notebook(code));
        var stop = await NotebookRunner.RunAsync(stopped);
        var goOn = await NotebookRunner.RunAsync(gone, new() { AfterFailure = AfterFailure.GoOn });

        Assert.Equal([CellRunStatus.Ok, CellRunStatus.Failed, CellRunStatus.NotRun], Statuses(stop));
        Assert.Equal("1|InvalidOperationException|", Texts(stopped));
        Assert.Null(stopped.Cells[2].ExecutionCount);
        Assert.Equal([CellRunStatus.Ok, CellRunStatus.Failed, CellRunStatus.Ok], Statuses(goOn));
        Assert.Equal(2, goOn.FirstFailure!.Number);
        Assert.Equal("InvalidOperationException", goOn.FirstFailure.Error!.Name);
    }

    [Fact]
    public async Task A_cell_with_the_tag_may_fail()
    {
        var notebook = Notebook("int.Parse(\"x\")", "2");
        notebook.Cells[0].Metadata["tags"] = new System.Text.Json.Nodes.JsonArray("raises-exception");

        var run = await NotebookRunner.RunAsync(notebook);
        Assert.Equal([CellRunStatus.FailedAsTagged, CellRunStatus.Ok], Statuses(run));
        Assert.Equal("FormatException|2", Texts(notebook));
        Assert.Null(run.FirstFailure);
    }

    [Fact]
    public async Task After_a_death_it_stops()
    {
        var notebook = Notebook("var a = 1;", "Environment.Exit(3);", "a");
        var run = await NotebookRunner.RunAsync(notebook, new() { AfterFailure = AfterFailure.GoOn });

        Assert.Equal([CellRunStatus.Ok, CellRunStatus.Died, CellRunStatus.NotRun], Statuses(run));
        Assert.Equal(DeathCause.Exited, run.FirstFailure!.Death!.Cause);
        Assert.Equal("|Exited|", Texts(notebook));
    }

    [Fact]
    public async Task Or_a_fresh_worker_replays_the_cells_before()
    {
        using var folder = new Peers.TemporaryFolder();
        var log = folder["log"];
        var notebook = Notebook($"File.AppendAllText(@\"{log}\", \"a\");\nvar a = 1;\nConsole.WriteLine(a);", "a++;", "Environment.Exit(1);", "a", "Environment.Exit(0);", "a + 1");
        var run = await NotebookRunner.RunAsync(notebook, new() { AfterDeath = AfterDeath.Replay });

        Assert.Equal([CellRunStatus.Ok, CellRunStatus.Ok, CellRunStatus.Died, CellRunStatus.Ok, CellRunStatus.Died, CellRunStatus.Ok], Statuses(run));
        Assert.Equal("1||Exited|2|Exited|3", Texts(notebook));
        Assert.Equal("aaa", File.ReadAllText(log));
    }

    [Fact]
    public async Task A_cell_that_reaches_its_limit_fails_and_the_next_one_is_not_touched()
    {
        var notebook = Notebook("var a = 5;", "while (true) { }", "System.Threading.Thread.Sleep(500);\na");
        var run = await NotebookRunner.RunAsync(notebook, new() { Worker = new() { CellTimeLimit = TimeSpan.FromSeconds(4) }, AfterFailure = AfterFailure.GoOn });

        Assert.Equal([CellRunStatus.Ok, CellRunStatus.Failed, CellRunStatus.Ok], Statuses(run));
        Assert.Equal("|TimeLimit|5", Texts(notebook));
    }

    [Fact]
    public async Task The_notebooks_limit_holds_over_all_its_workers()
    {
        var notebook = Notebook("Environment.Exit(0);", "while (true) { }", "1");
        var run = await NotebookRunner.RunAsync(notebook, new() { Worker = new() { NotebookTimeLimit = TimeSpan.FromSeconds(6) }, AfterDeath = AfterDeath.Replay });

        Assert.Equal([CellRunStatus.Died, CellRunStatus.Failed, CellRunStatus.NotRun], Statuses(run));
        Assert.InRange(run.Seconds, 5, 20);
        Assert.Contains("the notebook took longer than its limit of 6 s", run.Cells[1].Error!.Message);
    }

    [Fact]
    public async Task Progress_is_told_before_and_after_each_cell()
    {
        var told = new List<string>();
        await NotebookRunner.RunAsync(Notebook("1", "x", "3"), new() { OnProgress = cell => told.Add($"{cell.Number} {cell.Status}") });
        Assert.Equal(["1 Running", "1 Ok", "2 Running", "2 Failed"], told);
    }

    [Fact]
    public async Task Cancelling_ends_the_run_and_its_worker()
    {
        using var cancel = new CancellationTokenSource();
        var worker = 0;
        var notebook = Notebook("Console.WriteLine(Environment.ProcessId);", "while (true) { }");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => NotebookRunner.RunAsync(notebook, new()
        {
            OnProgress = cell =>
            {
                if (cell.Number != 2) return;
                worker = int.Parse(notebook.Cells[0].Outputs[0].StreamText, System.Globalization.CultureInfo.InvariantCulture);
                cancel.CancelAfter(100);
            },
        }, cancel.Token));
        Assert.Throws<ArgumentException>(() => System.Diagnostics.Process.GetProcessById(worker));
    }

    [Fact]
    public async Task What_outputs_say_of_themselves_is_counted()
    {
        var notebook = Notebook("""
            foreach (var kind in new[] { "figure", "figure", "check", "probe" })
            {
                var bundle = MimeBundle.Plain(kind);
                bundle.Metadata["imagelearn"] = new System.Text.Json.Nodes.JsonObject { [kind] = new System.Text.Json.Nodes.JsonObject { ["name"] = kind } };
                Cell.Show(bundle);
            }
            """);
        var run = (await NotebookRunner.RunAsync(notebook)).Cells[0];

        Assert.Equal((2, "check", "probe"), (run.Figures, run.Checks.Single()["name"]!.ToString(), run.Probes.Single()["name"]!.ToString()));
    }
}
