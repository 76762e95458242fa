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
    /// <summary>The mean of what a new pixel covers, for making smaller (INTER_AREA; PyTorch's area where the old length is a multiple of the new).</summary>
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
        double scale = (double)from / to, stretch = antialias ? Math.Max(1, scale) : 1;
        int most = interpolation switch
        {
            Interpolation.Nearest => 1,
            Interpolation.Area => (int)Math.Ceiling(scale) + 1,
            _ => (int)Math.Ceiling(2 * stretch * Reach(interpolation)) + (antialias ? 1 : 0),
        };
        var places = new (int Start, int Count)[to];
        var all = new double[to * most];
        for (int i = 0; i < to; i++)
        {
            double center = (i + 0.5) * scale;
            var weights = all.AsSpan(i * most, most);
            places[i] = interpolation switch
            {
                Interpolation.Nearest => Nearest((int)((long)i * from / to), weights),
                Interpolation.Area => Covered(i * scale, (i + 1) * scale, from, weights),
                _ when antialias => Stretched(interpolation, center, stretch, from, weights),
                Interpolation.Bilinear => Linear(center, weights),
                _ => Cubic(center, weights),
            };
            Taps = Math.Max(Taps, places[i].Count);
        }
        Taps = Math.Min(from, Taps);
        (Start, Weights) = (new int[to], new float[to * Taps]);
        for (int i = 0; i < to; i++)
        {
            var (start, count) = places[i];
            Start[i] = Math.Clamp(start, 0, from - Taps);
            // Weights of pixels beyond the edge are added to the edge pixel's.
            for (int k = 0; k < count; k++) Weights[i * Taps + Math.Clamp(start + k, 0, from - 1) - Start[i]] += (float)all[i * most + k];
        }
    }

    public ReadOnlySpan<float> Of(int i) => Weights.AsSpan(i * Taps, Taps);

    /// <summary>How far the kernel reaches to each side, in pixels.</summary>
    static int Reach(Interpolation interpolation) => interpolation == Interpolation.Bilinear ? 1 : 2;

    static (int, int) Nearest(int at, Span<double> weights)
    {
        weights[0] = 1;
        return (at, 1);
    }

    static (int, int) Linear(double center, Span<double> weights)
    {
        int start = (int)Math.Floor(center - 0.5);
        double part = center - 0.5 - start;
        (weights[0], weights[1]) = (1 - part, part);
        return (start, 2);
    }

    static (int, int) Cubic(double center, Span<double> weights)
    {
        int start = (int)Math.Floor(center - 0.5);
        double part = center - 0.5 - start;
        for (int k = 0; k < 4; k++) weights[k] = Keys(part + 1 - k, -0.75);
        return (start - 1, 4);
    }

    /// <summary>Keys' cubic convolution kernel.</summary>
    public static double Keys(double distance, double a)
    {
        double d = Math.Abs(distance);
        return d < 1 ? ((a + 2) * d - (a + 3)) * d * d + 1 : d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
    }

    static (int, int) Covered(double low, double high, int from, Span<double> weights)
    {
        int first = (int)Math.Floor(low + 1e-9), last = Math.Min(from, (int)Math.Ceiling(high - 1e-9)), count = Math.Max(1, last - first);
        for (int k = 0; k < count; k++) weights[k] = (Math.Min(high, first + k + 1) - Math.Max(low, first + k)) / (high - low);
        return (first, count);
    }

    /// <summary>The kernel as wide as what a new pixel covers, over the old pixels whose middles it reaches.</summary>
    static (int, int) Stretched(Interpolation interpolation, double center, double scale, int from, Span<double> weights)
    {
        double support = Reach(interpolation) * scale, sum = 0;
        int first = Math.Max(0, (int)(center - support + 0.5)), count = Math.Min(from, (int)(center + support + 0.5)) - first;
        for (int k = 0; k < count; k++)
        {
            double d = (first + k + 0.5 - center) / scale;
            sum += weights[k] = interpolation == Interpolation.Bilinear ? Math.Max(0, 1 - Math.Abs(d)) : Keys(d, -0.5);
        }
        for (int k = 0; k < count; k++) weights[k] /= sum;
        return (first, count);
    }
}
