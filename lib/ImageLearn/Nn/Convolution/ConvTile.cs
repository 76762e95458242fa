using System.Runtime.CompilerServices;

namespace ImageLearn.Nn;

/// <summary>The inner loop of convolution, over as many sums as the registers hold: <see cref="Rows"/> output channels by three vectors.</summary>
internal unsafe interface IConvTile
{
    static abstract int Rows { get; }
    static abstract int Width { get; }

    /// <summary>y[r, i] = bias[r] + Σ_k w[k, r] · x[offsets[k] + i] for Rows rows r, <paramref name="stride"/> apart, and three vectors of places i.</summary>
    static abstract void Correlate(float* w, float* x, int* offsets, int taps, float* bias, float* y, nint stride);
}

internal static class ConvTile
{
    /// <summary>Three vectors of the widest kind.</summary>
    public const int Widest = 3 * 16;
}

// The sums are single locals because only those stay in registers.

/// <summary>8 channels, 24 sums: for processors with 32 vector registers.</summary>
internal readonly unsafe struct ConvTile8<L, V> : IConvTile where L : ILane<V> where V : struct
{
    public static int Rows => 8;
    public static int Width => 3 * L.Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Correlate(float* w, float* x, int* offsets, int taps, float* bias, float* y, nint stride)
    {
        V a0 = L.Repeat(bias[0]), a1 = a0, a2 = a0, b0 = L.Repeat(bias[1]), b1 = b0, b2 = b0, c0 = L.Repeat(bias[2]), c1 = c0, c2 = c0, d0 = L.Repeat(bias[3]), d1 = d0, d2 = d0,
          e0 = L.Repeat(bias[4]), e1 = e0, e2 = e0, f0 = L.Repeat(bias[5]), f1 = f0, f2 = f0, g0 = L.Repeat(bias[6]), g1 = g0, g2 = g0, h0 = L.Repeat(bias[7]), h1 = h0, h2 = h0;
        for (int k = 0; k < taps; k++)
        {
            float* from = x + offsets[k];
            V x0 = L.Load(from), x1 = L.Load(from + L.Width), x2 = L.Load(from + 2 * L.Width), r;
            r = L.Repeat(w[0]); a0 = L.MultiplyAdd(r, x0, a0); a1 = L.MultiplyAdd(r, x1, a1); a2 = L.MultiplyAdd(r, x2, a2);
            r = L.Repeat(w[1]); b0 = L.MultiplyAdd(r, x0, b0); b1 = L.MultiplyAdd(r, x1, b1); b2 = L.MultiplyAdd(r, x2, b2);
            r = L.Repeat(w[2]); c0 = L.MultiplyAdd(r, x0, c0); c1 = L.MultiplyAdd(r, x1, c1); c2 = L.MultiplyAdd(r, x2, c2);
            r = L.Repeat(w[3]); d0 = L.MultiplyAdd(r, x0, d0); d1 = L.MultiplyAdd(r, x1, d1); d2 = L.MultiplyAdd(r, x2, d2);
            r = L.Repeat(w[4]); e0 = L.MultiplyAdd(r, x0, e0); e1 = L.MultiplyAdd(r, x1, e1); e2 = L.MultiplyAdd(r, x2, e2);
            r = L.Repeat(w[5]); f0 = L.MultiplyAdd(r, x0, f0); f1 = L.MultiplyAdd(r, x1, f1); f2 = L.MultiplyAdd(r, x2, f2);
            r = L.Repeat(w[6]); g0 = L.MultiplyAdd(r, x0, g0); g1 = L.MultiplyAdd(r, x1, g1); g2 = L.MultiplyAdd(r, x2, g2);
            r = L.Repeat(w[7]); h0 = L.MultiplyAdd(r, x0, h0); h1 = L.MultiplyAdd(r, x1, h1); h2 = L.MultiplyAdd(r, x2, h2);
            w += 8;
        }
        Put(a0, a1, a2, y); Put(b0, b1, b2, y += stride); Put(c0, c1, c2, y += stride); Put(d0, d1, d2, y += stride);
        Put(e0, e1, e2, y += stride); Put(f0, f1, f2, y += stride); Put(g0, g1, g2, y += stride); Put(h0, h1, h2, y + stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Put(V y0, V y1, V y2, float* y)
    {
        L.Store(y0, y);
        L.Store(y1, y + L.Width);
        L.Store(y2, y + 2 * L.Width);
    }
}

/// <summary>4 channels, 12 sums: for processors with 16 vector registers (AVX2), and for the last few channels anywhere.</summary>
internal readonly unsafe struct ConvTile4<L, V> : IConvTile where L : ILane<V> where V : struct
{
    public static int Rows => 4;
    public static int Width => 3 * L.Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Correlate(float* w, float* x, int* offsets, int taps, float* bias, float* y, nint stride)
    {
        V a0 = L.Repeat(bias[0]), a1 = a0, a2 = a0, b0 = L.Repeat(bias[1]), b1 = b0, b2 = b0, c0 = L.Repeat(bias[2]), c1 = c0, c2 = c0, d0 = L.Repeat(bias[3]), d1 = d0, d2 = d0;
        for (int k = 0; k < taps; k++)
        {
            float* from = x + offsets[k];
            V x0 = L.Load(from), x1 = L.Load(from + L.Width), x2 = L.Load(from + 2 * L.Width), r;
            r = L.Repeat(w[0]); a0 = L.MultiplyAdd(r, x0, a0); a1 = L.MultiplyAdd(r, x1, a1); a2 = L.MultiplyAdd(r, x2, a2);
            r = L.Repeat(w[1]); b0 = L.MultiplyAdd(r, x0, b0); b1 = L.MultiplyAdd(r, x1, b1); b2 = L.MultiplyAdd(r, x2, b2);
            r = L.Repeat(w[2]); c0 = L.MultiplyAdd(r, x0, c0); c1 = L.MultiplyAdd(r, x1, c1); c2 = L.MultiplyAdd(r, x2, c2);
            r = L.Repeat(w[3]); d0 = L.MultiplyAdd(r, x0, d0); d1 = L.MultiplyAdd(r, x1, d1); d2 = L.MultiplyAdd(r, x2, d2);
            w += 4;
        }
        ConvTile8<L, V>.Put(a0, a1, a2, y); ConvTile8<L, V>.Put(b0, b1, b2, y += stride); ConvTile8<L, V>.Put(c0, c1, c2, y += stride); ConvTile8<L, V>.Put(d0, d1, d2, y + stride);
    }
}
