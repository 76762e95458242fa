using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ImageLearn;

/// <summary>
/// A block of the product small enough for the registers: <see cref="Rows"/> × <see cref="Columns"/> sums, to which each step adds the
/// product of a column of a and a packed row of b. What is r rows and k columns from the start of a lies r·row + k·step numbers from it.
/// </summary>
internal unsafe interface ITile
{
    static abstract int Rows { get; }
    static abstract int Columns { get; }

    /// <summary>c = a·b, or c += a·b, for a [Rows, inner], packed b [inner, Columns] and c with rows <paramref name="stride"/> apart.</summary>
    static abstract void Multiply(float* a, nint row, nint step, float* b, int inner, float* c, int stride, bool add);

    /// <summary>The same for the rows that are left over, <see cref="Tile.Few"/> at a time.</summary>
    static abstract void MultiplyFew(float* a, nint row, nint step, float* b, int inner, float* c, int stride, bool add);
}

internal static class Tile
{
    /// <summary>Rows of the tile for what is left over: 8 sums, as few as keep the processor's multipliers busy.</summary>
    public const int Few = 4;
}

// The sums are single locals because only those stay in registers.

/// <summary>12 rows of two vectors, 24 sums: for processors with 32 vector registers (AVX-512, NEON).</summary>
internal readonly unsafe struct TallTile<L, V> : ITile where L : ILane<V> where V : struct
{
    public static int Rows => 12;
    public static int Columns => 2 * L.Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* a, nint row, nint step, float* b, int inner, float* c, int stride, bool add)
    {
        V x00 = default, x01 = default, x10 = default, x11 = default, x20 = default, x21 = default, x30 = default, x31 = default,
          x40 = default, x41 = default, x50 = default, x51 = default, x60 = default, x61 = default, x70 = default, x71 = default,
          x80 = default, x81 = default, x90 = default, x91 = default, xa0 = default, xa1 = default, xb0 = default, xb1 = default;
        if (Sse.IsSupported)   // c is needed only at the end: let it be fetched meanwhile
            for (int r = 0; r < Rows; r++) { Sse.Prefetch0(c + (long)r * stride); Sse.Prefetch0(c + (long)r * stride + L.Width); }
        float* a3 = a + 3 * row, a6 = a + 6 * row, a9 = a + 9 * row;
        nint row2 = 2 * row;
        for (int k = 0; k < inner; k++)
        {
            V b0 = L.Load(b), b1 = L.Load(b + L.Width), r;
            if (Sse.IsSupported) { Sse.Prefetch0(b + 32 * L.Width); Sse.Prefetch0(b + 33 * L.Width); }   // 16 steps ahead
            r = L.Repeat(a[0]);     x00 = L.MultiplyAdd(r, b0, x00); x01 = L.MultiplyAdd(r, b1, x01);
            r = L.Repeat(a[row]);   x10 = L.MultiplyAdd(r, b0, x10); x11 = L.MultiplyAdd(r, b1, x11);
            r = L.Repeat(a[row2]);  x20 = L.MultiplyAdd(r, b0, x20); x21 = L.MultiplyAdd(r, b1, x21);
            r = L.Repeat(a3[0]);    x30 = L.MultiplyAdd(r, b0, x30); x31 = L.MultiplyAdd(r, b1, x31);
            r = L.Repeat(a3[row]);  x40 = L.MultiplyAdd(r, b0, x40); x41 = L.MultiplyAdd(r, b1, x41);
            r = L.Repeat(a3[row2]); x50 = L.MultiplyAdd(r, b0, x50); x51 = L.MultiplyAdd(r, b1, x51);
            r = L.Repeat(a6[0]);    x60 = L.MultiplyAdd(r, b0, x60); x61 = L.MultiplyAdd(r, b1, x61);
            r = L.Repeat(a6[row]);  x70 = L.MultiplyAdd(r, b0, x70); x71 = L.MultiplyAdd(r, b1, x71);
            r = L.Repeat(a6[row2]); x80 = L.MultiplyAdd(r, b0, x80); x81 = L.MultiplyAdd(r, b1, x81);
            r = L.Repeat(a9[0]);    x90 = L.MultiplyAdd(r, b0, x90); x91 = L.MultiplyAdd(r, b1, x91);
            r = L.Repeat(a9[row]);  xa0 = L.MultiplyAdd(r, b0, xa0); xa1 = L.MultiplyAdd(r, b1, xa1);
            r = L.Repeat(a9[row2]); xb0 = L.MultiplyAdd(r, b0, xb0); xb1 = L.MultiplyAdd(r, b1, xb1);
            a += step; a3 += step; a6 += step; a9 += step;
            b += 2 * L.Width;
        }
        Put(c, x00, x01, add); c += stride; Put(c, x10, x11, add); c += stride; Put(c, x20, x21, add); c += stride; Put(c, x30, x31, add); c += stride;
        Put(c, x40, x41, add); c += stride; Put(c, x50, x51, add); c += stride; Put(c, x60, x61, add); c += stride; Put(c, x70, x71, add); c += stride;
        Put(c, x80, x81, add); c += stride; Put(c, x90, x91, add); c += stride; Put(c, xa0, xa1, add); c += stride; Put(c, xb0, xb1, add);
    }

    public static void MultiplyFew(float* a, nint row, nint step, float* b, int inner, float* c, int stride, bool add) => LowTile<L, V>.Multiply(a, row, step, b, inner, c, stride, add);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Put(float* c, V low, V high, bool add) => LowTile<L, V>.Put(c, low, high, add);
}

/// <summary>6 rows of two vectors, 12 sums: for processors with 16 vector registers (AVX2).</summary>
internal readonly unsafe struct WideTile<L, V> : ITile where L : ILane<V> where V : struct
{
    public static int Rows => 6;
    public static int Columns => 2 * L.Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* a, nint row, nint step, float* b, int inner, float* c, int stride, bool add)
    {
        V x00 = default, x01 = default, x10 = default, x11 = default, x20 = default, x21 = default,
          x30 = default, x31 = default, x40 = default, x41 = default, x50 = default, x51 = default;
        float* a3 = a + 3 * row;
        nint row2 = 2 * row;
        for (int k = 0; k < inner; k++)
        {
            V b0 = L.Load(b), b1 = L.Load(b + L.Width), r;
            if (Sse.IsSupported) Sse.Prefetch0(b + 32 * L.Width);
            r = L.Repeat(a[0]);     x00 = L.MultiplyAdd(r, b0, x00); x01 = L.MultiplyAdd(r, b1, x01);
            r = L.Repeat(a[row]);   x10 = L.MultiplyAdd(r, b0, x10); x11 = L.MultiplyAdd(r, b1, x11);
            r = L.Repeat(a[row2]);  x20 = L.MultiplyAdd(r, b0, x20); x21 = L.MultiplyAdd(r, b1, x21);
            r = L.Repeat(a3[0]);    x30 = L.MultiplyAdd(r, b0, x30); x31 = L.MultiplyAdd(r, b1, x31);
            r = L.Repeat(a3[row]);  x40 = L.MultiplyAdd(r, b0, x40); x41 = L.MultiplyAdd(r, b1, x41);
            r = L.Repeat(a3[row2]); x50 = L.MultiplyAdd(r, b0, x50); x51 = L.MultiplyAdd(r, b1, x51);
            a += step; a3 += step;
            b += 2 * L.Width;
        }
        Put(c, x00, x01, add); c += stride; Put(c, x10, x11, add); c += stride; Put(c, x20, x21, add); c += stride;
        Put(c, x30, x31, add); c += stride; Put(c, x40, x41, add); c += stride; Put(c, x50, x51, add);
    }

    public static void MultiplyFew(float* a, nint row, nint step, float* b, int inner, float* c, int stride, bool add) => LowTile<L, V>.Multiply(a, row, step, b, inner, c, stride, add);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Put(float* c, V low, V high, bool add) => LowTile<L, V>.Put(c, low, high, add);
}

/// <summary>4 rows of two vectors, for what is left over.</summary>
internal static unsafe class LowTile<L, V> where L : ILane<V> where V : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* a, nint row, nint step, float* b, int inner, float* c, int stride, bool add)
    {
        V x00 = default, x01 = default, x10 = default, x11 = default, x20 = default, x21 = default, x30 = default, x31 = default;
        float* a2 = a + 2 * row;
        for (int k = 0; k < inner; k++)
        {
            V b0 = L.Load(b), b1 = L.Load(b + L.Width), r;
            r = L.Repeat(a[0]);    x00 = L.MultiplyAdd(r, b0, x00); x01 = L.MultiplyAdd(r, b1, x01);
            r = L.Repeat(a[row]);  x10 = L.MultiplyAdd(r, b0, x10); x11 = L.MultiplyAdd(r, b1, x11);
            r = L.Repeat(a2[0]);   x20 = L.MultiplyAdd(r, b0, x20); x21 = L.MultiplyAdd(r, b1, x21);
            r = L.Repeat(a2[row]); x30 = L.MultiplyAdd(r, b0, x30); x31 = L.MultiplyAdd(r, b1, x31);
            a += step; a2 += step;
            b += 2 * L.Width;
        }
        Put(c, x00, x01, add); c += stride; Put(c, x10, x11, add); c += stride; Put(c, x20, x21, add); c += stride; Put(c, x30, x31, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Put(float* c, V low, V high, bool add)
    {
        if (add) (low, high) = (L.Add(low, L.Load(c)), L.Add(high, L.Load(c + L.Width)));
        L.Store(low, c);
        L.Store(high, c + L.Width);
    }
}
