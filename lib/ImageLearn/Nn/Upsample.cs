using ImageLearn.Imaging;

namespace ImageLearn.Nn;

/// <summary>Larger images, [n, c, height, width] → [n, c, height·scale, width·scale]. Elements are areas, whose corners are kept (PyTorch's align_corners=False).</summary>
/// <param name="scale">How many times the size.</param>
/// <param name="mode">How to fill in.</param>
/// <exception cref="ArgumentOutOfRangeException">The scale is not 1 or more.</exception>
public sealed class Upsample(Pair scale, Interpolation mode = Interpolation.Nearest) : Module
{
    readonly Pair _scale = scale.AtLeast(1, nameof(Upsample), "scale");

    /// <inheritdoc/>
    /// <remarks>Each axis on its own is a product with a matrix.</remarks>
    protected override Tensor Compute(Tensor x) => x.Rank == 4
        ? Matrix(x.Shape[2], _scale.Rows).MatMul(x).MatMul(Matrix(x.Shape[3], _scale.Columns).Transpose())
        : throw new ShapeException($"expected [images, channels, height, width], got {x.Shape}. One image needs Unsqueeze(0).");

    /// <summary>What each output takes of each input, [length·scale, length].</summary>
    Tensor Matrix(int length, int scale)
    {
        var resampling = new Resampling(length, length * scale, mode, antialias: false);
        var weights = Tensor.Zeros([length * scale, length]);
        for (int o = 0; o < length * scale; o++) resampling.Of(o).CopyTo(weights.Elements.AsSpan(o * length + resampling.Start[o]));
        return weights;
    }

    /// <inheritdoc/>
    public override string ToString() => $"Upsample({_scale}, {mode})";
}
