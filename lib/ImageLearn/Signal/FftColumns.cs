namespace ImageLearn.Signal;

/// <summary>Transforms along an axis that is not the last: of the columns of a matrix, some side by side.</summary>
internal static unsafe class FftColumns
{
    /// <summary>How many numbers of a row are transformed together: a few cache lines, fewer where columns are long.</summary>
    internal static int Width(int length) => FftPlan.Lanes * Math.Clamp((1 << 15) / Math.Max(1, length) / FftPlan.Lanes, 1, 8);

    /// <summary>Transforms each column of the matrix [length, columns] x into y, which may be the same.</summary>
    public static void Transform(Planes x, Planes y, int length, int columns)
    {
        var plan = FftPlan.For(length);
        int block = Width(length), whole = columns / FftPlan.Lanes * FftPlan.Lanes;
        Work.Split((columns + block - 1) / block, Work.Grain((long)length * block), (from, end) =>
        {
            for (int i = from; i < end; i++)
            {
                int column = i * block, width = Math.Min(block, whole - column);
                if (width > 0) plan.Transform(x.At(column), y.At(column), width);
                if (column + block > whole && whole < columns) Remainder(plan, x.At(whole), y.At(whole), columns - whole);
            }
        });
    }

    /// <summary>Fewer columns than a register has lanes, by way of a copy with room for all.</summary>
    static void Remainder(FftPlan plan, Planes x, Planes y, int columns)
    {
        using var copy = new Scratch(plan.Length, FftPlan.Lanes);
        var rows = copy.Planes;
        new Span<float>(rows.Re, plan.Length * FftPlan.Lanes).Clear();
        new Span<float>(rows.Im, plan.Length * FftPlan.Lanes).Clear();
        for (int i = 0; i < plan.Length; i++) Copy(x, rows, i, columns);
        plan.Transform(rows, rows, FftPlan.Lanes);
        for (int i = 0; i < plan.Length; i++) Copy(rows, y, i, columns);
    }

    static void Copy(Planes x, Planes y, int row, int columns)
    {
        new ReadOnlySpan<float>(x.Re + row * x.Step, columns).CopyTo(new(y.Re + row * y.Step, columns));
        new ReadOnlySpan<float>(x.Im + row * x.Step, columns).CopyTo(new(y.Im + row * y.Step, columns));
    }
}
