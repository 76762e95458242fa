using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ImageLearn.Cli.Display;
using ImageLearn.Grading.Similarity;
using ImageLearn.Grading.Units;

namespace ImageLearn.Cli.Commands;

/// <summary><c>imagelearn similar</c>: a page of pairs of students whose answers are more alike than chance explains.</summary>
static class SimilarCommand
{
    static readonly Argument<string?> Source = new("SUBMISSIONS") { Description = "The folder of submissions, or the file of a gradebook (.out/grades/gradebook.db in the course's folder).", Arity = ArgumentArity.ZeroOrOne };
    static readonly Option<string> Unit = new("--unit") { Description = "The unit: number or name.", HelpName = "unit", Required = true };
    static readonly Option<string?> Out = new("--out") { Description = "The page to write (UNIT-similar.html in .out in the course's folder).", HelpName = "file" };

    public static Command Create()
    {
        var command = new Command("similar", "Writes a page, side by side, of the pairs of students whose answers are more alike than chance explains: something to look at, never a verdict.") { Source, Unit, Out };
        command.SetAction((parsed, cancel) => Task.Run(() => Write(parsed, cancel), cancel));
        return command;
    }

    static int Write(ParseResult parsed, CancellationToken cancel)
    {
        var course = Course.Find(Environment.CurrentDirectory);
        var units = course.Units([parsed.GetRequiredValue(Unit)]);
        if (units.Count > 1 && parsed.GetValue(Out) is not null)
            throw new CourseException($"--out is one page, and {parsed.GetRequiredValue(Unit)} has several notebooks, each with a page: {string.Join(", ", units.Select(unit => unit.Name))}. Name one of them with --unit.");
        var source = parsed.GetValue(Source) ?? Path.Combine(GradeCommand.OutputFolder(null), "gradebook.db");
        foreach (var unit in units)
        {
            var clock = Stopwatch.StartNew();
            var page = parsed.GetValue(Out) ?? Path.Combine(course.OutputFolder, $"{unit.Number}-similar.html");
            var report = SimilarityWriter.Write(unit, source, page, cancel);
            foreach (var problem in report.LeftOut) Console.Error.WriteLine($"imagelearn: left out: {problem}");
            Console.WriteLine($"{Words.Count(report.Students, "student")} compared in {clock.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s, {Words.Count(report.Pairs, "pair")} to look at. Not for students: open {page}");
        }
        return 0;
    }
}
