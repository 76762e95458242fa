using System.CommandLine;

namespace ImageLearn.Cli.Commands;

/// <summary>What reset and upgrade are about.</summary>
static class StudentArguments
{
    public static Argument<string> Unit { get; } = new("UNIT") { Description = "Number or name of a unit, 1, 01 or 01-shading, or the path of a notebook." };

    public static Option<string?> From { get; } = new("--from") { Description = "The released notebook (without it, the one that the unit's solution makes).", HelpName = "file" };

    public const string Reload = "If the notebook is open in an editor, reload it there.";
}
