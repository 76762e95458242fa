using System.CommandLine;
using ImageLearn.Cli.Display;
using ImageLearn.Grading.Feedback;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Units;

namespace ImageLearn.Cli.Commands;

/// <summary><c>imagelearn feedback</c>: a page for each student, and one about the class.</summary>
static class FeedbackCommand
{
    static readonly Option<string?> Out = new("--out") { Description = "The folder for the pages (.out/feedback in the course's folder).", HelpName = "folder" };

    public static Command Create()
    {
        var command = new Command("feedback", "Writes a page for each student, with marks and comments beside the answers, and a page about the class.") { GradebookArguments.Book, GradebookArguments.Rules, GradebookArguments.Unit, Out };
        command.SetAction((parsed, cancel) => Task.Run(() => Write(parsed, cancel), cancel));
        return command;
    }

    static int Write(ParseResult parsed, CancellationToken cancel)
    {
        var course = Course.Find(Environment.CurrentDirectory);
        var path = GradebookArguments.PathOf(parsed);
        using var gradebook = Gradebook.Open(path);
        var policy = GradebookArguments.PolicyOf(parsed);
        var folder = parsed.GetValue(Out) ?? Path.Combine(course.OutputFolder, "feedback");
        foreach (var unit in GradebookArguments.UnitsOf(parsed, gradebook))
        {
            var report = FeedbackWriter.Write(gradebook, policy, unit, folder, Banks(course, unit), cancel);
            Console.WriteLine($"Unit {unit}: {Words.Count(report.Students, "page")} for students in {report.Folder}");
            Console.WriteLine($"The class, not for students: open {report.ClassPage}");
        }
        return 0;
    }

    /// <summary>The mistake banks of a unit; a gradebook may know units that this course has not, or has no more.</summary>
    static IReadOnlyDictionary<string, Mistakes> Banks(Course course, string number) =>
        course.Units().FirstOrDefault(unit => unit.Number == number)?.FromSolution(Exercise.All)
            .Where(exercise => exercise.Metadata.Mistakes is not null).ToDictionary(exercise => exercise.Question, exercise => exercise.Metadata.Mistakes!) ?? [];
}
