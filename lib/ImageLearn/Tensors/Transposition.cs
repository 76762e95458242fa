using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ImageLearn;

/// <summary>Copying rows to columns, four by four in registers.</summary>
internal static unsafe class Transposition
{
    const int Side = 16;   // numbers in a cache line

    /// <summary>to[c, r] = from[r, c] · scale, for rows of <paramref name="from"/> that lie in sequence, and so those of <paramref name="to"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(float* from, long fromStride, int rows, int columns, float* to, long toStride, float scale = 1)
    {
        var factor = Vector128.Create(scale);
        int wholeRows = rows & ~3, wholeColumns = columns & ~3;
        for (int top = 0; top < wholeRows; top += Side)
            for (int left = 0; left < wholeColumns; left += Side)
            {
                int bottom = Math.Min(top + Side, wholeRows), right = Math.Min(left + Side, wholeColumns);
                // Rows that lie far apart may all want the same place in the cache: few of those at a time, and each line in one go.
                if (fromStride > toStride)
                    for (int r = top; r < bottom; r += 4)
                        for (int c = left; c < right; c += 4) Four(from + r * fromStride + c, fromStride, to + c * toStride + r, toStride, factor);
                else
                    for (int c = left; c < right; c += 4)
                        for (int r = top; r < bottom; r += 4) Four(from + r * fromStride + c, fromStride, to + c * toStride + r, toStride, factor);
            }
        int done = wholeColumns < columns ? Leftover(from + wholeColumns, fromStride, rows, columns - wholeColumns, to + wholeColumns * toStride, toStride, factor) : 0;
        for (int c = 0; c < columns; c++)
        {
            int r = c < wholeColumns ? wholeRows : done;
            float* p = from + r * fromStride + c, q = to + c * toStride;
            for (; r < rows; r++, p += fromStride) q[r] = *p * scale;
        }
    }

    /// <summary>Up to three columns, four rows at a time, as long as four numbers may be read of each row. Returns how many rows are done.</summary>
    static int Leftover(float* from, long fromStride, int rows, int columns, float* to, long toStride, Vector128<float> scale)
    {
        if (fromStride < 1) return 0;
        int r = 0, readable = rows - (int)((4 - columns + fromStride - 1) / fromStride);
        for (; r <= readable - 4; r += 4)
        {
            var (first, second, third, _) = Turned(from + r * fromStride, fromStride, scale);
            first.Store(to + r);
            if (columns > 1) second.Store(to + toStride + r);
            if (columns > 2) third.Store(to + 2 * toStride + r);
        }
        return r;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Four(float* from, long fromStride, float* to, long toStride, Vector128<float> scale)
    {
        var (first, second, third, fourth) = Turned(from, fromStride, scale);
        first.Store(to);
        second.Store(to + toStride);
        third.Store(to + 2 * toStride);
        fourth.Store(to + 3 * toStride);
    }

    /// <summary>Four numbers each of four rows, as columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (Vector128<float>, Vector128<float>, Vector128<float>, Vector128<float>) Turned(float* from, long fromStride, Vector128<float> scale)
    {
        var (a, b) = Zip(Vector128.Load(from) * scale, Vector128.Load(from + 2 * fromStride) * scale);
        var (c, d) = Zip(Vector128.Load(from + fromStride) * scale, Vector128.Load(from + 3 * fromStride) * scale);
        var (first, second) = Zip(a, c);
        var (third, fourth) = Zip(b, d);
        return (first, second, third, fourth);
    }

    /// <summary>a₀ b₀ a₁ b₁ and a₂ b₂ a₃ b₃</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (Vector128<float>, Vector128<float>) Zip(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? (Sse.UnpackLow(a, b), Sse.UnpackHigh(a, b))
        : AdvSimd.Arm64.IsSupported ? (AdvSimd.Arm64.ZipLow(a, b), AdvSimd.Arm64.ZipHigh(a, b))
        : (Vector128.Create(a[0], b[0], a[1], b[1]), Vector128.Create(a[2], b[2], a[3], b[3]));
}
