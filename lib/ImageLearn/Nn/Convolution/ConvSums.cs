using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageLearn.Nn;

/// <summary>
/// The inner loop of the gradient of a convolution's weights: sums over places, for a few taps and channels. A vector holds four places of
/// each of some channels, so that what a tap reads at those places is one load, and a few channels are enough to fill two vectors.
/// </summary>
internal static unsafe class ConvSums<L, V> where L : IQuadLane<V> where V : struct
{
    /// <summary>Taps of one tile: twelve sums, as many as 16 registers can hold beside their operands.</summary>
    public const int Taps = 6;

    /// <summary>Channels of one tile.</summary>
    public static int Channels => L.Width / 2;

    /// <summary>sums[t, c, i mod 4] += Σ_i x[offsets[t] + i] · g[i, c], the sums apart for each of four places, and g packed as [⌊i/4⌋, c, i mod 4].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* x, int* offsets, float* g, int quads, float* sums)
    {
        V a0 = default, a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0, e0 = a0, e1 = a0, f0 = a0, f1 = a0;
        float* a = x + offsets[0], b = x + offsets[1], c = x + offsets[2], d = x + offsets[3], e = x + offsets[4], f = x + offsets[5];
        for (nint i = 0; i < 4 * quads; i += 4)
        {
            V g0 = L.Load(g), g1 = L.Load(g + L.Width), r;
            r = L.RepeatFour(a + i); a0 = L.MultiplyAdd(r, g0, a0); a1 = L.MultiplyAdd(r, g1, a1);
            r = L.RepeatFour(b + i); b0 = L.MultiplyAdd(r, g0, b0); b1 = L.MultiplyAdd(r, g1, b1);
            r = L.RepeatFour(c + i); c0 = L.MultiplyAdd(r, g0, c0); c1 = L.MultiplyAdd(r, g1, c1);
            r = L.RepeatFour(d + i); d0 = L.MultiplyAdd(r, g0, d0); d1 = L.MultiplyAdd(r, g1, d1);
            r = L.RepeatFour(e + i); e0 = L.MultiplyAdd(r, g0, e0); e1 = L.MultiplyAdd(r, g1, e1);
            r = L.RepeatFour(f + i); f0 = L.MultiplyAdd(r, g0, f0); f1 = L.MultiplyAdd(r, g1, f1);
            g += 2 * L.Width;
        }
        Add(a0, a1, sums); Add(b0, b1, sums + 2 * L.Width); Add(c0, c1, sums + 4 * L.Width);
        Add(d0, d1, sums + 6 * L.Width); Add(e0, e1, sums + 8 * L.Width); Add(f0, f1, sums + 10 * L.Width);

        static void Add(V low, V high, float* to)
        {
            L.Store(L.Add(L.Load(to), low), to);
            L.Store(L.Add(L.Load(to + L.Width), high), to + L.Width);
        }
    }

    /// <summary>The sum for tap t and channel c, over all places.</summary>
    public static float Total(ReadOnlySpan<float> sums, int c, int t) => Vector128.Sum(Vector128.Create(sums[(t * 2 * L.Width + 4 * c)..]));

    /// <summary>Packs a run of places of one channel, the first of them place <paramref name="i"/>; those of the channel are four in a row from <paramref name="g"/> on.</summary>
    public static void Pack(float* run, int length, int i, float* g)
    {
        int end = i + length;
        for (; i % 4 > 0 && i < end; i++) *At(i) = *run++;
        for (; i <= end - 4; i += 4, run += 4) Vector128.Load(run).Store(At(i));
        for (; i < end; i++) *At(i) = *run++;

        float* At(int place) => g + (place & ~3) * Channels + (place & 3);
    }
}
