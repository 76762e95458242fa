using System.Numerics;
using System.Numerics.Tensors;

namespace ImageLearn;

/// <summary>Kernels around the exponential that keep their digits where the plain formulas cancel.</summary>
internal static partial class Kernels
{
    /// <summary>The last step of a kernel: y from x and some f(x) that TensorPrimitives has computed.</summary>
    interface IFinish { static abstract Vector<float> Of(Vector<float> x, Vector<float> f); }

    static void Finish<T>(ReadOnlySpan<float> x, ReadOnlySpan<float> f, Span<float> y) where T : IFinish
    {
        int i = 0, step = Vector<float>.Count;
        for (; i <= x.Length - step; i += step) T.Of(new(x[i..]), new(f[i..])).CopyTo(y[i..]);
        for (; i < x.Length; i++) y[i] = T.Of(new(x[i]), new(f[i]))[0];
    }

    delegate void BlockKernel(ReadOnlySpan<float> x, Span<float> y, Span<float> scratch);

    /// <summary>Applies a kernel that needs memory of x's length block by block, so that all of it stays in the first-level cache.</summary>
    static void InBlocks(ReadOnlySpan<float> x, Span<float> y, BlockKernel kernel)
    {
        const int block = 512;
        Span<float> scratch = stackalloc float[block];
        for (int i = 0; i < x.Length; i += block)
        {
            int n = Math.Min(block, x.Length - i);
            kernel(x.Slice(i, n), y.Slice(i, n), scratch[..n]);
        }
    }

    /// <summary>eˣ − 1; for |x| &lt; ½ by its series.</summary>
    public static void Expm1(ReadOnlySpan<float> x, Span<float> y)
    {
        TensorPrimitives.Exp(x, y);
        Finish<ExpMinusOne>(x, y, y);
    }

    readonly struct ExpMinusOne : IFinish
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> exp)
        {
            var series = Series(x, 1 / 40320f, 1 / 5040f, 1 / 720f, 1 / 120f, 1 / 24f, 1 / 6f, 1 / 2f, 1) * x;
            return Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), new(0.5f)), series, exp - Vector<float>.One);
        }
    }

    /// <summary>ln(1 + x) = ln u · x/(u − 1) for the rounded u = 1 + x: both factors err alike (Kahan; Higham 2002, doi:10.1137/1.9780898718027, problem 1.5).</summary>
    public static void Log1p(ReadOnlySpan<float> x, Span<float> y) => InBlocks(x, y, static (x, y, log) =>
    {
        TensorPrimitives.Add(x, 1, log);
        TensorPrimitives.Log(log, log);
        Finish<LogOnePlus>(x, log, y);
    });

    readonly struct LogOnePlus : IFinish
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> log)
        {
            var u = Vector<float>.One + x;
            var same = Vector.Equals(u, Vector<float>.One) | Vector.Equals(u, new(float.PositiveInfinity));
            return Vector.ConditionalSelect(same, x, log * (x / (u - Vector<float>.One)));
        }
    }

    /// <summary>ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|)</summary>
    public static void Softplus(ReadOnlySpan<float> x, Span<float> y)
    {
        TensorPrimitives.Abs(x, y);
        TensorPrimitives.Negate(y, y);
        TensorPrimitives.Exp(y, y);
        Log1p(y, y);
        Finish<PlusPositivePart>(x, y, y);
    }

    readonly struct PlusPositivePart : IFinish { public static Vector<float> Of(Vector<float> x, Vector<float> f) => f + Vector.Max(x, default); }

    /// <summary>erf x; for |x| &lt; 1 by its series, beyond as 1 − erfc.</summary>
    public static void Erf(ReadOnlySpan<float> x, Span<float> y)
    {
        TensorPrimitives.Abs(x, y);
        Erfc(y, y);
        Finish<OneMinusTail>(x, y, y);
    }

    readonly struct OneMinusTail : IFinish
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> erfc)
        {
            // (2/√π) Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1))
            var series = Series(x * x, 1 / 76204800f, -1 / 6894720f, 1 / 685440f, -1 / 75600f, 1 / 9360f, -1 / 1320f, 1 / 216f, -1 / 42f, 1 / 10f, -1 / 3f, 1) * x * new Vector<float>(1.1283791671f);
            return Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), Vector<float>.One), series, Vector.CopySign(Vector<float>.One - erfc, x));
        }
    }

    /// <summary>Φ(x) = erfc(−x/√2)/2</summary>
    public static void NormalCdf(ReadOnlySpan<float> x, Span<float> y)
    {
        TensorPrimitives.Abs(x, y);
        TensorPrimitives.Multiply(y, 0.70710678f, y);
        Erfc(y, y);
        Finish<TailOrRest>(x, y, y);
    }

    readonly struct TailOrRest : IFinish
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> erfc)
        {
            var half = erfc * 0.5f;
            return Vector.ConditionalSelect(Vector.GreaterThan(x, default), Vector<float>.One - half, half);
        }
    }

    /// <summary>x·Φ(x); 0 at −∞.</summary>
    public static void Gelu(ReadOnlySpan<float> x, Span<float> y)
    {
        NormalCdf(x, y);
        Finish<TimesUnlessZero>(x, y, y);
    }

    readonly struct TimesUnlessZero : IFinish { public static Vector<float> Of(Vector<float> x, Vector<float> f) => Vector.ConditionalSelect(Vector.Equals(f, default), default, x * f); }

    /// <summary>g · (Φ(x) + x·φ(x))</summary>
    public static void SlopeOfGelu(ReadOnlySpan<float> g, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> gx)
    {
        Span<float> density = stackalloc float[g.Length];
        TensorPrimitives.Multiply(x, x, density);
        TensorPrimitives.Multiply(density, -0.5f, density);
        TensorPrimitives.Exp(density, density);
        TensorPrimitives.Multiply(density, 0.3989422804f, density);   // 1/√(2π)
        NormalCdf(x, gx);
        TensorPrimitives.MultiplyAdd(x, density, gx, gx);
        TensorPrimitives.Multiply(g, gx, gx);
    }

    /// <summary>erfc x = 1 − erf x for x ≥ 0, within 1e-6 of itself also where it is tiny: t·e^(−x² + P(t)) with t = 1/(1 + x/2) (Press et al. 1992, Numerical Recipes, section 6.2).</summary>
    static void Erfc(ReadOnlySpan<float> x, Span<float> y) => InBlocks(x, y, static (x, y, exp) =>
    {
        Finish<TailExponent>(x, x, exp);
        TensorPrimitives.Exp(exp, exp);
        Finish<OverOnePlusHalf>(x, exp, y);
    });

    readonly struct TailExponent : IFinish
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> _)
        {
            var t = Vector<float>.One / (Vector<float>.One + x * 0.5f);
            return Series(t, 0.17087277f, -0.82215223f, 1.48851587f, -1.13520398f, 0.27886807f, -0.18628806f, 0.09678418f, 0.37409196f, 1.00002368f, -1.26551223f) - x * x;
        }
    }

    readonly struct OverOnePlusHalf : IFinish { public static Vector<float> Of(Vector<float> x, Vector<float> f) => f / (Vector<float>.One + x * 0.5f); }

    /// <summary>A polynomial by Horner's rule, the coefficient of the highest power first.</summary>
    static Vector<float> Series(Vector<float> x, params ReadOnlySpan<float> coefficients)
    {
        var sum = new Vector<float>(coefficients[0]);
        foreach (float c in coefficients[1..]) sum = sum * x + new Vector<float>(c);
        return sum;
    }

    /// <summary>eˣ / Σ eˣ, the largest x subtracted first.</summary>
    public static void Softmax(ReadOnlySpan<float> x, Span<float> y)
    {
        TensorPrimitives.Subtract(x, TensorPrimitives.Max(x), y);
        TensorPrimitives.Exp(y, y);
        TensorPrimitives.Multiply(y, (float)(1 / Accumulate.Sum(y)), y);
    }

    /// <summary>x − ln Σ eˣ, the largest x subtracted first.</summary>
    public static void LogSoftmax(ReadOnlySpan<float> x, Span<float> y)
    {
        float largest = TensorPrimitives.Max(x);
        TensorPrimitives.Subtract(x, largest, y);
        TensorPrimitives.Exp(y, y);
        double log = Math.Log(Accumulate.Sum(y));
        TensorPrimitives.Subtract(x, largest, y);
        TensorPrimitives.Subtract(y, (float)log, y);
    }
}
