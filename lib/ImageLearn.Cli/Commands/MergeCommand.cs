using System.CommandLine;
using ImageLearn.Grading.Gradebooks;

namespace ImageLearn.Cli.Commands;

/// <summary><c>imagelearn merge</c>: joins the gradebooks of parts of a class, or of several units.</summary>
static class MergeCommand
{
    public static Command Create()
    {
        var into = new Argument<string>("INTO") { Description = "The gradebook to write, or to add to." };
        var from = new Argument<string[]>("FROM") { Description = "The gradebooks to join.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("merge", "Joins gradebooks; where they contradict each other, lists it and writes nothing.") { into, from };
        command.SetAction(parsed =>
        {
            GradebookMerge.Merge(parsed.GetRequiredValue(into), parsed.GetRequiredValue(from));
            using var gradebook = Gradebook.Open(parsed.GetRequiredValue(into));
            Console.WriteLine($"{parsed.GetRequiredValue(into)}: {gradebook.Students().Count} students, {gradebook.Submissions().Count} submissions, units {string.Join(", ", gradebook.Units())}");
            return 0;
        });
        return command;
    }
}
