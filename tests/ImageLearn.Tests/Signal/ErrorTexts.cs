using ImageLearn.Metrics;
using ImageLearn.Signal;

namespace ImageLearn.Tests.Signal;

/// <summary>Every message of Signal and Metrics, as the reader sees it.</summary>
public class ErrorTexts
{
    static readonly Tensor X = Rng.Normal([4, 6], 1), None = Tensor.Zeros([0]);

    static readonly (Type Type, Action Act, string Text)[] Cases =
    [
        (typeof(ShapeException), () => _ = new ComplexTensor(X, X[0, ..]), "ComplexTensor: the real parts have shape [4, 6], but the imaginary parts [6]. They must be equal."),
        (typeof(ShapeException), () => Fourier.Fft(X, axis: 2), "Fft: there is no axis 2 in shape [4, 6]. Its axes are 0 to 1, or -2 to -1 from the end."),
        (typeof(ShapeException), () => Fourier.Fft2(X[0, ..]), "Fft2: expected 2 axes or more, got shape [6]."),
        (typeof(ShapeException), () => Fourier.Ifft2(X[0, ..]), "Ifft2: expected 2 axes or more, got shape [6]."),
        (typeof(ArgumentOutOfRangeException), () => Fourier.FftFreq(0), "FftFreq: 0 is not the length of a transform. Give 1 or more."),
        (typeof(ArgumentOutOfRangeException), () => Fourier.RfftFreq(0), "RfftFreq: 0 is not the length of a transform. Give 1 or more."),
        (typeof(ArgumentOutOfRangeException), () => Fourier.DftMatrix(-2), "DftMatrix: -2 is not the length of a transform. Give 1 or more."),
        (typeof(ShapeException), () => Fourier.Rfft(None), "Rfft: shape [0] holds no numbers to transform."),
        (typeof(ShapeException), () => Fourier.Irfft(X, 8), "Irfft: 8 real numbers have a half spectrum of 5, but the last axis of [4, 6] is 6. Give the length that was transformed, 10 or 11."),
        (typeof(ShapeException), () => Convolution.Convolve(X, 1, ConvolutionMode.Same), "Convolve: a kernel has one axis or two and is not empty, but this one has shape []."),
        (typeof(ShapeException), () => Convolution.Correlate(X, Tensor.Ones([2, 2, 2]), ConvolutionMode.Same), "Correlate: a kernel has one axis or two and is not empty, but this one has shape [2, 2, 2]."),
        (typeof(ShapeException), () => Convolution.Correlate(X[0, ..], X, ConvolutionMode.Same), "Correlate: a kernel of [4, 6] cannot slide over shape [6]. x needs two axes or more, and numbers."),
        (typeof(ShapeException), () => Convolution.Convolve(X, Tensor.Ones([5, 5]), ConvolutionMode.Valid), "Convolve: a kernel of [5, 5] does not fit into [4, 6]: nothing would be left. Use ConvolutionMode.Same or Full, or a smaller kernel."),
        (typeof(ShapeException), () => Convolution.Separable(X, X), "Separable: expected kernels with one axis, got [4, 6] and [4, 6]."),
        (typeof(ArgumentOutOfRangeException), () => Window.Hann(0), "Window: 0 weights are none. Give 1 or more."),
        (typeof(ArgumentOutOfRangeException), () => Window.Gaussian(5, 0), "Window.Gaussian: sigma is 0. It must be above 0."),
        (typeof(ArgumentOutOfRangeException), () => FrequencyFilter.IdealLowPass(5, 5, -1), "FrequencyFilter.IdealLowPass: the cutoff is -1. It must be above 0; ½ is the highest frequency along an axis."),
        (typeof(ShapeException), () => FrequencyFilter.Apply(X, Tensor.Ones([6, 4])), "FrequencyFilter.Apply: a mask of [6, 4] does not fit a picture of [4, 6]. Make it with the picture's height and width."),

        (typeof(ShapeException), () => Metric.Accuracy(X, Tensor.Zeros([5])), "Accuracy: [4, 6] holds 4 predictions, but [5] holds 5 labels. There must be one label for each."),
        (typeof(ShapeException), () => Metric.Accuracy(None, None), "Accuracy: there are no examples, so there is nothing to count."),
        (typeof(ArgumentException), () => Metric.Accuracy([0.5, 1], [0, 1]), "Accuracy: 0.5 (example 0) is no class number. Classes are the whole numbers from 0; for scores pass [examples, classes]."),
        (typeof(ShapeException), () => Metric.Accuracy([[1], [2]], [0, 1]), "Accuracy: [2, 1] is a score for one class only, which is always the largest. If these are class numbers, Reshape(-1) them; if they are scores of a yes-or-no question, compare them with a threshold first."),
        (typeof(ShapeException), () => Metric.Accuracy(1, 1), "Accuracy: expected class numbers [examples] or scores [examples, classes], got []."),
        (typeof(ShapeException), () => Metric.TopK(X[0, ..], [1], 2), "TopK: expected scores of shape [examples, classes], got [6]."),
        (typeof(ArgumentException), () => Metric.TopK(X, Tensor.Zeros([4]), 0), "TopK: k is 0, but at least one guess is needed."),
        (typeof(ArgumentException), () => Metric.TopK(X, Tensor.Full([4], 6), 1), "TopK: there is a class 6, but the classes are 0 to 5. Check the labels, or give the number of classes."),
        (typeof(ArgumentException), () => Metric.ConfusionMatrix([0, 3], [0, 1], 3), "ConfusionMatrix: there is a class 3, but the classes are 0 to 2. Check the labels, or give the number of classes."),
        (typeof(ShapeException), () => Metric.Psnr(X, X[0, ..]), "Psnr: the shapes differ, [4, 6] and [6]. Compare results of one shape."),
        (typeof(ArgumentOutOfRangeException), () => Metric.Psnr(X, X, range: 0), "Psnr: the range from black to white is 0. It must be above 0: 1, or 255 for grey levels."),
        (typeof(ShapeException), () => Metric.Ssim(X, X), "Ssim: pictures of [4, 6] are smaller than the window of 7 × 7. Use larger ones."),
        (typeof(ShapeException), () => Metric.R2(None, None), "R2: there are no numbers to compare."),
        (typeof(ArgumentException), () => Metric.CharacterErrorRate("a", ""), "CharacterErrorRate: the true text is empty, so there is no rate. Count insertions with EditDistance."),
    ];

    public static TheoryData<string> Texts => [.. Cases.Select(c => c.Text)];

    [Theory, MemberData(nameof(Texts))]
    public void An_error_names_the_operation_shows_the_values_and_says_what_to_do(string text)
    {
        var (type, act, _) = Cases.Single(c => c.Text == text);
        Assert.Equal(text, Assert.Throws(type, act).Message);
    }
}
