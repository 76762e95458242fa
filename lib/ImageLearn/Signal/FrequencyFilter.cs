namespace ImageLearn.Signal;

/// <summary>
/// Which frequencies of a picture pass, as factors for its spectrum in the order of <see cref="Fourier.Fft2"/> (the zero frequency at [0, 0];
/// <see cref="Fourier.FftShift(Tensor, AxisSet)"/> moves it to the middle for looking). Frequencies are f = √(f_y² + f_x²) in cycles per pixel, at most ½ along an axis.
/// </summary>
public static class FrequencyFilter
{
    /// <summary>1 for frequencies up to the cutoff, 0 above. The sharp edge makes ripples beside edges of the picture. → [height, width]</summary>
    /// <param name="height">The picture's rows.</param>
    /// <param name="width">The picture's columns.</param>
    /// <param name="cutoff">The highest frequency that passes, in cycles per pixel.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is not above 0.</exception>
    public static Tensor IdealLowPass(int height, int width, double cutoff) => Mask(nameof(IdealLowPass), height, width, cutoff, f2 => f2 <= cutoff * cutoff ? 1 : 0);

    /// <summary>0 for frequencies up to the cutoff, 1 above: what <see cref="IdealLowPass"/> holds back. → [height, width]</summary>
    /// <inheritdoc cref="IdealLowPass"/>
    public static Tensor IdealHighPass(int height, int width, double cutoff) => Mask(nameof(IdealHighPass), height, width, cutoff, f2 => f2 <= cutoff * cutoff ? 0 : 1);

    /// <summary>exp(−f²/(2·cutoff²)): at the cutoff 61 % pass. It is a blur by a Gaussian of sigma = 1/(2π·cutoff) pixels, without ripples. → [height, width]</summary>
    /// <param name="height">The picture's rows.</param>
    /// <param name="width">The picture's columns.</param>
    /// <param name="cutoff">The filter's standard deviation, in cycles per pixel.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is not above 0.</exception>
    public static Tensor GaussianLowPass(int height, int width, double cutoff) => Mask(nameof(GaussianLowPass), height, width, cutoff, f2 => Math.Exp(-f2 / (2 * cutoff * cutoff)));

    /// <summary>1 − exp(−f²/(2·cutoff²)): what <see cref="GaussianLowPass"/> holds back. → [height, width]</summary>
    /// <inheritdoc cref="GaussianLowPass"/>
    public static Tensor GaussianHighPass(int height, int width, double cutoff) => Mask(nameof(GaussianHighPass), height, width, cutoff, f2 => -Math.Exp(-f2 / (2 * cutoff * cutoff)) + 1);

    /// <summary>The picture with its frequencies weighted: the real part of Ifft2(Fft2(x) · mask). The picture counts as continued periodically beyond its edges.</summary>
    /// <param name="x">The picture, or several. [.., height, width]</param>
    /// <param name="mask">Factors for the frequencies. [height, width]</param>
    /// <exception cref="ShapeException">The shapes differ in the last two axes.</exception>
    public static Tensor Apply(Tensor x, Tensor mask)
    {
        if (mask.Rank != 2 || x.Rank < 2 || mask.Shape[0] != x.Shape[^2] || mask.Shape[1] != x.Shape[^1])
            throw new ShapeException($"FrequencyFilter.Apply: a mask of {mask.Shape} does not fit a picture of {x.Shape}. Make it with the picture's height and width.");
        return Fourier.Ifft2(Fourier.Fft2(x) * mask).Real;
    }

    static Tensor Mask(string op, int height, int width, double cutoff, Func<double, double> pass)
    {
        if (!(cutoff > 0)) throw new ArgumentOutOfRangeException(null, $"FrequencyFilter.{op}: the cutoff is {cutoff}. It must be above 0; ½ is the highest frequency along an axis.");
        Shape shape = [height, width];
        double Square(int k, int n) => Math.Pow((2 * k < n ? k : k - n) / (double)n, 2);
        var mask = new float[shape.Size];
        for (int i = 0; i < mask.Length; i++) mask[i] = (float)pass(Square(i / width, height) + Square(i % width, width));
        return Tensor.Adopt(shape, mask);
    }
}
