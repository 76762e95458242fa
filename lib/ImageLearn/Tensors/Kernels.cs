using System.Numerics;
using System.Numerics.Tensors;

namespace ImageLearn;

/// <summary>Element-wise kernels that TensorPrimitives does not have.</summary>
internal static partial class Kernels
{
    public static void Greater(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Mask<IsGreater>(a, b, y);
    public static void GreaterOrEqual(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Mask<IsGreaterOrEqual>(a, b, y);
    public static void Equal(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Mask<IsEqual>(a, b, y);
    public static void Both(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Mask<AreNotZero>(a, b, y);
    public static void Either(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Mask<IsNotZero>(a, b, y);

    /// <summary>σ(x). TensorPrimitives' own refuses to take nothing, e.g. a batch of no examples.</summary>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> y)
    {
        if (!x.IsEmpty) TensorPrimitives.Sigmoid(x, y);
    }

    /// <summary>tanh x. TensorPrimitives' own is off by 6e-8 at every small x, so that tanh 0 ≠ 0: those come from the series of Cephes' tanhf (Moshier, netlib.org/cephes).</summary>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> y)
    {
        TensorPrimitives.Tanh(x, y);
        int i = 0, step = Vector<float>.Count;
        for (; i <= y.Length - step; i += step)
        {
            var (value, large) = (new Vector<float>(x[i..]), new Vector<float>(y[i..]));
            Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(value), new(0.625f)), SmallTanh(value), large).CopyTo(y[i..]);
        }
        for (; i < y.Length; i++) if (Math.Abs(x[i]) < 0.625f) y[i] = SmallTanh(new(x[i]))[0];
    }

    static Vector<float> SmallTanh(Vector<float> x)
    {
        var z = x * x;
        return ((((z * -5.70498872745e-3f + new Vector<float>(2.06390887954e-2f)) * z - new Vector<float>(5.37397155531e-2f)) * z
            + new Vector<float>(1.33314422036e-1f)) * z - new Vector<float>(3.33332819422e-1f)) * z * x + x;
    }

    /// <summary>y = condition ≠ 0 ? a : b</summary>
    public static void Select(ReadOnlySpan<float> condition, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
    {
        int i = 0, step = Vector<float>.Count;
        for (; i <= y.Length - step; i += step)
            Vector.ConditionalSelect(Vector.Equals(new Vector<float>(condition[i..]), default), new Vector<float>(b[i..]), new Vector<float>(a[i..])).CopyTo(y[i..]);
        for (; i < y.Length; i++) y[i] = condition[i] != 0 ? a[i] : b[i];
    }

    interface IComparison { static abstract Vector<float> Holds(Vector<float> a, Vector<float> b); }
    readonly struct IsGreater : IComparison { public static Vector<float> Holds(Vector<float> a, Vector<float> b) => (Vector<float>)Vector.GreaterThan(a, b); }
    readonly struct IsGreaterOrEqual : IComparison { public static Vector<float> Holds(Vector<float> a, Vector<float> b) => (Vector<float>)Vector.GreaterThanOrEqual(a, b); }
    readonly struct IsEqual : IComparison { public static Vector<float> Holds(Vector<float> a, Vector<float> b) => (Vector<float>)Vector.Equals(a, b); }
    readonly struct AreNotZero : IComparison { public static Vector<float> Holds(Vector<float> a, Vector<float> b) => ~((Vector<float>)Vector.Equals(a, default) | (Vector<float>)Vector.Equals(b, default)); }
    readonly struct IsNotZero : IComparison { public static Vector<float> Holds(Vector<float> a, Vector<float> b) => ~((Vector<float>)Vector.Equals(a, default) & (Vector<float>)Vector.Equals(b, default)); }

    static void Mask<T>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) where T : IComparison
    {
        int i = 0, step = Vector<float>.Count;
        for (; i <= y.Length - step; i += step)
            (T.Holds(new(a[i..]), new(b[i..])) & Vector<float>.One).CopyTo(y[i..]);
        for (; i < y.Length; i++) y[i] = (T.Holds(new(a[i]), new(b[i])) & Vector<float>.One)[0];
    }
}
