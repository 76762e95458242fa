namespace ImageLearn.Plotting.Traces;

/// <summary>A matrix over evenly spaced positions.</summary>
sealed class Grid
{
    readonly float[] _values;

    Grid(float[] values, double[] x, double[] y) => (_values, X, Y) = (values, x, y);

    public double[] X { get; }
    public double[] Y { get; }
    public int Columns => X.Length;
    public int Rows => Y.Length;
    public double this[int row, int column] => _values[row * Columns + column];
    public IEnumerable<double> Values => _values.Select(static value => (double)value);

    public static Grid Of(string operation, Tensor z, Numbers? x, Numbers? y)
    {
        if (z.Shape.Rank != 2) throw new ArgumentException($"{operation}: expected a matrix [rows, columns], got {z.Shape}. Take one slice of it, or Reshape.");
        if (z.Size == 0) throw new ArgumentException($"{operation}: the matrix is empty, {z.Shape}. Look at the step that made it: what did it leave?");
        return new Grid(z.Data.ToArray(), Positions(operation, "x", "columns", x, z.Shape[1]), Positions(operation, "y", "rows", y, z.Shape[0]));
    }

    static double[] Positions(string operation, string axis, string what, Numbers? given, int count)
    {
        if (given is null) return [.. Enumerable.Range(0, count)];
        var positions = given.Resolve(count);
        if (positions.Length != count) throw new ArgumentException($"{operation}: {axis} has {positions.Length} positions, but z has {count} {what}. Give one position for each of the {what}.");
        var step = count > 1 ? (positions[^1] - positions[0]) / (count - 1) : 1;
        for (int i = 0; i < count; i++)
            if (!(Math.Abs(positions[0] + i * step - positions[i]) <= 1e-3 * Math.Abs(step)) || step == 0)
                throw new ArgumentException($"{operation}: {axis} is not evenly spaced: position {i} is {positions[i]}, expected {positions[0] + i * step}. Sample the function on an even grid.");
        return positions;
    }

    /// <summary>The borders of the outermost cells, whose centres are the positions.</summary>
    public static IEnumerable<double> Edges(double[] positions)
    {
        var half = (positions.Length > 1 ? positions[1] - positions[0] : 1) / 2;
        return [positions[0] - half, positions[^1] + half];
    }
}
