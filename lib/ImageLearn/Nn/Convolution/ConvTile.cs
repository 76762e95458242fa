using System.Runtime.CompilerServices;

namespace ImageLearn.Nn;

/// <summary>The inner loops of convolution, each over as many sums as the registers hold: <see cref="Rows"/> output channels by three vectors.</summary>
internal unsafe interface IConvTile
{
    static abstract int Rows { get; }
    static abstract int Width { get; }

    /// <summary>y[r, i] = bias[r] + Σ_k w[k, r] · x[offsets[k] + i] for Rows rows r, <paramref name="stride"/> apart, and three vectors of places i.</summary>
    static abstract void Correlate(float* w, float* x, int* offsets, int taps, float* bias, float* y, nint stride);

    /// <summary>sums[r, t] += Σ_i g[r, i] · x[offsets[t] + i] for Rows rows r, <paramref name="stride"/> apart, and three taps t; the count is a multiple of Width/3.</summary>
    static abstract void Dot(float* g, nint stride, float* x, int* offsets, int count, float* sums, nint sumStride);
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dot(float* g, nint stride, float* x, int* offsets, int count, float* sums, nint sumStride)
    {
        V a0 = default, a1 = a0, a2 = a0, b0 = a0, b1 = a0, b2 = a0, c0 = a0, c1 = a0, c2 = a0, d0 = a0, d1 = a0, d2 = a0,
          e0 = a0, e1 = a0, e2 = a0, f0 = a0, f1 = a0, f2 = a0, g0 = a0, g1 = a0, g2 = a0, h0 = a0, h1 = a0, h2 = a0;
        float* from0 = x + offsets[0], from1 = x + offsets[1], from2 = x + offsets[2], end = from0 + count;
        float* top = g, bottom = g + 4 * stride;
        for (; from0 < end; from0 += L.Width, from1 += L.Width, from2 += L.Width, top += L.Width, bottom += L.Width)
        {
            V x0 = L.Load(from0), x1 = L.Load(from1), x2 = L.Load(from2), r;
            r = L.Load(top);                 a0 = L.MultiplyAdd(r, x0, a0); a1 = L.MultiplyAdd(r, x1, a1); a2 = L.MultiplyAdd(r, x2, a2);
            r = L.Load(top + stride);        b0 = L.MultiplyAdd(r, x0, b0); b1 = L.MultiplyAdd(r, x1, b1); b2 = L.MultiplyAdd(r, x2, b2);
            r = L.Load(top + 2 * stride);    c0 = L.MultiplyAdd(r, x0, c0); c1 = L.MultiplyAdd(r, x1, c1); c2 = L.MultiplyAdd(r, x2, c2);
            r = L.Load(top + 3 * stride);    d0 = L.MultiplyAdd(r, x0, d0); d1 = L.MultiplyAdd(r, x1, d1); d2 = L.MultiplyAdd(r, x2, d2);
            r = L.Load(bottom);              e0 = L.MultiplyAdd(r, x0, e0); e1 = L.MultiplyAdd(r, x1, e1); e2 = L.MultiplyAdd(r, x2, e2);
            r = L.Load(bottom + stride);     f0 = L.MultiplyAdd(r, x0, f0); f1 = L.MultiplyAdd(r, x1, f1); f2 = L.MultiplyAdd(r, x2, f2);
            r = L.Load(bottom + 2 * stride); g0 = L.MultiplyAdd(r, x0, g0); g1 = L.MultiplyAdd(r, x1, g1); g2 = L.MultiplyAdd(r, x2, g2);
            r = L.Load(bottom + 3 * stride); h0 = L.MultiplyAdd(r, x0, h0); h1 = L.MultiplyAdd(r, x1, h1); h2 = L.MultiplyAdd(r, x2, h2);
        }
        Add(a0, a1, a2, sums); Add(b0, b1, b2, sums += sumStride); Add(c0, c1, c2, sums += sumStride); Add(d0, d1, d2, sums += sumStride);
        Add(e0, e1, e2, sums += sumStride); Add(f0, f1, f2, sums += sumStride); Add(g0, g1, g2, sums += sumStride); Add(h0, h1, h2, sums + sumStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Add(V s0, V s1, V s2, float* sums)
    {
        sums[0] += L.Sum(s0);
        sums[1] += L.Sum(s1);
        sums[2] += L.Sum(s2);
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dot(float* g, nint stride, float* x, int* offsets, int count, float* sums, nint sumStride)
    {
        V a0 = default, a1 = a0, a2 = a0, b0 = a0, b1 = a0, b2 = a0, c0 = a0, c1 = a0, c2 = a0, d0 = a0, d1 = a0, d2 = a0;
        float* from0 = x + offsets[0], from1 = x + offsets[1], from2 = x + offsets[2], end = from0 + count;
        for (; from0 < end; from0 += L.Width, from1 += L.Width, from2 += L.Width, g += L.Width)
        {
            V x0 = L.Load(from0), x1 = L.Load(from1), x2 = L.Load(from2), r;
            r = L.Load(g);              a0 = L.MultiplyAdd(r, x0, a0); a1 = L.MultiplyAdd(r, x1, a1); a2 = L.MultiplyAdd(r, x2, a2);
            r = L.Load(g + stride);     b0 = L.MultiplyAdd(r, x0, b0); b1 = L.MultiplyAdd(r, x1, b1); b2 = L.MultiplyAdd(r, x2, b2);
            r = L.Load(g + 2 * stride); c0 = L.MultiplyAdd(r, x0, c0); c1 = L.MultiplyAdd(r, x1, c1); c2 = L.MultiplyAdd(r, x2, c2);
            r = L.Load(g + 3 * stride); d0 = L.MultiplyAdd(r, x0, d0); d1 = L.MultiplyAdd(r, x1, d1); d2 = L.MultiplyAdd(r, x2, d2);
        }
        ConvTile8<L, V>.Add(a0, a1, a2, sums); ConvTile8<L, V>.Add(b0, b1, b2, sums += sumStride); ConvTile8<L, V>.Add(c0, c1, c2, sums += sumStride); ConvTile8<L, V>.Add(d0, d1, d2, sums + sumStride);
    }
}
