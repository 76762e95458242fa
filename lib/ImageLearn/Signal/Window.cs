namespace ImageLearn.Signal;

/// <summary>
/// Weights that fade towards the ends of a stretch, so that its spectrum does not show the cut: multiply a signal by one before
/// <see cref="Fourier.Fft"/>. Harris 1978, doi:10.1109/PROC.1978.10837.
/// </summary>
public static class Window
{
    /// <summary>w_i = ½ − ½·cos(2πi/(n − 1)): zero at both ends. → [n]</summary>
    /// <param name="n">How many weights.</param>
    /// <param name="periodic">Divide by n instead of n − 1, so that copies laid side by side continue each other: for spectra. False: symmetric, for filters.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is not one weight or more.</exception>
    public static Tensor Hann(int n, bool periodic = false) => Cosines(n, periodic, 0.5, 0.5);

    /// <summary>w_i = 0.54 − 0.46·cos(2πi/(n − 1)): lower side lobes near the main one. → [n]</summary>
    /// <inheritdoc cref="Hann"/>
    public static Tensor Hamming(int n, bool periodic = false) => Cosines(n, periodic, 0.54, 0.46);

    /// <summary>w_i = 0.42 − ½·cos(2πi/(n − 1)) + 0.08·cos(4πi/(n − 1)): much lower side lobes, a wider main one. → [n]</summary>
    /// <inheritdoc cref="Hann"/>
    public static Tensor Blackman(int n, bool periodic = false) => Cosines(n, periodic, 0.42, 0.5, 0.08);

    /// <summary>w_i = exp(−½·((i − m)/sigma)²) around the middle m = (n − 1)/2. → [n]</summary>
    /// <param name="n">How many weights.</param>
    /// <param name="sigma">The standard deviation, in samples.</param>
    /// <param name="periodic"><inheritdoc cref="Hann" path="/param[@name='periodic']"/></param>
    /// <exception cref="ArgumentOutOfRangeException">Sigma is not above 0, or there is not one weight or more.</exception>
    public static Tensor Gaussian(int n, double sigma, bool periodic = false)
    {
        if (!(sigma > 0)) throw new ArgumentOutOfRangeException(null, $"Window.Gaussian: sigma is {sigma}. It must be above 0.");
        double middle = ((periodic ? n + 1 : n) - 1) / 2.0;
        return Of(n, i => Math.Exp(-0.5 * ((i - middle) / sigma) * ((i - middle) / sigma)));
    }

    static Tensor Cosines(int n, bool periodic, params double[] weights)
    {
        double turn = 2 * Math.PI / (periodic ? n : n - 1);
        return Of(n, i => weights.Select((w, k) => (k % 2 == 0 ? w : -w) * Math.Cos(k * turn * i)).Sum());
    }

    static Tensor Of(int n, Func<int, double> weight)
    {
        if (n < 1) throw new ArgumentOutOfRangeException(null, $"Window: {n} weights are none. Give 1 or more.");
        return n == 1 ? Tensor.Ones([1]) : Tensor.Of([.. Enumerable.Range(0, n).Select(weight)]);
    }
}
