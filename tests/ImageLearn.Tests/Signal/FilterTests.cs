using ImageLearn.Signal;

namespace ImageLearn.Tests.Signal;

public class FilterTests
{
    [Fact]
    public void A_low_pass_keeps_slow_waves_and_stops_fast_ones_a_high_pass_the_reverse()
    {
        Tensor x = Tensor.Arange(0, 64), slow = (2 * Math.PI * 4 / 64 * x).Sin() + Tensor.Zeros([48, 1]), fast = (2 * Math.PI * 20 / 64 * x).Sin() + Tensor.Zeros([48, 1]);
        FourierTests.Near(slow, FrequencyFilter.Apply(slow + fast, FrequencyFilter.IdealLowPass(48, 64, 0.1)), 5e-6);
        FourierTests.Near(fast, FrequencyFilter.Apply(slow + fast, FrequencyFilter.IdealHighPass(48, 64, 0.1)), 5e-6);
        double Kept(double f) => Math.Exp(-f * f / (2 * 0.1 * 0.1));
        FourierTests.Near(Kept(4 / 64.0) * slow + Kept(20 / 64.0) * fast, FrequencyFilter.Apply(slow + fast, FrequencyFilter.GaussianLowPass(48, 64, 0.1)), 5e-6);
        FourierTests.Near((1 - Kept(4 / 64.0)) * slow + (1 - Kept(20 / 64.0)) * fast, FrequencyFilter.Apply(slow + fast, FrequencyFilter.GaussianHighPass(48, 64, 0.1)), 5e-6);
    }

    [Fact]
    public void A_Gaussian_low_pass_is_a_blur_by_a_Gaussian()
    {
        const double cutoff = 0.08, sigma = 1 / (2 * Math.PI * cutoff);
        var picture = Tensor.Zeros([65, 65]);
        picture[30, 34] = 1;
        var weights = Window.Gaussian(33, sigma);
        FourierTests.Near(Convolution.Separable(picture, weights / weights.Sum()), FrequencyFilter.Apply(picture, FrequencyFilter.GaussianLowPass(65, 65, cutoff)), 1e-6);
    }

    [Fact]
    public void Ripples_run_along_an_edge_after_an_ideal_filter_but_not_after_a_Gaussian()
    {
        var edge = (Tensor.Arange(0, 64) >= 32) + Tensor.Zeros([64, 1]);
        Assert.True(FrequencyFilter.Apply(edge, FrequencyFilter.IdealLowPass(64, 64, 0.1)).Max().Item() > 1.05);
        Assert.True(FrequencyFilter.Apply(edge, FrequencyFilter.GaussianLowPass(64, 64, 0.1)).Max().Item() < 1.0001);
    }
}
