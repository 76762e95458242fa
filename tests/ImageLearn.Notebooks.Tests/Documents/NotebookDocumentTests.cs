using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Tests.Peers;

namespace ImageLearn.Notebooks.Tests.Documents;

public sealed class NotebookDocumentTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Smallest_notebook_has_the_known_text() => Assert.Equal(
        "{\n \"cells\": [\n  {\n   \"cell_type\": \"markdown\",\n   \"id\": \"a\",\n   \"metadata\": {},\n   \"source\": [\n    \"# A\\n\",\n    \"b\"\n   ]\n  }\n ],\n \"metadata\": {},\n \"nbformat\": 4,\n \"nbformat_minor\": 5\n}\n",
        new NotebookDocument { Cells = { new(CellKind.Markdown, "# A\nb", "a") } }.ToJson());

    [Fact(Timeout = 60_000)]
    public async Task Thousands_of_cells_that_are_alike_soon_have_ids()
    {
        var text = $$"""{"nbformat": 4, "metadata": {}, "cells": [{{string.Join(',', Enumerable.Repeat("""{"cell_type": "markdown", "source": "1"}""", 20_000))}}]}""";
        var document = await Task.Run(() => NotebookDocument.Parse(text, "x"));
        Assert.Equal(20_000, document.Cells.Select(cell => cell.Id).Distinct().Count());
    }

    [Fact]
    public void Multi_line_text_is_in_one_piece_in_memory()
    {
        var document = NotebookDocument.Parse("""
            {"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": ["a\n", "b"], "outputs": [
              {"output_type": "stream", "name": "stderr", "text": ["x\n", "y"]},
              {"output_type": "display_data", "data": {"image/svg+xml": ["<svg>", "</svg>"], "application/json": ["kept", "as it is"]}, "metadata": {}}]}]}
            """, "x");
        var cell = Assert.Single(document.Cells);
        Assert.Equal(("a\nb", "x\ny", "stderr"), (cell.Source, cell.Outputs[0].StreamText, cell.Outputs[0].StreamName));
        Assert.Equal("<svg></svg>", cell.Outputs[1].Data["image/svg+xml"]!.GetValue<string>());
        Assert.Equal(2, cell.Outputs[1].Data["application/json"]!.AsArray().Count);
    }

    [Fact]
    public void Byte_order_mark_is_accepted() =>
        Assert.Empty(NotebookDocument.Parse([0xEF, 0xBB, 0xBF, .. """{"nbformat": 4, "cells": []}"""u8], "x").Cells);

    [Fact]
    public void Later_minor_version_is_kept() =>
        Assert.Contains("\"nbformat_minor\": 6", NotebookDocument.Parse("""{"nbformat": 4, "nbformat_minor": 6, "cells": [], "new": true}""", "x").ToJson());

    [Fact]
    public void Ids_are_derived_from_the_cell_and_stay_when_others_come()
    {
        var document = new NotebookDocument { Cells = { new(CellKind.Code, "same"), new(CellKind.Code, "same"), new(CellKind.Markdown, "same"), new(CellKind.Code, "x", "not valid!"), new(CellKind.Code, "y", "taken"), new(CellKind.Code, "z", "taken") } };
        document.ToJson();
        var ids = document.Cells.Select(cell => cell.Id).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal("taken", ids[4]);
        Assert.All(ids.Except(["taken"]), id => Assert.Matches("^[0-9a-f]{8}$", id));

        var longer = new NotebookDocument { Cells = { new(CellKind.Markdown, "before"), new(CellKind.Code, "same") } };
        longer.ToJson();
        Assert.Equal(ids[0], longer.Cells[1].Id);
    }

    [Fact]
    public void Save_replaces_the_file_whole_and_leaves_nothing_beside_it()
    {
        File.WriteAllText(_folder["a.ipynb"], "old");
        var document = new NotebookDocument { Cells = { new(CellKind.Raw, "new") } };
        document.Save(_folder["a.ipynb"]);
        Assert.Equal(document.ToJson(), File.ReadAllText(_folder["a.ipynb"]));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Save_that_fails_changes_nothing()
    {
        var target = _folder["a.ipynb", folder: true];
        Assert.ThrowsAny<Exception>(() => new NotebookDocument().Save(target));
        Assert.Equal([target], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Save_keeps_a_link_and_the_mode_of_the_file()
    {
        if (OperatingSystem.IsWindows()) return;
        File.WriteAllText(_folder["real.ipynb"], "old");
        File.SetUnixFileMode(_folder["real.ipynb"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(_folder["link.ipynb"], "real.ipynb");
        new NotebookDocument().Save(_folder["link.ipynb"]);
        Assert.NotNull(new FileInfo(_folder["link.ipynb"]).LinkTarget);
        Assert.Empty(NotebookDocument.Load(_folder["real.ipynb"]).Cells);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(_folder["real.ipynb"]));
    }
}
