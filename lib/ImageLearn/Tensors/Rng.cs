using System.Numerics;

namespace ImageLearn;

/// <summary>
/// Random numbers from a seed: the same seed gives the same numbers, bit for bit, on every machine. Use one
/// <c>new Rng(seed)</c> for a sequence of draws, or the static methods for a single tensor: <c>Rng.Normal([7, 5], seed: 1)</c>.
/// </summary>
/// <remarks>
/// The generator is xoshiro256** (Blackman and Vigna 2021, doi:10.1145/3460772), its state filled from the seed by
/// SplitMix64. Normal numbers come from Marsaglia's polar method (1964, doi:10.1137/1006063) with a logarithm made of
/// +, −, ·, / only, because the platform's own may differ in the last bit. Not for secrets; one generator is for one thread at a time.
/// </remarks>
public sealed class Rng
{
    const int MostExact = 1 << 24;

    ulong _s0, _s1, _s2, _s3;
    double _spare = double.NaN;   // the polar method makes two numbers at a time

    /// <summary>A generator that starts from a seed.</summary>
    public Rng(long seed)
    {
        ulong state = (ulong)seed;
        ulong SplitMix()
        {
            ulong z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
        (_s0, _s1, _s2, _s3) = (SplitMix(), SplitMix(), SplitMix(), SplitMix());
    }

    /// <summary>Normally distributed numbers, from a seed. → <paramref name="shape"/></summary>
    /// <inheritdoc cref="Normal(Shape, double, double)"/>
    public static Tensor Normal(Shape shape, long seed, double mean = 0, double deviation = 1) => new Rng(seed).Normal(shape, mean, deviation);

    /// <summary>Numbers evenly distributed over low ≤ x &lt; high, from a seed. → <paramref name="shape"/></summary>
    /// <inheritdoc cref="Uniform(Shape, double, double)"/>
    public static Tensor Uniform(Shape shape, long seed, double low = 0, double high = 1) => new Rng(seed).Uniform(shape, low, high);

    /// <summary>Normally distributed numbers: mean + deviation · z with z ~ N(0, 1). → <paramref name="shape"/></summary>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative.</exception>
    public Tensor Normal(Shape shape, double mean = 0, double deviation = 1)
    {
        if (!(deviation >= 0)) throw new ArgumentOutOfRangeException(null, $"Rng.Normal: the deviation is {deviation}. It must be 0 or more.");
        return Fill(shape, () => (float)(mean + deviation * NextNormal()));
    }

    /// <summary>Numbers evenly distributed over low ≤ x &lt; high. → <paramref name="shape"/></summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="low"/> is not below <paramref name="high"/>.</exception>
    public Tensor Uniform(Shape shape, double low = 0, double high = 1)
    {
        if (!((float)low < (float)high)) throw new ArgumentOutOfRangeException(null, $"Rng.Uniform: nothing lies between {low} and {high}. low must be below high{(low == 0 && high == 0 ? ": is the limit 0 because whole numbers were divided, as in 6 / 27? Write 6.0 / 27" : "")}.");
        float top = MathF.BitDecrement((float)high);   // rounding to float32 may reach high
        return Fill(shape, () => Math.Min(top, (float)(low + (high - low) * NextDouble())));
    }

    /// <summary>Whole numbers evenly distributed over low ≤ n &lt; high. → <paramref name="shape"/></summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="low"/> is not below <paramref name="high"/>, or a number is beyond ±2²⁴, where not every one is a float32.</exception>
    public Tensor Integers(Shape shape, int low, int high)
    {
        if (low >= high) throw new ArgumentOutOfRangeException(null, $"Rng.Integers: no whole number n has {low} ≤ n < {high}. low must be below high.");
        if (low < -MostExact || high - 1 > MostExact) throw new ArgumentOutOfRangeException(null, $"Rng.Integers: of the whole numbers {low} ≤ n < {high}, float32 does not have all: every one only from -{MostExact} to {MostExact}. Ask for a smaller range.");
        return Fill(shape, () => low + (long)NextBelow((ulong)((long)high - low)));
    }

    /// <summary>The numbers 0 to n − 1 in random order (Fisher–Yates), e.g. to visit examples: <c>x.Take(rng.Permutation(40)[..5])</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is negative.</exception>
    public int[] Permutation(int n)
    {
        if (n < 0) throw new ArgumentOutOfRangeException(null, $"Rng.Permutation: {n} things cannot be put in order. n must be 0 or more.");
        int[] order = [.. Enumerable.Range(0, n)];
        for (int i = n - 1; i > 0; i--)
        {
            int j = (int)NextBelow((ulong)i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    static Tensor Fill(Shape shape, Func<float> next)
    {
        var data = new float[shape.Size];
        for (int i = 0; i < data.Length; i++) data[i] = next();
        return Tensor.Adopt(shape, data);
    }

    /// <summary>The next 64 bits of xoshiro256**.</summary>
    internal ulong NextBits()
    {
        ulong bits = BitOperations.RotateLeft(_s1 * 5, 7) * 9, t = _s1 << 17;
        _s2 ^= _s0; _s3 ^= _s1; _s1 ^= _s2; _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return bits;
    }

    /// <summary>In [0, 1), in steps of 2⁻⁵³.</summary>
    internal double NextDouble() => (NextBits() >> 11) * (1.0 / (1L << 53));

    /// <summary>In [0, bound), without bias (Lemire 2019, doi:10.1145/3230636).</summary>
    internal ulong NextBelow(ulong bound)
    {
        ulong high = Math.BigMul(NextBits(), bound, out ulong low);
        for (ulong refuse = (0 - bound) % bound; low < refuse;) high = Math.BigMul(NextBits(), bound, out low);
        return high;
    }

    internal double NextNormal()
    {
        if (!double.IsNaN(_spare)) { var spare = _spare; _spare = double.NaN; return spare; }
        double u, v, s;
        do (u, v) = (2 * NextDouble() - 1, 2 * NextDouble() - 1);
        while ((s = u * u + v * v) is >= 1 or 0);
        double scale = Math.Sqrt(-2 * Log(s) / s);
        _spare = v * scale;
        return u * scale;
    }

    /// <summary>ln x for normal x: x = m·2ᵉ with m near 1, and ln m = 2·artanh((m − 1)/(m + 1)) as its series. Within 2 units in the last place.</summary>
    internal static double Log(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) - 1023;
        double m = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (m > 1.4142135623730951) (m, exponent) = (m / 2, exponent + 1);
        double f = (m - 1) / (m + 1), square = f * f, series = 0;
        foreach (double coefficient in (ReadOnlySpan<double>)[1 / 21.0, 1 / 19.0, 1 / 17.0, 1 / 15.0, 1 / 13.0, 1 / 11.0, 1 / 9.0, 1 / 7.0, 1 / 5.0, 1 / 3.0, 1])
            series = series * square + coefficient;
        return exponent * 0.6931471805599453 + 2 * f * series;
    }
}
