using System.Globalization;
using System.Text.Json.Nodes;
using ImageLearn.Checks;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Grade;
using ImageLearn.Grading.Repair;
using ImageLearn.Grading.Units;
using ImageLearn.Grading.Verify;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Grading.Nbgrader;

/// <summary>
/// Marks a notebook as nbgrader does: a test that throws gives nothing, one that ends gives its points, or as many as its value says if that is a number from 0 to its points.
/// So the verdict is reached where the submission ran, and is as good as nbgrader's own, no better. Hidden tests come to the worker only after all the student's cells ran.
/// </summary>
/// <param name="unit">The notebook.</param>
/// <param name="workers">Where it runs.</param>
sealed class NbgraderGrader(ReleasedUnit unit, Workers workers)
{
    /// <inheritdoc cref="SubmissionGrader.GradeAsync"/>
    public async Task<GradedSubmission> GradeAsync(PreparedNotebook notebook, string submission, string run, CancellationToken cancel)
    {
        var tested = await TestedRun.RunAsync(notebook.Cells, unit.Tests, test => test.Asked, workers, isKept: true, cancel);
        // A task is answered in cells of the student's own; by this the pages show them with it.
        foreach (var task in unit.Cells.Where(cell => cell.Role == CellRole.Locked && unit.Questions.Any(question => question.Id == cell.GradeId)))
            foreach (var cell in AnswersTo(task, notebook)) cell.Metadata["imagelearn"] = new JsonObject { ["question"] = task.GradeId };
        var marks = new List<AutoMark>();
        var flags = new List<Flag>();
        foreach (var question in unit.Questions)
        {
            var cell = unit.Cells.First(cell => cell.GradeId == question.Id);
            var answer = Gradebook.HashOf([.. AnswersTo(cell, notebook).Select(own => CodeText.Normal(own.Source))])[..20];
            if (cell.Role != CellRole.Check)
            {
                var isAttempted = cell.Role == CellRole.Locked || notebook.IsAttempted(question.Id);
                marks.Add(new(submission, question.Id, 0, isAttempted ? AnswerOutcome.ByHand : AnswerOutcome.NotAttempted, isAttempted ? "" : "Not attempted.", [], [], answer, false, run));
                continue;
            }
            var (visible, hidden) = RunsOf(tested, cell);
            var (points, outcome, message) = Judge(visible, hidden, question.Points);
            var evidence = hidden is null ? [] : (ProbeEvidence[])[new("hidden tests", question.Points, !Fails(hidden), Complaint(hidden))];
            marks.Add(new(submission, question.Id, points, outcome, message, [], evidence, answer, false, run));
            foreach (var death in new[] { visible?.Death, hidden?.Death }.OfType<WorkerDeath>().Take(1)) Raise(FlagKind.Died, death.Message);
            if (ValueOf(hidden ?? visible) > question.Points) Raise(FlagKind.Contradiction, $"The test gives more points than the {Number(question.Points)} it is worth.");

            void Raise(FlagKind kind, string why) => flags.Add(new(submission, question.Id, kind, why, "", DateTimeOffset.UtcNow));
        }
        return new(tested.ToJson(unit), notebook.Repairs, marks, flags, tested.Seconds);
    }

    /// <summary>The tests that do not give the solution itself all their points, a sentence each.</summary>
    public async Task<IReadOnlyList<string>> LossesOfSolutionAsync(CancellationToken cancel)
    {
        var tested = await TestedRun.RunAsync(ReferenceAnswers.CellsOf(unit), unit.Tests, test => test.Asked, workers, isKept: false, cancel);
        return [..
            from cell in unit.Cells
            where cell.Role == CellRole.Check
            let worth = NbgraderMetadata.Of(cell.Released)!.Points
            let runs = RunsOf(tested, cell)
            let verdict = Judge(runs.Visible, runs.Hidden, worth)
            where verdict.Outcome != AnswerOutcome.Right
            let why = string.Concat(new[] { runs.Visible, runs.Hidden }.OfType<CellRun>().Where(Fails).Take(1).Select(run => " " + Complaint(run)))
            select $"The solution itself gets {Number(verdict.Points)} of {Number(worth)} points for {cell.GradeId}.{why} Mend it, or the test, in source/{unit.Unit.Assignment}/{Path.GetFileName(unit.Unit.SolutionPath)}, and grade again."];
    }

    (CellRun? Visible, CellRun? Hidden) RunsOf(TestedRun tested, ReleasedCell check) =>
        (tested.CellsOf(check.Question!, CellRole.Check).FirstOrDefault(), unit.Tests.FirstOrDefault(test => test.Check == check.Position) is { } test ? tested.RunOf(test) : null);

    static (double Points, AnswerOutcome Outcome, string Message) Judge(CellRun? visible, CellRun? hidden, double worth)
    {
        if (visible is not null && Fails(visible)) return (0, OutcomeOf(visible), Complaint(visible));
        if (hidden is not null && Fails(hidden)) return (0, OutcomeOf(hidden), visible is null ? "The hidden tests do not pass." : "The visible tests pass, and the hidden ones do not.");
        var points = ValueOf(hidden ?? visible) is >= 0 and var value ? Math.Min(value, worth) : worth;
        return points == worth ? (points, AnswerOutcome.Right, "Right.")
            : (points, points > 0 ? AnswerOutcome.Partly : AnswerOutcome.Wrong, $"The test gives {Number(points)} of {Number(worth)} points.");
    }

    static bool Fails(CellRun run) => run.Status != CellRunStatus.Ok || CheckNotes.Of(run).Any(check => check.Outcome != CheckOutcome.Passed);

    static string Number(double points) => points.ToString(CultureInfo.InvariantCulture);

    /// <summary>The cell's value, if it is a number.</summary>
    static double? ValueOf(CellRun? run) =>
        run?.Cell.Outputs.LastOrDefault(output => output.Kind == OutputKind.Result)?.Data["text/plain"] is { } text
        && double.TryParse(text.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    static AnswerOutcome OutcomeOf(CellRun run) =>
        ErrorText.IsStub(run) || CheckNotes.Of(run).Any(check => check.Outcome == CheckOutcome.NotAttempted) ? AnswerOutcome.NotAttempted
        : run.Status == CellRunStatus.Died ? AnswerOutcome.Failed : AnswerOutcome.Wrong;

    static string Complaint(CellRun run)
    {
        var complaint = run.Status switch
        {
            CellRunStatus.NotRun => "It was not run: the run had ended.",
            CellRunStatus.Ok => string.Join(' ', CheckNotes.Of(run).SelectMany(check => check.Complaints)),
            _ => ErrorText.Of(run),
        };
        return complaint.Length <= 2000 ? complaint : complaint[..2000] + "…";
    }

    /// <summary>What the student wrote for a graded cell: the cell itself; before a test, the answer above it; after a task, the cells that were added.</summary>
    static IEnumerable<NotebookCell> AnswersTo(ReleasedCell graded, PreparedNotebook notebook) => graded.Role switch
    {
        CellRole.Check => notebook.Cells.TakeWhile(cell => cell.Of != graded).Where(cell => cell.Of?.Role == CellRole.Answer).TakeLast(1).Select(cell => cell.Cell),
        CellRole.Locked => notebook.Cells.SkipWhile(cell => cell.Of != graded).Skip(1).TakeWhile(cell => cell.Of is null).Select(cell => cell.Cell),
        _ => notebook.AnswerTo(graded.Question!),
    };
}
