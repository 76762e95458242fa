using System.Text.Json;
using System.Text.Json.Nodes;
using ImageLearn.Checks;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Release;
using ImageLearn.Grading.Repair;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Execution;
using Microsoft.CodeAnalysis.CSharp;

namespace ImageLearn.Grading.Grade;

/// <summary>What the reference solution gives to a probe, and what a match is worth.</summary>
sealed record ExpectedValue(string Question, string Name, double Points, double Within, ProbeValue Value);

/// <summary>
/// The reference solution's answers to all probes of a unit, computed once and kept in a file under the hash of what they depend on; and, for properties,
/// a worker in which the reference solution ran and which judges values. No code of a submission ever runs here.
/// </summary>
sealed class ReferenceAnswers : IAsyncDisposable
{
    readonly ReleasedUnit _unit;
    readonly WorkerOptions _worker;
    readonly Dictionary<(string, string), ExpectedValue> _expected;
    readonly Dictionary<string, int> _checks;
    readonly IReadOnlyList<PreparedCell> _cells;
    readonly SemaphoreSlim _turn = new(1), _trying = new(1);
    readonly Dictionary<string, IReadOnlySet<string>> _unchanged = [];
    NotebookWorker? _judge;

    ReferenceAnswers(ReleasedUnit unit, WorkerOptions worker, IReadOnlyList<PreparedCell> cells, Kept kept)
    {
        (_unit, _worker, _cells) = (unit, worker, cells);
        _expected = kept.Values.ToDictionary(value => (value.Question, value.Name), value => new ExpectedValue(value.Question, value.Name, value.Points, value.Within, ProbeValue.FromJson(value.Value)));
        _checks = kept.Checks;
    }

    sealed record KeptValue(string Question, string Name, double Points, double Within, JsonObject Value);

    sealed record Kept(string Hash, Dictionary<string, int> Checks, IReadOnlyList<KeptValue> Values);

    /// <summary>The cells with the reference's answers.</summary>
    public static IReadOnlyList<PreparedCell> CellsOf(ReleasedUnit unit) => [.. unit.Cells.Select(cell => new PreparedCell(new NotebookCell(cell.Released.Kind, cell.Role == CellRole.Check ? cell.Released.Source : cell.Solution), cell))];

    /// <summary>Reads the answers from the folder where they are kept, or runs the solution and keeps them there.</summary>
    /// <exception cref="CourseException">The solution does not pass its own checks, or a probe gives no value.</exception>
    public static async Task<ReferenceAnswers> LoadAsync(ReleasedUnit unit, string folder, Workers workers, CancellationToken cancel)
    {
        var cells = CellsOf(unit);
        var hash = Gradebook.HashOf(unit.Hash, ProgramVersion);
        var path = Path.Combine(folder, $"reference-{unit.Unit.Name}{(Variant.StudentOf(unit.Document) is null ? "" : $"-{unit.Hash[..12]}")}.json");
        if (Read(path) is { } kept && kept.Hash == hash) return new(unit, workers.Options, cells, kept);

        var run = await TestedRun.RunAsync(cells, unit.Tests, test => test.Reference, workers, isKept: false, cancel);
        kept = new(hash, unit.Questions.ToDictionary(question => question.Id, question => PassedChecks(run, question.Id)), [.. run.Answers.Select(answer => KeptOf(unit, answer))]);
        Directory.CreateDirectory(folder);
        AtomicFile.Write(path, JsonSerializer.Serialize(kept));
        return new(unit, workers.Options, cells, kept);
    }

    /// <summary>Changes with every build, so that what one build found is not taken for what another would find.</summary>
    public static string ProgramVersion { get; } = string.Join(' ', typeof(Probe).Module.ModuleVersionId, typeof(NotebookWorker).Module.ModuleVersionId, typeof(ReferenceAnswers).Module.ModuleVersionId);

    /// <summary>What is expected of a probe.</summary>
    public ExpectedValue Of(HiddenTest test) => _expected[(test.Question, test.Name)];

    /// <summary>How many visible checks a question has.</summary>
    public int ChecksOf(string question) => _checks[question];

    /// <summary>Of these cells those that a question needs. A cell that does no more than use a variable may change it, and so every such cell is needed; but most draw a figure. They are left out
    /// where the reference's answer is right without them, and the answer at hand uses no other variables.</summary>
    /// <param name="cells">The cells, in their order, the question's among them.</param>
    /// <param name="question">The question.</param>
    /// <param name="workers">Where the reference's answer is tried, once.</param>
    /// <param name="cancel">Stops the worker.</param>
    public async Task<IReadOnlyList<PreparedCell>> NeededAsync(IReadOnlyList<PreparedCell> cells, string question, Workers workers, CancellationToken cancel)
    {
        IReadOnlyList<string> tests = [.. _unit.Tests.Where(test => test.Question == question).Select(test => test.Asked)];
        var (few, all) = (Needed(byUse: false), Needed(byUse: true));
        if (few.Count == all.Count) return all;
        await _trying.WaitAsync(cancel);
        try
        {
            if (!_unchanged.TryGetValue(question, out var unchanged)) _unchanged[question] = unchanged = await UnchangedAsync(question, workers, cancel);
            return Dependence.StateUsed(_unit, few, tests).IsSubsetOf(unchanged) ? few : all;
        }
        finally
        {
            _trying.Release();
        }

        IReadOnlyList<PreparedCell> Needed(bool byUse) => Dependence.Needed(cells, cell => cell.Of?.Question == question, tests, byUse);
    }

    /// <summary>The variables that the reference's answer to a question uses, if it is right without the cells that only use them; else none.</summary>
    async Task<IReadOnlySet<string>> UnchangedAsync(string question, Workers workers, CancellationToken cancel)
    {
        IReadOnlyList<HiddenTest> tests = [.. _unit.Tests.Where(test => test.Question == question)];
        var last = _unit.Cells.Last(cell => cell.Question == question).Position;
        var few = Dependence.Needed([.. CellsOf(_unit).TakeWhile(cell => cell.Of!.Position <= last)], cell => cell.Of!.Question == question, tests.Select(test => test.Asked), byUse: false);
        var run = await TestedRun.RunAsync(few, tests, test => test.Asked, workers, isKept: false, cancel);
        var isRight = run.ChecksOf(question) is var checks && checks.Count == ChecksOf(question) && checks.All(check => check.Outcome == CheckOutcome.Passed);
        foreach (var answer in run.Answers) isRight = isRight && answer.Value is not null && (await MatchAsync(answer.Test, answer.Value, cancel)).IsMatch;
        return isRight ? Dependence.StateUsed(_unit, few, tests.Select(test => test.Asked)) : new HashSet<string>();
    }

    /// <summary>Whether a value from a submission is right. It is compared here, or, when a property is asked, judged where the reference solution ran.</summary>
    public async Task<ProbeMatch> MatchAsync(HiddenTest test, ProbeValue value, CancellationToken cancel)
    {
        var expected = Of(test);
        if (test.Judge is null) return ProbeValue.Matches(expected.Value, value, expected.Within);
        if (value is not (ProbeValue.Numbers or ProbeValue.Number)) return new(false, $"A tensor is asked, and {ProbeValue.Matches(new ProbeValue.Null(), value, 0).Reason}");
        var code = test.Judge.Replace(HiddenTest.GivenValue, SymbolDisplay.FormatLiteral(value.ToJson().ToJsonString(), quote: true), StringComparison.Ordinal);
        await _turn.WaitAsync(cancel);
        try
        {
            _judge ??= await StartJudgeAsync(cancel);
            var collected = new List<DisplayData>();
            var number = TestedRun.NumbersOf(_cells)[test.Check];
            var result = await _judge.ExecuteAsync(new(code, 0, After: number), happened => { if (happened is DisplayData display) collected.Add(display); }, cancel: cancel);
            if (result.Status == CellStatus.Died)
            {
                await _judge.DisposeAsync();
                _judge = null;
            }
            var holds = collected.Select(display => (display.Metadata["imagelearn"] as JsonObject)?["probe"]?["value"]).Where(found => found is not null).Select(ProbeValue.FromJson).ToList();
            return holds is [var only] ? ProbeValue.Matches(new ProbeValue.Bool(true), only, 0) : new(false, $"The property could not be judged: {result.Error?.Message}");
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_judge is not null) await _judge.DisposeAsync();
        _turn.Dispose();
        _trying.Dispose();
    }

    async Task<NotebookWorker> StartJudgeAsync(CancellationToken cancel)
    {
        var worker = await NotebookWorker.StartAsync(_worker with { NotebookTimeLimit = null }, cancel);
        var number = 0;
        foreach (var cell in _cells.Where(cell => NotebookRunner.IsRun(cell.Cell))) await worker.ExecuteAsync(new(cell.Cell.Source, ++number), static _ => { }, cancel: cancel);
        return worker;
    }

    static int PassedChecks(TestedRun run, string question)
    {
        var checks = run.ChecksOf(question);
        if (checks.FirstOrDefault(check => check.Outcome != CheckOutcome.Passed) is { } failed)
            throw new CourseException($"The solution does not pass its own check of {question}: {string.Join(" ", failed.Complaints)} Mend it; `imagelearn verify` shows more.");
        return checks.Count;
    }

    static KeptValue KeptOf(ReleasedUnit unit, ProbeAnswer answer)
    {
        var test = answer.Test;
        if (answer.Value is null or ProbeValue.Unsupported || test.Judge is not null && answer.Value is not ProbeValue.Bool { Value: true })
            throw new CourseException($"The probe '{test.Name}' of {test.Question} in {unit.Unit.Name} gives no value for the solution itself: {answer.Problem}{(answer.Value as ProbeValue.Unsupported)?.Reason} Mend it; `imagelearn verify` shows more.");
        return new(test.Question, test.Name, answer.Worth.Points, answer.Worth.Within, answer.Value.ToJson());
    }

    static Kept? Read(string path)
    {
        try { return File.Exists(path) ? JsonSerializer.Deserialize<Kept>(File.ReadAllText(path)) : null; }
        catch (JsonException) { return null; }
    }
}
