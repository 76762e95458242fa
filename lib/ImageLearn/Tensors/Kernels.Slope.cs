using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    interface ISlope { static abstract Vector512<float> Of(Vector512<float> g, Vector512<float> x, Vector512<float> y); }
    readonly struct TanhSlope : ISlope { public static Vector512<float> Of(Vector512<float> g, Vector512<float> x, Vector512<float> y) => g * (Vector512<float>.One - y * y); }
    readonly struct SigmoidSlope : ISlope { public static Vector512<float> Of(Vector512<float> g, Vector512<float> x, Vector512<float> y) => g * y * (Vector512<float>.One - y); }
    readonly struct ReluSlope : ISlope { public static Vector512<float> Of(Vector512<float> g, Vector512<float> x, Vector512<float> y) => g * (Vector512.GreaterThan(x, default) & Vector512<float>.One); }
    readonly struct AbsSlope : ISlope { public static Vector512<float> Of(Vector512<float> g, Vector512<float> x, Vector512<float> y) => g * ((Vector512.GreaterThan(x, default) & Vector512<float>.One) - (Vector512.LessThan(x, default) & Vector512<float>.One)); }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Slope<T>(ReadOnlySpan<float> g, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> gx) where T : ISlope
    {
        for (int i = 0; i < gx.Length; i += Vector512<float>.Count) Store(T.Of(Load(g, i), Load(x, i), Load(y, i)), gx, i);
    }
}
