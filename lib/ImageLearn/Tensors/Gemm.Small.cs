using System.Runtime.Intrinsics;

namespace ImageLearn;

/// <summary>Products too small to be worth packing: a strip of columns of c at a time, four rows together, straight from where a and b lie.</summary>
internal static unsafe class SmallGemm
{
    /// <summary>Up to so many multiplications.</summary>
    public const int Limit = 1 << 14;

    /// <summary>c = a·b, or c += a·b.</summary>
    public static void Multiply(MatrixView a, MatrixView b, MatrixView c, bool add)
    {
        if (b.ColumnStride == 1) { Strips(a, b, c, add); return; }
        // b's columns lie in sequence: turn them into rows first.
        Span<float> rows = b.Rows * b.Columns <= 1024 ? stackalloc float[b.Rows * b.Columns] : new float[b.Rows * b.Columns];
        for (int k = 0; k < b.Rows; k++)
            for (int j = 0; j < b.Columns; j++) rows[k * b.Columns + j] = b.Data[b.Offset + k * b.RowStride + j * b.ColumnStride];
        fixed (float* from = rows) Strips(a, from, b.Columns, c, add);
    }

    static void Strips(MatrixView a, MatrixView b, MatrixView c, bool add)
    {
        fixed (float* from = b.Data) Strips(a, from + b.Offset, b.RowStride, c, add);
    }

    static void Strips(MatrixView a, float* b, int stride, MatrixView c, bool add)
    {
        fixed (float* left = a.Data, to = c.Data)
            for (int j = 0; j < c.Columns;)
            {
                int rest = c.Columns - j;
                if (rest >= 16 && Vector512.IsHardwareAccelerated) j += Strip<Lane512, Vector512<float>>(a, left + a.Offset, b + j, stride, to + c.Offset + j, c.RowStride, add);
                else if (rest >= 8 && Vector256.IsHardwareAccelerated) j += Strip<Lane256, Vector256<float>>(a, left + a.Offset, b + j, stride, to + c.Offset + j, c.RowStride, add);
                else if (rest >= 4) j += Strip<Lane128, Vector128<float>>(a, left + a.Offset, b + j, stride, to + c.Offset + j, c.RowStride, add);
                else j += Strip<Lane32, float>(a, left + a.Offset, b + j, stride, to + c.Offset + j, c.RowStride, add);
            }
    }

    /// <summary>As many columns of c as a vector holds. Returns their number.</summary>
    static int Strip<L, V>(MatrixView a, float* left, float* b, int stride, float* c, int cStride, bool add) where L : ILane<V> where V : struct
    {
        int i = 0, rowStride = a.RowStride;
        for (; i <= a.Rows - 4; i += 4)
        {
            V x0 = default, x1 = default, x2 = default, x3 = default;
            float* p = left + (long)i * rowStride, q = b;
            for (int k = 0; k < a.Columns; k++)
            {
                V r = L.Load(q);
                x0 = L.MultiplyAdd(L.Repeat(p[0]), r, x0);
                x1 = L.MultiplyAdd(L.Repeat(p[rowStride]), r, x1);
                x2 = L.MultiplyAdd(L.Repeat(p[2 * rowStride]), r, x2);
                x3 = L.MultiplyAdd(L.Repeat(p[3 * rowStride]), r, x3);
                p += a.ColumnStride;
                q += stride;
            }
            float* to = c + (long)i * cStride;
            Put<L, V>(to, x0, add);
            Put<L, V>(to + cStride, x1, add);
            Put<L, V>(to + 2 * cStride, x2, add);
            Put<L, V>(to + 3 * cStride, x3, add);
        }
        for (; i < a.Rows; i++)
        {
            V x = default;
            float* p = left + (long)i * rowStride, q = b;
            for (int k = 0; k < a.Columns; k++, p += a.ColumnStride, q += stride) x = L.MultiplyAdd(L.Repeat(*p), L.Load(q), x);
            Put<L, V>(c + (long)i * cStride, x, add);
        }
        return L.Width;
    }

    static void Put<L, V>(float* c, V sum, bool add) where L : ILane<V> where V : struct => L.Store(add ? L.Add(sum, L.Load(c)) : sum, c);
}
