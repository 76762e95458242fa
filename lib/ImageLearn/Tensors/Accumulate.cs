using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ImageLearn;

/// <summary>
/// Sums of float32 numbers in double precision, always in the same order: the same bits on every processor. They are optimised at once:
/// without, the runtime would run its first calls of 512-bit vectors element by element.
/// </summary>
internal static class Accumulate
{
    /// <summary>What is added up of each x.</summary>
    public interface ITerm
    {
        static abstract double Of(double x);
        static abstract Vector512<double> Of(Vector512<double> x);
    }

    public readonly struct Itself : ITerm
    {
        public static double Of(double x) => x;
        public static Vector512<double> Of(Vector512<double> x) => x;
    }

    public readonly struct Square : ITerm
    {
        public static double Of(double x) => x * x;
        public static Vector512<double> Of(Vector512<double> x) => x * x;
    }

    /// <summary>Σ xᵢ</summary>
    public static double Sum(ReadOnlySpan<float> x) => Sum<Itself>(x);

    /// <summary>Σ term(xᵢ) in 16 interleaved partial sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum<T>(ReadOnlySpan<float> x) where T : ITerm
    {
        double sum = 0;
        int i = 0;
        if (x.Length >= 16)
        {
            ref float start = ref MemoryMarshal.GetReference(x);
            Vector512<double> low = default, high = default;
            for (; i <= x.Length - 16; i += 16)
            {
                var (lower, upper) = Vector512.Widen(Vector512.LoadUnsafe(ref start, (nuint)i));
                (low, high) = (low + T.Of(lower), high + T.Of(upper));
            }
            low += high;
            for (int lane = 0; lane < Vector512<double>.Count; lane++) sum += low[lane];
        }
        for (; i < x.Length; i++) sum += T.Of(x[i]);
        return sum;
    }

    /// <summary>What is added up of each a and b.</summary>
    interface IPair
    {
        static abstract double Of(double a, double b);
        static abstract Vector512<double> Of(Vector512<double> a, Vector512<double> b);
    }

    readonly struct Product : IPair
    {
        public static double Of(double a, double b) => a * b;
        public static Vector512<double> Of(Vector512<double> a, Vector512<double> b) => a * b;   // exact for float32: fusing it with the sum would change no bit
    }

    readonly struct SquaredDifference : IPair
    {
        public static double Of(double a, double b) => (a - b) * (a - b);
        public static Vector512<double> Of(Vector512<double> a, Vector512<double> b) => (a - b) * (a - b);
    }

    /// <summary>Σ aᵢ bᵢ</summary>
    public static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => Sum<Product>(a, b);

    /// <summary>Σ (aᵢ − bᵢ)²</summary>
    public static double SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => Sum<SquaredDifference>(a, b);

    /// <summary>Σ pair(aᵢ, bᵢ) in 16 interleaved partial sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static double Sum<T>(ReadOnlySpan<float> a, ReadOnlySpan<float> b) where T : IPair
    {
        double sum = 0;
        int i = 0;
        if (a.Length >= 16)
        {
            ref float left = ref MemoryMarshal.GetReference(a), right = ref MemoryMarshal.GetReference(b);
            Vector512<double> low = default, high = default;
            for (; i <= a.Length - 16; i += 16)
            {
                var (a0, a1) = Vector512.Widen(Vector512.LoadUnsafe(ref left, (nuint)i));
                var (b0, b1) = Vector512.Widen(Vector512.LoadUnsafe(ref right, (nuint)i));
                (low, high) = (low + T.Of(a0, b0), high + T.Of(a1, b1));
            }
            low += high;
            for (int lane = 0; lane < Vector512<double>.Count; lane++) sum += low[lane];
        }
        for (; i < a.Length; i++) sum += T.Of(a[i], b[i]);
        return sum;
    }

    /// <summary>sumsᵢ += xᵢ · scale</summary>
    public static void Add(ReadOnlySpan<float> x, Span<double> sums, double scale = 1) => Add<Itself>(x, sums, scale);

    /// <summary>sumsᵢ += term(xᵢ) · scale</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<T>(ReadOnlySpan<float> x, Span<double> sums, double scale = 1) where T : ITerm
    {
        int i = 0;
        ref float from = ref MemoryMarshal.GetReference(x);
        ref double to = ref MemoryMarshal.GetReference(sums);
        for (; i <= x.Length - 16; i += 16)
        {
            var (lower, upper) = Vector512.Widen(Vector512.LoadUnsafe(ref from, (nuint)i));
            (T.Of(lower) * scale + Vector512.LoadUnsafe(ref to, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
            (T.Of(upper) * scale + Vector512.LoadUnsafe(ref to, (nuint)i + 8)).StoreUnsafe(ref to, (nuint)i + 8);
        }
        for (; i < x.Length; i++) sums[i] += T.Of(x[i]) * scale;
    }

    /// <summary>The sums as float32.</summary>
    public static void Round(ReadOnlySpan<double> sums, Span<float> y) => TensorPrimitives.ConvertTruncating(sums, y);
}
