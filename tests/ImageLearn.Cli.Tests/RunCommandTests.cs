using System.Diagnostics;
using System.Runtime.InteropServices;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Cli.Tests;

public sealed class RunCommandTests : IDisposable
{
    readonly TheCommand _command = new();

    public void Dispose() => _command.Dispose();

    string[] Results(string folder = ".out") => [.. Directory.EnumerateFiles(_command[folder]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task All_solutions_are_run_from_any_folder_of_the_course()
    {
        _command.AddSolution("00-start", "1 + 41");
        _command.AddSolution("01-next", "Console.WriteLine(File.Exists(\"00-start.ipynb\"));", "2");
        var before = File.ReadAllText(_command["notebooks/solutions/00-start.ipynb"]);

        var result = await TheCommand.FinishAsync(_command.Start(_command["notebooks/solutions"], "run"));
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Matches(@"│ 00-start │ +1 │ +\d+\.\d │ +0 │ ok +│", result.Output);
        Assert.Matches(@"│ 01-next  │ +2 │ +\d+\.\d │ +0 │ ok +│", result.Output);
        Assert.EndsWith($"Open {_command[".out/index.html"]}\n", result.Output);
        Assert.DoesNotContain('\e', result.Output);

        Assert.Equal(["00-start.html", "00-start.ipynb", "01-next.html", "01-next.ipynb", "index.html", "timings.json"], Results());
        var executed = NotebookDocument.Load(_command[".out/00-start.ipynb"]);
        Assert.Equal((1, "42"), (executed.Cells[1].ExecutionCount, executed.Cells[1].Outputs[0].Data["text/plain"]!.ToString()));
        Assert.Equal("True\n", NotebookDocument.Load(_command[".out/01-next.ipynb"]).Cells[1].Outputs[0].StreamText);
        Assert.Contains("42", File.ReadAllText(_command[".out/00-start.html"]));
        var index = File.ReadAllText(_command[".out/index.html"]);
        Assert.Contains("href=\"01-next.html\"", index);
        Assert.Contains("What 01 is for.", index);
        Assert.Equal(before, File.ReadAllText(_command["notebooks/solutions/00-start.ipynb"]));
    }

    [Fact]
    public async Task A_cell_that_fails_is_named_with_its_line_and_the_exit_code_says_so()
    {
        _command.AddSolution("01-bad", "var a = 0;\nConsole.WriteLine(1 / a);", "var b = c;");

        var stopped = await _command.RunAsync("run", "1");
        Assert.Equal(1, stopped.ExitCode);
        Assert.Contains("cell [1] failed", stopped.Output);
        Assert.Contains("""

            01-bad cell [1]
                DivideByZeroException: Attempted to divide by zero.
                   at Cell 1, line 2:  Console.WriteLine(1 / a);

            """.ReplaceLineEndings("\n"), stopped.Output);
        Assert.DoesNotContain("CS0103", stopped.Output);

        var gone = await _command.RunAsync("run", "1", "--keep-going");
        Assert.Equal(1, gone.ExitCode);
        Assert.Contains("2 cells failed", gone.Output);
        Assert.Contains("01-bad cell [2]\n    Cell 2, line 1, column 9: error CS0103: The name 'c' does not exist in the current context\n        1 | var b = c;\n", gone.Output);
        Assert.Contains("CS0103", File.ReadAllText(_command[".out/01-bad.ipynb"]));
    }

    [Fact]
    public async Task A_cell_that_takes_too_long_or_ends_its_process_is_named()
    {
        _command.AddSolution("01-slow", "while (true) { }");
        _command.AddSolution("02-exit", "Environment.Exit(0);");
        var result = await _command.RunAsync("run", "--timeout", "5");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("01-slow cell [1]\n    The cell was stopped: the cell took longer than its limit of 5 s.\n", result.Output);
        Assert.Contains("02-exit cell [1]\n    The cell ended its process", result.Output);
    }

    [Fact]
    public async Task Any_notebook_is_run_by_its_path()
    {
        _command.Save("home/mine.ipynb", new NotebookCell(CellKind.Code, "6 * 7"));
        var result = await TheCommand.FinishAsync(_command.Start(Path.GetTempPath(), "run", _command["home/mine.ipynb"], "--out", _command["results"]));
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(["index.html", "mine.html", "mine.ipynb", "timings.json"], Results("results"));
    }

    [Fact]
    public async Task Results_do_not_overwrite_notebooks()
    {
        _command.Save("home/mine.ipynb", new NotebookCell(CellKind.Code, "6 * 7"));
        _command.AddSolution("mine", "1");
        Assert.Equal($"imagelearn: {_command["home/mine.ipynb"]} lies in the folder that the results go to. Choose another one with --out.\n", (await _command.RunAsync("run", "home/mine.ipynb", "--out", "home")).Errors);
        Assert.Equal("imagelearn: Two of the notebooks are called mine.ipynb, and the results of one would overwrite the other's. Run them one after the other, with --out.\n",
            (await _command.RunAsync("run", "home/mine.ipynb", "mine")).Errors);
    }

    [Fact]
    public async Task A_file_that_is_no_notebook_gets_a_sentence_and_nothing_is_run()
    {
        File.WriteAllText(_command["notebooks/solutions/01-x.ipynb"], "{\"cells\": [");
        var result = await _command.RunAsync("run");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith($"imagelearn: {_command["notebooks/solutions/01-x.ipynb"]}: line 1, byte", result.Errors);
        Assert.False(Directory.Exists(_command[".out"]));
    }

    [UnixFact]
    public async Task Ctrl_C_stops_the_workers_and_leaves_nothing_half_written()
    {
        _command.AddSolution("00-done", "1");
        _command.AddSolution("01-long", $"File.WriteAllText(@\"{_command["pid"]}\", Environment.ProcessId.ToString());", "System.Threading.Thread.Sleep(60_000);");
        var process = _command.Start(_command.Root, "run", "--jobs", "2");
        var clock = Stopwatch.StartNew();
        while (!(File.Exists(_command["pid"]) && new FileInfo(_command["pid"]).Length > 0 && File.Exists(_command[".out/00-done.html"]))) await Task.Delay(50);
        TheCommand.Send(process, PosixSignal.SIGINT);

        var result = await TheCommand.FinishAsync(process);
        Assert.Equal((130, "Stopped. Nothing is half-written.\n"), (result.ExitCode, result.Errors));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 50);
        Assert.Equal(["00-done.html", "00-done.ipynb"], Results());
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(int.Parse(File.ReadAllText(_command["pid"]), System.Globalization.CultureInfo.InvariantCulture)));
    }

    sealed class UnixFactAttribute : FactAttribute
    {
        public UnixFactAttribute()
        {
            if (OperatingSystem.IsWindows()) Skip = "sends SIGINT, which Windows has not";
        }
    }
}
