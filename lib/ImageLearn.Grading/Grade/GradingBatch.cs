using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Intake;
using ImageLearn.Grading.Release;
using ImageLearn.Grading.Nbgrader;
using ImageLearn.Grading.Repair;
using ImageLearn.Grading.Sandboxes;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Grading.Grade;

/// <summary>What <c>imagelearn grade</c> is asked to do.</summary>
/// <param name="Submissions">The folder of submissions.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Output">Where the gradebook is.</param>
/// <param name="Jobs">How many submissions run at a time.</param>
/// <param name="Resume">Goes on with a run that was cut off.</param>
/// <param name="Secret">What the numbers hang on that each student has of their own; null when none have.</param>
/// <param name="Shard">Of how many parts of the class this grades which (from 0): the same students on every machine.</param>
public sealed record GradingOptions(string Submissions, Unit Unit, string Output, int Jobs = 1, bool Resume = false, (int Index, int Count) Shard = default, CourseSecret? Secret = null)
{
    /// <summary>The gradebook.</summary>
    public string GradebookPath => Path.Combine(Output, "gradebook.db");
}

/// <summary>Where a grading stands.</summary>
/// <param name="Total">How many notebooks there are.</param>
/// <param name="Done">How many are done, those included that were already.</param>
/// <param name="Kept">How many were done before and did not change.</param>
/// <param name="Running">Whose notebooks run.</param>
/// <param name="Flagged">How many ask for a look.</param>
/// <param name="Left">How long it still takes; null while that is not known.</param>
public sealed record GradingProgress(int Total, int Done, int Kept, IReadOnlyList<string> Running, int Flagged, TimeSpan? Left);

/// <summary>How a grading ended: how many notebooks, which students handed in nothing for the unit, and what the instructor should know of the unit itself.</summary>
public sealed record GradingReport(GradingProgress Progress, IReadOnlyList<string> Without, IReadOnlyList<string> Notes, double Seconds);

/// <summary>Grades a folder of submissions into a gradebook. One notebook's trouble is that notebook's; what was written stays written.</summary>
public sealed class GradingBatch
{
    readonly GradingOptions _options;
    readonly GradingSandbox _sandbox;
    readonly Action<GradingProgress> _observer;
    readonly Lock _lock = new();
    readonly HashSet<string> _running = [];
    readonly HashSet<string> _flagged = [];
    readonly Stopwatch _clock = new();
    int _total, _done, _kept;

    /// <param name="options">What to grade.</param>
    /// <param name="sandbox">Where the submissions run.</param>
    /// <param name="observer">Told how it goes, from any thread, never concurrently.</param>
    public GradingBatch(GradingOptions options, GradingSandbox sandbox, Action<GradingProgress> observer) => (_options, _sandbox, _observer) = (options, sandbox, observer);

    /// <summary>Grades. Cancelling stops the workers; notebooks in hand are left for the next run.</summary>
    /// <exception cref="CourseException">The folder, the unit or the gradebook is not as it should be.</exception>
    public async Task<GradingReport> RunAsync(CancellationToken cancel)
    {
        _clock.Start();
        Directory.CreateDirectory(_options.Output);
        var unit = ReleasedUnit.Load(_options.Unit);
        using var workspace = new Workspace(_options.Output);
        var alone = _sandbox.For(null);
        await using var compiler = new CompileService(alone);
        await using var pool = new WorkerPool(alone);
        var all = SubmissionFolder.Read(_options.Submissions);
        await using var variants = new UnitVariants(unit, _options.Secret, [.. all.Select(handins => handins.Student)],
            own => ReferenceAnswers.LoadAsync(own, _options.Output, new(compiler, alone with { Launcher = [], Confined = false, WorkingDirectory = Path.GetDirectoryName(_options.Unit.SolutionPath) }), cancel));
        // A solution that does not pass its own checks is told before anything runs. nbgrader's tests judge by themselves, and there need not be a solution: what it loses is told at the end.
        if (unit.Unit.Assignment is null) await variants.AnswersTo(unit);
        using var gradebook = Gradebook.Open(_options.GradebookPath, create: true);
        var run = gradebook.Begin(unit.Number, Versions(unit), unit.Questions, _options.Resume);

        var students = all.Where(IsInShard).ToList();
        _total = students.Count;
        Report();
        var without = new List<string>();
        await Parallel.ForEachAsync(students, new ParallelOptions { MaxDegreeOfParallelism = _options.Jobs, CancellationToken = cancel }, async (handins, stop) =>
        {
            var student = handins.Student;
            Report(() => _running.Add(student));
            var found = await GradeStudentAsync(handins.Read(), new(variants.UnitOf(student), variants, new(compiler, alone, pool), workspace), gradebook, run, stop);
            Report(() =>
            {
                _running.Remove(student);
                _done++;
                if (!found) without.Add(student);
            });
        });
        gradebook.End(run);
        IReadOnlyList<string> notes = [];
        if (unit.Unit.Assignment is not null && _done > _kept)
        {
            using var files = workspace.Put([.. unit.Files]);
            notes = await new NbgraderGrader(unit, new(compiler, _sandbox.For(files.Folder))).LossesOfSolutionAsync(cancel);
        }
        return new(Progress(), [.. without.Order(StringComparer.Ordinal)], notes, _clock.Elapsed.TotalSeconds);
    }

    /// <summary>What a student's submissions are graded by.</summary>
    sealed record Means(ReleasedUnit Unit, UnitVariants Variants, Workers Workers, Workspace Workspace);

    bool IsInShard(StudentHandins student) => _options.Shard.Count < 2 ||
        BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(student.Student))) % (uint)_options.Shard.Count == (uint)_options.Shard.Index;

    /// <summary>All notebooks of one student, of which each is an attempt; false when none is this unit's.</summary>
    async Task<bool> GradeStudentAsync(IReadOnlyList<Handin> handins, Means means, Gradebook gradebook, GradingRun run, CancellationToken cancel)
    {
        var unit = means.Unit;
        var found = false;
        var kept = true;
        foreach (var handin in handins)
        {
            var content = Convert.ToHexStringLower(SHA256.HashData(handin.Problem is null ? handin.Notebook : Encoding.UTF8.GetBytes(handin.Path + handin.Problem)));
            var id = Gradebook.IdOf(unit.Number, handin.Student, content);
            var grading = Gradebook.HashOf(unit.Hash, ReferenceAnswers.ProgramVersion, _sandbox.Name, string.Join('\n', handin.Files.Select(file => $"{file.Path} {Convert.ToHexString(SHA256.HashData(file.Content))}")));
            if (gradebook.Submission(id) is { State: not SubmissionState.Incomplete } before && before.Grading == grading)
            {
                found = true;
                continue;
            }
            var submission = new Submission(id, handin.Student, unit.Number, handin.Path, handin.Submitted, content, SubmissionState.Graded, grading, 0, [], run.Id);
            try
            {
                if (await GradeAsync(handin, submission, means, cancel) is not { } graded) continue;
                var state = graded.Notebook is null ? SubmissionState.Unreadable : SubmissionState.Graded;
                gradebook.Save(new(handin.Student, handin.Name), submission with { State = state, Seconds = graded.Seconds, Repairs = graded.Repairs }, graded.Notebook, graded.Marks, graded.Flags);
                if (graded.Flags.Count > 0) Report(() => _flagged.Add(handin.Student));
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancel.IsCancellationRequested)
            {
                // Whatever it is, it must not stop the others; and no mark is better than a wrong one.
                gradebook.Save(new(handin.Student, handin.Name), submission with { State = SubmissionState.Incomplete }, null, [], [new(id, "", FlagKind.Trouble, $"It could not be graded: {e.Message}", "", DateTimeOffset.UtcNow)]);
                Report(() => _flagged.Add(handin.Student));
            }
            (found, kept) = (true, false);
        }
        if (found && kept) Report(() => _kept++);
        return found;
    }

    async Task<GradedSubmission?> GradeAsync(Handin handin, Submission submission, Means means, CancellationToken cancel)
    {
        var unit = means.Unit;
        GradedSubmission Unreadable(string problem) => new(null, handin.Notes, [], [new(submission.Id, "", FlagKind.Unreadable, problem, "", DateTimeOffset.UtcNow)], 0);
        if (handin.Problem is { } problem) return Unreadable(problem);
        PreparedNotebook notebook;
        string? givenTo;
        try
        {
            var document = NotebookDocument.Parse(handin.Notebook, handin.Path);
            if (!NotebookRepair.IsOf(document, handin.Path, unit)) return null;
            givenTo = Variant.StudentOf(document);
            notebook = NotebookRepair.Prepare(document, unit);
        }
        catch (Exception e) when (e is NotebookFormatException or CourseException)
        {
            return Unreadable(e.Message);
        }
        if (means.Variants.Refusal(givenTo) is { } refusal) throw new CourseException(refusal);
        using var files = means.Workspace.Put([.. handin.Files, .. unit.Files]);
        var workers = files.Folder is null ? means.Workers : means.Workers with { Options = _sandbox.For(files.Folder), Pool = null };
        var graded = unit.Unit.Assignment is null
            ? await new SubmissionGrader(unit, await means.Variants.AnswersTo(unit), workers).GradeAsync(notebook, submission.Id, submission.Run, cancel)
            : await new NbgraderGrader(unit, workers).GradeAsync(notebook, submission.Id, submission.Run, cancel);
        var flags = graded.Flags.Concat(await means.Variants.FlagsAsync(unit, handin.Student, submission.Id, graded, cancel));
        if (givenTo is not null && givenTo != handin.Student)
            flags = flags.Append(new(submission.Id, "", FlagKind.Identity, $"It was given out to {givenTo}, and {handin.Student} handed it in.", "", DateTimeOffset.UtcNow));
        return graded with { Repairs = [.. handin.Notes, .. graded.Repairs], Flags = [.. flags] };
    }

    Dictionary<string, string> Versions(ReleasedUnit unit) => new()
    {
        ["tool"] = typeof(GradingBatch).Assembly.GetName().Version!.ToString(3),
        ["build"] = ReferenceAnswers.ProgramVersion,
        ["runtime"] = RuntimeInformation.FrameworkDescription,
        ["system"] = RuntimeInformation.OSDescription,
        ["sandbox"] = _sandbox.Name,
        ["unit"] = unit.Hash,
    };

    void Report(Action? change = null)
    {
        lock (_lock)
        {
            change?.Invoke();
            _observer(Progress());
        }
    }

    GradingProgress Progress()
    {
        var graded = _done - _kept;
        return new(_total, _done, _kept, [.. _running.Order(StringComparer.Ordinal)], _flagged.Count, graded > 0 ? _clock.Elapsed / graded * (_total - _done) : null);
    }
}
