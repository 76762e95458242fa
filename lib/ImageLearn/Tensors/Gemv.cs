namespace ImageLearn;

/// <summary>The product of a matrix and a vector, summed in double precision: it waits for memory, not for arithmetic.</summary>
internal static class Gemv
{
    /// <summary>c = a·b for b of one column.</summary>
    public static void Multiply(MatrixView a, MatrixView b, float[] c, int offset, int threads)
    {
        var x = Column(b);
        if (a.ColumnStride == 1)
            Work.Split(a.Rows, Math.Max(1, (1 << 16) / a.Columns), threads, (from, end) =>
            {
                for (int i = from; i < end; i++) c[offset + i] = (float)Accumulate.Dot(a.Data.AsSpan(a.Offset + i * a.RowStride, a.Columns), x);
            });
        else
            Work.Split(a.Rows, 1 << 12, threads, (from, end) =>
            {
                var sums = new double[end - from];
                for (int k = 0; k < a.Columns; k++) Accumulate.Add(a.Data.AsSpan(a.Offset + from + k * a.ColumnStride, sums.Length), sums, x[k]);
                Accumulate.Round(sums, c.AsSpan(offset + from));
            });
    }

    /// <summary>A matrix of one column as dense numbers.</summary>
    static float[] Column(MatrixView b)
    {
        if (b.RowStride == 1 && b.Offset == 0 && b.Data.Length == b.Rows) return b.Data;
        var x = new float[b.Rows];
        for (int i = 0; i < x.Length; i++) x[i] = b.Data[b.Offset + i * b.RowStride];
        return x;
    }
}
