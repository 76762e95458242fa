using System.Text.Json;
using ImageLearn.Metrics;
using ImageLearn.Signal;

namespace ImageLearn.Tests.Signal;

/// <summary>Every case of fixtures/signal.json, which make_signal_fixtures.py wrote with NumPy, SciPy, scikit-image and scikit-learn.</summary>
public class ScipyTests
{
    sealed record Options(JsonElement Json)
    {
        public int N => Json.GetProperty("n").GetInt32();
        public bool Periodic => Json.GetProperty("periodic").GetBoolean();
        public double Sigma => Json.GetProperty("sigma").GetDouble();
        public double Range => Json.GetProperty("range").GetDouble();
        public ConvolutionMode Mode => Enum.Parse<ConvolutionMode>(Json.GetProperty("mode").GetString()!, ignoreCase: true);
    }

    static readonly Dictionary<string, Func<Tensor[], Options, Tensor>> Twins = new()
    {
        ["convolve"] = (t, o) => Both(method => Convolution.Convolve(t[0], t[1], o.Mode, method)),
        ["correlate"] = (t, o) => Both(method => Convolution.Correlate(t[0], t[1], o.Mode, method)),
        ["fft"] = (t, _) => Parts(Fourier.Fft(new ComplexTensor(t[0], t[1]))), ["ifft"] = (t, _) => Parts(Fourier.Ifft(new ComplexTensor(t[0], t[1]))),
        ["fft2"] = (t, _) => Parts(Fourier.Fft2(new ComplexTensor(t[0], t[1]))), ["ifft2"] = (t, _) => Parts(Fourier.Ifft2(new ComplexTensor(t[0], t[1]))),
        ["rfft"] = (t, _) => Parts(Fourier.Rfft(t[0])), ["rfft2"] = (t, _) => Parts(Fourier.Rfft2(t[0])), ["irfft2"] = (t, o) => Fourier.Irfft2(new(t[0], t[1]), o.N),
        ["fftshift"] = (t, _) => Fourier.FftShift(t[0]), ["ifftshift"] = (t, _) => Fourier.IfftShift(t[0]),
        ["fftfreq"] = (_, o) => Fourier.FftFreq(o.N, 0.5), ["rfftfreq"] = (_, o) => Fourier.RfftFreq(o.N, 0.5),
        ["hann"] = (_, o) => Window.Hann(o.N, o.Periodic), ["hamming"] = (_, o) => Window.Hamming(o.N, o.Periodic),
        ["blackman"] = (_, o) => Window.Blackman(o.N, o.Periodic), ["gaussian"] = (_, o) => Window.Gaussian(o.N, o.Sigma, o.Periodic),
        ["mse"] = (t, _) => Metric.Mse(t[0], t[1]), ["psnr"] = (t, o) => Metric.Psnr(t[0], t[1], o.Range),
        ["ssim"] = (t, o) => Metric.Ssim(t[0], t[1], o.Range), ["ssim_gaussian"] = (t, o) => Metric.Ssim(t[0], t[1], o.Range, SsimWindow.Gaussian),
        ["accuracy"] = (t, _) => Metric.Accuracy(t[0], t[1]), ["confusion"] = (t, o) => Metric.ConfusionMatrix(t[0], t[1], o.N), ["top_k"] = (t, o) => Metric.TopK(t[0], t[1], o.N),
        ["precision_recall"] = (t, o) => Metric.PrecisionRecall(t[0], t[1], o.N) is var s ? Tensor.Stack([s.Precision, s.Recall, s.F1, s.Support]) : null!,
        ["macro_f1"] = (t, o) => Metric.PrecisionRecall(t[0], t[1], o.N).MacroF1,
        ["iou"] = (t, _) => Metric.Iou(t[0], t[1]), ["dice"] = (t, _) => Metric.Dice(t[0], t[1]), ["r2"] = (t, _) => Metric.R2(t[0], t[1]),
    };

    static readonly JsonElement File = JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "signal.json"))).RootElement;
    static readonly Tensor[] Arrays = [.. File.GetProperty("arrays").EnumerateArray().Select(a => new Tensor(
        [.. a.GetProperty("shape").EnumerateArray().Select(n => n.GetInt32())], [.. a.GetProperty("data").EnumerateArray().Select(x => x.GetSingle())]))];

    public static TheoryData<string> Operations => [.. File.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("op").GetString()!).Distinct()];

    [Theory, MemberData(nameof(Operations))]
    public void Agrees_with_the_peer(string op)
    {
        foreach (var c in File.GetProperty("cases").EnumerateArray().Where(c => c.GetProperty("op").GetString() == op))
        {
            Tensor[] inputs = [.. c.GetProperty("inputs").EnumerateArray().Select(i => Arrays[i.GetInt32()])];
            Tensor expected = Arrays[c.GetProperty("result").GetInt32()], actual = Twins[op](inputs, new(c.GetProperty("options")));
            string what = $"{op} of {string.Join(" and ", inputs.Select(x => x.Shape))}, {c.GetProperty("options")}";
            Assert.True(expected.Shape == actual.Shape, $"{what}: shape {actual.Shape}, the peer {expected.Shape}");
            double scale = expected.Data.ToArray().Select(Math.Abs).Max();
            for (int i = 0; i < expected.Size; i++)
                Assert.True(Math.Abs((double)expected.Data[i] - actual.Data[i]) <= 1e-6 * Math.Max(scale, 1e-3), $"{what}, element {i}: {actual.Data[i]:G9}, the peer {expected.Data[i]:G9}");
        }
    }

    [Fact]
    public void Every_twin_has_a_case() => Assert.Empty(Twins.Keys.Except(File.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("op").GetString()!)));

    static Tensor Parts(ComplexTensor x) => Tensor.Stack([x.Real, x.Imag]);

    /// <summary>The result of either method, which must be that of the other.</summary>
    static Tensor Both(Func<ConvolutionMethod, Tensor> convolve)
    {
        var direct = convolve(ConvolutionMethod.Direct);
        FourierTests.Near(direct, convolve(ConvolutionMethod.Fourier), 2e-6);
        return direct;
    }
}
