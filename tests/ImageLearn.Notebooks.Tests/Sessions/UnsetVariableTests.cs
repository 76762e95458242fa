using System.Text.RegularExpressions;
using ImageLearn.Notebooks.Execution;
using ImageLearn.Notebooks.Tests.Execution;

namespace ImageLearn.Notebooks.Tests.Sessions;

/// <summary>A null that is there because an earlier cell ended before it set the variable is told as that, and no other null is.</summary>
public sealed partial class UnsetVariableTests(UnsetVariableTests.OneWorker one) : IClassFixture<UnsetVariableTests.OneWorker>, IAsyncLifetime
{
    const string Fails = "static Tensor Fails() => throw new InvalidOperationException(\"no\");\nstatic T Gives<T>(T x) => x;\nclass Box { public Tensor Inner; }\nvar box = new Box();";

    readonly TestWorker _worker = one.Worker;

    public sealed class OneWorker : IAsyncLifetime
    {
        internal TestWorker Worker { get; private set; } = null!;

        public async Task InitializeAsync() => Worker = await TestWorker.StartAsync();

        public async Task DisposeAsync() => await Worker.DisposeAsync();
    }

    public async Task InitializeAsync() => await _worker.RunAsync("#reset\n" + Fails);

    public Task DisposeAsync() => Task.CompletedTask;

    [GeneratedRegex("cell [0-9]+")]
    private static partial Regex CellNumber();

    async Task<CellError> LastErrorAsync(string[] cells)
    {
        CellResult? result = null;
        foreach (var cell in cells) result = await _worker.RunAsync(cell);
        Assert.Equal(CellStatus.Failed, result!.Status);
        return result.Error! with { Message = CellNumber().Replace(result.Error!.Message, "cell #") };
    }

    [Theory]
    [InlineData("var plane = Fails();", "plane.Sum()")]
    [InlineData("var plane = Fails();", "Tensor.Concat([plane])")] // thrown inside the library
    [InlineData("var plane = Fails();", "var y = 2 * plane;")]
    [InlineData("var plane = Fails();", "var y = plane\n    .Sum();")]
    [InlineData("var plane = Fails();", "static double Total(Tensor t)\n{\n    return t.Sum().Item();\n}\nvar y = Total(plane);")] // null in the inner frame, named in the outer
    [InlineData("var plane = Fails();", "double Total() => plane.Sum().Item();\nvar y = Total();")]
    [InlineData("var plane = Fails();", "foreach (var row in new[] { 1, 2 })\n    Console.WriteLine(plane.Sum());")]
    [InlineData("var plane = Fails();", "new[] { 1 }.Select(x =>\n    plane.Sum()).ToList()")]
    [InlineData("var plane = Fails();", "double Deep(int n) => n == 0 ? box.Inner.Sum().Item() : Deep(n - 1);\nDeep(20_000) + plane.Sum().Item()")] // the outermost of many frames
    [InlineData("Fails();\nvar plane = Tensor.Of([1, 2]);", "plane.Sum()")]
    [InlineData("Tensor plane;\nplane = Fails();", "plane.Sum()")]
    [InlineData("var (plane, n) = (Fails(), 1);", "plane.Sum()")]
    [InlineData("Fails();\nvar k = int.TryParse(\"1\", out var n);\nstring plane = n.ToString();", "plane.Length")]
    [InlineData("var plane = 3 switch\n{\n    1 => null,\n    _ => Fails(),\n};", "var z = plane is null ? 1 : 2;\nplane.Sum()", false)] // set to null in one arm: not certain
    [InlineData("var plane = true switch\n{\n    false => Gives(new Tensor[1])[0],\n    _ => Fails(),\n};", "plane.Sum()")]
    public async Task A_variable_that_its_cell_never_came_to_set_is_named(string sets, string uses, bool named = true)
    {
        var error = await LastErrorAsync([sets, uses]);
        Assert.True(error.Name is "NullReferenceException" or "ArgumentNullException", error.Name);
        const string Sentence = "`plane` has no value: cell #, which sets it, failed. Mend that cell and run it, then this one.";
        if (named) Assert.Equal(Sentence, error.Message);
        else Assert.NotEqual(Sentence, error.Message);
        Assert.Equal(named, CellNumber().Replace(error.Traceback[0], "cell #").Contains(Sentence, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Tensor plane = null;\nFails();", "plane.Sum()")] // set to null before the failure
    [InlineData("Fails();\nTensor plane = null;", "plane.Sum()")] // it would have been null anyway
    [InlineData("var plane = box.Inner;\nvar other = Fails();", "plane.Sum()")] // given a null, and the cell went on
    [InlineData("var plane = box.Inner; var other = Fails();", "plane.Sum()")]
    [InlineData("Tensor plane = box.Inner, other = Fails();", "plane.Sum()")]
    [InlineData("Tensor plane;\nFails();", "plane.Sum()")] // nothing sets it
    [InlineData("var plane = Fails();", "plane = null;", "plane.Sum()")] // the student did
    [InlineData("var plane = Fails();", "plane = box.Inner;", "plane.Sum()")]
    [InlineData("var plane = Fails();", "var plane = box.Inner;", "plane.Sum()")] // another variable
    [InlineData("var plane = Fails();", "(plane, var m) = (box.Inner, 1);", "plane.Sum()")]
    [InlineData("var plane = Fails();", "static void Set(ref Tensor x) => x = null;\nSet(ref plane);", "plane.Sum()")]
    [InlineData("var plane = Fails();", "box.Inner.Sum()")] // a null inside an object
    [InlineData("var plane = Fails();", "if (plane is null) box.Inner.Sum();")]
    [InlineData("var plane = Fails();", "(plane ?? box.Inner).Sum()")]
    [InlineData("var plane = Fails();", "static double Total(Tensor plane) => plane.Sum().Item();\nTotal(box.Inner)")]
    [InlineData("var plane = Fails();", "plane = Gives(Tensor.Of([1, 2]));", "plane + box.Inner")] // mended since
    [InlineData("Fails();\nfor (var i = 0; i < 2; i++)\n{\n    var plane = Tensor.Of([i]);\n}", "Tensor plane = null;", "plane.Sum()")]
    [InlineData("Tensor plane = null;", "Fails();\nfor (var i = 0; i < 2; i++)\n{\n    var plane = Tensor.Of([i]);\n}", "plane.Sum()")] // another's inside a block
    [InlineData("Tensor plane = null;\ndouble Total() => plane.Sum().Item();", "var plane = Fails();", "Total()")] // the method knows the older variable
    [InlineData("void Clear()\n{\n    plane = null;\n}\nClear();\nFails();\nvar plane = Tensor.Of([1]);", "plane.Sum()")]
    [InlineData("throw new ArgumentNullException(\"x\");", "throw new ArgumentNullException(\"plane\");")]
    public async Task Any_other_null_is_told_as_before(params string[] cells)
    {
        var error = await LastErrorAsync(cells);
        Assert.True(error.Name is "NullReferenceException" or "ArgumentNullException", error.Name);
        Assert.DoesNotContain("which sets it", error.Message);
    }

    [Fact]
    public async Task Once_its_cell_ran_nothing_is_said()
    {
        await _worker.RunAsync("var ready = false;");
        await _worker.RunAsync("var plane = ready ? Tensor.Of([1, 2]) : Fails();");
        await _worker.RunAsync("ready = true;");
        await _worker.RunAsync("var plane = ready ? Tensor.Of([1, 2]) : Fails();");
        Assert.DoesNotContain("which sets it", (await LastErrorAsync(["plane + box.Inner"])).Message);
    }

    [Fact]
    public async Task An_interrupted_cell_is_told_as_that()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var stopped = await _worker.RunAsync("static Tensor Slow() { while (true) { } }\nvar plane = Slow();", cancel: stop.Token);
        Assert.Equal(CellStatus.Interrupted, stopped.Status);
        Assert.Equal("`plane` has no value: cell #, which sets it, was interrupted. Run that cell to its end, then this one.", (await LastErrorAsync(["plane.Sum()"])).Message);
    }

    [Fact]
    public async Task Cells_that_came_compiled_tell_it_too()
    {
        string[] cells = [Fails, "var plane = Fails();", "plane.Sum()"];
        await using var compiler = await NotebookWorker.StartAsync();
        var images = await compiler.CompileAsync([.. cells.Select(cell => new CellToCompile(cell))]);
        await using var worker = await NotebookWorker.StartAsync(new() { Compiled = true });
        CellResult? result = null;
        for (var i = 0; i < cells.Length; i++) result = await worker.ExecuteAsync(new(cells[i], i + 1, Image: images![i]), _ => { });
        Assert.StartsWith("`plane` has no value: cell 2, which sets it, failed.", result!.Error!.Message);
    }
}
