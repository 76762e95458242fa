namespace ImageLearn.Signal;

/// <summary>
/// The discrete Fourier transform, of any length in a time of order n·log n: X_k = Σ_j x_j·e^(−2πi·jk/n), and back
/// x_j = (1/n)·Σ_k X_k·e^(2πi·jk/n). Gradients flow through.
/// </summary>
/// <remarks>
/// float32 numbers, with factors computed in double precision: the error is some 10⁻⁷ of the largest number of a transform, or of the
/// largest of the rows transformed together. Lengths with prime factors up to 61 take steps of mixed radix, others Bluestein's detour
/// (about six times as long). Cooley and Tukey 1965, doi:10.1090/S0025-5718-1965-0178586-1.
/// </remarks>
public static partial class Fourier
{
    /// <summary>The transform along one axis; real input makes half the work. Any shape → the same shape.</summary>
    /// <param name="x">Complex or real numbers.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <exception cref="ShapeException">There is no such axis, or it is empty.</exception>
    /// <example><code>Tensor impulse = [1, 0, 0, 0];
    /// Fourier.Fft(impulse).Real   // [1, 1, 1, 1]</code></example>
    public static ComplexTensor Fft(ComplexTensor x, int axis = -1) => Along(nameof(Fft), x, axis, inverse: false);

    /// <summary>The inverse transform along one axis: <c>Ifft(Fft(x))</c> is x. Any shape → the same shape.</summary>
    /// <inheritdoc cref="Fft"/>
    public static ComplexTensor Ifft(ComplexTensor x, int axis = -1) => Along(nameof(Ifft), x, axis, inverse: true);

    /// <summary>The transform over the last two axes: X_kl = Σ_m Σ_n x_mn·e^(−2πi(km/height + ln/width)). Any leading axes, [height, width] → the same shape. The zero frequency is at [0, 0].</summary>
    /// <exception cref="ShapeException">There are fewer than two axes, or one is empty.</exception>
    public static ComplexTensor Fft2(ComplexTensor x) => x.IsReal ? Mirrored(FromReal(nameof(Fft2), x.Real, axes: 2), x.Shape[^1]) : Spectrum(nameof(Fft2), x, inverse: false);

    /// <summary>The inverse transform over the last two axes: <c>Ifft2(Fft2(x))</c> is x.</summary>
    /// <inheritdoc cref="Fft2"/>
    public static ComplexTensor Ifft2(ComplexTensor x) => Spectrum(nameof(Ifft2), x, inverse: true);

    /// <summary>The frequencies 0 … n/2 of real numbers along the last axis; the others are their mirror image, X_(n−k) = X̄_k. [.., n] → [.., n/2 + 1]</summary>
    /// <remarks>Rows are transformed by twos: a number that is NaN or infinite may spoil another row as well as its own.</remarks>
    /// <exception cref="ShapeException">There is no axis, or it is empty.</exception>
    public static ComplexTensor Rfft(Tensor x) => FromReal(nameof(Rfft), x, axes: 1);

    /// <summary>The real numbers of whose spectrum <paramref name="x"/> holds the frequencies 0 … n/2. [.., n/2 + 1] → [.., n]</summary>
    /// <param name="x">The first half of a spectrum, as <see cref="Rfft"/> gives it.</param>
    /// <param name="length">How many numbers they were; left out, an even number is assumed.</param>
    /// <exception cref="ShapeException">The spectrum is not of this length.</exception>
    public static Tensor Irfft(ComplexTensor x, int? length = null) => ToReal(nameof(Irfft), x, axes: 1, length);

    /// <summary>The transform of real numbers over the last two axes, without the mirrored half. [.., height, width] → [.., height, width/2 + 1]</summary>
    /// <exception cref="ShapeException">There are fewer than two axes, or one is empty.</exception>
    public static ComplexTensor Rfft2(Tensor x) => FromReal(nameof(Rfft2), x, axes: 2);

    /// <summary>The real numbers of whose spectrum <paramref name="x"/> is the half that <see cref="Rfft2"/> gives. [.., height, width/2 + 1] → [.., height, width]</summary>
    /// <param name="x">The half of a spectrum.</param>
    /// <param name="width">How many columns they had; left out, an even number is assumed.</param>
    /// <exception cref="ShapeException">The spectrum is not of this width.</exception>
    public static Tensor Irfft2(ComplexTensor x, int? width = null) => ToReal(nameof(Irfft2), x, axes: 2, width);

    /// <summary>The matrix F with F·x = Fft(x): F_jk = e^(−2πi·jk/n). → [n, n]</summary>
    /// <param name="n">The length of the transform.</param>
    /// <param name="unitary">Divide by √n, so that F·F̄ᵀ is the identity and lengths are kept.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not 1 or more.</exception>
    public static ComplexTensor DftMatrix(int n, bool unitary = false)
    {
        RefuseLength(nameof(DftMatrix), n);
        double scale = unitary ? 1 / Math.Sqrt(n) : 1;
        Shape shape = [n, n];
        float[] re = new float[shape.Size], im = new float[shape.Size];
        for (int i = 0; i < re.Length; i++)
        {
            double angle = -2 * Math.PI * ((long)(i / n) * (i % n) % n) / n;
            (re[i], im[i]) = ((float)(scale * Math.Cos(angle)), (float)(scale * Math.Sin(angle)));
        }
        return new(Tensor.Adopt(shape, re), Tensor.Adopt(shape, im));
    }
}
