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
    static readonly Argument<string> Format = new("FORMAT") { Description = "csv, json, canvas, moodle, junit; of one student: gradescope-results, prairielearn, github-results." };
    static readonly Option<string?> Student = new("--student") { Description = "One student only.", HelpName = "id" };
    public static readonly Option<string?> Out = new("--out") { Description = "The file to write (the screen).", HelpName = "file" };

    /// <summary>For those of its commands that make something for one unit.</summary>
    public static readonly Option<string> ForUnit = new("--unit") { Description = "The unit: number or name.", HelpName = "unit", Required = true };

    static readonly Dictionary<string, ExportFormat> s_formats = new(StringComparer.OrdinalIgnoreCase)
    {
        ["csv"] = ExportFormat.Csv, ["json"] = ExportFormat.Json, ["canvas"] = ExportFormat.Canvas, ["moodle"] = ExportFormat.Moodle, ["junit"] = ExportFormat.JUnit, ["gradescope-results"] = ExportFormat.GradescopeResults, ["prairielearn"] = ExportFormat.PrairieLearn, ["github-results"] = ExportFormat.GitHubResults,
    };

    public static Command Create()
    {
        var command = new Command("export", "Writes marks in the forms that other systems read, and what they need to grade by themselves.")
        {
            Format, GradebookArguments.Book, GradebookArguments.Rules, GradebookArguments.Unit, Student, Out,
            ExportGradescopeCommand.Create(), ExportGitHubCommand.Create(), ExportJobsCommand.Create(),
        };
        Format.Validators.Add(result => { if (!s_formats.ContainsKey(result.GetValueOrDefault<string>()!)) result.AddError($"There is no format '{result.GetValueOrDefault<string>()}'. The formats are {string.Join(", ", s_formats.Keys)}."); });
        command.SetAction(Export);
        return command;
    }

    static int Export(ParseResult parsed)
    {
        var path = GradebookArguments.PathOf(parsed);
        using var gradebook = Gradebook.Open(path);
        var policy = GradebookArguments.PolicyOf(parsed);
        var marks = MarkBook.Of(gradebook, policy, GradebookArguments.UnitOf(parsed));
        if (parsed.GetValue(Student) is { } student) marks = [.. marks.Where(mark => mark.Student.Id == student)];
        if (marks.Count == 0) throw new CourseException($"{path} has no marks for that. It has the units {string.Join(", ", gradebook.Units())} and {gradebook.Students().Count} students.");
        var format = s_formats[parsed.GetRequiredValue(Format)];
        if (format is ExportFormat.GradescopeResults or ExportFormat.PrairieLearn or ExportFormat.GitHubResults && marks.Select(mark => mark.Student).Distinct().Count() > 1) throw new CourseException($"{parsed.GetRequiredValue(Format)} is of one student. Name one with --student.");
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
