using ImageLearn.Signal;

namespace ImageLearn.Metrics;

public static partial class Metric
{
    /// <summary>The mean squared error (1/n) Σ (x_i − y_i)², summed in double precision.</summary>
    /// <param name="x">A result.</param>
    /// <param name="y">What it should be, of the same shape.</param>
    /// <param name="axis">The axes to take the mean over: <c>axis: [1, 2]</c> gives one number a picture of [n, height, width]. All when left out.</param>
    /// <exception cref="ShapeException">The shapes differ, or there is no such axis.</exception>
    public static Tensor Mse(Tensor x, Tensor y, AxisSet axis = default) => MeanSquare(nameof(Mse), x, y, axis);

    /// <summary>The peak signal-to-noise ratio 10·log₁₀(range²/MSE) in decibels: ∞ for equal pictures, above 30 a difference is hard to see.</summary>
    /// <param name="x">A picture, or several.</param>
    /// <param name="y">The original, of the same shape.</param>
    /// <param name="range">The distance from black to white: 1, or 255 for grey levels.</param>
    /// <param name="axis">The axes of a picture: <c>axis: [1, 2]</c> gives one number a picture of [n, height, width]. All when left out.</param>
    /// <exception cref="ShapeException">The shapes differ, or there is no such axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The range is not above 0.</exception>
    public static Tensor Psnr(Tensor x, Tensor y, double range = 1, AxisSet axis = default)
    {
        RefuseRange(nameof(Psnr), range);
        var error = MeanSquare(nameof(Psnr), x, y, axis);
        var decibels = new float[error.Size];
        for (int i = 0; i < decibels.Length; i++) decibels[i] = (float)(10 * Math.Log10(range * range / error.Data[i]));
        return Tensor.Adopt(error.Shape, decibels);
    }

    /// <summary>
    /// The structural similarity of two pictures, −1 … 1 and 1 for equal ones: the mean over all places of a small window of
    /// (2μ_x μ_y + C₁)(2σ_xy + C₂) / ((μ_x² + μ_y² + C₁)(σ_x² + σ_y² + C₂)), with C₁ = (0.01·range)² and C₂ = (0.03·range)²
    /// (Wang et al. 2004, doi:10.1109/TIP.2003.819861).
    /// </summary>
    /// <param name="x">A grey picture [height, width], or several [.., height, width], whose mean is taken; colours go before: [3, height, width].</param>
    /// <param name="y">The other, of the same shape.</param>
    /// <param name="range">The distance from black to white: 1, or 255 for grey levels.</param>
    /// <param name="window">Uniform as scikit-image's default, or Gaussian as in the paper.</param>
    /// <exception cref="ShapeException">The shapes differ, or the pictures are smaller than the window.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The range is not above 0.</exception>
    public static double Ssim(Tensor x, Tensor y, double range = 1, SsimWindow window = SsimWindow.Uniform)
    {
        RefuseShapes(nameof(Ssim), x, y);
        RefuseRange(nameof(Ssim), range);
        var weights = window == SsimWindow.Uniform ? Tensor.Ones([7]) : Window.Gaussian(11, sigma: 1.5);
        int size = weights.Size;
        if (x.Rank < 2 || x.Shape[^2] < size || x.Shape[^1] < size) throw new ShapeException($"Ssim: pictures of {x.Shape} are smaller than the window of {size} × {size}. Use larger ones.");
        using var pause = Tensor.NoGrad();
        weights /= weights.Sum();
        Tensor Local(Tensor z) => Convolution.Separable(z, weights, mode: ConvolutionMode.Valid);
        // Variances do not change with the origin, and are most exact near it.
        Tensor middle = x.Mean(), u = x - middle, v = y - middle, meanU = Local(u), meanV = Local(v);
        double unbiased = window == SsimWindow.Uniform ? size * size / (size * size - 1.0) : 1, c1 = Math.Pow(0.01 * range, 2), c2 = Math.Pow(0.03 * range, 2);
        Tensor varianceX = unbiased * (Local(u * u) - meanU * meanU), varianceY = unbiased * (Local(v * v) - meanV * meanV), covariance = unbiased * (Local(u * v) - meanU * meanV);
        Tensor meanX = meanU + middle, meanY = meanV + middle;
        return ((2 * meanX * meanY + c1) * (2 * covariance + c2) / ((meanX * meanX + meanY * meanY + c1) * (varianceX + varianceY + c2))).Mean().Item();
    }

    /// <summary>Intersection over union of two masks, |A ∩ B| / |A ∪ B| in 0 … 1, where elements other than 0 belong; two empty masks agree: 1.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static double Iou(Tensor a, Tensor b)
    {
        var (both, inA, inB) = Counts(nameof(Iou), a, b);
        return inA + inB == 0 ? 1 : both / (inA + inB - both);
    }

    /// <summary>The Dice coefficient of two masks, 2·|A ∩ B| / (|A| + |B|) in 0 … 1, where elements other than 0 belong; two empty masks agree: 1.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static double Dice(Tensor a, Tensor b)
    {
        var (both, inA, inB) = Counts(nameof(Dice), a, b);
        return inA + inB == 0 ? 1 : 2 * both / (inA + inB);
    }

    static (double Both, double A, double B) Counts(string op, Tensor a, Tensor b)
    {
        RefuseShapes(op, a, b);
        double both = 0, inA = 0, inB = 0;
        for (int i = 0; i < a.Size; i++)
        {
            bool inside = a.Data[i] != 0, other = b.Data[i] != 0;
            if (inside) inA++;
            if (other) inB++;
            if (inside && other) both++;
        }
        return (both, inA, inB);
    }

    static Tensor MeanSquare(string op, Tensor x, Tensor y, AxisSet axis)
    {
        RefuseShapes(op, x, y);
        var reduced = axis.In(x.Shape, op);
        int[] kept = [.. Enumerable.Range(0, x.Rank).Where(i => !reduced[i])], order = [.. kept, .. Enumerable.Range(0, x.Rank).Where(i => reduced[i])];
        if (!order.SequenceEqual(Enumerable.Range(0, x.Rank))) (x, y) = (x.Detach().Permute(order), y.Detach().Permute(order));
        Shape shape = [.. x.Shape.Take(kept.Length)];
        int n = x.Shape.SizeOf(kept.Length..);
        var means = new float[shape.Size];
        Work.Split(means.Length, Work.Grain(n), (from, end) =>
        {
            for (int i = from; i < end; i++) means[i] = (float)(Accumulate.SquaredDistance(x.Data.Slice(i * n, n), y.Data.Slice(i * n, n)) / n);
        });
        return Tensor.Adopt(shape, means);
    }

    static void RefuseShapes(string op, Tensor x, Tensor y)
    {
        if (x.Shape != y.Shape) throw new ShapeException($"{op}: the shapes differ, {x.Shape} and {y.Shape}. Compare results of one shape.");
    }

    static void RefuseRange(string op, double range)
    {
        if (!(range > 0)) throw new ArgumentOutOfRangeException(null, $"{op}: the range from black to white is {range}. It must be above 0: 1, or 255 for grey levels.");
    }
}

/// <summary>The weights of the window that <see cref="Metric.Ssim"/> looks through.</summary>
public enum SsimWindow
{
    /// <summary>7 × 7 equal weights and unbiased variances: scikit-image's default.</summary>
    Uniform,

    /// <summary>11 × 11 weights of a Gaussian of sigma 1.5: the paper's. In scikit-image: <c>gaussian_weights=True, use_sample_covariance=False</c>.</summary>
    Gaussian,
}
