namespace ImageLearn.Nn;

/// <summary>Makes the axes from <paramref name="from"/> on one: [batch, 8, 5, 5] → [batch, 200].</summary>
/// <param name="from">The first of the axes to join, counted from 0.</param>
/// <exception cref="ArgumentOutOfRangeException">The axis is negative.</exception>
public sealed class Flatten(int from = 1) : Module
{
    readonly int _from = from >= 0 ? from : throw new ArgumentOutOfRangeException(null, $"Flatten: there is no axis {from} to begin with. Count axes from 0, the batch.");

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.Rank > _from ? x.Reshape([.. x.Shape.Take(_from), x.Shape.SizeOf(_from..)])
        : throw new ShapeException($"expected more than {Tensor.Count(_from, "axis", "axes")}, got {x.Shape}. Put the batch on axis 0.");
}
