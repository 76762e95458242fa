using System.CommandLine;
using ImageLearn.Grading.Export;
using ImageLearn.Grading.Units;

namespace ImageLearn.Cli.Commands;

/// <summary><c>imagelearn export jobs</c>: a file with which many machines grade a class.</summary>
static class ExportJobsCommand
{
    static readonly Dictionary<string, JobEngine> s_engines = new(StringComparer.OrdinalIgnoreCase)
    {
        ["kubernetes"] = JobEngine.Kubernetes, ["slurm"] = JobEngine.Slurm, ["github-matrix"] = JobEngine.GitHubMatrix,
    };

    static readonly Argument<string> Engine = new("ENGINE") { Description = "kubernetes (an Indexed Job), slurm (a job array) or github-matrix (Actions)." };
    static readonly Option<string> Submissions = new("--submissions") { Description = "The folder of submissions, seen from the course's folder.", HelpName = "folder", DefaultValueFactory = _ => "submissions" };
    static readonly Option<int> Shards = new("--shards") { Description = "How many parts.", HelpName = "n", DefaultValueFactory = _ => 4 };

    public static Command Create()
    {
        var command = new Command("jobs", "Writes a file with which many machines grade a class, each a part of it.") { Engine, ExportCommand.ForUnit, Submissions, Shards, ExportCommand.Out };
        Engine.AcceptOnlyFromAmong([.. s_engines.Keys]);
        Shards.Validators.Add(result => { if (result.GetValueOrDefault<int>() is not (>= 2 and <= 1000)) result.AddError("--shards has to be from 2 to 1000."); });
        command.SetAction(parsed =>
        {
            var unit = Course.Find(Environment.CurrentDirectory).Units([parsed.GetRequiredValue(ExportCommand.ForUnit)])[0];
            ExportCommand.Deliver(parsed, GradingJobs.Write(s_engines[parsed.GetRequiredValue(Engine)], unit.Number, parsed.GetRequiredValue(Submissions), parsed.GetValue(Shards)));
            return 0;
        });
        return command;
    }
}
