namespace ImageLearn.Nn;

/// <summary>
/// Batch normalisation, y = (x − mean)/√(variance + ε)·w + b for each channel (Ioffe and Szegedy 2015, arXiv:1502.03167). While training, mean
/// and variance are those of the batch, and running means of them are kept; in use, the running ones stand in.
/// </summary>
public abstract class BatchNorm : Module
{
    readonly int _channels;
    readonly double _momentum, _epsilon;

    private protected BatchNorm(int channels, double momentum, double epsilon)
    {
        (_channels, _momentum, _epsilon) = (channels, momentum, epsilon);
        (Weight, Bias) = (new(Tensor.Ones([channels])), new(Tensor.Zeros([channels])));
        (RunningMean, RunningVar) = (Tensor.Zeros([channels]), Tensor.Ones([channels]));
    }

    /// <summary>w, [channels]; ones at first.</summary>
    public Parameter Weight { get; }

    /// <summary>b, [channels]; zeros at first.</summary>
    public Parameter Bias { get; }

    /// <summary>The running mean of each channel, [channels].</summary>
    public Tensor RunningMean { get; }

    /// <summary>The running variance of each channel, as of a sample (n − 1), [channels].</summary>
    public Tensor RunningVar { get; }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, Tensor Value)> OwnBuffers => [("running_mean", RunningMean), ("running_var", RunningVar)];

    /// <summary>The axes that mean and variance are taken over.</summary>
    private protected abstract int[] Axes(Shape shape);

    /// <summary>What shapes the layer takes, for its error.</summary>
    private protected abstract string Expected { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        int[]? axes = x.Rank > 1 && x.Shape[1] == _channels ? Axes(x.Shape) : null;
        if (axes is null) throw new ShapeException($"expected {string.Format(System.Globalization.CultureInfo.InvariantCulture, Expected, _channels)}, got {x.Shape}. The channels are axis 1.");
        Shape along = [1, _channels, .. Enumerable.Repeat(1, x.Rank - 2)];
        int count = x.Size / _channels;
        if (!Training) return Scaled(x, RunningMean.Reshape(along), RunningVar.Reshape(along), along);
        if (count < 2) throw new ShapeException($"{x.Shape} has {Tensor.Count(count, "value")} a channel, from which no variance can be told. Give larger batches, or call Eval().");

        var set = AxisSet.Of(axes);
        Tensor mean = x.Mean(set, keepDims: true), variance = x.Var(set, keepDims: true);
        using (Tensor.NoGrad())
        {
            RunningMean.Assign((1 - _momentum) * RunningMean + _momentum * mean.Reshape(_channels));
            RunningVar.Assign((1 - _momentum) * RunningVar + _momentum * count / (count - 1.0) * variance.Reshape(_channels));
        }
        return Scaled(x, mean, variance, along);
    }

    Tensor Scaled(Tensor x, Tensor mean, Tensor variance, Shape along)
    {
        var scale = Weight.Reshape(along) / (variance + _epsilon).Sqrt();
        return (x - mean) * scale + Bias.Reshape(along);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{GetType().Name}({_channels})";
}

/// <summary>Batch normalisation of vectors [n, channels] or signals [n, channels, length]; see <see cref="BatchNorm"/>.</summary>
/// <param name="channels">Length of axis 1.</param>
/// <param name="momentum">How much of the running mean and variance is replaced at each step.</param>
/// <param name="epsilon">ε, which keeps channels of one value finite.</param>
public sealed class BatchNorm1d(int channels, double momentum = 0.1, double epsilon = 1e-5) : BatchNorm(channels, momentum, epsilon)
{
    private protected override int[] Axes(Shape shape) => shape.Rank switch { 2 => [0], 3 => [0, 2], _ => null! };
    private protected override string Expected => "[examples, {0}] or [examples, {0}, length]";
}

/// <summary>Batch normalisation of images [n, channels, height, width]; see <see cref="BatchNorm"/>.</summary>
/// <param name="channels">Length of axis 1.</param>
/// <param name="momentum">How much of the running mean and variance is replaced at each step.</param>
/// <param name="epsilon">ε, which keeps channels of one value finite.</param>
public sealed class BatchNorm2d(int channels, double momentum = 0.1, double epsilon = 1e-5) : BatchNorm(channels, momentum, epsilon)
{
    private protected override int[] Axes(Shape shape) => shape.Rank == 4 ? [0, 2, 3] : null!;
    private protected override string Expected => "[images, {0}, height, width]";
}

/// <summary>Layer normalisation, y = (x − mean)/√(variance + ε)·w + b over the last axis of each example (Ba et al. 2016, arXiv:1607.06450): [.., length] → [.., length].</summary>
public sealed class LayerNorm : Module
{
    readonly int _length;
    readonly double _epsilon;

    /// <param name="length">Length of the last axis.</param>
    /// <param name="epsilon">ε, which keeps constant rows finite.</param>
    public LayerNorm(int length, double epsilon = 1e-5)
    {
        (_length, _epsilon) = (length, epsilon);
        (Weight, Bias) = (new(Tensor.Ones([length])), new(Tensor.Zeros([length])));
    }

    /// <summary>w, [length]; ones at first.</summary>
    public Parameter Weight { get; }

    /// <summary>b, [length]; zeros at first.</summary>
    public Parameter Bias { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.Rank > 0 && x.Shape[^1] == _length
        ? Standardized.Rows(x, _epsilon) * Weight + Bias
        : throw new ShapeException($"expected [.., {_length}], got {x.Shape}. Build the layer for the inputs it gets.");

    /// <inheritdoc/>
    public override string ToString() => $"LayerNorm({_length})";
}
