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
        new("inpaint", "ours_autodiff_f32", "numpy_vectorised_f32", inputs =>
        {
            Tensor corrupted = inputs.Tensor("inpaint_corrupted"), original = inputs.Tensor("inpaint_original"), unknown = inputs.Tensor("inpaint_known").EqualTo(0);
            return PeerRun.Of(() => Inpaint(corrupted, unknown, iterations: 500),
                x => new() { ["err"] = Roughness(x).Item(), ["psnr"] = -10 * Math.Log10(((x - original) * (x - original)).Mean().Item()) });
        }),
    ];

    /// <summary>The lengths of the rows' and columns' differences, of all pixels and of every other one.</summary>
    static Tensor Roughness(Tensor x)
    {
        Tensor sum = 0;
        foreach (var part in new[] { x, x[.., (..).By(2)], x[.., (1..).By(2)] }) sum += part.Diff(axis: 1).Norm(axis: 1).Sum();
        foreach (var part in new[] { x, x[(..).By(2), ..], x[(1..).By(2), ..] }) sum += part.Diff(axis: 0).Norm(axis: 0).Sum();
        return sum;
    }

    static Tensor Inpaint(Tensor corrupted, Tensor unknown, int iterations)
    {
        var x = corrupted;
        for (int i = 0; i < iterations; i++)
        {
            x = x.Detach();
            x.RequiresGrad = true;
            Roughness(x).Backward();
            x = (x.Detach() - Math.Max(1.5 / (i + 1), 0.015) * (x.Grad! * unknown)).Clamp(0, 1);
        }
        return x;
    }

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
