namespace ImageLearn.Imaging;

/// <summary>
/// Filters of pictures: [height, width] or [height, width, channels], each channel by itself. All are correlations or ranks over a neighbourhood;
/// beyond the edge they see what <see cref="Border"/> says. Results are constants to <see cref="Tensor.Backward"/>.
/// </summary>
public static partial class Filters
{
    /// <summary>
    /// Smoothing with a Gaussian, g(d) ∝ exp(−d²/2σ²) over |d| ≤ radius, in both directions. As SciPy's <c>gaussian_filter</c>; as OpenCV's
    /// <c>GaussianBlur</c> with the size 2·radius + 1.
    /// </summary>
    /// <param name="x">The picture.</param>
    /// <param name="sigma">Standard deviation in pixels; 0 changes nothing.</param>
    /// <param name="radius">How far the kernel reaches; -1 for ⌊4σ + ½⌋, beyond which less than 1/10000 lies.</param>
    /// <param name="border">What lies beyond the edge.</param>
    /// <exception cref="ArgumentOutOfRangeException">Sigma is negative.</exception>
    public static Tensor Gaussian(Tensor x, double sigma, int radius = -1, Border border = Border.Reflect)
    {
        var raster = Raster.Of("Filters.Gaussian", x);
        var kernel = GaussianKernel("Filters.Gaussian", sigma, radius);
        return Separable.Correlate(raster, kernel, kernel, border);
    }

    internal static float[] GaussianKernel(string op, double sigma, int radius)
    {
        if (!(sigma >= 0 && sigma <= 10_000)) throw new ArgumentOutOfRangeException(null, $"{op}: sigma is {sigma}, but a width in pixels from 0 to 10000 is needed.");
        if (radius < 0) radius = (int)(4 * sigma + 0.5);
        if (sigma == 0) return [1];
        var weights = new double[2 * radius + 1];
        for (int i = 0; i < weights.Length; i++) weights[i] = Math.Exp(-0.5 * (i - radius) * (i - radius) / (sigma * sigma));
        double sum = weights.Sum();
        return Array.ConvertAll(weights, weight => (float)(weight / sum));
    }

    /// <summary>The mean of a neighbourhood of <paramref name="size"/> × <paramref name="size"/> pixels (SciPy's <c>uniform_filter</c>, OpenCV's <c>blur</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1.</exception>
    public static Tensor Box(Tensor x, int size, Border border = Border.Reflect)
    {
        var raster = Raster.Of("Filters.Box", x);
        RefuseSize("Filters.Box", size);
        var kernel = new float[size];
        Array.Fill(kernel, 1f / size);
        return Separable.Correlate(raster, kernel, kernel, border);
    }

    /// <summary>
    /// Differences, smoothed across: the correlation with [−1 0 1] along the axis and [1 2 1] across it. Not divided by 8, as OpenCV's <c>Sobel</c> and
    /// SciPy's <c>sobel</c>.
    /// </summary>
    /// <param name="x">The picture.</param>
    /// <param name="axis">0: from row to row, which answers to horizontal edges; 1: from column to column.</param>
    /// <param name="border">What lies beyond the edge.</param>
    /// <exception cref="ArgumentOutOfRangeException">The axis is neither 0 nor 1.</exception>
    public static Tensor Sobel(Tensor x, int axis, Border border = Border.Reflect)
    {
        if (axis is not (0 or 1)) throw new ArgumentOutOfRangeException(null, $"Filters.Sobel: axis is {axis}, but differences go from row to row (0) or from column to column (1).");
        float[] difference = [-1, 0, 1], smoothing = [1, 2, 1];
        return Separable.Correlate(Raster.Of("Filters.Sobel", x), axis == 0 ? difference : smoothing, axis == 0 ? smoothing : difference, border);
    }

    /// <summary>The sum of second differences in both directions: the kernel [0 1 0; 1 −4 1; 0 1 0] (SciPy's <c>laplace</c>, OpenCV's <c>Laplacian</c>).</summary>
    public static Tensor Laplacian(Tensor x, Border border = Border.Reflect)
    {
        var raster = Raster.Of("Filters.Laplacian", x);
        float[] second = [1, -2, 1], same = [1];
        return Separable.Correlate(raster, second, same, border) + Separable.Correlate(raster, same, second, border);
    }

    /// <summary>Unsharp masking: x + amount · (x − Gaussian(x)), which steepens edges. Values may leave the range of x.</summary>
    /// <param name="x">The picture.</param>
    /// <param name="sigma">Standard deviation, in pixels, of the smoothing: the width of what is sharpened.</param>
    /// <param name="amount">How strongly; 0 changes nothing.</param>
    /// <param name="border">What lies beyond the edge.</param>
    public static Tensor Unsharp(Tensor x, double sigma = 1, double amount = 1, Border border = Border.Reflect) => x + amount * (x - Gaussian(x, sigma, border: border));

    static void RefuseSize(string op, int size)
    {
        if (size is < 1 or > 10_000) throw new ArgumentOutOfRangeException(null, $"{op}: the size is {size}, but a neighbourhood has 1 to 10000 pixels a side.");
    }
}
