namespace ImageLearn.Imaging;

/// <summary>How values between pixels are found. Pixel i covers the numbers from i to i + 1, so its middle is at i + ½, as in OpenCV and PyTorch (align_corners=False).</summary>
public enum Interpolation
{
    /// <summary>The pixel it lies in (OpenCV's INTER_NEAREST, PyTorch's nearest).</summary>
    Nearest,
    /// <summary>Linear between the two nearest, in both directions (INTER_LINEAR, bilinear).</summary>
    Bilinear,
    /// <summary>Keys' cubic through the four nearest with a = −0.75 (INTER_CUBIC, bicubic); with antialias a = −0.5, as PyTorch and Pillow. May overshoot. (Keys 1981, doi:10.1109/TASSP.1981.1163711)</summary>
    Bicubic,
    /// <summary>The mean of what a new pixel covers, for making smaller (INTER_AREA, PyTorch's area).</summary>
    Area,
}

/// <summary>For each new row (or column), the first old one that counts and <see cref="Taps"/> weights from there on; the weights sum to 1.</summary>
sealed class Resampling
{
    public readonly int[] Start;
    public readonly float[] Weights;
    public readonly int Taps;

    public Resampling(int from, int to, Interpolation interpolation, bool antialias)
    {
        var places = new (int Start, double[] Weights)[to];
        double scale = (double)from / to;
        for (int i = 0; i < to; i++)
        {
            double center = (i + 0.5) * scale;
            places[i] = interpolation switch
            {
                Interpolation.Nearest => (Math.Min(from - 1, (int)(i * scale)), [1.0]),
                Interpolation.Area => Covered(i * scale, (i + 1) * scale, from),
                _ when antialias => Stretched(interpolation, center, Math.Max(1, scale), from),
                Interpolation.Bilinear => Linear(center),
                _ => Cubic(center),
            };
        }
        Taps = Math.Min(from, places.Max(static place => place.Weights.Length));
        (Start, Weights) = (new int[to], new float[to * Taps]);
        for (int i = 0; i < to; i++)
        {
            var (start, weights) = places[i];
            Start[i] = Math.Clamp(start, 0, from - Taps);
            // Weights of pixels beyond the edge are added to the edge pixel's.
            for (int k = 0; k < weights.Length; k++) Weights[i * Taps + Math.Clamp(start + k, 0, from - 1) - Start[i]] += (float)weights[k];
        }
    }

    public ReadOnlySpan<float> Of(int i) => Weights.AsSpan(i * Taps, Taps);

    static (int, double[]) Linear(double center)
    {
        int start = (int)Math.Floor(center - 0.5);
        double part = center - 0.5 - start;
        return (start, [1 - part, part]);
    }

    static (int, double[]) Cubic(double center)
    {
        int start = (int)Math.Floor(center - 0.5);
        double part = center - 0.5 - start;
        return (start - 1, [Keys(1 + part, -0.75), Keys(part, -0.75), Keys(1 - part, -0.75), Keys(2 - part, -0.75)]);
    }

    /// <summary>Keys' cubic convolution kernel.</summary>
    public static double Keys(double distance, double a)
    {
        double d = Math.Abs(distance);
        return d < 1 ? ((a + 2) * d - (a + 3)) * d * d + 1 : d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
    }

    static (int, double[]) Covered(double low, double high, int from)
    {
        int first = (int)Math.Floor(low + 1e-9), last = Math.Min(from, (int)Math.Ceiling(high - 1e-9));
        return (first, [.. Enumerable.Range(first, Math.Max(1, last - first)).Select(i => (Math.Min(high, i + 1) - Math.Max(low, i)) / (high - low))]);
    }

    /// <summary>The kernel as wide as what a new pixel covers, over the old pixels whose middles it reaches.</summary>
    static (int, double[]) Stretched(Interpolation interpolation, double center, double scale, int from)
    {
        double support = (interpolation == Interpolation.Bilinear ? 1 : 2) * scale;
        int first = Math.Max(0, (int)(center - support + 0.5)), last = Math.Min(from, (int)(center + support + 0.5));
        double[] weights = [.. Enumerable.Range(first, last - first).Select(i =>
            (i + 0.5 - center) / scale is var d && interpolation == Interpolation.Bilinear ? Math.Max(0, 1 - Math.Abs(d)) : Keys(d, -0.5))];
        double sum = weights.Sum();
        return (first, [.. weights.Select(weight => weight / sum)]);
    }
}
