using System.Globalization;
using System.Text.RegularExpressions;
using ImageLearn.Grading.Runs;
using ImageLearn.Notebooks.Execution;
using Spectre.Console;

namespace ImageLearn.Cli.Display;

/// <summary>What is left to read after a run: a row a notebook, and below them what failed.</summary>
static partial class RunTable
{
    public static void Write(IReadOnlyList<NotebookReport> reports)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns(new TableColumn("unit"), Number("cells"), Number("seconds"), Number("figures"), new TableColumn("result"));
        foreach (var report in reports)
            table.AddRow(
                new Text(report.Name), Value(report.Run.Cells.Count), Value(report.Run.Seconds, "0.0"), Value(report.Summary.Figures),
                report.Problem is { } problem ? new Text(problem, new Style(Color.Red)) : new Text("ok", new Style(Color.Green)));
        AnsiConsole.Write(table);
        foreach (var (report, cell) in reports.SelectMany(report => report.Run.Cells.Where(cell => cell.IsFailure).Select(cell => (report, cell)))) WriteFailure(report.Name, cell);
    }

    /// <summary>Notebook and cell, then the error as the notebook shows it: message, cell, line and the source of that line.</summary>
    static void WriteFailure(string notebook, CellRun cell)
    {
        Console.WriteLine($"{notebook} cell [{cell.Number}]");
        foreach (var line in cell.Error!.Traceback.SelectMany(line => line.Split('\n')))
            Console.WriteLine($"    {(AnsiConsole.Profile.Capabilities.Ansi ? line : Colours().Replace(line, ""))}");
        Console.WriteLine();
    }

    static TableColumn Number(string name) => new TableColumn(name).RightAligned();

    static Text Value(double value, string format = "0") => new(value.ToString(format, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Colours();
}
