using System.Runtime.CompilerServices;

namespace ImageLearn;

/// <summary>The product of a matrix and a vector, summed in double precision: it waits for memory, not for arithmetic.</summary>
internal static unsafe class Gemv
{
    /// <summary>c = a·b, or c += a·b, for b of one column.</summary>
    public static void Multiply(MatrixView a, MatrixView b, MatrixView c, bool add)
    {
        var x = Column(b);
        if (a.ColumnStride == 1)
            Work.Split(a.Rows, Work.Grain(a.Columns), (from, end) => Rows(a, x, c, add, from, end));
        else
            Work.Split(a.Rows, Math.Max(1 << 8, Work.Grain(a.Columns)), (from, end) =>   // a run of a column at a time, to read whole cache lines
            {
                var sums = new double[end - from];
                for (int k = 0; k < a.Columns; k++) Accumulate.Add(a.Data.AsSpan(a.Offset + from + k * a.ColumnStride, sums.Length), sums, x[k]);
                for (int i = from; i < end; i++) Put(c, i, sums[i - from], add);
            });
    }

    /// <summary>Rows <paramref name="from"/> … <paramref name="end"/> of the product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Rows(MatrixView a, float[] x, MatrixView c, bool add, int from, int end)
    {
        if (a.Columns < 16) ShortRows(a, x, c, add, from, end);
        else for (int i = from; i < end; i++) Put(c, i, Accumulate.Dot(a.Data.AsSpan(a.Offset + i * a.RowStride, a.Columns), x), add);
    }

    /// <summary>Rows too short for vectors, as those of a table: some are turned into columns, whose multiples are added up in the same order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ShortRows(MatrixView a, float[] x, MatrixView c, bool add, int from, int end)
    {
        const int most = 256;
        float* turned = stackalloc float[most * 16];
        Span<double> sums = stackalloc double[most];
        fixed (float* left = a.Data)
            for (int i = from; i < end; i += most)
            {
                int count = Math.Min(most, end - i);
                Transposition.Copy(left + a.Offset + (long)i * a.RowStride, a.RowStride, count, a.Columns, turned, count);
                sums.Clear();
                for (int k = 0; k < a.Columns; k++) Accumulate.Add(new(turned + k * count, count), sums, x[k]);
                if (c.RowStride == 1 && !add) Accumulate.Round(sums[..count], c.Data.AsSpan(c.Offset + i, count));
                else for (int r = 0; r < count; r++) Put(c, i + r, sums[r], add);
            }
    }

    static void Put(MatrixView c, int row, double sum, bool add)
    {
        ref float to = ref c.Data[c.Offset + row * c.RowStride];
        to = (float)(add ? to + sum : sum);
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
