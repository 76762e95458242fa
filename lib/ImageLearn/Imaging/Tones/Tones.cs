using System.Numerics.Tensors;

namespace ImageLearn.Imaging;

/// <summary>Brightness and contrast of pictures, one value at a time. Results are constants to <see cref="Tensor.Backward"/>.</summary>
public static partial class Tones
{
    /// <summary>How many values lie in each of some equal bins from <paramref name="low"/> to <paramref name="high"/>, both included; values beyond are not counted. → [bins]</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no bins, or the range is empty.</exception>
    public static Tensor Histogram(Tensor x, int bins = 256, double low = 0, double high = 1)
    {
        if (bins is < 1 or > 1 << 20 || !(low < high)) throw new ArgumentOutOfRangeException(null, $"Tones.Histogram: {bins} bins from {low} to {high} are no histogram. Give 1 bin or more, and low below high.");
        return Tensor.Of(Array.ConvertAll(Count(x.Elements, bins, low, high), static count => (double)count));
    }

    /// <summary>The histogram over all the values there are.</summary>
    internal static long[] Count(string op, Tensor x, int bins, out double low, out double high)
    {
        if (bins is < 1 or > 1 << 20) throw new ArgumentOutOfRangeException(null, $"{op}: {bins} bins are no histogram. Give 1 or more.");
        (low, high) = Extremes(op, x);
        return low == high ? [x.Size] : Count(x.Elements, bins, low, high);
    }

    /// <summary>Tells grey levels 0..255 from values in 0..1 that overshoot a little, where the formula knows only these.</summary>
    internal static void RequireUnit(string op, Tensor x)
    {
        if (x.Size > 0 && TensorPrimitives.Max(x.Data) is > 10 and var largest) throw new ArgumentException($"{op}: the largest value is {largest}, but white is 1 here. Divide grey levels 0..255 by 255 first.");
    }

    /// <summary>The least and the largest value.</summary>
    static (double, double) Extremes(string op, Tensor x)
    {
        if (x.Size == 0) throw new ArgumentException($"{op}: the picture is empty, {x.Shape}. Look at the step that made it: what did it leave?");
        double low = TensorPrimitives.Min(x.Data), high = TensorPrimitives.Max(x.Data);
        return double.IsFinite(low) && double.IsFinite(high) ? (low, high)
            : throw new ArgumentException($"{op}: the picture holds values that are not finite (from {low} to {high}). Find the step that made them.");
    }

    static long[] Count(float[] values, int bins, double low, double high)
    {
        var total = new long[bins];
        double scale = bins / (high - low);
        Work.Split(values.Length, 1 << 16, (from, to) =>
        {
            var counts = new int[bins + 1];
            foreach (float value in values.AsSpan(from..to))
            {
                double position = (value - low) * scale;
                if (position >= 0 && position <= bins) counts[(int)position]++;
            }
            counts[bins - 1] += counts[bins];   // the last bin includes its end
            lock (total)
                for (int i = 0; i < bins; i++) total[i] += counts[i];
        });
        return total;
    }

    /// <summary>Stretches linearly so that the least value becomes <paramref name="low"/> and the largest <paramref name="high"/>; a picture of one value becomes <paramref name="low"/>.</summary>
    /// <exception cref="ArgumentException">The picture holds no numbers, or values that are not finite.</exception>
    public static Tensor Stretch(Tensor x, double low = 0, double high = 1)
    {
        var (least, largest) = Extremes("Tones.Stretch", x);
        return largest > least ? (x - least) * ((high - low) / (largest - least)) + low : Tensor.Full(x.Shape, low);
    }

    /// <summary>Gamma correction of values in 0..1: x^gamma; below 1 brightens, above darkens. Values outside are clipped first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Gamma is not above 0.</exception>
    /// <exception cref="ArgumentException">A value is so far above 1 that grey levels 0..255 must be meant.</exception>
    public static Tensor Gamma(Tensor x, double gamma)
    {
        if (!(gamma > 0)) throw new ArgumentOutOfRangeException(null, $"Tones.Gamma: gamma is {gamma}, but must be above 0.");
        RequireUnit("Tones.Gamma", x);
        var y = Tensor.Fresh(x.Shape);
        var (from, to) = (x.Elements, y.Elements);
        Work.Split(to.Length, Work.Grain(20), (first, end) =>
        {
            for (int i = first; i < end; i++) to[i] = (float)Math.Pow(Math.Clamp(from[i], 0, 1), gamma);
        });
        return y;
    }

    /// <summary>
    /// Histogram equalisation: each value becomes the share of values that are not larger, so that all brightnesses are used alike (scikit-image's
    /// <c>equalize_hist</c>: interpolated between the middles of the bins). Result in 0..1.
    /// </summary>
    /// <exception cref="ArgumentException">The picture holds no numbers, or values that are not finite.</exception>
    public static Tensor Equalise(Tensor x, int bins = 256)
    {
        var counts = Count("Tones.Equalise", x, bins, out double low, out double high);
        if (low == high) return Tensor.Ones(x.Shape);
        var share = new double[bins];
        double running = 0;
        for (int i = 0; i < bins; i++) share[i] = (running += counts[i]) / x.Size;
        var y = Tensor.Fresh(x.Shape);
        var (from, to) = (x.Elements, y.Elements);
        double scale = bins / (high - low);
        Work.Split(to.Length, Work.Grain(8), (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                double position = Math.Clamp((from[i] - low) * scale - 0.5, 0, bins - 1);
                int bin = Math.Min((int)position, bins - 2);
                to[i] = (float)(bins == 1 ? share[0] : share[bin] + (position - bin) * (share[bin + 1] - share[bin]));
            }
        });
        return y;
    }
}
