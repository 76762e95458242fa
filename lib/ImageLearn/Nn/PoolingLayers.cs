namespace ImageLearn.Nn;

/// <summary>What the pooling layers share: windows over images [n, c, height, width] → [n, c, rows, columns].</summary>
public abstract class Pooling2d : Module
{
    private protected Pooling2d() { }

    private protected abstract Tensor Pool(Tensor x);

    /// <inheritdoc/>
    protected sealed override Tensor Compute(Tensor x)
    {
        if (x.Rank != 4) throw new ShapeException($"expected [images, channels, height, width], got {x.Shape}. One image needs Unsqueeze(0).");
        if (x.Shape[2] == 0 || x.Shape[3] == 0) throw new ShapeException($"images of {x.Shape[2]}×{x.Shape[3]} have nothing to pool. Start from larger images.");
        return Pool(x);
    }

    private protected static (PoolAxis Rows, PoolAxis Columns) Sliding(Tensor x, Pair kernel, Pair stride, Pair padding)
    {
        var windows = (PoolAxis.Sliding(x.Shape[2], kernel.Rows, stride.Rows, padding.Rows), Columns: PoolAxis.Sliding(x.Shape[3], kernel.Columns, stride.Columns, padding.Columns));
        return windows.Item1.Output > 0 && windows.Columns.Output > 0 ? windows
            : throw new ShapeException($"images of {x.Shape[2]}×{x.Shape[3]} are smaller than the window. Pool fewer times, or start from larger images.");
    }

    private protected static Pair Padded(string layer, Pair kernel, Pair padding) => padding.AtLeast(0, layer, "padding") is var p && 2 * p.Rows <= kernel.Rows && 2 * p.Columns <= kernel.Columns ? p
        : throw new ArgumentOutOfRangeException(null, $"{layer}: a padding of {padding} is more than half the kernel of {kernel}, so that some windows would be empty. Use less.");
}

/// <summary>The largest element of each window, [n, c, height, width] → [n, c, rows, columns] with rows = ⌊(height + 2·padding − kernel)/stride⌋ + 1.</summary>
/// <param name="kernel">Height and width of the windows.</param>
/// <param name="stride">Steps between windows; the kernel when left out.</param>
/// <param name="padding">How far windows reach beyond each side of x, at most half the kernel.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is too small, or the padding too large.</exception>
public sealed class MaxPool2d(Pair kernel, Pair? stride = null, Pair padding = default) : Pooling2d
{
    readonly Pair _kernel = kernel.AtLeast(1, nameof(MaxPool2d), "kernel"), _stride = (stride ?? kernel).AtLeast(1, nameof(MaxPool2d), "stride"), _padding = Padded(nameof(MaxPool2d), kernel, padding);

    private protected override Tensor Pool(Tensor x)
    {
        var (rows, columns) = Sliding(x, _kernel, _stride, _padding);
        return Pooling.Max(x, rows, columns);
    }

    /// <inheritdoc/>
    public override string ToString() => $"MaxPool2d({_kernel}{(_stride == _kernel ? "" : $", stride {_stride}")}{ConvSettings.Unless(_padding, 0, "padding")})";
}

/// <summary>The mean of each window, zeros of the padding included, [n, c, height, width] → [n, c, rows, columns] with rows = ⌊(height + 2·padding − kernel)/stride⌋ + 1.</summary>
/// <param name="kernel">Height and width of the windows.</param>
/// <param name="stride">Steps between windows; the kernel when left out.</param>
/// <param name="padding">Zeros on each side of x, at most half the kernel.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is too small, or the padding too large.</exception>
public sealed class AvgPool2d(Pair kernel, Pair? stride = null, Pair padding = default) : Pooling2d
{
    readonly Pair _kernel = kernel.AtLeast(1, nameof(AvgPool2d), "kernel"), _stride = (stride ?? kernel).AtLeast(1, nameof(AvgPool2d), "stride"), _padding = Padded(nameof(AvgPool2d), kernel, padding);

    private protected override Tensor Pool(Tensor x)
    {
        var (rows, columns) = Sliding(x, _kernel, _stride, _padding);
        return Pooling.Mean(x, rows, columns, _kernel.Rows * _kernel.Columns);
    }

    /// <inheritdoc/>
    public override string ToString() => $"AvgPool2d({_kernel}{(_stride == _kernel ? "" : $", stride {_stride}")}{ConvSettings.Unless(_padding, 0, "padding")})";
}

/// <summary>The means of as many windows as wanted, which cover images of any size evenly: [n, c, height, width] → [n, c, rows, columns]; <c>new AdaptiveAvgPool2d(1)</c> is the global mean.</summary>
/// <param name="output">Rows and columns of y.</param>
/// <exception cref="ArgumentOutOfRangeException">The output is not 1 or more.</exception>
public sealed class AdaptiveAvgPool2d(Pair output) : Pooling2d
{
    readonly Pair _output = output.AtLeast(1, nameof(AdaptiveAvgPool2d), "output");

    private protected override Tensor Pool(Tensor x) => Pooling.Mean(x, PoolAxis.Covering(x.Shape[2], _output.Rows), PoolAxis.Covering(x.Shape[3], _output.Columns), null);

    /// <inheritdoc/>
    public override string ToString() => $"AdaptiveAvgPool2d({_output})";
}

/// <summary>The largest elements of as many windows as wanted, which cover images of any size evenly: [n, c, height, width] → [n, c, rows, columns].</summary>
/// <param name="output">Rows and columns of y.</param>
/// <exception cref="ArgumentOutOfRangeException">The output is not 1 or more.</exception>
public sealed class AdaptiveMaxPool2d(Pair output) : Pooling2d
{
    readonly Pair _output = output.AtLeast(1, nameof(AdaptiveMaxPool2d), "output");

    private protected override Tensor Pool(Tensor x) => Pooling.Max(x, PoolAxis.Covering(x.Shape[2], _output.Rows), PoolAxis.Covering(x.Shape[3], _output.Columns));

    /// <inheritdoc/>
    public override string ToString() => $"AdaptiveMaxPool2d({_output})";
}

/// <summary>The mean of each channel over height and width, [n, c, height, width] → [n, c].</summary>
public sealed class GlobalAvgPool2d : Pooling2d
{
    private protected override Tensor Pool(Tensor x) => x.Mean(axis: [2, 3]);
}
