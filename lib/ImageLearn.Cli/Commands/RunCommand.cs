using System.CommandLine;
using ImageLearn.Cli.Display;
using ImageLearn.Grading.Runs;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Execution;
using Spectre.Console;

namespace ImageLearn.Cli.Commands;

/// <summary><c>imagelearn run</c>: executes notebooks without an editor and writes them as pages.</summary>
static class RunCommand
{
    static readonly Argument<string[]> Units = UnitArguments.Create(", or the path of a notebook");
    static readonly Option<string?> Out = new("--out") { Description = "The folder for the results (.out in the course's folder).", HelpName = "folder" };
    static readonly Option<int> Jobs = JobsOption(most: 4);
    static readonly Option<double> Timeout = TimeoutOption();
    static readonly Option<bool> KeepGoing = new("--keep-going") { Description = "Run the cells after one that failed, too." };

    public static Command Create()
    {
        var command = new Command("run", "Executes notebooks and writes each with its outputs, as a page, and an index of them all. Without units: all solutions.") { Units, Out, Jobs, Timeout, KeepGoing };
        command.SetAction(RunAsync);
        return command;
    }

    internal static Option<int> JobsOption(int most) => new("--jobs")
    {
        Description = $"How many notebooks run at a time (one for every processor, at most {most}).",
        HelpName = "number",
        DefaultValueFactory = _ => Math.Min(most, Environment.ProcessorCount),
        Validators = { result => { if (result.GetValueOrDefault<int>() < 1) result.AddError("--jobs has to be 1 or more."); } },
    };

    internal static Option<double> TimeoutOption() => new("--timeout")
    {
        Description = "The longest a cell may run, in seconds.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 600,
        Validators = { result => { if (result.GetValueOrDefault<double>() is not (> 0 and < 1e6)) result.AddError("--timeout has to be a number of seconds above 0."); } },
    };

    static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var paths = Paths(parsed.GetValue(Units)!);
        var runner = new CourseRunner(paths, parsed.GetValue(Out) ?? Course.Find(Environment.CurrentDirectory).OutputFolder, parsed.GetValue(Jobs));
        var options = new RunOptions
        {
            Worker = new() { CellTimeLimit = TimeSpan.FromSeconds(parsed.GetValue(Timeout)) },
            AfterFailure = parsed.GetValue(KeepGoing) ? AfterFailure.GoOn : AfterFailure.Stop,
            AfterDeath = parsed.GetValue(KeepGoing) ? AfterDeath.Replay : AfterDeath.Stop,
        };
        var reports = AnsiConsole.Profile.Out.IsTerminal
            ? await RunDisplay.ShowAsync(runner.Estimate, runner.Cells, observer => runner.RunAsync(options, observer, cancel))
            : await runner.RunAsync(options, new RunLog(runner.Estimate), cancel);
        RunTable.Write(reports);
        Console.WriteLine($"Open {runner.IndexPath}");
        return reports.All(report => report.Run.FirstFailure is null) ? 0 : 1;
    }

    /// <summary>A notebook's path is taken as it is; the rest are units of the course.</summary>
    static IReadOnlyList<string> Paths(string[] wanted)
    {
        if (wanted.Length > 0 && wanted.All(File.Exists)) return wanted;
        var course = Course.Find(Environment.CurrentDirectory);
        return wanted.Length == 0 ? [.. course.Units([]).Select(unit => unit.SolutionPath)] : [.. wanted.Select(name => File.Exists(name) ? name : course.Units([name])[0].SolutionPath)];
    }
}
