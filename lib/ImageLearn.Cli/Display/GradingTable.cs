using System.Globalization;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Grade;
using ImageLearn.Grading.Units;
using Spectre.Console;

namespace ImageLearn.Cli.Display;

/// <summary>What is left to read after a grading: a row a question, and below it who needs a look.</summary>
static class GradingTable
{
    const int MostFlags = 20;

    public static void Write(string gradebook, Unit unit, GradingReport report)
    {
        using var book = Gradebook.Open(gradebook);
        var number = unit.Number;
        var marks = book.AutoMarks(unit: number).ToLookup(mark => mark.Question);
        var table = new Table().Border(TableBorder.Rounded).Title(new TableTitle(Markup.Escape($"Unit {number}")))
            .AddColumns(new TableColumn("question"), new TableColumn("points").RightAligned(), new TableColumn("right").RightAligned(), new TableColumn("partly").RightAligned(), new TableColumn("wrong").RightAligned(),
                new TableColumn("not attempted").RightAligned(), new TableColumn("by hand").RightAligned(), new TableColumn("mean").RightAligned());
        foreach (var question in book.Questions(number))
        {
            Text Count(params AnswerOutcome[] outcomes) => new(marks[question.Id].Count(mark => outcomes.Contains(mark.Outcome)) is > 0 and var count ? $"{count}" : "");
            table.AddRow(
                new Text($"{question.Id}  {question.Title}"), new Text(question.Points.ToString(CultureInfo.InvariantCulture)), Count(AnswerOutcome.Right), Count(AnswerOutcome.Partly),
                Count(AnswerOutcome.Wrong, AnswerOutcome.Failed), Count(AnswerOutcome.NotAttempted), Count(AnswerOutcome.ByHand),
                new Text(question.ByHand < question.Points && marks[question.Id].Any() ? marks[question.Id].Average(mark => mark.Points).ToString("0.0", CultureInfo.InvariantCulture) : ""));
        }
        AnsiConsole.Write(table);
        var owners = book.Submissions(number).ToDictionary(submission => submission.Id, submission => submission.Student);
        var flags = book.Flags().Where(flag => owners.ContainsKey(flag.Submission)).ToList();
        foreach (var flag in flags.Take(MostFlags)) Console.WriteLine($"{owners[flag.Submission]}{(flag.Question == "" ? "" : $" {flag.Question}")}: {flag.Message}");
        if (flags.Count > MostFlags) Console.WriteLine($"… and {flags.Count - MostFlags} more to look at.");
        foreach (var note in report.Notes) Console.WriteLine(note);
        if (report.Without.Count > 0) Console.WriteLine($"Nothing for unit {number} from: {string.Join(", ", report.Without)}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Words.Count(report.Progress.Done, "student")}, {report.Progress.Kept} unchanged, {report.Seconds:0.0} s. The marks are in {gradebook}"));
    }
}
