using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Notebooks.Tests.Execution;

/// <summary>Notebooks that run one after the other in one process.</summary>
public sealed class WorkerPoolTests : IAsyncLifetime
{
    readonly WorkerPool _pool = new(new WorkerOptions { CellTimeLimit = TimeSpan.FromSeconds(2) });
    NotebookWorker _compiler = null!;

    public async Task InitializeAsync() => _compiler = await NotebookWorker.StartAsync();

    public async Task DisposeAsync()
    {
        await _compiler.DisposeAsync();
        await _pool.DisposeAsync();
    }

    /// <summary>What a notebook's cells show, as plain text, or how they fail.</summary>
    Task<string[]> RunAsync(params string[] cells) => RunAsync(_pool, cells);

    async Task<string[]> RunAsync(WorkerPool pool, params string[] cells)
    {
        var notebook = new NotebookDocument();
        notebook.Cells.AddRange(cells.Select(code => new NotebookCell(CellKind.Code, code)));
        var images = await _compiler.CompileAsync([.. cells.Select(code => new CellToCompile(code))]) ?? throw new ArgumentException("A cell does not compile.");
        Assert.All(images, image => Assert.True(image.OnlyComputes));
        var run = await NotebookRunner.RunAsync(notebook, new()
        {
            Worker = new() { CellTimeLimit = TimeSpan.FromSeconds(2) },
            AfterFailure = AfterFailure.GoOn,
            AfterDeath = AfterDeath.Replay,
            Images = notebook.Cells.Zip(images).ToDictionary(),
            Pool = pool,
        });
        return [.. run.Cells.Select(cell => cell.Death?.Cause.ToString() ?? cell.Error?.Name ?? string.Join('|', cell.Cell.Outputs.Select(output => $"{(output.Kind == OutputKind.Stream ? output.StreamText : output.Data["text/plain"])}".Trim())))];
    }

    async Task<int> ProcessAsync()
    {
        var worker = await _pool.RentAsync(OutputForms.Text, null, default);
        await _pool.ReturnAsync(worker);
        return worker.ProcessId;
    }

    [Fact]
    public async Task One_notebook_knows_nothing_of_another_in_the_same_process()
    {
        string[] cells =
        [
            "class Counter { public static int Count; }\nvar x = 1;", "int F() => ++Counter.Count + x;\nF()",
            "Reveal(\"guess\", 3)", "Probe.Value(\"p\", () => 1);", "Check.Question(\"Q1\", () => 2).Is(3);", "var w = new Parameter(Tensor.Ones([2]));\n(w * 2).RequiresGrad", "var paused = Tensor.NoGrad();\nPredict(\"guess\", \"four\");", "throw new ArgumentException(\"\");",
        ];
        var first = await RunAsync(cells);
        Assert.Equal("2", first[1]);
        Assert.Equal(nameof(ArgumentException), first[^1]);
        var process = await ProcessAsync();
        for (var again = 0; again < 3; again++) Assert.Equal(first, await RunAsync(cells));
        Assert.Equal(process, await ProcessAsync());
    }

    [Fact]
    public async Task The_names_of_cells_mean_those_of_the_own_notebook()
    {
        Assert.Equal(["", "5"], await RunAsync("static int F() => 5;", "F()"));
        Assert.Equal(["", "six"], await RunAsync("static string F() => \"six\";", "F()"));
        Assert.Equal(["", "", "7"], await RunAsync("// nothing", "record F(int Of);", "new F(7).Of"));
    }

    [Fact]
    public async Task A_process_in_which_a_cell_had_to_be_stopped_is_not_used_again()
    {
        Assert.Equal(["1", "TimeLimit", "2"], await RunAsync("1", "while (true) { }", "2"));
        var stopped = await ProcessAsync();
        Assert.Equal(["1", "StackOverflow", "2"], await RunAsync("1", "Func<int, int> f = null; f = n => f(n + 1) + 1; f(0)", "2"));
        Assert.NotEqual(stopped, await ProcessAsync());
        Assert.Equal(["3"], await RunAsync("3"));
    }

    [Theory]
    [InlineData("var large = new byte[300_000_000];\nlarge.Length", true)]
    [InlineData("class Big { public static byte[] Kept = new byte[300_000_000]; }\nBig.Kept.Length", false)]
    public async Task A_process_with_less_memory_than_a_new_one_is_not_used_again(string code, bool isUsed)
    {
        var process = await ProcessAsync();
        await RunAsync(code);
        Assert.Equal(isUsed, process == await ProcessAsync());
    }

    [Fact]
    public async Task A_process_in_which_an_initializer_failed_ends()
    {
        var process = await ProcessAsync();
        Assert.Equal(["Killed"], await RunAsync("class Broken { public static int X = int.Parse(\"x\"); }\ntry { Console.Write(Broken.X); } catch (Exception) { }"));
        Assert.NotEqual(process, await ProcessAsync());
    }

    [Fact]
    public async Task A_process_that_ran_out_of_memory_ends_though_the_cell_caught_it()
    {
        await using var pool = new WorkerPool(new WorkerOptions { MemoryLimit = 512L << 20 });
        Assert.Equal(["Killed", "2"], await RunAsync(pool, "var all = new List<object>();\ntry { while (true) all.Add(new byte[100_000]); } catch (Exception) { all = null; }", "1 + 1"));
    }

    [Fact]
    public async Task A_cell_that_is_missing_is_not_taken_from_another_notebook()
    {
        string[] Cells(string name, string more) => ["var x = 1;", $"static class Given {{ public static string Name => \"{name}\"; }}\n{more}", "Given.Name"];
        await Task.WhenAll(RunAsync(Cells("ada", "")), RunAsync(Cells("ada", "")));
        // The second cell does not run again in the process that takes over.
        Assert.Equal(["", "StackOverflow", nameof(FileNotFoundException)], await RunAsync(Cells("bob", "Func<int, int> f = null; f = n => f(n + 1) + 1; f(0)")));
    }

    [Fact]
    public async Task A_process_is_not_used_for_ever()
    {
        var process = await ProcessAsync();
        for (var session = 1; session < WorkerPool.MostSessions; session++) await ProcessAsync();
        Assert.NotEqual(process, await ProcessAsync());
    }
}
