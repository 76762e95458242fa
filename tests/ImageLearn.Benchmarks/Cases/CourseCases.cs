using ImageLearn.Benchmarks.Peers;

namespace ImageLearn.Benchmarks.Cases;

/// <summary>What the units compute, written as their notebooks write it.</summary>
static class CourseCases
{
    public static readonly PeerCase[] All =
    [
        new("patch_gd", "ours_gd_800_epochs", "gd_800_epochs", inputs =>
        {
            Tensor X = inputs.Tensor("patch_X"), b = inputs.Tensor("patch_I");
            return PeerRun.Of(() => Descend(X, b, rate: 1e-4, epochs: 800), run => new() { ["mse"] = run.Losses[^1] });
        }),
    ];

    static (Tensor W, double[] Losses) Descend(Tensor X, Tensor b, double rate, int epochs)
    {
        var w = Tensor.Zeros([3]);
        var losses = new double[epochs];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            var e = X.MatMul(w) - b;
            losses[epoch] = (e * e).Mean().Item();
            w = w - rate * (2.0 / X.Shape[0]) * X.Transpose().MatMul(e);
        }
        return (w, losses);
    }
}
