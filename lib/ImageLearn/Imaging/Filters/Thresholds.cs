namespace ImageLearn.Imaging;

/// <summary>Where bright ends and dark begins.</summary>
public static class Thresholds
{
    /// <summary>
    /// Otsu's threshold: the value that parts the histogram so that the variance between the two parts is greatest (Otsu 1979,
    /// doi:10.1109/TSMC.1979.4310076). The histogram has <paramref name="bins"/> equal bins from the least to the largest value, and the threshold is the
    /// middle of a bin, as scikit-image's <c>threshold_otsu</c>: <c>x &gt; Otsu(x)</c> is the bright part. Of a picture of one value, that value.
    /// </summary>
    /// <exception cref="ArgumentException">The picture holds no numbers, or values that are not finite.</exception>
    public static double Otsu(Tensor x, int bins = 256)
    {
        var counts = Tones.Count("Thresholds.Otsu", x, bins, out double low, out double high);
        if (low == high) return low;
        double width = (high - low) / bins, total = x.Size, sum = 0, below = 0, sumBelow = 0, best = -1, threshold = low;
        for (int i = 0; i < bins; i++) sum += counts[i] * (low + (i + 0.5) * width);
        for (int i = 0; i < bins - 1; i++)
        {
            double center = low + (i + 0.5) * width;
            below += counts[i];
            sumBelow += counts[i] * center;
            double difference = sumBelow / below - (sum - sumBelow) / (total - below), variance = below * (total - below) * difference * difference;
            if (variance > best) (best, threshold) = (variance, center);
        }
        return threshold;
    }

    /// <summary>
    /// A threshold for each pixel: the Gaussian mean of its neighbourhood, less an offset. <c>x &gt; Local(x, 35, 0.02)</c> finds paper under uneven light, its
    /// complement the ink. As scikit-image's <c>threshold_local</c>: sigma is (size − 1)/6.
    /// </summary>
    /// <param name="x">The picture.</param>
    /// <param name="size">Pixels a side of the neighbourhood, odd.</param>
    /// <param name="offset">What is taken off the mean.</param>
    /// <param name="border">What lies beyond the edge.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is even or below 3.</exception>
    public static Tensor Local(Tensor x, int size, double offset = 0, Border border = Border.Reflect)
    {
        if (size < 3 || size % 2 == 0) throw new ArgumentOutOfRangeException(null, $"Thresholds.Local: the size is {size}, but a neighbourhood has an odd number of pixels a side, 3 or more.");
        return Filters.Gaussian(x, (size - 1) / 6.0, border: border) - offset;
    }
}
