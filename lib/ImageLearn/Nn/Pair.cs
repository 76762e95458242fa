namespace ImageLearn.Nn;

/// <summary>A number for rows and one for columns. Write a single number for both, or a pair: <c>3</c>, <c>(1, 5)</c>.</summary>
public readonly record struct Pair(int Rows, int Columns)
{
    /// <summary>The same number for rows and columns.</summary>
    public static implicit operator Pair(int both) => new(both, both);

    /// <summary>Rows, then columns.</summary>
    public static implicit operator Pair((int Rows, int Columns) pair) => new(pair.Rows, pair.Columns);

    /// <summary><c>3</c>, or <c>1×5</c></summary>
    public override string ToString() => Rows == Columns ? $"{Rows}" : $"{Rows}×{Columns}";

    internal Pair AtLeast(int least, string layer, string what) => Rows >= least && Columns >= least ? this
        : throw new ArgumentOutOfRangeException(null, $"{layer}: the {what} is {this}. It must be {least} or more.");
}
