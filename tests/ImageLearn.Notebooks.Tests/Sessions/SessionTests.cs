using ImageLearn.Notebooks.Execution;
using ImageLearn.Notebooks.Tests.Execution;

namespace ImageLearn.Notebooks.Tests.Sessions;

public sealed class SessionTests : IAsyncLifetime
{
    TestWorker _worker = null!;

    public async Task InitializeAsync() => _worker = await TestWorker.StartAsync();

    public async Task DisposeAsync() => await _worker.DisposeAsync();

    [Theory]
    [InlineData("1+1", "2")]
    [InlineData("var x = 3;\nx * 2.5", "7.5")]
    [InlineData("var x = 3;", null)]
    [InlineData("Console.WriteLine()", null)]
    [InlineData("(string)null", "null")]
    [InlineData("await Task.Delay(5);\nawait Task.FromResult(\"late\")", "late")]
    [InlineData("int[] a = [1, 2];\na is [var first, ..] ? first : 0", "1")] // C# 12
    [InlineData("class P { public int X { get => field; set => field = value + 1; } }\nnew P { X = 1 }.X", "2")] // C# 14
    [InlineData("string s = null;\ns?.Length ?? -1", "-1")]
    [InlineData("// only a comment", null)]
    [InlineData("", null)]
    [InlineData("using System.Text;", null)]
    [InlineData("Tensor.Of([1, 2, 3]).Sum().Item()", "6")] // the library is imported
    public async Task A_trailing_expression_is_the_result(string code, string? expected)
    {
        var result = await _worker.RunAsync(code);
        Assert.Equal(CellStatus.Ok, result.Status);
        Assert.Equal(expected, _worker.Result);
    }

    [Fact]
    public async Task Cells_share_variables_methods_types_and_usings()
    {
        await _worker.RunAsync("using System.Text;\nint n = 4;\nrecord Pair(int A, int B);\nstatic int Twice(int x) => 2 * x;");
        await _worker.RunAsync("var pair = new Pair(n, Twice(n));\nn = 10;");
        Assert.Equal(CellStatus.Ok, (await _worker.RunAsync("new StringBuilder().Append(pair.B + n).ToString()")).Status);
        Assert.Equal("18", _worker.Result);
    }

    [Fact]
    public async Task A_cell_that_throws_keeps_what_it_had_set()
    {
        await _worker.RunAsync("int n = 1;");
        var result = await _worker.RunAsync("n = 2;\nint m = 7;\nthrow new Exception(\"stop\");");
        Assert.Equal(CellStatus.Failed, result.Status);
        await _worker.RunAsync("n * 100 + m");
        Assert.Equal("207", _worker.Result);
    }

    [Fact]
    public async Task A_compile_error_shows_cell_line_column_and_source()
    {
        await _worker.RunAsync("int n = 1;");
        var result = await _worker.RunAsync("var a = 1;\nvar b = a + missing;\n");
        Assert.Equal("Cell 2, line 2, column 13: error CS0103: The name 'missing' does not exist in the current context", result.Error!.Message);
        var text = string.Join("\n", result.Error.Traceback);
        Assert.Contains("var b = a + missing;", text);
        Assert.Contains("^^^^^^^", text);
        Assert.Contains("\e[31m", text);
        await _worker.RunAsync("n");
        Assert.Equal("1", _worker.Result);
    }

    [Fact]
    public async Task Warnings_are_quiet()
    {
        var result = await _worker.RunAsync("async Task<int> F() { return 1; }\nint unused;\n#warning look\nawait F()");
        Assert.Equal(CellStatus.Ok, result.Status);
        Assert.DoesNotContain(_worker.Events, happened => happened is StreamText);
    }

    [Fact]
    public async Task An_exception_shows_the_students_frames_only()
    {
        await _worker.RunAsync("static int Mean(int[] x)\n{\n    return x.Sum() / x.Length;\n}");
        var result = await _worker.RunAsync("var empty = new int[0];\n\nvar all = new[] { 1 }.Select(_ => Mean(empty)).ToList();");
        Assert.Equal("DivideByZeroException", result.Error!.Name);
        var lines = result.Error.Traceback.Select(Plain).ToList();
        Assert.Equal("DivideByZeroException: Attempted to divide by zero.", lines[0]);
        Assert.Equal("   at Mean, Cell 1, line 3:  return x.Sum() / x.Length;", lines[1]);
        Assert.Equal("   at Cell 2, line 3:  var all = new[] { 1 }.Select(_ => Mean(empty)).ToList();", lines[2]);
        Assert.Equal(4, lines.Count); // the lambda, then the cell itself: the same line twice
        Assert.DoesNotContain(lines, line => line.Contains("System.Linq"));
    }

    [Fact]
    public async Task Recursion_without_end_is_an_exception_not_a_crash()
    {
        await _worker.RunAsync("int kept = 5;");
        var result = await _worker.RunAsync("int Down(int n) => Down(n + 1) + 1;\nDown(0)");
        Assert.Equal(CellStatus.Failed, result.Status);
        Assert.Equal("InsufficientExecutionStackException", result.Error!.Name);
        Assert.Contains("base case", result.Error.Message);
        await _worker.RunAsync("kept");
        Assert.Equal("5", _worker.Result);
    }

    [Theory]
    [InlineData("static void F()\n{\n}\nF();\nthrow new Exception();", 5)]
    [InlineData("int F(int x) =>\n    x > 0\n        ? throw new Exception()\n        : 1; // tail\n\nF(1)", 2)]
    [InlineData("for (int i = 0; i < 3; i++)\n    if (i == 1)\n        throw new Exception();", 3)]
    [InlineData("Action f = () =>\n{\n    while (true)\n        throw new Exception();\n};\nf();", 4)]
    [InlineData("async Task G() => await Task.Run(() =>\n{\n    throw new Exception();\n});\nawait G();", 3)]
    [InlineData("static int F() => 1;\n\nint G() => 2 // the end\n    ; // is here\nclass C\n{\n    int _x;\n    public int Y => 3; // tail\n    public int Z { get => 4;\n        set => _x = value; }\n}\nthrow new Exception();", 12)]
    [InlineData("int X => F(); // a property\nstatic int F()\n{\n    int G() => 2;\n    throw new Exception();\n}\nvar y = X;\nint Z => 1; // tail", 5)]
    public async Task Guards_move_no_line(string code, int line)
    {
        var result = await _worker.RunAsync(code);
        Assert.StartsWith("   at ", result.Error!.Traceback[1]);
        Assert.Contains($"Cell 1, line {line}", result.Error.Traceback[1]);
    }

    [Fact]
    public async Task Console_output_and_displays_come_in_order()
    {
        await _worker.RunAsync("Console.Write(\"a\");\ndisplay(1);\nConsole.Write(\"b\");\nConsole.Error.Write(\"c\");\n2.Display();\nConsole.Write(\"d\");\n3");
        var order = _worker.Events.Select(happened => happened switch
        {
            StreamText text => text.Name[3..] + text.Text,
            DisplayData display => "show" + display.Data["text/plain"],
            ResultData result => "result" + result.Data["text/plain"],
            _ => "?",
        });
        Assert.Equal(["outa", "show1", "outb", "errc", "show2", "outd", "result3"], order);
    }

    [Fact]
    public async Task Output_arrives_while_the_cell_runs()
    {
        var seen = new TaskCompletionSource();
        var run = _worker.Worker.ExecuteAsync(new CellRequest("Console.WriteLine(\"early\");\nawait Task.Delay(20_000);", 1), happened =>
        {
            if (happened is StreamText) seen.TrySetResult();
        });
        await seen.Task.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.False(run.IsCompleted);
        await _worker.Worker.InterruptAsync();
        Assert.Equal(CellStatus.Interrupted, (await run).Status);
    }

    [Fact]
    public async Task No_character_is_cut_in_two_where_long_text_is_sent_in_pieces()
    {
        await _worker.RunAsync("for (int n = 32_700; n < 32_800; n += 33) Console.Write(new string('a', n) + string.Concat(Enumerable.Repeat(\"\\U0001F642\", 40)));");
        Assert.Equal(string.Concat(new[] { 32_700, 32_733, 32_766, 32_799 }.Select(n => new string('a', n) + string.Concat(Enumerable.Repeat("\U0001F642", 40)))), _worker.Text);
    }

    [Fact]
    public async Task A_display_can_be_updated()
    {
        await _worker.RunAsync("var handle = display(\"old\");\nhandle.Update(\"new\");");
        var shown = _worker.Events.Cast<DisplayData>().ToList();
        Assert.Equal([false, true], shown.Select(display => display.Update));
        Assert.Equal(shown[0].DisplayId, shown[1].DisplayId);
        Assert.Equal("new", shown[1].Data["text/plain"]!.GetValue<string>());
    }

    [Fact]
    public async Task ReadLine_asks_the_front_end()
    {
        var prompts = new List<string>();
        var result = await _worker.RunAsync("Console.Write(\"Hello.\\nName? \");\nvar name = Console.ReadLine();\n$\"{name}, {Console.ReadLine() ?? \"nobody\"}\"", (prompt, _, _) =>
        {
            prompts.Add(prompt);
            return Task.FromResult(prompts.Count == 1 ? "Ada" : null);
        });
        Assert.Equal(CellStatus.Ok, result.Status);
        Assert.Equal("Ada, nobody", _worker.Result);
        Assert.Equal(2, prompts.Count);
        Assert.Equal("Hello.\nName? ", _worker.Text + prompts[0]); // each line once: front ends write the prompt too
        Assert.Equal("", prompts[1]);
    }

    [Fact]
    public async Task ReadLine_without_anybody_to_ask_says_so()
    {
        var result = await _worker.RunAsync("Console.ReadLine()");
        Assert.Contains("without anybody to ask", result.Error!.Message);
    }

    [Fact]
    public async Task The_console_survives_being_closed()
    {
        await _worker.RunAsync("Console.Out.Close();\nConsole.OpenStandardOutput().Close();\nConsole.WriteLine(\"still here\");");
        Assert.Equal("still here\n", _worker.Text);
    }

    [Fact]
    public async Task User_expressions_see_the_session_and_leave_no_trace()
    {
        var expressions = new Dictionary<string, string> { ["sum"] = "a + 1", ["bad"] = "nowhere" };
        var result = await _worker.Worker.ExecuteAsync(new CellRequest("int a = 41;", 1, expressions), _ => { });
        Assert.Equal("42", result.UserExpressions!["sum"]!["data"]!["text/plain"]!.GetValue<string>());
        Assert.Equal("error", result.UserExpressions["bad"]!["status"]!.GetValue<string>());
    }

    internal static string Plain(string text) => System.Text.RegularExpressions.Regex.Replace(text, "\e\\[[0-9;]*m", "");
}
