using ImageLearn.Benchmarks.Peers;
using ImageLearn.Signal;

namespace ImageLearn.Benchmarks.Cases;

static class FourierCases
{
    const double Threshold = 60;   // peers.py's FOURIER_THRESHOLD

    public static readonly PeerCase[] All =
    [
        .. ((int[])[509, 512, 1000, 1024]).SelectMany(n => (PeerCase[])[Complex(n), Real(n)]),
        new("fourier_denoise", "ours_f32", "", inputs =>
        {
            Tensor noisy = inputs.Tensor("image512_noisy"), clean = inputs.Tensor("image512_gray") / 255;
            return PeerRun.Of(() => Denoise(noisy), y => new() { ["sum"] = y.Sum().Item(), ["psnr"] = -10 * Math.Log10(((y - clean) * (y - clean)).Mean().Item()) });
        }),
    ];

    static PeerCase Complex(int n) => new("fft2", $"ours_complex64_{n}", $"complex64_{n}", inputs =>
    {
        var x = inputs.Complex($"fft_{n}");
        return PeerRun.Of(() => Fourier.Fft2(x), Magnitude);
    });

    static PeerCase Real(int n) => new("fft2", $"ours_rfft2_f32_{n}", $"rfft2_f64_{n}", inputs =>
    {
        var x = inputs.Complex($"fft_{n}").Real;
        return PeerRun.Of(() => Fourier.Rfft2(x), Magnitude);
    });

    static Tensor Denoise(Tensor noisy)
    {
        var spectrum = Fourier.Rfft2(noisy);
        return Fourier.Irfft2(spectrum * (spectrum.Abs() > Threshold));
    }

    static Dictionary<string, double> Magnitude(ComplexTensor y) => new() { ["abs"] = y.Abs().Sum().Item() };
}
