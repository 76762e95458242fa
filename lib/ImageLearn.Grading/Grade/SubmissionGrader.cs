using ImageLearn.Checks;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Repair;
using ImageLearn.Grading.Verify;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Grading.Grade;

/// <summary>
/// Marks one notebook. A question earns the points of the probes whose values are the reference's, if its visible check passes as well. What the submission says of
/// itself can only cost points: a check's word that all is well counts for nothing without the values, and a value that does not come is no point.
/// </summary>
/// <param name="unit">The unit.</param>
/// <param name="reference">Its reference answers.</param>
/// <param name="workers">Where it runs.</param>
sealed class SubmissionGrader(ReleasedUnit unit, ReferenceAnswers reference, Workers workers)
{
    /// <summary>What one run says of one question.</summary>
    sealed record Verdict(double Points, AnswerOutcome Outcome, string Message, IReadOnlyList<CheckStepNote> Steps, IReadOnlyList<ProbeEvidence> Evidence, IReadOnlyList<(FlagKind Kind, string Message)> Flags);

    /// <param name="notebook">The submission, repaired.</param>
    /// <param name="submission">Its id in the gradebook.</param>
    /// <param name="run">The run's id.</param>
    /// <param name="cancel">Stops the worker.</param>
    public async Task<GradedSubmission> GradeAsync(PreparedNotebook notebook, string submission, string run, CancellationToken cancel)
    {
        var first = await TestedRun.RunAsync(notebook.Cells, unit.Tests, test => test.Asked, workers, isKept: true, cancel);
        var verdicts = new Dictionary<string, Verdict>();
        foreach (var question in unit.Questions) verdicts[question.Id] = await JudgeAsync(notebook, first, question, cancel);

        var (seconds, helped, repairs) = (first.Seconds, new HashSet<string>(), notebook.Repairs.ToList());
        var lost = unit.Questions.Where(question => IsLost(verdicts[question.Id], question)).Select(question => question.Id).ToHashSet();
        foreach (var question in unit.Questions.Where(question => lost.Contains(question.Id) && notebook.IsAttempted(question.Id) && !unit.StandsOnItsOwn(question.Id) && Dependence.IsOnLost(notebook, question.Id, lost)))
        {
            var cells = await WithReferenceAsync(notebook, question.Id, cancel);
            var second = await TestedRun.RunAsync(cells, [.. unit.Tests.Where(test => test.Question == question.Id)], test => test.Asked, workers, isKept: false, cancel);
            seconds += second.Seconds;
            var verdict = await JudgeAsync(notebook, second, question, cancel);
            if (verdict.Points <= verdicts[question.Id].Points) continue;
            // The student may read the steps, and that process could read the reference's answers: what it says of itself stays here.
            verdicts[question.Id] = verdict with { Steps = [], Message = $"{verdict.Message} It was run with the reference's answers to the questions before it, since it builds on one that is missing or wrong, or on a variable that was changed." };
            helped.Add(question.Id);
            repairs.Add($"{question.Id} was graded with the reference's answers to the questions before it.");
        }

        return new(first.ToJson(unit), repairs,
            [.. verdicts.Select(verdict => new AutoMark(submission, verdict.Key, verdict.Value.Points, verdict.Value.Outcome, verdict.Value.Message, verdict.Value.Steps, verdict.Value.Evidence,
                notebook.HashOf(verdict.Key), helped.Contains(verdict.Key), run))],
            [.. verdicts.SelectMany(verdict => verdict.Value.Flags.Select(flag => new Flag(submission, verdict.Key, flag.Kind, flag.Message, "", DateTimeOffset.UtcNow)))],
            seconds) { Answers = first.Answers };
    }

    static bool IsLost(Verdict verdict, Question question) => verdict.Outcome is not (AnswerOutcome.Right or AnswerOutcome.ByHand) && question.Points > question.ByHand;

    /// <summary>
    /// Of the notebook up to a question what the question needs: with the reference's answers to all questions before it and the cells that were given; then what the student added and the answer needs, and the student's answer.
    /// The reference's answer to the question itself is not in it, and nothing that the student wrote runs before the reference has.
    /// </summary>
    async Task<IReadOnlyList<PreparedCell>> WithReferenceAsync(PreparedNotebook notebook, string question, CancellationToken cancel)
    {
        var first = unit.Cells.First(cell => cell.Question == question && cell.Role == CellRole.Answer).Position;
        var last = unit.Cells.Last(cell => cell.Question == question).Position;
        var before = ReferenceAnswers.CellsOf(unit).Where(cell => cell.Of!.Position < first && cell.Of.Question != question);
        var own = notebook.Cells.TakeWhile(cell => cell.Of is null || cell.Of.Position <= last)
            .Where(cell => cell.Of is null && !notebook.IsEarlierAnswer(cell, question) || cell.Of?.Question == question || cell.Of?.Position > first && cell.Of.Role == CellRole.Given);
        IReadOnlyList<PreparedCell> cells = [.. before, .. own.Select(cell => cell with { Cell = new NotebookCell(cell.Cell.Kind, cell.Cell.Source) })];
        return await reference.NeededAsync(cells, question, workers, cancel);
    }

    async Task<Verdict> JudgeAsync(PreparedNotebook notebook, TestedRun run, Question question, CancellationToken cancel)
    {
        var tests = run.Answers.Where(answer => answer.Test.Question == question.Id).ToList();
        if (!notebook.IsAttempted(question.Id)) return new(0, AnswerOutcome.NotAttempted, "Not attempted.", [], [], []);
        if (tests.Count == 0) return new(0, AnswerOutcome.ByHand, "", run.StepsOf(question.Id), [], []);

        var evidence = new List<ProbeEvidence>();
        foreach (var answer in tests)
        {
            var match = answer.Value is null ? new(false, answer.Problem) : await reference.MatchAsync(answer.Test, answer.Value, cancel);
            evidence.Add(new(answer.Test.Name, reference.Of(answer.Test).Points, match.IsMatch, match.Reason));
        }
        var checks = run.ChecksOf(question.Id);
        var cells = run.CellsOf(question.Id, CellRole.Answer, CellRole.Check).ToList();
        var passes = checks.Count == reference.ChecksOf(question.Id) && checks.All(check => check.Outcome == CheckOutcome.Passed) && run.CellsOf(question.Id, CellRole.Check).All(cell => !cell.IsFailure);
        var matched = evidence.Count(probe => probe.Matches);
        var points = passes ? evidence.Where(probe => probe.Matches).Sum(probe => probe.Points) : 0;
        var (outcome, message) = (passes, matched) switch
        {
            (true, _) when matched == evidence.Count => (AnswerOutcome.Right, "Right."),
            (true, 0) when tests.TrueForAll(answer => answer.Value is null) => (AnswerOutcome.Wrong, "The visible check passes, and the hidden tests could not be asked. Your teacher sees why."),
            (true, 0) => (AnswerOutcome.Wrong, "The visible check passes, and the hidden tests do not: the answer holds for the check's own numbers only."),
            (true, _) => (AnswerOutcome.Partly, $"The visible check passes, and {matched} of {evidence.Count} hidden tests: there are cases that the answer does not cover."),
            _ => Complaint(cells, checks),
        };
        return new(points, outcome, message, run.StepsOf(question.Id), evidence, [.. Flags(tests, cells, passes)]);
    }

    /// <summary>Why a check does not pass, as the student's own notebook tells it.</summary>
    static (AnswerOutcome, string) Complaint(IReadOnlyList<CellRun> cells, IReadOnlyList<CheckNotes> checks)
    {
        if (cells.FirstOrDefault(cell => cell.IsFailure) is { } broken) return (AnswerOutcome.Failed, Short(ErrorText.Of(broken)));
        var outcome = checks.Any(check => check.Outcome == CheckOutcome.NotAttempted) ? AnswerOutcome.NotAttempted
            : checks.Any(check => check.Outcome is CheckOutcome.Failed or null) ? AnswerOutcome.Failed
            : AnswerOutcome.Wrong;
        return (outcome, outcome == AnswerOutcome.NotAttempted ? "Not attempted." : Short(string.Join(" ", checks.SelectMany(check => check.Complaints).DefaultIfEmpty("The check did not run to its end."))));
    }

    static IEnumerable<(FlagKind, string)> Flags(IReadOnlyList<ProbeAnswer> answers, IReadOnlyList<CellRun> cells, bool passes)
    {
        foreach (var death in cells.Select(cell => cell.Death).OfType<WorkerDeath>()) yield return (FlagKind.Died, death.Message);
        foreach (var answer in answers)
            // Where the check passes, the student may have taken a name that only the probe uses.
            if ((answer.Flag ?? (answer.Value is null && passes ? FlagKind.NoEvidence : default(FlagKind?))) is { } kind) yield return (kind, $"The probe '{answer.Test.Name}': {answer.Problem}");
    }

    static string Short(string text) => text.Length <= 2000 ? text : text[..2000] + "…";
}
