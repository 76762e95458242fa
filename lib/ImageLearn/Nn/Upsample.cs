namespace ImageLearn.Nn;

/// <summary>How <see cref="Upsample"/> fills in between the elements.</summary>
public enum Interpolation
{
    /// <summary>The nearest element.</summary>
    Nearest,
    /// <summary>A mean of the four around, weighted by distance.</summary>
    Bilinear,
}

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
        var weights = Tensor.Zeros([length * scale, length]);
        for (int o = 0; o < length * scale; o++)
        {
            double place = mode == Interpolation.Nearest ? o / scale : Math.Max(0, (o + 0.5) / scale - 0.5);
            int below = (int)place, above = Math.Min(below + 1, length - 1);
            weights.Elements[o * length + below] += (float)(1 - (place - below));
            weights.Elements[o * length + above] += (float)(place - below);
        }
        return weights;
    }

    /// <inheritdoc/>
    public override string ToString() => $"Upsample({_scale}, {mode})";
}
