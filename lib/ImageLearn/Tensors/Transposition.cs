using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ImageLearn;

/// <summary>Copying rows to columns, four by four in registers.</summary>
internal static unsafe class Transposition
{
    /// <summary>to[c, r] = from[r, c], for rows of <paramref name="from"/> that lie in sequence, and so those of <paramref name="to"/>.</summary>
    public static void Copy(float* from, long fromStride, int rows, int columns, float* to, long toStride)
    {
        const int tile = 32;   // both sides of a tile stay in the first-level cache
        for (int r = 0; r < rows; r += tile)
            for (int c = 0; c < columns; c += tile)
                Tile(from + r * fromStride + c, fromStride, Math.Min(tile, rows - r), Math.Min(tile, columns - c), to + c * toStride + r, toStride);
    }

    static void Tile(float* from, long fromStride, int rows, int columns, float* to, long toStride)
    {
        int r = 0;
        for (; r <= rows - 4; r += 4)
        {
            float* p = from + r * fromStride, q = to + r;
            int c = 0;
            for (; c <= columns - 4; c += 4, p += 4, q += 4 * toStride)
            {
                Vector128<float> x0 = Vector128.Load(p), x1 = Vector128.Load(p + fromStride), x2 = Vector128.Load(p + 2 * fromStride), x3 = Vector128.Load(p + 3 * fromStride);
                Vector128<float> low0 = Low(x0, x2), low1 = Low(x1, x3), high0 = High(x0, x2), high1 = High(x1, x3);
                Low(low0, low1).Store(q);
                High(low0, low1).Store(q + toStride);
                Low(high0, high1).Store(q + 2 * toStride);
                High(high0, high1).Store(q + 3 * toStride);
            }
            for (; c < columns; c++, p++, q += toStride) (q[0], q[1], q[2], q[3]) = (p[0], p[fromStride], p[2 * fromStride], p[3 * fromStride]);
        }
        for (; r < rows; r++)
            for (int c = 0; c < columns; c++) to[c * toStride + r] = from[r * fromStride + c];
    }

    /// <summary>a₀ b₀ a₁ b₁</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> Low(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b) : Vector128.Create(a[0], b[0], a[1], b[1]);

    /// <summary>a₂ b₂ a₃ b₃</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> High(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b) : Vector128.Create(a[2], b[2], a[3], b[3]);
}
