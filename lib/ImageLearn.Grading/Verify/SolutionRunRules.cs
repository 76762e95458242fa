using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ImageLearn.Checks;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Grading.Verify;

/// <summary>What a run of the solution must show: no errors, checks that pass, probes worth the points, hints, alt text.</summary>
static class SolutionRunRules
{
    public static void Check(NotebookRun run, IReadOnlyList<Exercise> exercises, Findings findings)
    {
        foreach (var cell in run.Cells)
        {
            if (cell.IsFailure) findings.Add(cell.Cell, $"{ErrorText.Of(cell)} Mend the cell; a cell that fails on purpose has the tag raises-exception.");
            foreach (var figure in cell.Cell.Outputs.Select(output => output.Notes("figure")).Where(figure => figure is not null && string.IsNullOrWhiteSpace(figure["alt"]?.ToString())))
                findings.Add(cell.Cell, $"the figure '{figure!["title"]}' has no alt text. Say in it what the figure shows.");
        }
        var hinted = run.Cells.SelectMany(cell => cell.Cell.Outputs).Select(output => output.Notes("hint")).Where(hint => hint?["of"]?.GetValueKind() == JsonValueKind.Number && (int)hint["of"]! > 0).Select(hint => $"{hint!["question"]}").ToHashSet();
        foreach (var exercise in exercises)
        {
            if (exercise.Metadata.Kind != QuestionKind.Free && !hinted.Contains(exercise.Question))
                findings.Add(exercise.First, $"no hint. Add Hint.For(\"{exercise.Question}\", reveal: 0, \"…\") in a cell of its own.", exercise.Question);
            foreach (var check in run.Cells.Where(cell => exercise.Checks.Contains(cell.Cell))) CheckCell(check, exercise.Question, findings);
        }
    }

    static void CheckCell(CellRun cell, string question, Findings findings)
    {
        var points = NbgraderMetadata.Of(cell.Cell)!.Points;
        var checks = CheckNotes.Of(cell).ToList();
        var probes = ProbeNotes.Of(cell).ToList();
        if (!cell.IsFailure && checks.Count == 0) findings.Add(cell.Cell, $"no visible check. Add Check.Question(\"{question}\", …).");
        if (!cell.IsFailure && probes.Count == 0) findings.Add(cell.Cell, "no hidden probe. Add Probe.Value between // BEGIN HIDDEN TESTS and // END HIDDEN TESTS.");
        else if (!cell.IsFailure && probes.Sum(probe => probe.Points) is var sum && Math.Abs(sum - points) > 1e-9)
            findings.Add(cell.Cell, string.Create(CultureInfo.InvariantCulture, $"its probes are worth {sum} points, and the cell {points}. Make them the same."));

        foreach (var check in checks)
        {
            if (check.Question != question) findings.Add(cell.Cell, $"it checks {check.Question}, and its metadata says {question}. Make them the same.");
            if (check.Outcome != CheckOutcome.Passed) findings.Add(cell.Cell, $"the solution does not pass: {string.Join(" ", check.Complaints)}");
        }
        foreach (var (name, value) in probes.Select(probe => (probe.Name, probe.Value as ProbeValue.Unsupported)).Where(probe => probe.Item2 is not null))
            findings.Add(cell.Cell, $"the probe '{name}' has no value that can be compared: {value!.Type}. {value.Reason}");
        foreach (var twice in probes.GroupBy(probe => probe.Name).Where(group => group.Count() > 1))
            findings.Add(cell.Cell, $"it has {twice.Count()} probes called '{twice.Key}'. Give each its own name.");
    }
}

/// <summary>What went wrong in a cell, in a sentence.</summary>
static partial class ErrorText
{
    /// <summary>The same without the cell's number, for cells that are not where the reader would look for them.</summary>
    public static string Unnumbered(CellRun cell) => Place().Replace(Of(cell), "");

    /// <summary>Whether it ended with what the stub of an exercise throws.</summary>
    public static bool IsStub(CellRun cell) => cell.Error?.Name.EndsWith(nameof(NotImplementedException), StringComparison.Ordinal) == true;

    public static string Of(CellRun cell) => cell switch
    {
        { Death: { } death } => death.Message,
        { Error: { } error } => $"{error.Name}: {error.Message.Split('\n')[0].TrimEnd('.', '\r')}.",
        _ => "",
    };

    [GeneratedRegex(@"\bCell \d+, line \d+, column \d+: ")]
    private static partial Regex Place();
}
