using System.CommandLine;
using ImageLearn.Grading.Export;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Marks;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Cli.Commands;

/// <summary><c>imagelearn export</c>: marks for other systems.</summary>
static class ExportCommand
{
    static readonly Option<string?> Student = new("--student") { Description = "One student only.", HelpName = "id" };
    public static readonly Option<string?> Out = new("--out") { Description = "The file to write (the screen).", HelpName = "file" };

    /// <summary>For those of its commands that make something for one unit.</summary>
    public static readonly Option<string> ForUnit = new("--unit") { Description = "The unit: number or name.", HelpName = "unit", Required = true };

    static readonly (string Name, ExportFormat Format, string What)[] s_formats =
    [
        ("csv", ExportFormat.Csv, "A table: a row for each student and unit, a column for each question."),
        ("json", ExportFormat.Json, "All marks and what students are told."),
        ("canvas", ExportFormat.Canvas, "Canvas' gradebook import."),
        ("moodle", ExportFormat.Moodle, "Moodle's grading worksheet."),
        ("junit", ExportFormat.JUnit, "JUnit XML: a suite for each student, a case for each question."),
        ("gradescope-results", ExportFormat.GradescopeResults, "Gradescope's results.json, of one student."),
        ("prairielearn", ExportFormat.PrairieLearn, "The results.json that PrairieLearn expects of an external grader, of one student."),
        ("github-results", ExportFormat.GitHubResults, "Lines for the log of a GitHub workflow, of one student."),
    ];

    public static Command Create()
    {
        var command = new Command("export", "Writes marks in the forms that other systems read, and what they need to grade by themselves.");
        foreach (var (name, format, what) in s_formats)
        {
            var marks = new Command(name, what) { GradebookArguments.Book, GradebookArguments.Rules, GradebookArguments.Unit, Student, Out };
            marks.SetAction(parsed => Export(parsed, format));
            command.Add(marks);
        }
        foreach (var grader in (Command[])[ExportGradescopeCommand.Create(), ExportGitHubCommand.Create(), ExportJobsCommand.Create()]) command.Add(grader);
        command.SetAction(_ => command.Parse("--help").Invoke());
        return command;
    }

    static int Export(ParseResult parsed, ExportFormat format)
    {
        var path = GradebookArguments.PathOf(parsed);
        using var gradebook = Gradebook.Open(path);
        var policy = GradebookArguments.PolicyOf(parsed);
        var units = GradebookArguments.UnitsOf(parsed, gradebook);
        IReadOnlyList<UnitMark> marks = [.. MarkBook.Of(gradebook, policy).Where(mark => units.Contains(mark.Unit))];
        if (parsed.GetValue(Student) is { } student) marks = [.. marks.Where(mark => mark.Student.Id == student)];
        if (marks.Count == 0) throw new CourseException($"{path} has no marks for that. It has the units {string.Join(", ", gradebook.Units())} and {gradebook.Students().Count} students.");
        if (format is ExportFormat.GradescopeResults or ExportFormat.PrairieLearn or ExportFormat.GitHubResults && marks.Select(mark => mark.Student).Distinct().Count() > 1) throw new CourseException($"{s_formats.Single(known => known.Format == format).Name} is of one student. Name one with --student.");
        Deliver(parsed, MarkExport.Write(format, marks, gradebook));
        return 0;
    }

    /// <summary>To the file that was asked for, or to the screen.</summary>
    public static void Deliver(ParseResult parsed, string text)
    {
        if (parsed.GetValue(Out) is { } file) AtomicFile.Write(Path.GetFullPath(file), text);
        else Console.Out.Write(text);
    }
}
