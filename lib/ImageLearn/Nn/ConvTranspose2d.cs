namespace ImageLearn.Nn;

/// <summary>
/// The adjoint of <see cref="Conv2d"/>, which spreads each element of x over a window of y: y[n, o, r·stride + i·dilation − padding, ..] += w[c, o, i, j] · x[n, c, r, ..], from b[o].
/// [n, inputs, height, width] → [n, outputs, rows, columns] with rows = (height − 1)·stride − 2·padding + dilation·(kernel − 1) + outputPadding + 1.
/// </summary>
public sealed class ConvTranspose2d : Module
{
    readonly int _inputs;
    readonly ConvSettings _settings;
    readonly Pair _outputPadding;

    /// <summary>A layer whose weights and biases start evenly distributed over ±1/√(outputs/groups · kernel), as PyTorch's.</summary>
    /// <param name="inputs">Channels of x.</param>
    /// <param name="outputs">Channels of y.</param>
    /// <param name="kernel">Height and width of the kernels.</param>
    /// <param name="rng">Where the first weights come from.</param>
    /// <param name="stride">Steps of y between the windows of neighbours in x; 1 when left out.</param>
    /// <param name="padding">How much is cut off on each side of y.</param>
    /// <param name="outputPadding">How much is added at the lower and right side of y, to undo the rounding of a stride.</param>
    /// <param name="dilation">Steps between the elements of a window; 1 when left out.</param>
    /// <param name="groups">Parts that the channels fall into; an output sees its own part only.</param>
    /// <param name="bias">Whether to add b.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small, or the groups do not divide the channels.</exception>
    public ConvTranspose2d(int inputs, int outputs, Pair kernel, Rng rng, Pair? stride = null, Pair padding = default, Pair outputPadding = default, Pair? dilation = null, int groups = 1, bool bias = true)
    {
        (_inputs, _settings) = (inputs, ConvSettings.Of(nameof(ConvTranspose2d), inputs, outputs, kernel, stride ?? 1, padding, dilation ?? 1, groups));
        _outputPadding = outputPadding.AtLeast(0, nameof(ConvTranspose2d), "output padding");
        Weight = new(Init.Fan([inputs, outputs / groups, kernel.Rows, kernel.Columns], rng));
        Bias = bias ? new(Init.Fan([outputs], rng, outputs / groups * kernel.Rows * kernel.Columns)) : null;
    }

    /// <summary>w, [inputs, outputs/groups, kernel rows, kernel columns].</summary>
    public Parameter Weight { get; }

    /// <summary>b, [outputs]; null if there is none.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        ConvSettings.CheckImages(x, _inputs);
        var (kernel, stride, padding, dilation, groups) = _settings;
        // The convolution that this is the adjoint of has our outputs as its inputs.
        static ConvAxis Axis(int length, int kernel, int stride, int dilation, int padding, int more) =>
            new((length - 1) * stride - 2 * padding + dilation * (kernel - 1) + more + 1, length, kernel, stride, dilation, padding);
        var geometry = new ConvGeometry(
            Axis(x.Shape[2], kernel.Rows, stride.Rows, dilation.Rows, padding.Rows, _outputPadding.Rows),
            Axis(x.Shape[3], kernel.Columns, stride.Columns, dilation.Columns, padding.Columns, _outputPadding.Columns), groups);
        if (geometry.Rows.Input < 1 || geometry.Columns.Input < 1)
            throw new ShapeException($"a padding of {padding} leaves nothing of the output for images of {x.Shape[2]}×{x.Shape[3]}. Use less padding.");
        return Convolution.Adjoint(x, Weight, Bias, geometry);
    }

    /// <inheritdoc/>
    public override string ToString() => $"ConvTranspose2d({_inputs} → {Weight.Shape[1] * _settings.Groups}, {_settings}{ConvSettings.Unless(_outputPadding, 0, "output padding")})";
}
