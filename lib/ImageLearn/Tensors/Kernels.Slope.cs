using System.Numerics;
using System.Numerics.Tensors;

namespace ImageLearn;

/// <summary>Gradients in one pass over g, x and y, for the operations that networks are full of.</summary>
internal static partial class Kernels
{
    public static void SlopeOfExp(ReadOnlySpan<float> g, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> gx) => TensorPrimitives.Multiply(g, y, gx);
    public static void SlopeOfTanh(ReadOnlySpan<float> g, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> gx) => Slope<TanhSlope>(g, x, y, gx);
    public static void SlopeOfSigmoid(ReadOnlySpan<float> g, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> gx) => Slope<SigmoidSlope>(g, x, y, gx);
    public static void SlopeOfRelu(ReadOnlySpan<float> g, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> gx) => Slope<ReluSlope>(g, x, y, gx);
    public static void SlopeOfAbs(ReadOnlySpan<float> g, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> gx) => Slope<AbsSlope>(g, x, y, gx);

    /// <summary>g · f′ in the terms and the order of the operation's rule, so that the bits agree.</summary>
    interface ISlope { static abstract Vector<float> Of(Vector<float> g, Vector<float> x, Vector<float> y); }
    readonly struct TanhSlope : ISlope { public static Vector<float> Of(Vector<float> g, Vector<float> x, Vector<float> y) => g * (Vector<float>.One - y * y); }
    readonly struct SigmoidSlope : ISlope { public static Vector<float> Of(Vector<float> g, Vector<float> x, Vector<float> y) => g * y * (Vector<float>.One - y); }
    readonly struct ReluSlope : ISlope { public static Vector<float> Of(Vector<float> g, Vector<float> x, Vector<float> y) => g * ((Vector<float>)Vector.GreaterThan(x, default) & Vector<float>.One); }
    readonly struct AbsSlope : ISlope { public static Vector<float> Of(Vector<float> g, Vector<float> x, Vector<float> y) => g * (((Vector<float>)Vector.GreaterThan(x, default) & Vector<float>.One) - ((Vector<float>)Vector.LessThan(x, default) & Vector<float>.One)); }

    static void Slope<T>(ReadOnlySpan<float> g, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> gx) where T : ISlope
    {
        int i = 0, step = Vector<float>.Count;
        for (; i <= gx.Length - step; i += step) T.Of(new(g[i..]), new(x[i..]), new(y[i..])).CopyTo(gx[i..]);
        for (; i < gx.Length; i++) gx[i] = T.Of(new(g[i]), new(x[i]), new(y[i]))[0];
    }
}
