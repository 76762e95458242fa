namespace ImageLearn.Nn;

/// <summary>
/// Cross-correlation with learned kernels: y[n, o, r, s] = b[o] + Σ w[o, c, i, j] · x[n, c, r·stride + i·dilation − padding, s·stride + j·dilation − padding],
/// zeros around x. [n, inputs, height, width] → [n, outputs, rows, columns] with rows = ⌊(height + 2·padding − dilation·(kernel − 1) − 1)/stride⌋ + 1.
/// </summary>
public sealed class Conv2d : Module
{
    readonly int _inputs;
    readonly ConvSettings _settings;

    /// <summary>A layer whose weights and biases start evenly distributed over ±1/√(inputs/groups · kernel).</summary>
    /// <param name="inputs">Channels of x.</param>
    /// <param name="outputs">Channels of y.</param>
    /// <param name="kernel">Height and width of the kernels.</param>
    /// <param name="rng">Where the first weights come from.</param>
    /// <param name="stride">Steps between windows; 1 when left out.</param>
    /// <param name="padding">Zeros on each side of x.</param>
    /// <param name="dilation">Steps between the elements of a window; 1 when left out.</param>
    /// <param name="groups">Parts that the channels fall into; an output sees its own part only.</param>
    /// <param name="bias">Whether to add b.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small, or the groups do not divide the channels.</exception>
    public Conv2d(int inputs, int outputs, Pair kernel, Rng rng, Pair? stride = null, Pair padding = default, Pair? dilation = null, int groups = 1, bool bias = true)
    {
        (_inputs, _settings) = (inputs, ConvSettings.Of(nameof(Conv2d), inputs, outputs, kernel, stride ?? 1, padding, dilation ?? 1, groups));
        Weight = new(Init.Fan([outputs, inputs / groups, kernel.Rows, kernel.Columns], rng));
        Bias = bias ? new(Init.Fan([outputs], rng, inputs / groups * kernel.Rows * kernel.Columns)) : null;
    }

    /// <summary>w, [outputs, inputs/groups, kernel rows, kernel columns].</summary>
    public Parameter Weight { get; }

    /// <summary>b, [outputs]; null if there is none.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        ConvSettings.CheckImages(x, _inputs);
        var (kernel, stride, padding, dilation, groups) = _settings;
        var geometry = new ConvGeometry(
            ConvAxis.Fitting(x.Shape[2], kernel.Rows, stride.Rows, dilation.Rows, padding.Rows),
            ConvAxis.Fitting(x.Shape[3], kernel.Columns, stride.Columns, dilation.Columns, padding.Columns), groups);
        if (geometry.Rows.Output < 1 || geometry.Columns.Output < 1)
            throw new ShapeException($"images of {x.Shape[2]}×{x.Shape[3]} are smaller than the window. Pad them, or use a smaller kernel or fewer layers that shrink.");
        return Convolution.Apply(x, Weight, Bias, geometry);
    }

    /// <inheritdoc/>
    public override string ToString() => $"Conv2d({_inputs} → {Weight.Shape[0]}, {_settings})";
}
