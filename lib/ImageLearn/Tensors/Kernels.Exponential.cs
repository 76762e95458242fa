using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ImageLearn;

/// <summary>
/// The exponential, on which activations and softmax spend their time, and its kin, which keep their digits where the plain formulas cancel.
/// In float32 throughout: TensorPrimitives' own takes four times as long, by way of double precision.
/// </summary>
internal static partial class Kernels
{
    /// <summary>y from x in one pass.</summary>
    interface IFunction { static abstract Vector512<float> Of(Vector512<float> x); }

    // Optimised at once: without, the runtime would begin by doing vector operations element by element.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Each<T>(ReadOnlySpan<float> x, Span<float> y) where T : IFunction
    {
        for (int i = 0; i < x.Length; i += Vector512<float>.Count) Store(T.Of(Load(x, i)), y, i);
    }

    /// <summary>The last step of a kernel: y from x and some f(x) that TensorPrimitives has computed.</summary>
    interface IFinish { static abstract Vector512<float> Of(Vector512<float> x, Vector512<float> f); }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Finish<T>(ReadOnlySpan<float> x, ReadOnlySpan<float> f, Span<float> y) where T : IFinish
    {
        for (int i = 0; i < x.Length; i += Vector512<float>.Count) Store(T.Of(Load(x, i), Load(f, i)), y, i);
    }

    /// <summary>The numbers from place <paramref name="i"/> on; behind the last one zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> Load(ReadOnlySpan<float> x, int i) => i <= x.Length - Vector512<float>.Count ? Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(x), (nuint)i) : Rest(x[i..]);

    static Vector512<float> Rest(ReadOnlySpan<float> x)
    {
        Span<float> filled = stackalloc float[Vector512<float>.Count];
        filled.Clear();
        x.CopyTo(filled);
        return Vector512.Create<float>(filled);
    }

    /// <summary>Stores as many numbers as there are places left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store(Vector512<float> v, Span<float> y, int i)
    {
        if (i <= y.Length - Vector512<float>.Count) v.StoreUnsafe(ref MemoryMarshal.GetReference(y), (nuint)i);
        else StoreRest(v, y[i..]);
    }

    static void StoreRest(Vector512<float> v, Span<float> y)
    {
        Span<float> filled = stackalloc float[Vector512<float>.Count];
        v.CopyTo(filled);
        filled[..y.Length].CopyTo(y);
    }

    /// <summary>eˣ, within 2e-7 of itself.</summary>
    public static void Exp(ReadOnlySpan<float> x, Span<float> y) => Each<Exponential>(x, y);

    readonly struct Exponential : IFunction { public static Vector512<float> Of(Vector512<float> x) => Exp(x); }

    /// <summary>1/(1 + e⁻ˣ)</summary>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> y) => Each<Logistic>(x, y);

    readonly struct Logistic : IFunction { public static Vector512<float> Of(Vector512<float> x) => Vector512<float>.One / (Vector512<float>.One + Exp(-x)); }

    /// <summary>eˣ = 2ⁿ·eʳ with n the whole number nearest to x/ln 2, ln 2 in two parts so that r = x − n·ln 2 keeps its digits, and eʳ by the polynomial of Cephes' expf (Moshier, netlib.org/cephes).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> Exp(Vector512<float> x)
    {
        x = Vector512.Min(Vector512.Max(x, Vector512.Create(-104f)), Vector512.Create(89f));   // beyond, 0 and ∞
        var n = Vector512.Round(x * Vector512.Create(1.44269504f));
        var r = Horner(n, Vector512.Create(2.12194440e-4f), Horner(n, Vector512.Create(-0.693359375f), x));
        var p = Horner(Vector512.Create(1.9875691500e-4f), r, Vector512.Create(1.3981999507e-3f));
        p = Horner(Horner(p, r, Vector512.Create(8.3334519073e-3f)), r, Vector512.Create(4.1665795894e-2f));
        p = Horner(Horner(p, r, Vector512.Create(1.6666665459e-1f)), r, Vector512.Create(5.0000001201e-1f));
        p = Horner(p, r * r, r) + Vector512<float>.One;
        var whole = Vector512.ConvertToInt32(n);
        var half = whole >> 1;   // 2ⁿ in two factors: it may be too large or small for one
        return p * PowerOfTwo(half) * PowerOfTwo(whole - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> PowerOfTwo(Vector512<int> n) => ((n + Vector512.Create(127)) << 23).AsSingle();

    /// <summary>p·x + c, rounded once: the same bits on every processor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> Horner(Vector512<float> p, Vector512<float> x, Vector512<float> c) => Vector512.FusedMultiplyAdd(p, x, c);

    /// <summary>A polynomial by Horner's rule, the coefficient of the highest power first.</summary>
    static Vector512<float> Series(Vector512<float> x, params ReadOnlySpan<float> coefficients)
    {
        var sum = Vector512.Create(coefficients[0]);
        foreach (float c in coefficients[1..]) sum = sum * x + Vector512.Create(c);
        return sum;
    }

    /// <summary>eˣ − 1; for |x| &lt; ½ by its series.</summary>
    public static void Expm1(ReadOnlySpan<float> x, Span<float> y) => Each<ExpMinusOne>(x, y);

    readonly struct ExpMinusOne : IFunction
    {
        public static Vector512<float> Of(Vector512<float> x)
        {
            var series = Series(x, 1 / 40320f, 1 / 5040f, 1 / 720f, 1 / 120f, 1 / 24f, 1 / 6f, 1 / 2f, 1) * x;
            return Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(x), Vector512.Create(0.5f)), series, Exp(x) - Vector512<float>.One);
        }
    }

    /// <summary>ln(1 + x) = ln u · x/(u − 1) for the rounded u = 1 + x: both factors err alike (Kahan; Higham 2002, doi:10.1137/1.9780898718027, problem 1.5).</summary>
    public static void Log1p(ReadOnlySpan<float> x, Span<float> y)
    {
        const int block = 512;   // what is between stays in the first-level cache
        Span<float> scratch = stackalloc float[block];
        for (int i = 0; i < x.Length; i += block)
        {
            var part = x.Slice(i, Math.Min(block, x.Length - i));
            var log = scratch[..part.Length];
            TensorPrimitives.Add(part, 1, log);
            TensorPrimitives.Log(log, log);
            Finish<LogOnePlus>(part, log, y.Slice(i, part.Length));
        }
    }

    readonly struct LogOnePlus : IFinish
    {
        public static Vector512<float> Of(Vector512<float> x, Vector512<float> log)
        {
            var u = Vector512<float>.One + x;
            var same = Vector512.Equals(u, Vector512<float>.One) | Vector512.Equals(u, Vector512.Create(float.PositiveInfinity));
            return Vector512.ConditionalSelect(same, x, log * (x / (u - Vector512<float>.One)));
        }
    }

    /// <summary>ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|)</summary>
    public static void Softplus(ReadOnlySpan<float> x, Span<float> y)
    {
        Each<ExpOfMinusSize>(x, y);
        Log1p(y, y);
        Finish<PlusPositivePart>(x, y, y);
    }

    readonly struct ExpOfMinusSize : IFunction { public static Vector512<float> Of(Vector512<float> x) => Exp(-Vector512.Abs(x)); }
    readonly struct PlusPositivePart : IFinish { public static Vector512<float> Of(Vector512<float> x, Vector512<float> f) => f + Vector512.Max(x, default); }

    /// <summary>eˣ / Σ eˣ, the largest x subtracted first.</summary>
    public static void Softmax(ReadOnlySpan<float> x, Span<float> y)
    {
        TensorPrimitives.Subtract(x, TensorPrimitives.Max(x), y);
        Exp(y, y);
        TensorPrimitives.Multiply(y, (float)(1 / Accumulate.Sum(y)), y);
    }

    /// <summary>x − ln Σ eˣ, the largest x subtracted first.</summary>
    public static void LogSoftmax(ReadOnlySpan<float> x, Span<float> y)
    {
        float largest = TensorPrimitives.Max(x);
        TensorPrimitives.Subtract(x, largest, y);
        Exp(y, y);
        double log = Math.Log(Accumulate.Sum(y));
        TensorPrimitives.Subtract(x, largest, y);
        TensorPrimitives.Subtract(y, (float)log, y);
    }
}
