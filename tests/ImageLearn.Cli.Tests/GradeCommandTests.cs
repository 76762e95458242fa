using System.Diagnostics;
using System.Runtime.InteropServices;
using ImageLearn.Grading.Gradebooks;

namespace ImageLearn.Cli.Tests;

/// <summary>The commands of an instructor who grades.</summary>
public sealed class GradeCommandTests : IDisposable
{
    const int Students = 7;

    const string AllMarks = "s0=3 s1=0 s2=3 s3=0 s4=3 s5=0 s6=3";

    readonly TheCommand _command = new();

    public GradeCommandTests() => TwiceClass.AddTo(_command, Students);

    public void Dispose() => _command.Dispose();

    string Marks() => TwiceClass.Marks(_command[".out/grades/gradebook.db"]);

    [Fact]
    public async Task A_folder_is_graded_exported_and_merged()
    {
        var graded = await _command.RunAsync("grade", "class", "--unit", "1", "--jobs", "2");
        Assert.True(graded.ExitCode == 0, graded.Errors);
        Assert.Contains("7 students, 0 unchanged", graded.Output);
        Assert.Equal(AllMarks, Marks());

        var csv = (await _command.RunAsync("export", "csv")).Output.Split('\n');
        Assert.StartsWith("student,name,unit,points,of", csv[0]);
        Assert.Equal("s1,s1,01,0,3,0,0,0,0", csv[2].TrimEnd('\r'));
        Assert.Contains("\"score\": 3", (await _command.RunAsync("export", "gradescope-results", "--student", "s0")).Output);
        Assert.Equal((1, "imagelearn: prairielearn is of one student. Name one with --student.\n"), await _command.RunAsync("export", "prairielearn") switch { var all => (all.ExitCode, all.Errors) });
        Assert.Contains("Unit 01: 7 pages", (await _command.RunAsync("feedback", "--unit", "1")).Output);
        Assert.Equal([.. Enumerable.Range(0, Students).Select(i => $"s{i}.html")], Directory.GetFiles(_command[".out/feedback/01"]).Select(Path.GetFileName).Order());
        Assert.Contains("It has the units 01", (await _command.RunAsync("feedback", "--unit", "2")).Errors);
        Assert.Contains("7 students, 7 submissions, units 01", (await _command.RunAsync("merge", "all.db", ".out/grades/gradebook.db")).Output);
    }

    [Fact]
    public async Task A_grader_that_is_stopped_or_killed_loses_the_notebooks_in_hand_and_leaves_nothing_behind()
    {
        // The third and the sixth take their time, so that the grader has them in hand when the signal comes, however fast the machine is.
        TwiceClass.Submit(_command, "class/s2", TwiceClass.Right, "System.Threading.Thread.Sleep(5000);");
        TwiceClass.Submit(_command, "class/s5", TwiceClass.Wrong, "System.Threading.Thread.Sleep(5000);");
        if (!OperatingSystem.IsWindows())   // which has no SIGTERM
        {
            using var stopped = await GradeUntilAsync(2);
            TheCommand.Send(stopped, PosixSignal.SIGTERM);
            var told = await TheCommand.FinishAsync(stopped);
            Assert.Equal(130, told.ExitCode);
            Assert.Contains("the same command with --resume goes on", told.Errors);
            Assert.Equal(2, Graded());
        }
        using (var killed = await GradeUntilAsync(5))
        {
            killed.Kill(); // SIGKILL: nothing in it can tidy up
            await killed.WaitForExitAsync();
        }
        Assert.Equal(5, Graded());

        var resumed = await _command.RunAsync("grade", "class", "--unit", "1", "--resume");
        Assert.True(resumed.ExitCode == 0, resumed.Errors);
        Assert.DoesNotContain(", 0 unchanged", resumed.Output.Split('\n').Last(line => line.Contains("unchanged")));
        Assert.Equal(AllMarks, Marks());
        using var book = Gradebook.Open(_command[".out/grades/gradebook.db"]);
        Assert.NotNull(Assert.Single(book.Runs()).Ended);
        Assert.False(Directory.Exists(_command[".out/grades/.work"]));
        Assert.DoesNotContain(Process.GetProcesses(), process => CommandLine(process).Contains(_command.Root, StringComparison.Ordinal));

        async Task<Process> GradeUntilAsync(int graded)
        {
            var grader = _command.Start(_command.Root, "grade", "class", "--unit", "1", "--jobs", "1", "--resume");
            var deadline = Stopwatch.StartNew();
            while (!grader.HasExited && Graded() < graded && deadline.Elapsed < TimeSpan.FromMinutes(3)) await Task.Delay(20);
            return grader;
        }

        int Graded()
        {
            var path = _command[".out/grades/gradebook.db"];
            if (!File.Exists(path)) return 0;
            try
            {
                using var found = Gradebook.Open(path);
                return found.Submissions().Count;
            }
            catch (Exception) { return 0; } // it is being made
        }

        static string CommandLine(Process process)
        {
            try { return OperatingSystem.IsLinux() ? File.ReadAllText($"/proc/{process.Id}/cmdline") : ""; }
            catch (IOException) { return ""; }
        }
    }

    [Theory]
    [InlineData("There is no folder nowhere", "grade", "nowhere", "--unit", "1")]
    [InlineData("There is no unit '9'", "grade", "class", "--unit", "9")]
    [InlineData("--shard has to be i/n", "grade", "class", "--unit", "1", "--shard", "5/4")]
    [InlineData("There is no gradebook", "export", "csv", "--gradebook", "nothing.db")]
    [InlineData("Unrecognized command or argument 'pdf'.", "export", "pdf")]
    public async Task What_cannot_be_done_is_one_sentence(string told, params string[] arguments)
    {
        var result = await _command.RunAsync(arguments);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(told, result.Errors);
    }
}
