namespace ImageLearn.Nn;

/// <summary>
/// Cross-correlation with learned kernels: y[n, o, r, s] = b[o] + Σ w[o, c, i, j] · x[n, c, r·stride + i·dilation − padding, s·stride + j·dilation − padding],
/// zeros around x. [n, inputs, height, width] → [n, outputs, rows, columns] with rows = ⌊(height + 2·padding − dilation·(kernel − 1) − 1)/stride⌋ + 1.
/// </summary>
public sealed class Conv2d : Module
{
    readonly int _inputs, _groups;
    readonly Pair _kernel, _stride, _padding, _dilation;

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
        (_inputs, _groups, _kernel, _padding) = (inputs, groups, kernel.AtLeast(1, nameof(Conv2d), "kernel"), padding.AtLeast(0, nameof(Conv2d), "padding"));
        (_stride, _dilation) = ((stride ?? 1).AtLeast(1, nameof(Conv2d), "stride"), (dilation ?? 1).AtLeast(1, nameof(Conv2d), "dilation"));
        Grouped(nameof(Conv2d), inputs, outputs, groups);
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
        if (x.Rank != 4 || x.Shape[1] != _inputs)
            throw new ShapeException($"expected [images, {_inputs}, height, width], got {x.Shape}. Channels come before height and width; one image needs Unsqueeze(0).");
        var geometry = new ConvGeometry(
            ConvAxis.Fitting(x.Shape[2], _kernel.Rows, _stride.Rows, _dilation.Rows, _padding.Rows),
            ConvAxis.Fitting(x.Shape[3], _kernel.Columns, _stride.Columns, _dilation.Columns, _padding.Columns), _groups);
        if (geometry.Rows.Output < 1 || geometry.Columns.Output < 1)
            throw new ShapeException($"images of {x.Shape[2]}×{x.Shape[3]} are smaller than the window. Pad them, or use a smaller kernel or fewer layers that shrink.");
        return Convolution.Apply(x, Weight, Bias, geometry);
    }

    /// <inheritdoc/>
    public override string ToString() => $"Conv2d({_inputs} → {Weight.Shape[0]}, kernel {_kernel}{Unless(_stride, 1, "stride")}{Unless(_padding, 0, "padding")}{Unless(_dilation, 1, "dilation")}{(_groups == 1 ? "" : $", groups {_groups}")})";

    internal static string Unless(Pair value, int usual, string name) => value == usual ? "" : $", {name} {value}";

    internal static void Grouped(string layer, int inputs, int outputs, int groups)
    {
        if (groups < 1 || inputs < 1 || outputs < 1 || inputs % groups != 0 || outputs % groups != 0)
            throw new ArgumentOutOfRangeException(null, $"{layer}: {groups} groups do not divide {inputs} inputs and {outputs} outputs. Both must be multiples of the groups, 1 or more.");
    }
}
