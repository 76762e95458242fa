using System.Diagnostics;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Notebooks.Tests.Execution;

/// <summary>Whatever a cell does to its process, the parent says what it was, and nothing stays behind.</summary>
public sealed class WorkerDeathTests
{
    [Theory]
    [InlineData("Environment.Exit(3);", DeathCause.Exited, "exit code 3")]
    [InlineData("Environment.FailFast(\"no way on\");", DeathCause.Aborted, "no way on")]
    [InlineData("Func<int, int> f = null;\nf = n => f(n + 1) + 1;\nf(0)", DeathCause.StackOverflow, "base case")] // a lambda, which the guard does not reach
    [InlineData("System.Diagnostics.Process.GetCurrentProcess().Kill();\nawait Task.Delay(-1);", DeathCause.Killed, "killed")]
    [InlineData("new System.Threading.Thread(() => throw new InvalidOperationException(\"in a thread\")).Start();\nawait Task.Delay(-1);", DeathCause.Aborted, "in a thread")]
    [InlineData("unsafe { *(int*)0x123456789000 = 1; }\nawait Task.Delay(-1);", DeathCause.Aborted, "unsafe")]
    [InlineData("for (int handle = 3; handle < 400; handle++)\n    try { new System.IO.Pipes.AnonymousPipeClientStream(System.IO.Pipes.PipeDirection.Out, handle.ToString()).Dispose(); } catch { }\nawait Task.Delay(-1);", DeathCause.ChannelLost, "connection")]
    public async Task The_cause_is_named(string code, DeathCause cause, string words)
    {
        await using var worker = await TestWorker.StartAsync();
        var result = await worker.RunAsync(code).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(CellStatus.Died, result.Status);
        Assert.Equal(cause, result.Death!.Cause);
        Assert.Contains(words, result.Death.Message);
        Assert.Equal(result.Death, await worker.Worker.Ended);
        AssertGone(worker.Worker.ProcessId);

        var after = await worker.RunAsync("1");
        Assert.Equal(CellStatus.Died, after.Status);
    }

    [Fact]
    public async Task Abort_in_native_code_is_survived()
    {
        if (OperatingSystem.IsWindows()) return; // the next line is libc's
        await using var worker = await TestWorker.StartAsync();
        var result = await worker.RunAsync("""
            [System.Runtime.InteropServices.DllImport("libc")] static extern void abort();
            Console.WriteLine("before");
            abort();
            """).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(DeathCause.Aborted, result.Death!.Cause);
    }

    [Fact]
    public async Task A_kill_from_outside_is_named()
    {
        await using var worker = await TestWorker.StartAsync();
        var run = worker.RunAsync("await Task.Delay(-1);");
        await Task.Delay(200);
        Process.GetProcessById(worker.Worker.ProcessId).Kill();
        Assert.Equal(DeathCause.Killed, (await run.WaitAsync(TimeSpan.FromSeconds(10))).Death!.Cause);
    }

    [Fact]
    public async Task Too_much_managed_memory_is_an_exception_and_the_session_lives()
    {
        await using var worker = await TestWorker.StartAsync(new() { MemoryLimit = 600L << 20 });
        await worker.RunAsync("int kept = 6;");
        var result = await worker.RunAsync("var hog = new List<byte[]>();\nwhile (true) hog.Add(new byte[10_000_000]);").WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("OutOfMemoryException", result.Error!.Name);
        await worker.RunAsync("hog = null;\nkept");
        Assert.Equal("6", worker.Result);
    }

    [Fact]
    public async Task Too_much_native_memory_does_not_reach_the_machine()
    {
        await using var worker = await TestWorker.StartAsync(new() { MemoryLimit = 600L << 20 });
        var result = await worker.RunAsync("""
            unsafe
            {
                while (true)
                {
                    var block = (byte*)System.Runtime.InteropServices.NativeMemory.Alloc(10_000_000);
                    for (int i = 0; i < 10_000_000; i += 4096) block[i] = 1;
                }
            }
            """).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(result.Death?.Cause == DeathCause.Memory || result.Error!.Name == "OutOfMemoryException", result.Error?.Message);
    }

    [Fact]
    public async Task The_time_limit_stops_a_loop_kindly()
    {
        await using var worker = await TestWorker.StartAsync(new() { CellTimeLimit = TimeSpan.FromSeconds(3) });
        await worker.RunAsync("long n = 0;");
        var result = await worker.RunAsync("while (true) n++;").WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(CellStatus.Interrupted, result.Status);
        Assert.Equal("The cell was stopped: the cell took longer than its limit of 3 s.", result.Error!.Message);
        await worker.RunAsync("n > 1000");
        Assert.Equal("True", worker.Result, ignoreCase: true);
    }

    [Fact]
    public async Task The_notebooks_time_limit_counts_all_cells()
    {
        await using var worker = await TestWorker.StartAsync(new() { NotebookTimeLimit = TimeSpan.FromSeconds(5) });
        Assert.Equal(CellStatus.Ok, (await worker.RunAsync("await Task.Delay(3000);")).Status);
        var result = await worker.RunAsync("await Task.Delay(3000);").WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Contains("the notebook took longer than its limit of 5 s", result.Error!.Message);
    }

    [Theory]
    [InlineData("while (true) { }", CellStatus.Interrupted)]
    [InlineData("System.Threading.Thread.Sleep(-1);", CellStatus.Interrupted)]
    [InlineData("await Task.Delay(-1);", CellStatus.Interrupted)]
    [InlineData("Enumerable.Range(0, int.MaxValue).Sum(x => Math.Sin(x) * Math.Cos(x))", CellStatus.Died)] // a loop of the framework's, which no guard reaches
    public async Task An_interrupt_stops_the_cell_kindly_if_it_can(string code, CellStatus expected)
    {
        // How long it takes is measured through a front end (tests/jupyter/measure.py): here a busy machine may be slow.
        await using var worker = await TestWorker.StartAsync(expected == CellStatus.Died ? new() : new() { Grace = TimeSpan.FromSeconds(10) });
        await worker.RunAsync("int kept = 8;");
        var run = worker.RunAsync(code);
        await Task.Delay(700);
        Assert.False(run.IsCompleted);
        await worker.Worker.InterruptAsync();
        var result = await run.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(expected, result.Status);
        if (expected == CellStatus.Interrupted)
        {
            await worker.RunAsync("kept");
            Assert.Equal("8", worker.Result);
        }
        else Assert.Contains("All variables are gone", result.Death!.Message);
    }

    [Theory]
    [InlineData("async Task Later() { await Task.Delay(1500); while (true) { n++; await Task.Delay(20); } }\nawait Later();")]
    [InlineData("new System.Threading.Thread(() => { while (true) { n++; System.Threading.Thread.Sleep(20); } }).Start();\nSystem.Threading.Thread.Sleep(-1);")]
    public async Task What_an_interrupted_cell_started_does_not_go_on_behind_later_ones(string code)
    {
        await using var worker = await TestWorker.StartAsync();
        await worker.RunAsync("int n = 0;");
        var run = worker.RunAsync($"Console.Write(\"started\");\n{code}");
        while (!worker.Text.Contains("started") && !run.IsCompleted) await Task.Delay(20);
        await Task.Delay(200);
        await worker.Worker.InterruptAsync();
        Assert.Equal(CellStatus.Interrupted, (await run).Status);
        await worker.RunAsync("int then = n; await Task.Delay(1800); n - then");
        Assert.True(int.TryParse(worker.Result, out int more) && more <= 1, worker.Result); // the loop's head is where it stops
        await worker.RunAsync("async Task Count() { for (int i = 0; i < 3; i++) { n += 100; await Task.Delay(1); } }\nawait Count();\nn >= 300");
        Assert.Equal("True", worker.Result, ignoreCase: true);
    }

    [Fact]
    public async Task Threads_left_running_do_not_hold_the_cell_or_the_end()
    {
        await using (var worker = await TestWorker.StartAsync())
        {
            var result = await worker.RunAsync("new System.Threading.Thread(() => { while (true) { Console.Write('.'); System.Threading.Thread.Sleep(20); } }).Start();\n1");
            Assert.Equal(CellStatus.Ok, result.Status);
            await Task.Delay(200);
            await worker.RunAsync("2");
            Assert.Equal("2", worker.Result);
            Assert.Contains(".", worker.Text); // what it printed meanwhile comes with the next cell
            var ending = Stopwatch.StartNew();
            await worker.DisposeAsync();
            Assert.InRange(ending.Elapsed.TotalSeconds, 0, 20);
            AssertGone(worker.Worker.ProcessId);
        }
    }

    [Theory]
    [InlineData("Environment.Exit(0);")]
    [InlineData("1")]
    public async Task What_a_cell_started_ends_with_its_worker(string last)
    {
        if (OperatingSystem.IsWindows()) return; // sleep is not there
        var worker = await TestWorker.StartAsync();
        await worker.RunAsync("System.Diagnostics.Process.Start(\"sleep\", \"1000\").Id");
        int child = int.Parse(worker.Result!);
        await worker.RunAsync(last);
        await worker.DisposeAsync();
        AssertGone(child);
    }

    [Fact]
    public async Task Endless_printing_is_cut_and_said_to_be_cut()
    {
        await using var worker = await TestWorker.StartAsync(new() { TextLimit = 10_000, CellTimeLimit = TimeSpan.FromSeconds(2) });
        await worker.RunAsync("while (true) Console.WriteLine(\"and on\");").WaitAsync(TimeSpan.FromSeconds(15));
        Assert.Equal(10_000, worker.Text.Length);
        Assert.Single(worker.Events.OfType<StreamText>(), text => text.Name == "stderr" && text.Text.Contains("limited to 10,000 characters"));
        await worker.RunAsync("3");
        Assert.Equal("3", worker.Result);
    }

    [Fact]
    public async Task A_huge_display_is_cut_and_a_large_one_passes()
    {
        await using var worker = await TestWorker.StartAsync(new() { OutputLimit = 20_000_000 });
        await worker.RunAsync("display(new string('x', 10_000_000), \"text/html\");\ndisplay(new string('y', 30_000_000), \"text/html\");\n7");
        Assert.Equal(10_000_000, worker.Events.OfType<DisplayData>().Single().Data["text/html"]!.GetValue<string>().Length);
        Assert.Single(worker.Events.OfType<StreamText>(), text => text.Text.Contains("output cut"));
        Assert.Equal("7", worker.Result);
    }

    [Fact]
    public async Task What_the_callers_own_callback_throws_comes_out_and_the_worker_lives()
    {
        await using var worker = await TestWorker.StartAsync();
        var run = worker.Worker.ExecuteAsync(new("Console.WriteLine(1);\nint a = 2;", 1), _ => throw new FormatException("mine"));
        Assert.Equal("mine", (await Assert.ThrowsAsync<FormatException>(() => run.WaitAsync(TimeSpan.FromSeconds(20)))).Message);
        var asked = worker.RunAsync("Console.ReadLine()", (_, _, _) => throw new FormatException("input"));
        Assert.Equal("input", (await Assert.ThrowsAsync<FormatException>(() => asked.WaitAsync(TimeSpan.FromSeconds(20)))).Message);
        await worker.RunAsync("a");
        Assert.Equal("2", worker.Result);
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_gives_a_sentence()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => NotebookWorker.StartAsync(new() { WorkingDirectory = "/nowhere/at/all" }));
        Assert.Contains("/nowhere/at/all", error.Message);
    }

    static void AssertGone(int process)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(20))
        {
            try
            {
                if (Process.GetProcessById(process).HasExited) return;
                // An ended process that nobody has waited for yet still has a number.
                if (OperatingSystem.IsLinux() && File.ReadAllText($"/proc/{process}/stat").Split(')')[1].TrimStart().StartsWith('Z')) return;
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException or IOException) { return; }
            Thread.Sleep(50);
        }
        Assert.Fail($"Process {process} still runs.");
    }
}
