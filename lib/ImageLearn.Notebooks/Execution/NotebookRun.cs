using System.Text.Json.Nodes;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Notebooks.Execution;

/// <summary>What to do with the cells after one that failed.</summary>
public enum AfterFailure
{
    /// <summary>They do not run.</summary>
    Stop,
    /// <summary>They run all the same.</summary>
    GoOn,
}

/// <summary>What to do when the worker died in a cell: its variables are gone.</summary>
public enum AfterDeath
{
    /// <summary>The cells after it do not run.</summary>
    Stop,
    /// <summary>A fresh worker replays the cells before it (their outputs stay as they are) and goes on with the next cell.</summary>
    Replay,
}

/// <summary>How a notebook is run.</summary>
public sealed record RunOptions
{
    /// <summary>The limits and surroundings of the workers.</summary>
    public WorkerOptions Worker { get; init; } = new();

    public AfterFailure AfterFailure { get; init; }

    public AfterDeath AfterDeath { get; init; }

    /// <summary>For cells that are read as if they stood further up: the number of the cell that each follows. See <see cref="CellRequest.After"/>.</summary>
    public IReadOnlyDictionary<NotebookCell, int> After { get; init; } = new Dictionary<NotebookCell, int>();

    /// <summary>The cells that are compiled already.</summary>
    public IReadOnlyDictionary<NotebookCell, CellImage> Images { get; init; } = new Dictionary<NotebookCell, CellImage>();

    /// <summary>Where the workers come from, if not each from the system: only for notebooks whose every cell is compiled, and <see cref="CellImage.OnlyComputes"/>.</summary>
    public WorkerPool? Pool { get; init; }

    /// <summary>Called before a cell starts (<see cref="CellRun.Status"/> is <see cref="CellRunStatus.Running"/>) and after it ended, never concurrently.</summary>
    public Action<CellRun>? OnProgress { get; init; }
}

/// <summary>Where a cell stands.</summary>
public enum CellRunStatus
{
    /// <summary>It has not run: not yet, or because a cell before it failed.</summary>
    NotRun,
    Running,
    Ok,
    /// <summary>It failed, as its tag <c>raises-exception</c> says it may.</summary>
    FailedAsTagged,
    Failed,
    /// <summary>Its worker died; see <see cref="CellRun.Death"/>.</summary>
    Died,
}

/// <summary>One code cell of a run.</summary>
public sealed class CellRun
{
    internal CellRun(NotebookCell cell, int number) => (Cell, Number) = (cell, number);

    /// <summary>The cell, whose outputs are those of this run.</summary>
    public NotebookCell Cell { get; }

    /// <summary>Its execution number, as front ends show it: code cells counted from 1, empty ones left out.</summary>
    public int Number { get; }

    public CellRunStatus Status { get; internal set; }

    /// <summary>Wall time. It is kept here and not in the notebook, whose bytes then depend on nothing but its cells.</summary>
    public double Seconds { get; internal set; }

    /// <summary>Set when the cell failed or died.</summary>
    public CellError? Error { get; internal set; }

    /// <summary>Set when the worker died in this cell.</summary>
    public WorkerDeath? Death { get; internal set; }

    /// <summary>Whether the run is to be mended: the cell failed or died, and no tag allows it.</summary>
    public bool IsFailure => Status is CellRunStatus.Failed or CellRunStatus.Died;

    /// <summary>How many figures it shows.</summary>
    public int Figures => Cell.Outputs.Count(output => output.Notes("figure") is not null);

    /// <summary>What the checks it ran said (<c>imagelearn.check</c>).</summary>
    public IEnumerable<JsonObject> Checks => Notes("check");

    /// <summary>The values its probes gave (<c>imagelearn.probe</c>).</summary>
    public IEnumerable<JsonObject> Probes => Notes("probe");

    IEnumerable<JsonObject> Notes(string kind) => Cell.Outputs.Select(output => output.Notes(kind)).OfType<JsonObject>();
}

/// <summary>A notebook that was run. Its outputs and execution counts are in the document itself.</summary>
/// <param name="Cells">Its code cells in order, empty ones left out.</param>
/// <param name="Seconds">Wall time from the start of the worker.</param>
public sealed record NotebookRun(IReadOnlyList<CellRun> Cells, double Seconds)
{
    /// <summary>The first cell that failed against its tags; null when the notebook is well.</summary>
    public CellRun? FirstFailure => Cells.FirstOrDefault(cell => cell.IsFailure);
}
