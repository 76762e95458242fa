using System.CommandLine;
using System.Globalization;
using ImageLearn.Cli.Display;
using ImageLearn.Grading.Grade;
using ImageLearn.Grading.Release;
using ImageLearn.Grading.Sandboxes;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Cli.Commands;

/// <summary><c>imagelearn grade</c>: runs what students handed in and writes the marks into a gradebook.</summary>
static class GradeCommand
{
    static readonly Argument<string> Submissions = new("SUBMISSIONS") { Description = "The folder of submissions, as Canvas, Moodle, GitHub Classroom or nbgrader give it: a folder, an archive or a notebook for each student." };
    static readonly Option<string> Unit = new("--unit") { Description = "The unit to grade: number or name. In nbgrader's folders: the assignment.", HelpName = "unit", Required = true };
    static readonly Option<string?> Out = new("--out") { Description = "The folder of the gradebook (.out/grades in the course's folder).", HelpName = "folder" };
    static readonly Option<int> Jobs = RunCommand.JobsOption(most: 8);
    static readonly Option<double> Timeout = new("--timeout") { Description = "The longest a cell may run, in seconds.", HelpName = "seconds", DefaultValueFactory = _ => 60 };
    static readonly Option<double> Total = new("--total") { Description = "The longest a notebook may run, in seconds.", HelpName = "seconds", DefaultValueFactory = _ => 600 };
    static readonly Option<int> Memory = new("--memory") { Description = "The most memory a notebook may use, in MB.", HelpName = "MB", DefaultValueFactory = _ => 2048 };
    static readonly Option<bool> Resume = new("--resume") { Description = "Go on with a run that was cut off. What is graded and did not change is never graded again." };
    static readonly Option<string?> Shard = new("--shard") { Description = "Grade a part of the class, the same students on every machine: 1/4 … 4/4. Join the gradebooks with `imagelearn merge`.", HelpName = "i/n" };
    static readonly Option<string?> As = new("--as") { Description = "Where there is no sandbox: run submissions as this user of the machine, who cannot read the solutions (Linux; only root may).", HelpName = "user" };
    static readonly Option<bool> RequireSandbox = new("--require-sandbox") { Description = "Refuse to run submissions that are not kept from the rest of the machine." };

    public static Command Create()
    {
        var command = new Command("grade", "Runs what students handed in, compares the values with the reference solution's, and writes the marks into a gradebook.")
        {
            Submissions, Unit, Out, Jobs, Timeout, Total, Memory, Resume, Shard, As, RequireSandbox, SecretArgument.Secret,
        };
        Shard.Validators.Add(result => { if (result.GetValueOrDefault<string?>() is { } text && ReadShard(text) is null) result.AddError("--shard has to be i/n with 1 ≤ i ≤ n, as in 2/4."); });
        foreach (var limit in (Option<double>[])[Timeout, Total]) limit.Validators.Add(result => { if (result.GetValueOrDefault<double>() is not (> 0 and < 1e6)) result.AddError($"{limit.Name} has to be a number of seconds above 0."); });
        Memory.Validators.Add(result => { if (result.GetValueOrDefault<int>() < 256) result.AddError("--memory has to be 256 or more."); });
        command.SetAction(GradeAsync);
        return command;
    }

    /// <summary>The folder of the gradebook, for this and the commands that read it.</summary>
    public static string OutputFolder(string? wanted) => wanted ?? Path.Combine(Course.Find(Environment.CurrentDirectory).OutputFolder, "grades");

    static async Task<int> GradeAsync(ParseResult parsed, CancellationToken cancel)
    {
        var submissions = Course.SubmissionsIn(parsed.GetRequiredValue(Submissions));
        var course = Course.FindFor(parsed.GetRequiredValue(Unit), submissions, Environment.CurrentDirectory);
        var limits = new WorkerOptions
        {
            CellTimeLimit = TimeSpan.FromSeconds(parsed.GetValue(Timeout)),
            NotebookTimeLimit = TimeSpan.FromSeconds(parsed.GetValue(Total)),
            MemoryLimit = (long)parsed.GetValue(Memory) << 20,
            OutputLimit = 16 << 20,
            TextLimit = 1 << 16,
        };
        var output = Path.GetFullPath(parsed.GetValue(Out) ?? Path.Combine(course.OutputFolder, "grades"));
        var sandbox = GradingSandbox.Create(course, limits, parsed.GetValue(RequireSandbox), parsed.GetValue(As), hidden: [submissions, output]);
        if (sandbox.Warning is { } warning) Console.Error.WriteLine($"imagelearn: {warning}");
        try
        {
            // An assignment of nbgrader's may have several notebooks.
            foreach (var unit in course.Units([parsed.GetRequiredValue(Unit)]))
            {
                var options = new GradingOptions(
                    submissions, unit, output, parsed.GetValue(Jobs), parsed.GetValue(Resume),
                    parsed.GetValue(Shard) is { } shard ? ReadShard(shard)!.Value : default, CourseSecret.Find(parsed.GetValue(SecretArgument.Secret)));
                GradingReport report;
                using (var display = new GradingDisplay()) report = await new GradingBatch(options, sandbox, display.Show).RunAsync(cancel);
                GradingTable.Write(options.GradebookPath, options.Unit, report);
            }
            return 0;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            Console.Error.WriteLine("What is graded so far is kept; the same command with --resume goes on.");
            throw;
        }
    }

    static (int, int)? ReadShard(string text) =>
        text.Split('/') is [var i, var n] && int.TryParse(i, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && index >= 1 && index <= count
            ? (index - 1, count) : null;
}
