using System.CommandLine;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Marks;
using ImageLearn.Grading.Units;

namespace ImageLearn.Cli.Commands;

/// <summary>What the commands that read a gradebook have in common: which one it is, how points become marks, and of which unit.</summary>
static class GradebookArguments
{
    public static readonly Option<string?> Book = new("--gradebook") { Description = "The gradebook (.out/grades/gradebook.db in the course's folder).", HelpName = "file" };
    public static readonly Option<string?> Rules = new("--policy") { Description = "How points become marks (policy.yaml beside the gradebook, if there is one).", HelpName = "file" };
    public static readonly Option<string?> Unit = new("--unit") { Description = "One unit only: its number. In nbgrader's folders: an assignment, or one notebook of it (ps1.problem1).", HelpName = "unit" };

    public static string PathOf(ParseResult parsed) => parsed.GetValue(Book) ?? Path.Combine(GradeCommand.OutputFolder(null), "gradebook.db");

    public static Policy PolicyOf(ParseResult parsed) => parsed.GetValue(Rules) is { } rules ? Policy.Load(rules) : Policy.Beside(PathOf(parsed));

    /// <summary>The units that were asked for; all when none was.</summary>
    /// <exception cref="CourseException">The gradebook has none of that name.</exception>
    public static IReadOnlyList<string> UnitsOf(ParseResult parsed, Gradebook gradebook)
    {
        var units = gradebook.UnitsOf(parsed.GetValue(Unit));
        return units.Count > 0 || parsed.GetValue(Unit) is not { } wanted ? units
            : throw new CourseException($"{gradebook.Path} has no marks for unit {wanted}. It has the units {string.Join(", ", gradebook.Units())}.");
    }
}
