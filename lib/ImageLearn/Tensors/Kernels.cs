using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageLearn;

/// <summary>Element-wise kernels that TensorPrimitives does not have.</summary>
internal static partial class Kernels
{
    public static void Greater(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Mask<IsGreater>(a, b, y);
    public static void GreaterOrEqual(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Mask<IsGreaterOrEqual>(a, b, y);
    public static void Equal(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Mask<IsEqual>(a, b, y);
    public static void Both(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Mask<AreNotZero>(a, b, y);
    public static void Either(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Mask<IsNotZero>(a, b, y);

    /// <summary>tanh x = sign(x)·(1 − 2/(e^2|x| + 1)); near 0, where that cancels, by the series of Cephes' tanhf (Moshier, netlib.org/cephes).</summary>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> y) => Each<HyperbolicTangent>(x, y);

    readonly struct HyperbolicTangent : IFunction
    {
        public static Vector512<float> Of(Vector512<float> x)
        {
            var size = Vector512.Abs(x);
            var large = Vector512.CopySign(Vector512<float>.One - Vector512.Create(2f) / (Exp(size + size) + Vector512<float>.One), x);
            return Vector512.ConditionalSelect(Vector512.LessThan(size, Vector512.Create(0.625f)), SmallTanh(x), large);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> SmallTanh(Vector512<float> x)
    {
        var z = x * x;
        return ((((z * -5.70498872745e-3f + Vector512.Create(2.06390887954e-2f)) * z - Vector512.Create(5.37397155531e-2f)) * z
            + Vector512.Create(1.33314422036e-1f)) * z - Vector512.Create(3.33332819422e-1f)) * z * x + x;
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
