using System.CommandLine;
using ImageLearn.Grading.Release;

namespace ImageLearn.Cli.Commands;

/// <summary>Where the course's secret is, for those commands that need each student's own numbers.</summary>
static class SecretArgument
{
    public static Option<string?> Secret { get; } = new("--secret") { Description = $"The file of the course's secret, on which the numbers hang that each student has of their own ({CourseSecret.Variable} in the environment).", HelpName = "file" };
}
