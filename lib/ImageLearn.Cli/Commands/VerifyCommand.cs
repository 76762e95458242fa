using System.CommandLine;
using System.Globalization;
using ImageLearn.Cli.Display;
using ImageLearn.Grading.Units;
using ImageLearn.Grading.Verify;
using Spectre.Console;

namespace ImageLearn.Cli.Commands;

/// <summary><c>imagelearn verify</c>: checks that units are fit for students.</summary>
static class VerifyCommand
{
    static readonly Argument<string[]> Units = UnitArguments.Create();
    static readonly Option<int> Jobs = RunCommand.JobsOption(most: 2);
    static readonly Option<double> Timeout = RunCommand.TimeoutOption();
    static readonly Option<bool> Coverage = new("--coverage") { Description = "Run nothing; print a line for each question with what it offers, and compare with what the syllabus asks for." };

    public static Command Create()
    {
        var command = new Command("verify", "Checks that units are fit for students: solutions pass, released exercises fail as not attempted, nothing needs the network or changes from run to run.") { Units, Coverage, Jobs, Timeout };
        command.SetAction(VerifyAsync);
        return command;
    }

    static async Task<int> VerifyAsync(ParseResult parsed, CancellationToken cancel)
    {
        var units = Course.Find(Environment.CurrentDirectory).Units(parsed.GetValue(Units)!);
        if (parsed.GetValue(Coverage)) return CoverageTable.Write(units, all: parsed.GetValue(Units)!.Length == 0);
        var verifier = new Verifier(new() { CellTimeLimit = TimeSpan.FromSeconds(parsed.GetValue(Timeout)), Launcher = NetworkWall.Launcher ?? [] }, parsed.GetValue(Jobs));
        var reports = AnsiConsole.Profile.Out.IsTerminal
            ? await AnsiConsole.Status().StartAsync($"Verifying {Words.Count(units.Count, "unit")}", status => RunAsync(units, verifier, status, cancel))
            : await RunAsync(units, verifier, null, cancel);

        WriteTable(reports);
        foreach (var finding in reports.SelectMany(report => report.Findings)) Console.WriteLine(finding.Severity == Severity.Warning ? $"{finding} (warning)" : $"{finding}");
        if (NetworkWall.Launcher is null) Console.WriteLine("That no cell needs the network was not checked: it takes Linux with unshare or bwrap.");
        return reports.All(report => report.Errors == 0) ? 0 : 1;
    }

    static async Task<UnitReport[]> RunAsync(IReadOnlyList<Unit> units, Verifier verifier, StatusContext? status, CancellationToken cancel)
    {
        var done = 0;
        return await Task.WhenAll(units.Select(async unit =>
        {
            var report = await verifier.VerifyAsync(unit, cancel);
            if (status is null) Console.WriteLine($"{unit.Name}: {Result(report)}");
            else status.Status = $"Verified {Interlocked.Increment(ref done)} of {Words.Count(units.Count, "unit")}";
            return report;
        }));
    }

    static void WriteTable(IReadOnlyList<UnitReport> reports)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns(new TableColumn("unit"), new TableColumn("exercises").RightAligned(), new TableColumn("attempts").RightAligned(), new TableColumn("seconds").RightAligned(), new TableColumn("result"));
        foreach (var report in reports)
            table.AddRow(
                new Text(report.Unit.Name), new Text($"{report.Exercises}"), new Text($"{report.Attempts}"), new Text(report.Seconds.ToString("0.0", CultureInfo.InvariantCulture)),
                new Text(Result(report), new Style(report.Errors > 0 ? Color.Red : report.Warnings > 0 ? Color.Yellow : Color.Green)));
        AnsiConsole.Write(table);
    }

    static string Result(UnitReport report) => (report.Errors, report.Warnings) switch
    {
        (0, 0) => "ok",
        (0, var warnings) => $"ok, {Words.Count(warnings, "warning")}",
        (var errors, 0) => $"{Words.Count(errors, "finding")}",
        var (errors, warnings) => $"{Words.Count(errors, "finding")}, {Words.Count(warnings, "warning")}",
    };
}
