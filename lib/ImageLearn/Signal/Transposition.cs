using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ImageLearn.Signal;

/// <summary>Rows to columns, four by four in registers.</summary>
internal static unsafe class Transposition
{
    const int Tile = 16;   // numbers in a cache line

    /// <summary>y[j, i] = x[i, j] · scale for <paramref name="rows"/> rows i and <paramref name="columns"/> columns j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* x, nint stepX, float* y, nint stepY, int rows, int columns, float scale = 1)
    {
        var factor = Vector128.Create(scale);
        int wholeRows = rows & ~3, wholeColumns = columns & ~3;
        for (int top = 0; top < wholeRows; top += Tile)
            for (int left = 0; left < wholeColumns; left += Tile)
            {
                int bottom = Math.Min(top + Tile, wholeRows), right = Math.Min(left + Tile, wholeColumns);
                // Rows that lie far apart may all want the same place in the cache: few of those at a time, and each line in one go.
                if (stepX > stepY)
                    for (int i = top; i < bottom; i += 4)
                        for (int j = left; j < right; j += 4) Four(x + i * stepX + j, stepX, y + j * stepY + i, stepY, factor);
                else
                    for (int j = left; j < right; j += 4)
                        for (int i = top; i < bottom; i += 4) Four(x + i * stepX + j, stepX, y + j * stepY + i, stepY, factor);
            }
        for (int i = 0; i < rows; i++)
            for (int j = i < wholeRows ? wholeColumns : 0; j < columns; j++) y[j * stepY + i] = x[i * stepX + j] * scale;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Four(float* x, nint stepX, float* y, nint stepY, Vector128<float> scale)
    {
        var (a, b) = Zip(Vector128.Load(x) * scale, Vector128.Load(x + 2 * stepX) * scale);
        var (c, d) = Zip(Vector128.Load(x + stepX) * scale, Vector128.Load(x + 3 * stepX) * scale);
        var (first, second) = Zip(a, c);
        var (third, fourth) = Zip(b, d);
        first.Store(y);
        second.Store(y + stepY);
        third.Store(y + 2 * stepY);
        fourth.Store(y + 3 * stepY);
    }

    /// <summary>a₀ b₀ a₁ b₁ and a₂ b₂ a₃ b₃</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (Vector128<float>, Vector128<float>) Zip(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? (Sse.UnpackLow(a, b), Sse.UnpackHigh(a, b))
        : AdvSimd.Arm64.IsSupported ? (AdvSimd.Arm64.ZipLow(a, b), AdvSimd.Arm64.ZipHigh(a, b))
        : (Vector128.Create(a[0], b[0], a[1], b[1]), Vector128.Create(a[2], b[2], a[3], b[3]));
}
