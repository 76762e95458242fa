namespace ImageLearn.Nn;

/// <summary>Makes the axes from <paramref name="from"/> on one: [batch, 8, 5, 5] → [batch, 200].</summary>
/// <param name="from">The first of the axes to join.</param>
public sealed class Flatten(int from = 1) : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.Rank > from ? x.Reshape([.. x.Shape.Take(from), -1])
        : throw new ShapeException($"expected more than {Tensor.Count(from, "axis", "axes")}, got {x.Shape}. Put the batch on axis 0.");
}
