using ImageLearn.Benchmarks.Peers;
using ImageLearn.Metrics;
using ImageLearn.Signal;

namespace ImageLearn.Benchmarks.Cases;

static class FilterCases
{
    public static readonly PeerCase[] All =
    [
        new("conv_naive", "ours_correlate_valid_f32", "scipy_correlate2d_valid", Correlate(ConvolutionMode.Valid)),
        // OpenCV's own border differs, so that its sum cannot be compared; the work is the same.
        new("conv_naive", "ours_correlate_same_f32", "cv2_filter2D_5x5_f32", Correlate(ConvolutionMode.Same), Within: 0.05),
        new("conv_naive", "ours_layer_f32", "torch_conv2d_valid_f32", Correlate(ConvolutionMode.Valid)),
        new("psnr", "ours_f32_3600", "3600", inputs =>
        {
            Tensor x = inputs.Tensor("nist_valid_x").Reshape(-1, 32, 32), y = inputs.Tensor("psnr_recon").Reshape(-1, 32, 32);
            return PeerRun.Of(() => Metric.Psnr(x, y, axis: [1, 2]).Mean().Item(), mean => new() { ["mean"] = mean });
        }),
        new("psnr", "ours_ssim_one_512", "skimage_ssim", inputs =>
        {
            Tensor x = inputs.Tensor("image512_gray") / 255, y = inputs.Tensor("image512_noisy");
            return PeerRun.Of(() => Metric.Ssim(x, y), mean => new() { ["mean"] = mean });
        }),
    ];

    static Func<PeerInputs, PeerRun> Correlate(ConvolutionMode mode) => inputs =>
    {
        Tensor x = inputs.Tensor("image512_gray"), kernel = inputs.Tensor("conv_kernel5");
        return PeerRun.Of(() => Convolution.Correlate(x, kernel, mode), y => new() { ["sum"] = y.Sum().Item() });
    };
}
