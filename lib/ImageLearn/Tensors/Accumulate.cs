using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ImageLearn;

/// <summary>Sums of float32 numbers in double precision, always in the same order: the same bits on every processor.</summary>
internal static class Accumulate
{
    /// <summary>Σ xᵢ in 16 interleaved partial sums.</summary>
    public static double Sum(ReadOnlySpan<float> x)
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
                (low, high) = (low + lower, high + upper);
            }
            low += high;
            for (int lane = 0; lane < Vector512<double>.Count; lane++) sum += low[lane];
        }
        for (; i < x.Length; i++) sum += x[i];
        return sum;
    }

    /// <summary>sumsᵢ += xᵢ</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ReadOnlySpan<float> x, Span<double> sums)
    {
        int i = 0;
        ref float from = ref MemoryMarshal.GetReference(x);
        ref double to = ref MemoryMarshal.GetReference(sums);
        for (; i <= x.Length - 16; i += 16)
        {
            var (lower, upper) = Vector512.Widen(Vector512.LoadUnsafe(ref from, (nuint)i));
            (lower + Vector512.LoadUnsafe(ref to, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
            (upper + Vector512.LoadUnsafe(ref to, (nuint)i + 8)).StoreUnsafe(ref to, (nuint)i + 8);
        }
        for (; i < x.Length; i++) sums[i] += x[i];
    }
}
