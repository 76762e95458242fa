using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageLearn;

/// <summary>The error function and what is made of it, each in one pass.</summary>
internal static partial class Kernels
{
    /// <summary>erf x; for |x| &lt; 1 by its series, beyond as 1 − erfc.</summary>
    public static void Erf(ReadOnlySpan<float> x, Span<float> y) => Each<ErrorFunction>(x, y);

    readonly struct ErrorFunction : IFunction
    {
        public static Vector512<float> Of(Vector512<float> x)
        {
            // (2/√π) Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1))
            var series = Series(x * x, 1 / 76204800f, -1 / 6894720f, 1 / 685440f, -1 / 75600f, 1 / 9360f, -1 / 1320f, 1 / 216f, -1 / 42f, 1 / 10f, -1 / 3f, 1) * x * Vector512.Create(1.1283791671f);
            return Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(x), Vector512<float>.One), series, Vector512.CopySign(Vector512<float>.One - Erfc(Vector512.Abs(x)), x));
        }
    }

    /// <summary>Φ(x) = erfc(−x/√2)/2</summary>
    public static void NormalCdf(ReadOnlySpan<float> x, Span<float> y) => Each<Normal>(x, y);

    readonly struct Normal : IFunction { public static Vector512<float> Of(Vector512<float> x) => NormalCdf(x); }

    /// <summary>x·Φ(x); 0 at −∞.</summary>
    public static void Gelu(ReadOnlySpan<float> x, Span<float> y) => Each<TimesNormal>(x, y);

    readonly struct TimesNormal : IFunction
    {
        public static Vector512<float> Of(Vector512<float> x)
        {
            var share = NormalCdf(x);
            return Vector512.ConditionalSelect(Vector512.Equals(share, default), default, x * share);
        }
    }

    /// <summary>g · (Φ(x) + x·φ(x)) with φ(x) = e^(−x²/2)/√(2π)</summary>
    public static void SlopeOfGelu(ReadOnlySpan<float> g, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> gx) => Slope<GeluSlope>(g, x, y, gx);

    readonly struct GeluSlope : ISlope
    {
        public static Vector512<float> Of(Vector512<float> g, Vector512<float> x, Vector512<float> y) => g * (NormalCdf(x) + x * (Exp(x * x * -0.5f) * 0.3989422804f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> NormalCdf(Vector512<float> x)
    {
        var half = Erfc(Vector512.Abs(x) * 0.70710678f) * 0.5f;
        return Vector512.ConditionalSelect(Vector512.GreaterThan(x, default), Vector512<float>.One - half, half);
    }

    /// <summary>erfc x = 1 − erf x for x ≥ 0, within 1e-6 of itself also where it is tiny: t·e^(−x² + P(t)) with t = 1/(1 + x/2) (Press et al. 1992, Numerical Recipes, section 6.2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> Erfc(Vector512<float> x)
    {
        var t = Vector512<float>.One / (Vector512<float>.One + x * 0.5f);
        var p = Horner(Vector512.Create(0.17087277f), t, Vector512.Create(-0.82215223f));
        p = Horner(Horner(p, t, Vector512.Create(1.48851587f)), t, Vector512.Create(-1.13520398f));
        p = Horner(Horner(p, t, Vector512.Create(0.27886807f)), t, Vector512.Create(-0.18628806f));
        p = Horner(Horner(p, t, Vector512.Create(0.09678418f)), t, Vector512.Create(0.37409196f));
        p = Horner(Horner(p, t, Vector512.Create(1.00002368f)), t, Vector512.Create(-1.26551223f));
        return t * Exp(p - x * x);
    }
}
