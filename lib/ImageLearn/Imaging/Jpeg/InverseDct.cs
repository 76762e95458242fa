using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ImageLearn.Imaging.Jpeg;

/// <summary>
/// From 64 coefficients to 8×8 samples: the accurate integer transform after Loeffler, Ligtenberg and Moschytz (1989, doi:10.1109/ICASSP.1989.266596)
/// with 13-bit constants and the roundings of the Independent JPEG Group's decoder, so that pixels agree with other readers'.
/// </summary>
static class InverseDct
{
    const int ConstantBits = 13, FirstPassBits = 2;

    /// <summary>Samples of a block whose coefficients but the mean are zero.</summary>
    public static void Flat(int coefficient, int step, Span<byte> target, int stride)
    {
        // The two passes of the full transform: << 2, then rounded >> 5.
        var level = (byte)Math.Clamp((coefficient * step * 4 + 16 >> 5) + 128, 0, 255);
        for (int y = 0; y < 8; y++) target.Slice(y * stride, 8).Fill(level);
    }

    /// <summary>Multiplies by the steps, transforms columns then rows, centres at 128 and clips.</summary>
    public static void Transform(ReadOnlySpan<short> coefficients, ReadOnlySpan<int> steps, Span<byte> target, int stride)
    {
        Span<int> work = stackalloc int[64];
        ref short c = ref MemoryMarshal.GetReference(coefficients[..64]);
        ref int q = ref MemoryMarshal.GetReference(steps[..64]);
        Vector256<int> Row(ref short c, ref int q, int y) => Vector256.WidenLower(Vector128.LoadUnsafe(ref c, (nuint)(8 * y)).ToVector256Unsafe()) * Vector256.LoadUnsafe(ref q, (nuint)(8 * y));

        Vector256<int> x0 = Row(ref c, ref q, 0), x1 = Row(ref c, ref q, 1), x2 = Row(ref c, ref q, 2), x3 = Row(ref c, ref q, 3),
            x4 = Row(ref c, ref q, 4), x5 = Row(ref c, ref q, 5), x6 = Row(ref c, ref q, 6), x7 = Row(ref c, ref q, 7);
        Pass(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7, ConstantBits - FirstPassBits);
        Transpose(work, ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7);
        Pass(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7, ConstantBits + FirstPassBits + 3);
        Store(work, x0, x1, x2, x3, x4, x5, x6, x7);
        for (int y = 0; y < 8; y++)
        {
            var line = target.Slice(y * stride, 8);
            for (int x = 0; x < 8; x++) line[x] = (byte)work[8 * x + y];
        }
    }

    /// <summary>The one-dimensional transform of eight columns at once, descaled by rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Pass(ref Vector256<int> x0, ref Vector256<int> x1, ref Vector256<int> x2, ref Vector256<int> x3,
        ref Vector256<int> x4, ref Vector256<int> x5, ref Vector256<int> x6, ref Vector256<int> x7, int shift)
    {
        // Even part.
        var z1 = (x2 + x6) * 4433;
        var t2 = z1 - x6 * 15137;
        var t3 = z1 + x2 * 6270;
        var t0 = (x0 + x4) << ConstantBits;
        var t1 = (x0 - x4) << ConstantBits;
        Vector256<int> even0 = t0 + t3, even3 = t0 - t3, even1 = t1 + t2, even2 = t1 - t2;

        // Odd part.
        Vector256<int> z3 = x7 + x3, z4 = x5 + x1, z5 = (z3 + z4) * 9633;
        z1 = (x7 + x1) * -7373;
        var z2 = (x5 + x3) * -20995;
        z3 = z3 * -16069 + z5;
        z4 = z4 * -3196 + z5;
        t0 = x7 * 2446 + z1 + z3;
        t1 = x5 * 16819 + z2 + z4;
        t2 = x3 * 25172 + z2 + z3;
        t3 = x1 * 12299 + z1 + z4;

        var half = Vector256.Create(1 << (shift - 1));
        x0 = (even0 + t3 + half) >> shift;
        x7 = (even0 - t3 + half) >> shift;
        x1 = (even1 + t2 + half) >> shift;
        x6 = (even1 - t2 + half) >> shift;
        x2 = (even2 + t1 + half) >> shift;
        x5 = (even2 - t1 + half) >> shift;
        x3 = (even3 + t0 + half) >> shift;
        x4 = (even3 - t0 + half) >> shift;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Transpose(Span<int> work, ref Vector256<int> x0, ref Vector256<int> x1, ref Vector256<int> x2, ref Vector256<int> x3,
        ref Vector256<int> x4, ref Vector256<int> x5, ref Vector256<int> x6, ref Vector256<int> x7)
    {
        x0.CopyTo(work); x1.CopyTo(work[8..]); x2.CopyTo(work[16..]); x3.CopyTo(work[24..]);
        x4.CopyTo(work[32..]); x5.CopyTo(work[40..]); x6.CopyTo(work[48..]); x7.CopyTo(work[56..]);
        x0 = Column(work, 0); x1 = Column(work, 1); x2 = Column(work, 2); x3 = Column(work, 3);
        x4 = Column(work, 4); x5 = Column(work, 5); x6 = Column(work, 6); x7 = Column(work, 7);
    }

    static Vector256<int> Column(ReadOnlySpan<int> w, int x) =>
        Vector256.Create(w[x], w[8 + x], w[16 + x], w[24 + x], w[32 + x], w[40 + x], w[48 + x], w[56 + x]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store(Span<int> work, Vector256<int> x0, Vector256<int> x1, Vector256<int> x2, Vector256<int> x3, Vector256<int> x4, Vector256<int> x5, Vector256<int> x6, Vector256<int> x7)
    {
        Clipped(x0).CopyTo(work); Clipped(x1).CopyTo(work[8..]); Clipped(x2).CopyTo(work[16..]); Clipped(x3).CopyTo(work[24..]);
        Clipped(x4).CopyTo(work[32..]); Clipped(x5).CopyTo(work[40..]); Clipped(x6).CopyTo(work[48..]); Clipped(x7).CopyTo(work[56..]);
    }

    static Vector256<int> Clipped(Vector256<int> x) => Vector256.Min(Vector256.Max(x + Vector256.Create(128), Vector256<int>.Zero), Vector256.Create(255));
}
