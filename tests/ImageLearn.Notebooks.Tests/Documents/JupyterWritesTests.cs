using System.Text;
using System.Text.Json.Nodes;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Execution;
using ImageLearn.Notebooks.Tests.Peers;

namespace ImageLearn.Notebooks.Tests.Documents;

/// <summary>What Jupyter writes and what we write is the same, byte for byte.</summary>
public sealed class JupyterWritesTests : IDisposable
{
    const string Script = "Documents/nbformat_peer.py";
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [NbformatFact]
    public void Notebook_of_any_form_is_written_as_nbformat_writes_it()
    {
        foreach (var seed in Enumerable.Range(1, 400)) File.WriteAllText(_folder.Input(seed), new RandomNotebook(seed).Json());
        Peer.Run(Peer.Python, Script, "rewrite", _folder["in"], _folder["out", folder: true]);
        foreach (var seed in Enumerable.Range(1, 400)) AssertSameBytes(_folder.Output(seed), NotebookDocument.Load(_folder.Input(seed)));
    }

    [NbformatFact]
    public void What_Python_writes_for_numbers_that_JSON_lacks_is_null()
    {
        const string Json = """
            {"nbformat": 4, "nbformat_minor": 5, "metadata": {"loss": NaN, "all": [Infinity, -Infinity,NaN, -1, "NaN, -Infinity \"NaN\\"]}, "cells": [
            {"cell_type": "code", "id": "a", "metadata": {"NaN": NaN}, "source": "NaN, -Infinity \"NaN\\", "execution_count": 1, "outputs": [
            {"output_type": "display_data", "metadata": {}, "data": {"application/json": {"y": [1.5, NaN]}}}]}]}
            """;
        File.WriteAllText(_folder.Input(1), Json);
        Peer.Run(Peer.Python, Script, "rewrite", _folder["in"], _folder["out", folder: true]); // it can read that, and writes it again
        Assert.Contains("\"loss\": NaN", File.ReadAllText(_folder.Output(1)));
        var read = NotebookDocument.Load(_folder.Output(1));
        Assert.Equal("{\"all\":[null,null,null,-1,\"NaN, -Infinity \\u0022NaN\\\\\"],\"loss\":null}", read.Metadata.ToJsonString());
        Assert.Equal("{\"NaN\":null}", read.Cells[0].Metadata.ToJsonString());
        Assert.Equal("NaN, -Infinity \"NaN\\", read.Cells[0].Source);
        Assert.Contains("\"y\":[1.5,null]", string.Concat(read.ToJson().Where(c => !char.IsWhiteSpace(c))));
    }

    [NotebookServerFact]
    public void Notebook_server_saves_what_we_save()
    {
        foreach (var seed in Enumerable.Range(1000, 100)) NotebookDocument.Parse(new RandomNotebook(seed).Json(), "random").Save(_folder.Input(seed));
        Peer.Run(Peer.Python, Script, "save", _folder["in"], _folder["out", folder: true]);
        foreach (var seed in Enumerable.Range(1000, 100)) Assert.Equal(File.ReadAllText(_folder.Input(seed)), File.ReadAllText(_folder.Output(seed)));
    }

    [NbformatFact]
    public void Older_minor_versions_become_valid_4_5()
    {
        foreach (var seed in Enumerable.Range(1, 200)) NotebookDocument.Parse(new RandomNotebook(seed).Json(minor: seed % 5), "random").Save(_folder.Input(seed));
        Assert.Equal("", Peer.Run(Peer.Python, Script, "validate", _folder["in"]));
        Assert.All(Directory.GetFiles(_folder["in"]), file => Assert.Contains("\n \"nbformat_minor\": 5", File.ReadAllText(file)));
    }

    [BrowserJsonFact]
    public void Fresh_output_survives_a_save_in_the_browser()
    {
        var random = new Random(5);
        foreach (var seed in Enumerable.Range(1, 50))
        {
            var cell = new NotebookCell(CellKind.Code, "Figure", $"cell-{seed}");
            var numbers = new JsonArray([.. Enumerable.Range(0, 200).Select(_ => JsonValue.Create(AnyNumber(random)))]);
            Run(cell, new DisplayData(new() { ["application/vnd.plotly.v1+json"] = numbers }, [], null, false));
            new NotebookDocument { Cells = { cell } }.Save(_folder.Input(seed));
        }
        Peer.Run("node", "Documents/browser_peer.js", _folder["in"], _folder["browser", folder: true]);
        Peer.Run(Peer.Python, Script, "rewrite", _folder["browser"], _folder["out", folder: true]);
        foreach (var seed in Enumerable.Range(1, 50)) Assert.Equal(File.ReadAllText(_folder.Input(seed)), File.ReadAllText(_folder.Output(seed)));
    }

    static double AnyNumber(Random random) => random.Next(6) switch
    {
        0 => random.Next(-100, 100),
        1 => Math.Round(random.NextDouble() * 100, 2),
        2 => random.Next() * Math.Pow(10, random.Next(-25, 25)),
        3 => Math.Pow(10, random.Next(-30, 30)),
        4 => -0.0,
        _ => BitConverter.Int64BitsToDouble(random.NextInt64()) is var any && double.IsFinite(any) ? any : 0.5,
    };

    static void Run(NotebookCell cell, params CellEvent[] events)
    {
        var collector = new OutputCollector();
        collector.Begin(cell, 1);
        foreach (var e in events) collector.Add(e);
        collector.End(new CellResult(CellStatus.Ok, 0));
    }

    static void AssertSameBytes(string file, NotebookDocument document)
    {
        Assert.Equal(File.ReadAllText(file), document.ToJson());
        Assert.Equal(File.ReadAllBytes(file), Encoding.UTF8.GetBytes(document.ToJson()));
        Assert.Equal(document.ToJson(), NotebookDocument.Parse(document.ToJson(), "again").ToJson());
    }
}

file static class Names
{
    public static string Input(this TemporaryFolder folder, int seed) => Path.Combine(folder["in", folder: true], $"{seed}.ipynb");

    public static string Output(this TemporaryFolder folder, int seed) => Path.Combine(folder["out"], $"{seed}.ipynb");
}
