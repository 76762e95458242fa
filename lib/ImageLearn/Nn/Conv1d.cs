namespace ImageLearn.Nn;

/// <summary>
/// Cross-correlation along one axis: y[n, o, r] = b[o] + Σ w[o, c, i] · x[n, c, r·stride + i·dilation − padding], zeros around x.
/// [n, inputs, length] → [n, outputs, ⌊(length + 2·padding − dilation·(kernel − 1) − 1)/stride⌋ + 1].
/// </summary>
public sealed class Conv1d : Module
{
    readonly int _inputs;
    readonly ConvSettings _settings;

    /// <summary>A layer whose weights and biases start evenly distributed over ±1/√(inputs/groups · kernel).</summary>
    /// <param name="inputs">Channels of x.</param>
    /// <param name="outputs">Channels of y.</param>
    /// <param name="kernel">Length of the kernels.</param>
    /// <param name="rng">Where the first weights come from.</param>
    /// <param name="stride">Steps between windows.</param>
    /// <param name="padding">Zeros on each side of x.</param>
    /// <param name="dilation">Steps between the elements of a window.</param>
    /// <param name="groups">Parts that the channels fall into; an output sees its own part only.</param>
    /// <param name="bias">Whether to add b.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small, or the groups do not divide the channels.</exception>
    public Conv1d(int inputs, int outputs, int kernel, Rng rng, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool bias = true)
    {
        (_inputs, _settings) = (inputs, ConvSettings.Of(nameof(Conv1d), inputs, outputs, kernel, stride, padding, dilation, groups));
        Weight = new(Init.Fan([outputs, inputs / groups, kernel], rng));
        Bias = bias ? new(Init.Fan([outputs], rng, inputs / groups * kernel)) : null;
    }

    /// <summary>w, [outputs, inputs/groups, kernel].</summary>
    public Parameter Weight { get; }

    /// <summary>b, [outputs]; null if there is none.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        if (x.Rank != 3 || x.Shape[1] != _inputs)
            throw new ShapeException($"expected [examples, {_inputs}, length], got {x.Shape}. Channels come before the length; one example needs Unsqueeze(0).");
        var (kernel, stride, padding, dilation, groups) = _settings;
        var axis = ConvAxis.Fitting(x.Shape[2], kernel.Columns, stride.Columns, dilation.Columns, padding.Columns);
        if (axis.Output < 1) throw new ShapeException($"signals of length {x.Shape[2]} are smaller than the window. Pad them, or use a smaller kernel.");
        return Convolution.Apply(x.Unsqueeze(2), Weight.Unsqueeze(2), Bias, new(ConvAxis.None, axis, groups)).Squeeze(2);   // an image of one row
    }

    /// <inheritdoc/>
    public override string ToString() => $"Conv1d({_inputs} → {Weight.Shape[0]}, {_settings})";
}
