using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageLearn.Imaging;

public static partial class Filters
{
    /// <summary>
    /// Smoothing that keeps edges: a mean of the disk around each pixel, weighted by nearness and by likeness,
    /// w = exp(−d²/2σₛ²) · exp(−(Σ|Δ|)²/2σᵣ²), where Σ|Δ| sums the differences of the channels (Tomasi and Manduchi 1998,
    /// doi:10.1109/ICCV.1998.710815). As OpenCV's <c>bilateralFilter</c> with the diameter 2·radius + 1.
    /// </summary>
    /// <param name="x">The picture.</param>
    /// <param name="sigmaRange">How different values may be and still be mixed, in the units of x.</param>
    /// <param name="sigmaSpace">How far away, in pixels.</param>
    /// <param name="radius">The radius of the disk; -1 for ⌈3 · sigmaSpace⌉.</param>
    /// <param name="border">What lies beyond the edge.</param>
    /// <exception cref="ArgumentOutOfRangeException">A sigma is not above 0.</exception>
    public static Tensor Bilateral(Tensor x, double sigmaRange, double sigmaSpace, int radius = -1, Border border = Border.Reflect)
    {
        var raster = Raster.Of("Filters.Bilateral", x);
        if (!(sigmaRange > 0 && sigmaSpace > 0 && sigmaSpace <= 1000)) throw new ArgumentOutOfRangeException(null, $"Filters.Bilateral: sigmas are {sigmaRange} (range) and {sigmaSpace} (space), but both must be above 0, and a width in pixels at most 1000.");
        if (radius < 0) radius = (int)Math.Ceiling(3 * sigmaSpace);

        bool wide = raster.Channels == 1 && Vector512.IsHardwareAccelerated;
        int lanes = wide ? Vector512<float>.Count : Vector<float>.Count, spare = (lanes - raster.Width % lanes) % lanes, stride = raster.Width + 2 * radius;
        // Whole vectors are read: a few numbers beyond the last row are needed, and are not used.
        var planes = raster.Planes(radius, border).Select(plane => { Array.Resize(ref plane, plane.Length + spare); return plane; }).ToArray();
        var taps = Disk(radius, sigmaSpace, stride);
        float steepness = (float)(-0.5 / (sigmaRange * sigmaRange) * 1.4426950408889634);   // for powers of 2 instead of e
        var result = raster.Like();
        var values = result.Elements;
        Work.Split(raster.Height, Work.Grain(raster.Stride * taps.Length * 2L), (from, to) =>
        {
            var line = new float[(raster.Width + spare) * raster.Channels];
            for (int y = from; y < to; y++)
            {
                int center = (y + radius) * stride + radius;
                for (int j = 0; j < raster.Width; j += lanes)
                    if (wide) Smooth512(planes[0], center + j, taps, steepness).CopyTo(line.AsSpan(j));
                    else if (raster.Channels == 1) Smooth(planes[0], center + j, taps, steepness).CopyTo(line.AsSpan(j));
                    else SmoothColors(planes, center + j, taps, steepness, line.AsSpan(j * raster.Channels));
                line.AsSpan(0, raster.Stride).CopyTo(values.AsSpan(y * raster.Stride));
            }
        });
        return result;
    }

    static (int Offset, float Weight)[] Disk(int radius, double sigma, int stride)
    {
        var taps = new List<(int, float)>();
        for (int dy = -radius; dy <= radius; dy++)
            for (int dx = -radius; dx <= radius; dx++)
                if (dx * dx + dy * dy <= radius * radius) taps.Add((dy * stride + dx, (float)Math.Exp(-0.5 * (dx * dx + dy * dy) / (sigma * sigma))));
        return [.. taps];
    }

    static Vector<float> Smooth(float[] plane, int at, (int Offset, float Weight)[] taps, float steepness)
    {
        ref float origin = ref plane[at];
        Vector<float> here = Vector.LoadUnsafe(ref origin), sum = default, total = default, slope = new(steepness);
        foreach (var (offset, weight) in taps)
        {
            var there = Vector.LoadUnsafe(ref Unsafe.Add(ref origin, offset));
            var difference = there - here;
            var w = new Vector<float>(weight) * PowerOfTwo(difference * difference * slope);
            sum = Vector.FusedMultiplyAdd(w, there, sum);
            total += w;
        }
        return sum / total;
    }

    /// <summary><see cref="Smooth"/> with registers of 16 numbers, which <see cref="Vector{T}"/> does not use.</summary>
    static Vector512<float> Smooth512(float[] plane, int at, (int Offset, float Weight)[] taps, float steepness)
    {
        ref float origin = ref plane[at];
        Vector512<float> here = Vector512.LoadUnsafe(ref origin), sum = default, total = default, slope = Vector512.Create(steepness);
        foreach (var (offset, weight) in taps)
        {
            var there = Vector512.LoadUnsafe(ref Unsafe.Add(ref origin, offset));
            var difference = there - here;
            var w = Vector512.Create(weight) * PowerOfTwo(difference * difference * slope);
            sum = Vector512.FusedMultiplyAdd(w, there, sum);
            total += w;
        }
        return sum / total;
    }

    static void SmoothColors(float[][] planes, int at, (int Offset, float Weight)[] taps, float steepness, Span<float> pixels)
    {
        // All channels' weights first, then a pass for each: the vectors of one pass fit into registers.
        Span<Vector<float>> weights = stackalloc Vector<float>[Math.Min(taps.Length, 128)];
        Vector<float> total = default, slope = new(steepness);
        Span<Vector<float>> sums = stackalloc Vector<float>[Math.Min(planes.Length, 16)];
        if (planes.Length > sums.Length) sums = new Vector<float>[planes.Length];
        sums.Clear();
        for (int first = 0; first < taps.Length; first += weights.Length)
        {
            var some = taps.AsSpan(first, Math.Min(weights.Length, taps.Length - first));
            weights.Clear();
            foreach (var plane in planes)
            {
                ref float origin = ref plane[at];
                var here = Vector.LoadUnsafe(ref origin);
                for (int i = 0; i < some.Length; i++) weights[i] += Vector.Abs(Vector.LoadUnsafe(ref Unsafe.Add(ref origin, some[i].Offset)) - here);
            }
            for (int i = 0; i < some.Length; i++)
            {
                weights[i] = new Vector<float>(some[i].Weight) * PowerOfTwo(weights[i] * weights[i] * slope);
                total += weights[i];
            }
            for (int c = 0; c < planes.Length; c++)
            {
                ref float origin = ref planes[c][at];
                var sum = sums[c];
                for (int i = 0; i < some.Length; i++) sum = Vector.FusedMultiplyAdd(weights[i], Vector.LoadUnsafe(ref Unsafe.Add(ref origin, some[i].Offset)), sum);
                sums[c] = sum;
            }
        }
        for (int c = 0; c < planes.Length; c++)
        {
            var mean = sums[c] / total;
            for (int i = 0; i < Vector<float>.Count; i++) pixels[i * planes.Length + c] = mean[i];
        }
    }

    /// <summary>2ˣ for x ≤ 0, within 3 units in the last place: the whole part goes into the exponent, a polynomial gives the rest; 0 below 2⁻¹²⁶.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector<float> PowerOfTwo(Vector<float> x)
    {
        const float Rounding = 12582912;   // 1.5 · 2²³: adding it rounds to whole numbers, which then stand in the low bits
        x = Vector.Max(x, new Vector<float>(-126));
        var whole = x + new Vector<float>(Rounding);
        var f = x - (whole - new Vector<float>(Rounding));
        var p = new Vector<float>(0.00133908f);
        p = Vector.FusedMultiplyAdd(p, f, new Vector<float>(0.00961813f));
        p = Vector.FusedMultiplyAdd(p, f, new Vector<float>(0.05550327f));
        p = Vector.FusedMultiplyAdd(p, f, new Vector<float>(0.24022651f));
        p = Vector.FusedMultiplyAdd(p, f, new Vector<float>(0.69314718f));
        p = Vector.FusedMultiplyAdd(p, f, Vector<float>.One);
        return Vector.AsVectorSingle(Vector.AsVectorInt32(p) + (Vector.AsVectorInt32(whole) << 23));
    }

    /// <inheritdoc cref="PowerOfTwo(Vector{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> PowerOfTwo(Vector512<float> x)
    {
        const float Rounding = 12582912;
        x = Vector512.Max(x, Vector512.Create(-126f));
        var whole = x + Vector512.Create(Rounding);
        var f = x - (whole - Vector512.Create(Rounding));
        var p = Vector512.Create(0.00133908f);
        p = Vector512.FusedMultiplyAdd(p, f, Vector512.Create(0.00961813f));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512.Create(0.05550327f));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512.Create(0.24022651f));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512.Create(0.69314718f));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512<float>.One);
        return (p.AsInt32() + (whole.AsInt32() << 23)).AsSingle();
    }
}
