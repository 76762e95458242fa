using System.CommandLine;
using ImageLearn.Grading.Marks;

namespace ImageLearn.Cli.Commands;

/// <summary>What the commands that read a gradebook have in common: which one it is, how points become marks, and of which unit.</summary>
static class GradebookArguments
{
    public static readonly Option<string?> Book = new("--gradebook") { Description = "The gradebook (.out/grades/gradebook.db in the course's folder).", HelpName = "file" };
    public static readonly Option<string?> Rules = new("--policy") { Description = "How points become marks (policy.yaml beside the gradebook, if there is one).", HelpName = "file" };
    public static readonly Option<string?> Unit = new("--unit") { Description = "One unit only: its number.", HelpName = "unit" };

    public static string PathOf(ParseResult parsed) => parsed.GetValue(Book) ?? Path.Combine(GradeCommand.OutputFolder(null), "gradebook.db");

    public static Policy PolicyOf(ParseResult parsed) => parsed.GetValue(Rules) is { } rules ? Policy.Load(rules) : Policy.Beside(PathOf(parsed));

    /// <summary>The unit's two digits; null for all units.</summary>
    public static string? UnitOf(ParseResult parsed) => parsed.GetValue(Unit)?.PadLeft(2, '0');
}
