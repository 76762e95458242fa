namespace ImageLearn.Nn;

/// <summary>
/// Cuts images into patches and makes each a token by a linear layer (Dosovitskiy et al. 2021, arXiv:2010.11929), row by row:
/// [n, channels, height, width] → [n, height/patch · width/patch, length]. That is a convolution whose windows do not overlap; its weights
/// [length, channels, patch, patch] are those of the layer, reshaped.
/// </summary>
public sealed class PatchEmbedding : Module
{
    readonly int _channels;
    readonly Pair _patch;

    /// <param name="channels">Channels of the images.</param>
    /// <param name="patch">Height and width of a patch, which divide those of the images.</param>
    /// <param name="length">Length of a token.</param>
    /// <param name="rng">Where the first weights come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">The patch is not 1 or more.</exception>
    public PatchEmbedding(int channels, Pair patch, int length, Rng rng)
    {
        (_channels, _patch) = (channels, patch.AtLeast(1, nameof(PatchEmbedding), "patch"));
        Projection = new(channels * patch.Rows * patch.Columns, length, rng);
    }

    /// <summary>The linear layer, from the numbers of a patch to a token.</summary>
    public Linear Projection { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        if (x.Rank != 4 || x.Shape[1] != _channels) throw new ShapeException($"expected [images, {_channels}, height, width], got {x.Shape}. Channels come before height and width; one image needs Unsqueeze(0).");
        if (x.Shape[2] % _patch.Rows != 0 || x.Shape[3] % _patch.Columns != 0)
            throw new ShapeException($"images of {x.Shape[2]}×{x.Shape[3]} do not fall into patches of {_patch.Rows}×{_patch.Columns}. Resize or pad them to a multiple.");
        int images = x.Shape[0], rows = x.Shape[2] / _patch.Rows, columns = x.Shape[3] / _patch.Columns;
        var patches = x.Reshape(images, _channels, rows, _patch.Rows, columns, _patch.Columns).Permute(0, 2, 4, 1, 3, 5);
        return Projection.Forward(patches.Reshape(images, rows * columns, Projection.Inputs));
    }

    /// <inheritdoc/>
    public override string ToString() => $"PatchEmbedding({_channels} channels, {_patch} → {Projection.Outputs})";
}

/// <summary>Puts a learned token before the others, in which a transformer gathers what the whole picture shows: [n, tokens, length] → [n, 1 + tokens, length].</summary>
/// <param name="length">Length of a token.</param>
/// <param name="rng">Where its first value comes from.</param>
public sealed class ClassToken(int length, Rng rng) : Module
{
    /// <summary>The token, [1, 1, length].</summary>
    public Parameter Token { get; } = new(rng.Normal([1, 1, length], deviation: 0.02));

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.Rank == 3 && x.Shape[2] == Token.Shape[2] ? Tensor.Concat([Token.BroadcastTo([x.Shape[0], 1, x.Shape[2]]), x], axis: 1)
        : throw new ShapeException($"expected [batch, tokens, {Token.Shape[2]}], got {x.Shape}. The batch comes first; one sequence needs Unsqueeze(0).");
}

/// <summary>Adds a learned vector to each token that tells its place: [n, tokens, length] → the same.</summary>
/// <param name="tokens">The most tokens there can be.</param>
/// <param name="length">Length of a token.</param>
/// <param name="rng">Where the first values come from.</param>
public sealed class LearnedPositions(int tokens, int length, Rng rng) : Module
{
    /// <summary>The vectors, [tokens, length].</summary>
    public Parameter Weight { get; } = new(rng.Normal([tokens, length], deviation: 0.02));

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.Rank == 3 && x.Shape[2] == Weight.Shape[1] && x.Shape[1] <= Weight.Shape[0] ? x + Weight[..x.Shape[1]]
        : throw new ShapeException($"expected [batch, up to {Weight.Shape[0]} tokens, {Weight.Shape[1]}], got {x.Shape}. Build the layer for as many tokens as there are, a class token included.");
}

/// <summary>
/// Adds waves to each token that tell its place p: sin(p/10000^(2i/length)) at 2i, the cosine at 2i + 1 (Vaswani et al. 2017): [n, tokens, length] → the same.
/// </summary>
/// <param name="length">Length of a token.</param>
public sealed class SinusoidalPositions(int length) : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.Rank == 3 && x.Shape[2] == length ? x + Waves(x.Shape[1])
        : throw new ShapeException($"expected [batch, tokens, {length}], got {x.Shape}. The batch comes first; one sequence needs Unsqueeze(0).");

    Tensor Waves(int tokens)
    {
        var waves = Tensor.Fresh([tokens, length]);
        for (int p = 0; p < tokens; p++)
            for (int i = 0; i < length; i++)
            {
                double angle = p / Math.Pow(10000, i / 2 * 2.0 / length);
                waves.Elements[p * length + i] = (float)(i % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
            }
        return waves;
    }
}
