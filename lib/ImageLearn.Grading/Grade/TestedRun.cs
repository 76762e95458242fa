using ImageLearn.Checks;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Repair;
using ImageLearn.Grading.Verify;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Execution;
using System.Text.Json.Nodes;

namespace ImageLearn.Grading.Grade;

/// <summary>What came back for a probe. Without a <paramref name="Value"/>, <paramref name="Problem"/> says why, and <paramref name="Flag"/> whether a person should look: no honest run gives this.</summary>
sealed record ProbeAnswer(HiddenTest Test, ProbeValue? Value, string Problem = "", FlagKind? Flag = null)
{
    /// <summary>What the reference run adds: points and tolerance.</summary>
    public (double Points, double Within) Worth { get; init; }
}

/// <summary>
/// A notebook that was run with its probes: first all its cells, then, one at a time, the probes, each read as if it stood right behind its check cell.
/// What it holds comes from code that nobody vouches for, except where the reference solution ran.
/// </summary>
sealed class TestedRun
{
    readonly IReadOnlyList<PreparedCell> _cells;
    readonly Dictionary<NotebookCell, CellRun> _runs;
    readonly Dictionary<HiddenTest, NotebookCell> _asked;

    TestedRun(IReadOnlyList<PreparedCell> cells, NotebookRun run, IReadOnlyList<(HiddenTest Test, NotebookCell Cell)> probes)
    {
        _cells = cells;
        _runs = run.Cells.ToDictionary(cell => cell.Cell);
        Seconds = run.Seconds;
        _asked = probes.ToDictionary(probe => probe.Test, probe => probe.Cell);
        Answers = [.. probes.Select(probe => Read(probe.Test, _runs[probe.Cell]))];
    }

    /// <summary>Wall time.</summary>
    public double Seconds { get; }

    /// <summary>One for each probe that was asked.</summary>
    public IReadOnlyList<ProbeAnswer> Answers { get; }

    /// <summary>Runs cells, and asks probes afterwards.</summary>
    /// <param name="cells">In their order.</param>
    /// <param name="tests">The probes.</param>
    /// <param name="form">Which of its forms is asked.</param>
    /// <param name="workers">Where they run.</param>
    /// <param name="isKept">Whether the notebook is kept as it ran. If not, its figures need not be drawn.</param>
    /// <param name="cancel">Stops the worker.</param>
    public static async Task<TestedRun> RunAsync(
        IReadOnlyList<PreparedCell> cells, IReadOnlyList<HiddenTest> tests, Func<HiddenTest, string> form, Workers workers, bool isKept, CancellationToken cancel)
    {
        var document = new NotebookDocument();
        document.Cells.AddRange(cells.Select(cell => cell.Cell));
        var numbers = NumbersOf(cells);
        var probes = tests.Select(test => (Test: test, Cell: new NotebookCell(CellKind.Code, form(test)))).ToList();
        document.Cells.AddRange(probes.Select(probe => probe.Cell));
        var after = probes.ToDictionary(probe => probe.Cell, probe => numbers[probe.Test.Check]);
        var run = await workers.RunAsync(document, after, isKept ? OutputForms.Still : OutputForms.Text, cancel);
        return new(cells, run, probes);
    }

    /// <summary>The numbers that the runner gives to the cells, by the place of the released cell.</summary>
    public static Dictionary<int, int> NumbersOf(IReadOnlyList<PreparedCell> cells)
    {
        var numbers = new Dictionary<int, int>();
        var number = 0;
        foreach (var cell in cells)
        {
            if (NotebookRunner.IsRun(cell.Cell)) number++;
            if (cell.Of is not null) numbers[cell.Of.Position] = number; // of an empty one, of which only hidden tests are left: the cell's before it
        }
        return numbers;
    }

    /// <summary>How a hidden test ran.</summary>
    public CellRun RunOf(HiddenTest test) => _runs[_asked[test]];

    /// <summary>How the cells of a question ran, in the roles given.</summary>
    public IEnumerable<CellRun> CellsOf(string question, params IReadOnlyList<CellRole> roles) => _cells
        .Where(cell => cell.Of is { } of && of.Question == question && roles.Contains(of.Role) && _runs.ContainsKey(cell.Cell)).Select(cell => _runs[cell.Cell]);

    /// <summary>What the visible checks of a question said, in its own check cells only.</summary>
    public IReadOnlyList<CheckNotes> ChecksOf(string question) => [.. CellsOf(question, CellRole.Check).SelectMany(CheckNotes.Of).Where(check => check.Question == question)];

    /// <summary>Their steps.</summary>
    public IReadOnlyList<CheckStepNote> StepsOf(string question) => [..
        from cell in CellsOf(question, CellRole.Check)
        from check in cell.Checks
        where check["question"]?.ToString() == question && check["steps"] is JsonArray
        from step in ((JsonArray)check["steps"]!).OfType<JsonObject>().Take(100)
        select new CheckStepNote(question, Short(step["name"]), Short(step["outcome"]), Short(step["message"]))];

    /// <summary>The notebook with its outputs, as the student may see it: the probes are no part of it.</summary>
    public string ToJson(ReleasedUnit unit)
    {
        var notebook = new NotebookDocument { Metadata = unit.Document.Metadata.DeepClone().AsObject() };
        notebook.Cells.AddRange(_cells.Select(cell => cell.Cell));
        return notebook.ToJson();
    }

    static string Short(JsonNode? text) => text?.ToString() is not { } all ? "" : all.Length <= 2000 ? all : all[..2000] + "…";

    static ProbeAnswer Read(HiddenTest test, CellRun run)
    {
        var notes = run.Probes.ToList();
        try
        {
            return notes switch
            {
                _ when run.Death is { } death => new(test, null, death.Message, FlagKind.Died),
                [] when run.Error is { } error => new(test, null, $"It could not be asked: {error.Name}: {error.Message}"),
                [] when run.Status == CellRunStatus.NotRun => new(test, null, "It was not asked: the run had ended."),
                [] => new(test, null, "No value came back.", FlagKind.NoEvidence),
                [var note] when note["name"]?.ToString() == test.Name => new(test, ProbeValue.FromJson(note["value"])) { Worth = Worth(note) },
                [_] => new(test, null, "A value came back under another name.", FlagKind.Contradiction),
                _ => new(test, null, $"{notes.Count} values came back, and one was asked.", FlagKind.Contradiction),
            };
        }
        catch (FormatException e)
        {
            return new(test, null, e.Message, FlagKind.Contradiction);
        }
    }

    static (double, double) Worth(JsonObject note) => (Number(note["points"]), Number(note["within"]));

    static double Number(JsonNode? json) => json is JsonValue value && value.TryGetValue<double>(out var number) ? number : 0;
}
