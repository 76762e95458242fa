using System.Collections.Concurrent;
using System.Runtime.Intrinsics;

namespace ImageLearn.Signal;

/// <summary>How to transform numbers of one length: the way is chosen and its tables are made once, and kept.</summary>
internal abstract unsafe class FftPlan(int length)
{
    const int Kept = 64;   // plans; more lengths than this in one program are rare
    const int LargestPrime = 61;   // beyond this a direct sum costs more than Bluestein's detour

    static readonly ConcurrentDictionary<int, FftPlan> Plans = new();

    public int Length { get; } = length;

    public static FftPlan For(int length)
    {
        if (Plans.TryGetValue(length, out var plan)) return plan;
        if (Plans.Count >= Kept) Plans.Clear();
        return Plans.GetOrAdd(length, static n =>
            Vector512.IsHardwareAccelerated ? Make<Lane512, Vector512<float>>(n)
            : Vector256.IsHardwareAccelerated ? Make<Lane256, Vector256<float>>(n)
            : Make<Lane128, Vector128<float>>(n));
    }

    internal static FftPlan Make<L, V>(int n) where L : ILane<V> where V : unmanaged => Factors(n) is { } radices ? new MixedRadix<L, V>(n, radices) : new Bluestein<L, V>(n);

    /// <summary>How many transforms advance side by side in a register; every width is a multiple of it.</summary>
    public static int Lanes => Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : 4;

    /// <summary>
    /// y_k = Σ_j x_j·e^(−2πi·jk/n) for rows j and k of <paramref name="x"/> and <paramref name="y"/> (which may be the same), in each of
    /// <paramref name="width"/> columns: a multiple of <see cref="Lanes"/>.
    /// </summary>
    public abstract void Transform(Planes x, Planes y, int width);

    /// <summary>From the spectra z of columns a + ib the first halves of those of a and b: a_k = (z_k + z̄_(n−k))/2, b_k = (z_k − z̄_(n−k))/2i.</summary>
    public abstract void Split(Planes z, Planes a, Planes b, int width);

    /// <summary>From the first halves of the spectra of real columns a and b those of a + ib: the way of <see cref="Split"/> back.</summary>
    public abstract void Join(Planes a, Planes b, Planes z, int width);

    /// <summary>x_j = x_j·y_j for the first <paramref name="count"/> numbers of the planes.</summary>
    public abstract void Multiply(Planes x, Planes y, int count);

    /// <summary>The least even length of at least <paramref name="length"/> without prime factors above 5.</summary>
    public static int Convenient(int length)
    {
        for (int n = Math.Max(2, length + length % 2); ; n += 2)
        {
            int rest = n;
            foreach (int p in (ReadOnlySpan<int>)[2, 3, 5]) while (rest % p == 0) rest /= p;
            if (rest == 1) return n;
        }
    }

    /// <summary>The steps of a mixed-radix transform, or null if a prime factor is too large for one.</summary>
    static int[]? Factors(int n)
    {
        var factors = new List<int>();
        int twos = 0;
        for (; n % 2 == 0; n /= 2) twos++;
        for (int p = 3; n > 1 && p <= LargestPrime; p += 2)
            for (; n % p == 0; n /= p) factors.Add(p);
        for (; twos >= 5 || twos == 3; twos -= 3) factors.Add(8);
        for (; twos >= 2; twos -= 2) factors.Add(4);
        if (twos == 1) factors.Add(2);
        return n == 1 ? [.. factors] : null;
    }

    /// <summary>e^(−2πi·k/n), computed in double precision.</summary>
    internal static (float Re, float Im) Root(long k, long n)
    {
        double angle = -2 * Math.PI * (k % n) / n;
        return ((float)Math.Cos(angle), (float)Math.Sin(angle));
    }
}
