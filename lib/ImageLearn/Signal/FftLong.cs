using System.Collections.Concurrent;

namespace ImageLearn.Signal;

/// <summary>
/// The transform of one row, n = rows·columns numbers, as transforms of the columns of a matrix, so that registers are full without other
/// rows beside it: with j = columns·a + b and k = c + rows·d, y_k = Σ_b (e^(−2πi·bc/n) Σ_a x_j·e^(−2πi·ac/rows))·e^(−2πi·bd/columns)
/// (Bailey 1990, FFTs in external or hierarchical memory, doi:10.1007/BF00162341).
/// </summary>
internal sealed unsafe partial class FftLong
{
    const int Kept = 8, Shortest = 64, Longest = 1 << 14;   // tables; lengths for which rows side by side are as good
    static readonly ConcurrentDictionary<int, FftLong> Tables = new();

    readonly int _rows, _columns;
    readonly float[] _re, _im;   // e^(−2πi·bc/n) at [c, b]

    FftLong(int rows, int columns)
    {
        (_rows, _columns, _re, _im) = (rows, columns, new float[rows * columns], new float[rows * columns]);
        for (int c = 0; c < rows; c++)
            for (int b = 0; b < columns; b++) (_re[c * columns + b], _im[c * columns + b]) = FftPlan.Root((long)c * b, (long)rows * columns);
    }

    /// <summary>For rows that are too few or too long to be transformed side by side; null where that is the better way, or the only one.</summary>
    public static FftLong? For(int length, int rows)
    {
        if (length < Shortest || (rows >= FftPlan.Lanes && length < Longest)) return null;
        if (Tables.TryGetValue(length, out var table)) return table;
        int divisor = (int)Math.Sqrt(length);
        while (length % divisor != 0) divisor--;
        if (divisor < FftPlan.Lanes) return null;
        if (Tables.Count >= Kept) Tables.Clear();
        return Tables.GetOrAdd(length, n => new(divisor, n / divisor));
    }

    /// <summary>Transforms one row x into y, times <paramref name="scale"/>.</summary>
    public void Transform(Planes x, Planes y, float scale)
    {
        int n = _re.Length;
        using var first = new Scratch(n, 1);
        using var second = new Scratch(n, 1);
        Planes a = new(first.Planes.Re, first.Planes.Im, _columns), b = new(second.Planes.Re, second.Planes.Im, _rows);
        FftColumns.Transform(new(x.Re, x.Im, _columns), a, _rows, _columns);
        fixed (float* re = _re, im = _im)
            FftPlan.For(_rows).Multiply(a, new(re, im, 1), n);
        Transposition.Copy(a.Re, _columns, _rows, _columns, b.Re, _rows, scale);
        Transposition.Copy(a.Im, _columns, _rows, _columns, b.Im, _rows, scale);
        FftColumns.Transform(b, new(y.Re, y.Im, _rows), _columns, _rows);
    }
}
