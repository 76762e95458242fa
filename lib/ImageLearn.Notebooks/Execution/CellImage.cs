namespace ImageLearn.Notebooks.Execution;

/// <summary>A compiled cell.</summary>
/// <param name="Assembly">Its assembly.</param>
/// <param name="Symbols">Its portable symbols, for stack traces.</param>
/// <param name="Type">The class that holds the entry point.</param>
/// <param name="Method">The entry point.</param>
/// <param name="EndsInExpression">Whether its result is the value of a trailing expression, also when it is null.</param>
public sealed record CellImage(byte[] Assembly, byte[] Symbols, string Type, string Method, bool EndsInExpression)
{
    /// <summary>Whether its code cannot do more than compute with its own values, print and show: see <c>Sessions/PureCode.cs</c>.</summary>
    public bool OnlyComputes { get; init; }

    /// <summary>A cell without code: only comments and usings.</summary>
    public static CellImage Empty { get; } = new([], [], "", "", false) { OnlyComputes = true };

    internal bool IsEmpty => Assembly.Length == 0;
}

/// <summary>A cell to compile: its code, and the number of the cell that it follows (null: the one before it). Cells are numbered from 1, as they run.</summary>
public sealed record CellToCompile(string Code, int? After = null);
