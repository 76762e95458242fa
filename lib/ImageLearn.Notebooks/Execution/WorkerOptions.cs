namespace ImageLearn.Notebooks.Execution;

/// <summary>Which forms of a value somebody looks at. To draw a figure takes longer than most cells.</summary>
public enum OutputForms
{
    /// <summary>All it has.</summary>
    All,
    /// <summary>Of figures, which have several, only the drawing.</summary>
    Still,
    /// <summary>Of what has to be drawn, only the text.</summary>
    Text,
}

/// <summary>The limits and surroundings of a worker process.</summary>
public sealed record WorkerOptions
{
    /// <summary>The folder that relative paths (<c>#r</c>, <c>#load</c>, files) start from: the notebook's. Null: the caller's.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>A command, with its arguments, through which the process is started: <c>["unshare", "--net"]</c>. Empty starts it directly.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    /// <summary>Whether the process gets the caller's environment variables; if not, only what .NET needs to start.</summary>
    public bool InheritEnvironment { get; init; } = true;

    /// <summary>Keeps cells from starting processes and from writing large files, where the system can: they run code that nobody vouches for.</summary>
    public bool Confined { get; init; }

    /// <summary>The cells come compiled (<see cref="CellRequest.Image"/>): the worker starts without a compiler, which it loads should a cell come as text.</summary>
    public bool Compiled { get; init; }

    /// <summary>Many sessions follow each other in the process: what they share is to be optimised early, while there is always something new to compile.</summary>
    internal bool LastsLong { get; init; }

    /// <summary>Which forms of a value its cells send.</summary>
    public OutputForms Forms { get; init; }

    /// <summary>The longest a cell may run; null for no limit.</summary>
    public TimeSpan? CellTimeLimit { get; init; }

    /// <summary>The longest all cells together may run; null for no limit.</summary>
    public TimeSpan? NotebookTimeLimit { get; init; }

    /// <summary>The most memory the process may use, in bytes; null for no limit.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>The most output a cell may produce, in bytes over all its streams and displays; the rest is cut, with a note.</summary>
    public long OutputLimit { get; init; } = 64L << 20;

    /// <summary>The most console text a cell may print, in characters.</summary>
    public int TextLimit { get; init; } = 1 << 20;

    /// <summary>How long an interrupted cell gets to stop by itself before its process is ended.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMilliseconds(600);
}
