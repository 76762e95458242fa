using System.Text.Json.Nodes;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Notebooks.Tests.Documents;

public class OutputCollectorTests
{
    readonly OutputCollector _collector = new();
    readonly NotebookCell _cell = new(CellKind.Code);

    [Fact]
    public void Text_of_one_stream_is_one_output()
    {
        Run(_cell, Out("a"), Out("b\n"), new StreamText("stderr", "e"), Out("c"), Out(""));
        Assert.Equal(["stdout: ab\n", "stderr: e", "stdout: c"], _cell.Outputs.Select(output => $"{output.StreamName}: {output.StreamText}"));
    }

    // The expected values are those of Jupyter's fixOverwrittenChars, except the last three: its pattern keeps a backspace at the
    // start of a line and lets two backspaces cancel each other, which no terminal does.
    [Theory]
    [InlineData("10 %\r20 %\r100 %\n", "100 %\n")]
    [InlineData("long line\rab", "abng line")]
    [InlineData("a\r\nb\r\r\nc", "a\nb\nc")]
    [InlineData("abc\r", "abc\r")]
    [InlineData("first\nsecond\rXX\nthird", "first\nXXcond\nthird")]
    [InlineData("abc\b\bX", "aX")]
    [InlineData("\b\bx", "x")]
    [InlineData("a\n\bb", "a\nb")]
    [InlineData("10 %\b\b\b\b20 %\n", "20 %\n")]
    [InlineData("one\rtwo\b\b\b\n", "one\n")]
    public void Carriage_return_and_backspace_overwrite(string text, string shown)
    {
        Run(_cell, Out(text));
        Assert.Equal(shown, _cell.Outputs[0].StreamText);
        var letters = new NotebookCell(CellKind.Code);
        Run(letters, [.. text.Select(c => Out(c.ToString()))]);
        Assert.Equal(shown, letters.Outputs[0].StreamText);
    }

    [Fact]
    public void Update_replaces_every_display_of_its_id_in_all_cells_and_adds_none()
    {
        var later = new NotebookCell(CellKind.Code);
        Run(_cell, Show("old", "id"), Out("between"), Show("other", "id 2"), Show("nobody", null));
        Run(later, Show("newer", "id"), Show("newest", "id", update: true), Show("unknown", "id 3", update: true));
        Assert.Equal(["newest", "between", "other", "nobody"], Texts(_cell));
        Assert.Equal(["newest"], Texts(later));
    }

    [Fact]
    public void Update_does_not_part_a_stream()
    {
        Run(_cell, Show("0 %", "bar"), Out("a"), Show("50 %", "bar", update: true), Out("b"));
        Assert.Equal(["50 %", "ab"], Texts(_cell));
    }

    [Fact]
    public void Clear_removes_at_once_or_when_the_next_output_comes()
    {
        Run(_cell, Out("a"), Show("b", "id"), new ClearOutput(false), Out("c"));
        Assert.Equal(["c"], Texts(_cell));
        Run(_cell, Out("a"), new ClearOutput(true));
        Assert.Equal(["a"], Texts(_cell));
        Run(_cell, Out("a"), new ClearOutput(true), Out("b"), Out("c"));
        Assert.Equal(["bc"], Texts(_cell));
    }

    [Fact]
    public void Cleared_display_is_updated_no_more()
    {
        Run(_cell, Show("a", "id"), new ClearOutput(false), Show("b", "id", update: true), Out("c"));
        Assert.Equal(["c"], Texts(_cell));
    }

    [Fact]
    public void Cell_that_runs_again_starts_afresh()
    {
        Run(_cell, Show("a", "id"), new ClearOutput(true));
        Run(_cell, Show("b", null), Show("c", "id", update: true));
        Assert.Equal(["b"], Texts(_cell));
    }

    [Fact]
    public void Result_has_the_number_of_the_cell()
    {
        Run(_cell, new ResultData(new() { ["text/plain"] = "2" }, new() { ["imagelearn"] = 1 }));
        Assert.Equal("""{"data":{"text/plain":"2"},"execution_count":1,"metadata":{"imagelearn":1},"output_type":"execute_result"}""", _cell.Outputs[0].Json.ToJsonString());
        Assert.Equal(1, _cell.ExecutionCount);
    }

    [Fact]
    public void Whole_numbers_of_a_fresh_output_have_no_point()
    {
        Run(_cell, new ResultData((JsonObject)JsonNode.Parse("""{"application/json": [1.0, -2.50, 1E+16, 1e20, 1e21, 1e-7, 12345678901234567890, {"a": 3.0}]}""")!, []));
        Assert.Contains("[\n       1,\n       -2.5,\n       10000000000000000,\n       100000000000000000000,\n       1e+21,\n       1e-07,\n       12345678901234567890,\n       {\n        \"a\": 3\n", new NotebookDocument { Cells = { _cell } }.ToJson());
    }

    [Fact]
    public void Error_and_death_are_outputs()
    {
        _collector.Begin(_cell, 1);
        _collector.End(new(CellStatus.Failed, 0.1, new CellError("E", "message", ["line 1", "line 2"])));
        Assert.Equal(("E", "message"), (_cell.Outputs[0].ErrorName, _cell.Outputs[0].ErrorMessage));
        Assert.Equal(["line 1", "line 2"], _cell.Outputs[0].Traceback);
        _collector.Begin(_cell, 2);
        _collector.End(new(CellStatus.Died, 0.1, Death: new(DeathCause.StackOverflow, "The stack overflowed.")));
        Assert.Equal(("StackOverflow", "The stack overflowed."), (_cell.Outputs[0].ErrorName, _cell.Outputs[0].ErrorMessage));
    }

    [Fact]
    public async Task Cost_grows_with_the_output_and_not_with_its_square()
    {
        var events = Enumerable.Range(0, 100_000).SelectMany(i => (CellEvent[])[Show($"{i}", "bar", update: i > 0), Out("x\r"), Show($"{i}", $"id {i}"), new ClearOutput(true)]);
        await Task.Run(() => Run(_cell, [.. events])).WaitAsync(TimeSpan.FromSeconds(20));
    }

    void Run(NotebookCell cell, params CellEvent[] events)
    {
        _collector.Begin(cell, 1);
        foreach (var e in events) _collector.Add(e);
        _collector.End(new(CellStatus.Ok, 0));
    }

    static IEnumerable<string> Texts(NotebookCell cell) => cell.Outputs.Select(output => output.Kind == OutputKind.Stream ? output.StreamText : output.Data["text/plain"]!.GetValue<string>());

    static StreamText Out(string text) => new("stdout", text);

    static DisplayData Show(string text, string? id, bool update = false) => new(new() { ["text/plain"] = text }, [], id, update);
}
