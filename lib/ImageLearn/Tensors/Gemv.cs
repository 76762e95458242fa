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

    /// <summary>Rows <paramref name="from"/> … <paramref name="end"/> of the product. A table has few columns and many rows: nothing may cost much a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Rows(MatrixView a, float[] x, MatrixView c, bool add, int from, int end)
    {
        int columns = a.Columns;
        fixed (float* left = a.Data, right = x, product = c.Data)
            for (int i = from; i < end; i++)
            {
                float* row = left + a.Offset + (long)i * a.RowStride, to = product + c.Offset + (long)i * c.RowStride;
                double sum = 0;
                if (columns >= 16) sum = Accumulate.Dot(new(row, columns), new(right, columns));
                else for (int k = 0; k < columns; k++) sum += (double)row[k] * right[k];
                *to = (float)(add ? *to + sum : sum);
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
