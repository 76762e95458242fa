using ImageLearn.Notebooks.Execution;
using ImageLearn.Notebooks.Tests.Execution;

namespace ImageLearn.Notebooks.Tests.Sessions;

/// <summary>Cells that go wrong in ways of their own: the session says so, lives, and keeps its variables.</summary>
public sealed class HostileCellTests : IAsyncLifetime
{
    TestWorker _worker = null!;

    public async Task InitializeAsync()
    {
        // Ample grace: what these tests stop stops kindly, also on a busy machine.
        _worker = await TestWorker.StartAsync(new() { Grace = TimeSpan.FromSeconds(10) });
        await _worker.RunAsync("int kept = 5;");
    }

    public async Task DisposeAsync() => await _worker.DisposeAsync();

    async Task AssertAlive()
    {
        var result = await _worker.RunAsync("Console.Write(\"out\");\nkept");
        Assert.True(result.Status == CellStatus.Ok, result.Error?.Message);
        Assert.Equal(("out", "5"), (_worker.Text, _worker.Result));
    }

    [Theory]
    [InlineData("class Bad : Exception { public override string Message => throw new Exception(); }\nthrow new Bad();", "Bad", "its Message threw Exception")]
    [InlineData("int X { get { return X; } }\nX", "InsufficientExecutionStackException", "base case")]
    [InlineData("class P { public int Age { get => Age; set => Age = value; } }\nnew P { Age = 3 }", "InsufficientExecutionStackException", "base case")]
    [InlineData("class P { public int Age => Age; }\nnew P().Age", "InsufficientExecutionStackException", "base case")]
    [InlineData("class N { N child; public N() { child = new N(); } }\nnew N()", "InsufficientExecutionStackException", "base case")]
    [InlineData("Func<int, int> f = null;\nf = n => { return f(n + 1) + 1; };\nf(0)", "InsufficientExecutionStackException", "base case")]
    [InlineData("class V { public static V operator -(V v) { return -v; } }\n-new V()", "InsufficientExecutionStackException", "base case")]
    public async Task A_cell_that_fails_oddly_fails_only_itself(string code, string name, string words)
    {
        var result = await _worker.RunAsync(code);
        Assert.Equal((CellStatus.Failed, name), (result.Status, result.Error!.Name));
        Assert.Contains(words, result.Error.Message);
        await AssertAlive();
    }

    [Fact]
    public async Task A_rich_value_without_forms_says_so()
    {
        await _worker.RunAsync("class Rich : IRichOutput { public MimeBundle ToMimeBundle() => null; }\nnew Rich()");
        Assert.Contains("ToMimeBundle gave null", _worker.Result);
        await AssertAlive();
    }

    [Fact]
    public async Task A_console_redirected_by_one_cell_is_back_in_the_next()
    {
        await _worker.RunAsync("Console.SetOut(new StringWriter());\nConsole.SetError(TextWriter.Null);\nConsole.SetIn(new StringReader(\"stale\"));\nConsole.WriteLine(\"elsewhere\");");
        Assert.Equal("", _worker.Text);
        await AssertAlive();
        await _worker.RunAsync("Console.ReadLine()", (_, _, _) => Task.FromResult<string?>("fresh"));
        Assert.Equal("fresh", _worker.Result);
    }

    [Theory]
    [InlineData("for (int i = 0; ; i++)\n{\n#if true\n    kept = 5;\n#endif\n}")] // a directive on the guarded line
    [InlineData("System.Threading.Tasks.Parallel.For(0, int.MaxValue, i => { kept = 5; });")] // keeps the whole thread pool busy
    public async Task Guarded_code_stops_kindly(string code)
    {
        var run = _worker.RunAsync(code);
        await Task.Delay(500);
        await _worker.Worker.InterruptAsync();
        Assert.Equal(CellStatus.Interrupted, (await run).Status);
        await AssertAlive();
    }

    [Fact]
    public async Task An_interrupt_at_any_moment_stops_this_cell_or_none()
    {
        for (int i = 0; i < 30; i++)
        {
            var run = _worker.RunAsync("for (int i = 0; i < 1000; i++) { }\nSystem.Threading.Thread.Sleep(20);");
            await Task.Delay(i);
            await _worker.Worker.InterruptAsync();
            Assert.Contains((await run).Status, (CellStatus[])[CellStatus.Ok, CellStatus.Interrupted]);
            await AssertAlive();
        }
    }

    [Theory]
    [InlineData("using var f = new StringReader(\"x\");\nf.ReadLine()", "Write using (var …) { … }")]
    [InlineData("static class E { public static int Twice(this int x) => 2 * x; }\n2.Twice()", "by themselves in a cell")]
    [InlineData("extension(int x) { int Four => 4; }", "Extension blocks do not stand in a cell")]
    [InlineData("int a = 1; static int F() => a + 1; F()", "A static method cannot see the notebook's variables, such as a.")]
    [InlineData("Tensor.Ones([2]).reshape(1, 2)", "Tensor has no reshape. Did you mean Reshape?")]
    [InlineData("Tensor.Ones([2]).Flatten()", "Tensor has no Flatten. Did you mean Reshape(-1)?")]
    [InlineData("Tensor.zeros([2])", "Tensor has no zeros. Did you mean Zeros?")]
    [InlineData("Tensor x = Tensor.Eye(3); x.Inverse()", "Tensor has no Inverse. Did you mean Tensor.LeastSquares(a, b)?")]
    [InlineData("Tensor x = Tensor.Eye(3); x[0, 1].Item()", "x[0, 1] is a number already. Leave out .Item().")]
    [InlineData("Tensor x = Tensor.Eye(3); x[0].Max()", "x[0] is one number of a list. A row of a table is x[0, ..].")]
    [InlineData("Tensor x = Tensor.Eye(3); x[0].Mean()", "x[0] is one number of a list. A row of a table is x[0, ..].")]
    [InlineData("Tensor x = Tensor.Eye(3); x.LeastSquares(x)", "LeastSquares belongs to Tensor: write Tensor.LeastSquares(x, …).")]
    [InlineData("double[] y = [1, 2]; Figure.Line(y, alt: \"a\")", "Figure.Line asks for x and y. For x = 0, 1, 2 … write two dots: Figure.Line(.., y).")]
    [InlineData("Tensor x = Tensor.Eye(3); Math.Clamp(x, 0, 1)", "Math.Clamp works on one number. For all of a tensor write x.Clamp(…).")]
    [InlineData("Tensor x = Tensor.Eye(3); Math.Exp(2 * x)", "Math.Exp works on one number. For all of a tensor write (…).Exp(…).")]
    [InlineData("Tensor x = Tensor.Eye(3); Math.Max(0, x)", "Math.Max works on one number. For all of a tensor write Tensor.Maximum(a, b).")]
    [InlineData("Image.Laod(\"a.png\")", "Image has no Laod. Did you mean Load?")]
    [InlineData("Tensor.Ones([2]).Photograph()", "'Tensor' does not contain a definition for 'Photograph'")]
    [InlineData("Span<int> s = new int[3];", "Use an array")]
    [InlineData("namespace N { class C; }", "no namespaces")]
    public async Task What_does_not_compile_is_said_in_a_cells_terms(string code, string words)
    {
        var result = await _worker.RunAsync(code);
        Assert.StartsWith("Cell 2, line 1, column ", result.Error!.Message);
        Assert.Contains(words, result.Error.Message);
        Assert.DoesNotContain(result.Error.Traceback, line => line.Contains("CS1569"));
    }

    [Fact]
    public async Task A_syntax_error_is_told_without_what_follows_from_it()
    {
        var result = await _worker.RunAsync("var y = nowhere +;");
        Assert.Single(result.Error!.Traceback, line => line.Contains("error CS"));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task Lines_are_counted_and_shown_whatever_ends_them(string end)
    {
        var result = await _worker.RunAsync(string.Join(end, "int a = 1;", "int b = 2;", "throw new Exception();"));
        Assert.Equal("   at Cell 2, line 3:  throw new Exception();", SessionTests.Plain(result.Error!.Traceback[1]));
    }

    [Fact]
    public async Task All_that_went_wrong_in_parallel_is_shown()
    {
        var result = await _worker.RunAsync("Task.WaitAll(Task.Run(() => { throw new Exception(\"one\"); }), Task.Run(() => { throw new InvalidOperationException(\"two\"); }));");
        Assert.Contains(result.Error!.Traceback, line => SessionTests.Plain(line) == "caused by Exception: one");
        Assert.Contains(result.Error.Traceback, line => SessionTests.Plain(line) == "caused by InvalidOperationException: two");
    }
}
