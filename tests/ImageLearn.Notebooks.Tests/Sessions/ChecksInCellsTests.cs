using ImageLearn.Notebooks.Execution;
using ImageLearn.Notebooks.Tests.Execution;

namespace ImageLearn.Notebooks.Tests.Sessions;

/// <summary>The library's checks where students meet them: in the cells of a session.</summary>
public sealed class ChecksInCellsTests : IAsyncLifetime
{
    TestWorker _worker = null!;

    public async Task InitializeAsync() => _worker = await TestWorker.StartAsync();

    public async Task DisposeAsync() => await _worker.DisposeAsync();

    /// <summary>The text of the last state of the last display.</summary>
    string Shown => (string)_worker.Events.OfType<DisplayData>().Last().Data["text/plain"]!;

    [Fact]
    public async Task A_function_of_an_earlier_cell_is_named_as_it_is()
    {
        await _worker.RunAsync("static Tensor Rows(Tensor x)\n{\n    var e = x.Exp();\n    return e / e.Sum(axis: 0, keepDims: true);\n}");
        var result = await _worker.RunAsync("Check.Question(\"Q1\", Rows).Close([[0, 1], [3, 1]], [[0.26894, 0.73106], [0.8808, 0.1192]], within: 1e-4);");
        Assert.Equal(CellStatus.Ok, result.Status);
        Assert.Equal("✗ Q1  for [[0, 1], [3, 1]]: expected [[0.2689, 0.7311], [0.8808, 0.1192]], got [[0.04743, 0.5], [0.9526, 0.5]].\n"
            + "  Each column of yours sums to 1; each row should. Reduce along axis: 1.", Shown);
    }

    [Theory]
    [InlineData("throw new NotImplementedException(\"Q1: each row\");", "○ Q1  for [1]: not attempted yet (each row).")]
    [InlineData("if (x.Rank == 9) return x;\n    return x.Reshape(7, 7);", "! Q1  for [1]: Cell 1, line 4 in F: ShapeException: ")]
    [InlineData("Func<Tensor, Tensor> f = t => t.Reshape(7, 7);\n    return f(x);", "! Q1  for [1]: Cell 1, line 3 in F: ShapeException: ")]
    [InlineData("return F(x + 1) * 2;", "! Q1  for [1]: Cell 1, line 3 in F: it calls itself without end.\n  A method that calls itself needs a case in which it does not.")]
    public async Task What_is_thrown_is_told_with_the_students_line(string body, string told)
    {
        await _worker.RunAsync($"static Tensor F(Tensor x)\n{{\n    {body}\n}}");
        Assert.Equal(CellStatus.Ok, (await _worker.RunAsync("Check.Question(\"Q1\", F).Close([1], [2]);")).Status);
        Assert.StartsWith(told, Shown);
    }

    string Warnings => string.Concat(_worker.Events.OfType<StreamText>().Where(text => text.Name == "stderr").Select(text => text.Text)).TrimEnd();

    [Fact]
    public async Task A_check_says_that_it_judges_the_version_before_one_that_does_not_compile()
    {
        const string Check = "Check.Question(\"Q1\", Twice).Close([1], [2]);", Right = "static Tensor Twice(Tensor x) => 2 * x;";
        await _worker.RunAsync("static Tensor Twice(Tensor x) => 3 * x;\nstatic int Other() => 1;");
        await _worker.RunAsync(Check);
        Assert.Equal("", Warnings);
        var broken = await _worker.RunAsync("static Tensor Twice(Tensor x)\n{\n    return 2 * y;\n}");
        Assert.Equal("CompilationError", broken.Error!.Name);
        Assert.Equal(CellStatus.Ok, (await _worker.RunAsync(Check)).Status);
        Assert.Equal("Cell 3, which declares `Twice`, did not compile: what runs here is the version before it. Mend that cell and run it, then this one.", Warnings);
        Assert.IsType<StreamText>(_worker.Events[0]); // above what the check finds
        Assert.StartsWith("✗ Q1", Shown);
        await _worker.RunAsync("Other()");
        Assert.Equal("", Warnings);
        await _worker.RunAsync("static Tensor Twice(Tensor x)\n{\n    return 2 * ;\n"); // nor does it parse
        await _worker.RunAsync(Check);
        Assert.StartsWith("Cell 6, which declares `Twice`,", Warnings);
        await _worker.RunAsync(Right);
        await _worker.RunAsync(Check);
        Assert.Equal("", Warnings);
        Assert.StartsWith("✓ Q1", Shown);
    }

    [Fact]
    public async Task A_method_that_never_compiled_is_not_said_to_have_a_version_before()
    {
        await _worker.RunAsync("static Tensor Twice(Tensor x) => 2 * y;");
        Assert.Equal("CompilationError", (await _worker.RunAsync("Twice(Tensor.Of([1]))")).Error!.Name);
        Assert.Equal("", Warnings);
    }

    [Fact]
    public async Task An_endless_answer_can_be_interrupted_and_the_variables_stay()
    {
        await _worker.RunAsync("int kept = 7;\nstatic Tensor F(Tensor x) { while (true) { } }");
        var run = _worker.RunAsync("Check.Question(\"Q1\", F).Close([1], [2]);");
        while (_worker.Events.Count == 0) await Task.Delay(10);
        await _worker.Worker.InterruptAsync();
        Assert.Equal(CellStatus.Interrupted, (await run.WaitAsync(TimeSpan.FromSeconds(20))).Status);
        Assert.Null(_worker.Events.OfType<DisplayData>().Last().Metadata["imagelearn"]!["check"]!["outcome"]);
        await _worker.RunAsync("kept");
        Assert.Equal("7", _worker.Result);
    }

    [Fact]
    public async Task Predictions_go_by_their_bare_names()
    {
        await _worker.RunAsync("Predict(\"overflow\", \"exp(1000) is huge\");");
        Assert.Equal(CellStatus.Ok, (await _worker.RunAsync("Reveal(\"overflow\", Math.Exp(1000));")).Status);
        Assert.Equal("You predicted: exp(1000) is huge\nIt turned out: Infinity", Shown);
    }
}
