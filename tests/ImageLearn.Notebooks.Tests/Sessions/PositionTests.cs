using ImageLearn.Notebooks.Execution;
using ImageLearn.Notebooks.Sessions;

namespace ImageLearn.Notebooks.Tests.Sessions;

/// <summary>Cells that are read as if they stood further up, and cells that come compiled.</summary>
public sealed class PositionTests
{
    static async Task<(CellResult Result, string Text)> RunAsync(NotebookWorker worker, string code, int number, int? after = null, CellImage? image = null)
    {
        var text = "";
        var result = await worker.ExecuteAsync(new(code, number, After: after, Image: image), happened => text += happened switch { ResultData data => $"{data.Data["text/plain"]}", StreamText stream => stream.Text, _ => "" });
        return (result, text);
    }

    [Fact]
    public async Task A_cell_read_further_up_knows_the_names_of_there_and_the_values_of_now()
    {
        await using var worker = await NotebookWorker.StartAsync();
        await RunAsync(worker, "var x = 1; static string Name() => \"first\";", 1);
        await RunAsync(worker, "x = 2; static string Name() => \"second\";", 2);
        await RunAsync(worker, "var x = \"another\"; static int Late() => 3;", 3);
        Assert.Equal("first 2", (await RunAsync(worker, "$\"{Name()} {x}\"", 4, after: 1)).Text);
        Assert.Equal("second 2", (await RunAsync(worker, "$\"{Name()} {x}\"", 5, after: 2)).Text);
        Assert.Equal("CompilationError", (await RunAsync(worker, "Late()", 6, after: 2)).Result.Error!.Name);
        await RunAsync(worker, "var x = 7.5;", 7, after: 1);
        Assert.Equal("another 3", (await RunAsync(worker, "$\"{x} {Late()}\"", 8, after: 3)).Text);
        Assert.Equal(CellStatus.Failed, (await RunAsync(worker, "1", 9, after: 77)).Result.Status);
    }

    [Fact]
    public async Task Cells_compiled_elsewhere_run_as_cells_compiled_here()
    {
        string[] cells =
        [
            "#r \"ImageLearn.dll\"\nusing System.Text;", "// nothing", "const int N = 3; static double F(double x) { for (int i = 0; i < N; i++) x++; return x; }", "record Pair(int A, double B);\nvar pair = new Pair(N, F(1));",
            "pair", "throw new InvalidOperationException($\"after {new StringBuilder(\"it\")}\");", "static double F(double x) => -x;", "F(2)",
        ];
        await using var compiler = await NotebookWorker.StartAsync();
        var images = await compiler.CompileAsync([.. cells.Select(cell => new CellToCompile(cell)), new("F(2)", After: 4)]);
        Assert.Equal(9, images!.Count);
        await using var plain = await NotebookWorker.StartAsync();
        await using var lean = await NotebookWorker.StartAsync(new() { Compiled = true });
        for (var i = 0; i < cells.Length; i++)
        {
            var (expected, actual) = (await RunAsync(plain, cells[i], i + 1), await RunAsync(lean, cells[i], i + 1, image: images[i]));
            Assert.Equal((expected.Result.Status, expected.Text), (actual.Result.Status, actual.Text));
            Assert.Equal(expected.Result.Error?.Traceback, actual.Result.Error?.Traceback);
        }
        Assert.Equal("5", (await RunAsync(lean, "", 9, after: 4, image: images[8])).Text);
        Assert.Equal("12", (await RunAsync(lean, "5 + 7", 10)).Text); // should one come as text after all, in a session that was given none
    }

    static async Task<string> RunAllAsync(NotebookWorker compiler, params string[] cells)
    {
        var images = await compiler.CompileAsync([.. cells.Select(cell => new CellToCompile(cell))]);
        await using var worker = await NotebookWorker.StartAsync(new() { Compiled = true });
        var text = "";
        for (var i = 0; i < cells.Length; i++) text += (await RunAsync(worker, cells[i], i + 1, image: images![i])).Text;
        return text;
    }

    [Fact]
    public async Task Another_body_takes_the_place_of_a_method_that_later_cells_were_compiled_with()
    {
        await using var compiler = await NotebookWorker.StartAsync();
        const string Use = "var y = F(3);\ny";
        Assert.Equal("6", await RunAllAsync(compiler, "static double F(double x) => 2 * x;", Use));
        Assert.Equal("9", await RunAllAsync(compiler, "static double F(double x) { return x * x; }", Use));
        Assert.Equal("six", await RunAllAsync(compiler, "static string F(int x) => \"six\";", Use));
        Assert.Equal("4", await RunAllAsync(compiler, "const double K = 1; static double F(double x) => x + K;", Use));
        Assert.Equal("15", await RunAllAsync(compiler, "var mine = 5; static double F(double x) => x; static double F(int x) => 5 * x;", Use));
    }

    [Fact]
    public async Task One_notebook_changes_nothing_in_how_another_is_compiled()
    {
        await using var compiler = await NotebookWorker.StartAsync();
        const string Call = "var all = new List<int>();\nPut(all);\nall.Count";
        Assert.Equal("0", await RunAllAsync(compiler, "[System.Diagnostics.Conditional(\"NEVER\")] static void Put(List<int> to) { to.Add(1); }", Call));
        Assert.Equal("1", await RunAllAsync(compiler, "static void Put(List<int> to) { to.Add(1); }", Call));

        Assert.Equal("6", await RunAllAsync(compiler, "static int Twice(this int x) => 2 * x;", "3.Twice()"));
        Assert.Null(await compiler.CompileAsync([new("static int Twice(int x) => 2 * x;"), new("3.Twice()")]));

        // Types without names are numbered where they stand, in bodies too.
        Assert.Equal("2", await RunAllAsync(compiler, "static object Other() { return new { Z = 1 }; }\nvar p = new { X = 2 };", "p.X"));
        Assert.Equal("2", await RunAllAsync(compiler, "static object Other() { return 1; }\nvar p = new { X = 2 };", "p.X"));
    }

    [Fact]
    public void What_only_one_notebook_has_is_forgotten_and_what_many_share_is_not()
    {
        var compiler = new CellCompiler();
        CellToCompile shared = new("static int Twice(int x) => 2 * x;");
        var first = compiler.Compile([shared, new("Twice(-1)")])!;
        for (var student = 0; student < CellCompiler.MostKept + 50; student++) Assert.Same(first[0], compiler.Compile([shared, new($"Twice({student})")])![0]);
        Assert.InRange(compiler.Kept, 50, CellCompiler.MostKept);
        Assert.NotSame(first[1], compiler.Compile([shared, new("Twice(-1)")])![1]);
    }

    [Fact]
    public async Task What_does_not_compile_or_has_directives_is_left_to_the_session()
    {
        await using var compiler = await NotebookWorker.StartAsync();
        Assert.Null(await compiler.CompileAsync([new("1 +")]));
        Assert.Null(await compiler.CompileAsync([new("#time\n1")]));
        Assert.Null(await compiler.CompileAsync([new("#load \"x.csx\"")]));
        Assert.NotNull(await compiler.CompileAsync([new("1")]));
    }
}
