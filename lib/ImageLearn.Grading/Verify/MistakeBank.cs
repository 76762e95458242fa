using ImageLearn.Checks;
using ImageLearn.Grading.Release;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Grading.Verify;

/// <summary>
/// Tries the mistake banks of a notebook: each attempt takes the place of the solution, and the question's checks and probes are asked about it.
/// One run of one notebook does it all: after a question's cells come those cells again, once per attempt, and then once more with the solution.
/// A wrong attempt must be refused by a probe, because only probes give points; the visible checks may let one in <see cref="UnseenOneIn"/> of a unit pass.
/// </summary>
sealed class MistakeBank
{
    /// <summary>Of so many wrong attempts in a unit the visible checks may let one pass: students are told of nine in ten at once.</summary>
    const int UnseenOneIn = 10;

    sealed record Trial(Exercise Exercise, Attempt Attempt, bool IsRight, NotebookCell Answer, IReadOnlyList<NotebookCell> Checks);

    readonly List<Trial> _trials = [];

    /// <param name="solution">Its cells become part of <see cref="Notebook"/>.</param>
    /// <param name="exercises">The exercises of that notebook.</param>
    /// <param name="findings">Gets the attempts that cannot be tried.</param>
    public MistakeBank(NotebookDocument solution, IReadOnlyList<Exercise> exercises, Findings findings)
    {
        var banks = exercises.Where(exercise => exercise is { Metadata.Mistakes: not null, Solutions.Count: > 0, Checks.Count: > 0 }).ToDictionary(exercise => exercise.Checks[^1]);
        var last = solution.Cells.FindLastIndex(banks.ContainsKey);
        for (var i = 0; i <= last; i++)
        {
            Notebook.Cells.Add(solution.Cells[i]);
            if (!banks.TryGetValue(solution.Cells[i], out var exercise)) continue;
            var first = solution.Cells.IndexOf(exercise.Solutions[0]);
            var block = solution.Cells[first..(i + 1)].Where(NotebookRunner.IsRun).ToList();
            try
            {
                if (exercise.Solutions.Sum(cell => Region.Count(cell.Source, RegionKind.Solution)) != 1) throw new CourseException("a question with a mistake bank has one solution region. Join them, or drop the bank");
                foreach (var wrong in exercise.Metadata.Mistakes!.Wrong ?? []) Add(exercise, block, wrong, isRight: false);
                foreach (var right in exercise.Metadata.Mistakes!.Right ?? []) Add(exercise, block, right, isRight: true);
                Notebook.Cells.AddRange(block.Select(Copy));
            }
            catch (CourseException e)
            {
                findings.Add(exercise.First, $"{e.Message}.", exercise.Question);
            }
        }
    }

    /// <summary>The notebook to run, with every cell to its end and through deaths of its worker.</summary>
    public NotebookDocument Notebook { get; } = new();

    public int Attempts => _trials.Count;

    void Add(Exercise exercise, List<NotebookCell> block, Attempt attempt, bool isRight)
    {
        var cells = block.Select(Copy).ToList();
        var answer = cells[block.IndexOf(exercise.Solutions[0])];
        answer.Source = Region.Replace(answer.Source, (kind, indent) => kind == RegionKind.HiddenTests ? null : attempt.Source.SelectMany(text => text.Split('\n')).Select(line => indent + line));
        Notebook.Cells.AddRange(cells);
        _trials.Add(new(exercise, attempt, isRight, answer, [.. cells.Where((_, i) => exercise.Checks.Contains(block[i]))]));
    }

    static NotebookCell Copy(NotebookCell cell) => new(cell.Kind, cell.Source);

    /// <summary>Judges the run of <see cref="Notebook"/>.</summary>
    public void Check(NotebookRun run, Findings findings)
    {
        var runs = run.Cells.ToDictionary(cell => cell.Cell);
        int wrong = 0;
        var unseen = new List<string>();
        // Where the solution itself does not pass, which is told elsewhere, attempts say nothing.
        foreach (var trial in _trials.Where(trial => trial.Exercise.Checks.All(cell => Passes(runs[cell]))))
        {
            void Add(string message) => findings.Add(trial.Exercise.First, $"the {(trial.IsRight ? "right" : "wrong")} attempt '{trial.Attempt.Name}' {message}", trial.Exercise.Question);

            if (runs[trial.Answer] is { IsFailure: true } broken)
            {
                Add($"cannot be tried: {ErrorText.Unnumbered(broken)} Mend its source.");
                continue;
            }
            var checks = trial.Checks.Select(cell => runs[cell]).ToList();
            var reference = trial.Exercise.Checks.SelectMany(cell => ProbeNotes.Of(runs[cell])).ToList();
            var told = checks.SelectMany(CheckNotes.Of).SelectMany(check => check.Complaints).Concat(checks.Select(ErrorText.Unnumbered)).Where(text => text != "").ToList();
            var differs = Difference(reference, checks.SelectMany(ProbeNotes.Of).ToList());
            var seen = !checks.All(Passes);
            if (trial.IsRight)
            {
                if (seen || differs is not null) Add($"is refused: {string.Join(" ", told.DefaultIfEmpty(differs ?? "a check did not end."))} Make the check accept it.");
                continue;
            }
            wrong++;
            if (!seen) unseen.Add($"'{trial.Attempt.Name}' ({trial.Exercise.Question})");
            if (differs is null) Add($"{(seen ? "fails the check, but its probes give it all points" : "passes the check and all probes")}. Add {(seen ? "a probe" : "a step and a probe")} that it fails.");
            else if ((trial.Attempt.Message ?? []).Where(word => !told.Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase))).ToList() is { Count: > 0 } missing)
                Add($"is not told '{string.Join("', '", missing)}', but: {(told.Count == 0 ? $"nothing; only a probe refuses it: {differs}" : string.Join(" ", told))} Add a step, a wrongMeans or a known mistake that says it.");
        }
        if (unseen.Count > wrong / UnseenOneIn)
            findings.Add(null, $"the visible checks let {unseen.Count} of {wrong} wrong attempts pass, and may let {wrong / UnseenOneIn}: {string.Join(", ", unseen)}. Add steps that they fail.");
    }

    static bool Passes(CellRun check) => !check.IsFailure && CheckNotes.Of(check).All(notes => notes.Outcome == CheckOutcome.Passed);

    /// <summary>The first probe that gives another value than the solution; null when all agree.</summary>
    static string? Difference(List<ProbeNotes> reference, List<ProbeNotes> attempt)
    {
        foreach (var expected in reference)
        {
            if (attempt.Find(probe => probe.Name == expected.Name) is not { } actual) return $"the probe '{expected.Name}' gives no value.";
            if (ProbeValue.Matches(expected.Value, actual.Value, expected.Within) is { IsMatch: false } match) return $"the probe '{expected.Name}': {match.Reason}.";
        }
        return null;
    }
}
