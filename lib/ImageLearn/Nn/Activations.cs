namespace ImageLearn.Nn;

/// <summary>max(x, 0), element by element.</summary>
public sealed class Relu : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.Relu();
}

/// <summary>σ(x) = 1/(1 + e⁻ˣ), element by element.</summary>
public sealed class Sigmoid : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.Sigmoid();
}

/// <summary>tanh x, element by element.</summary>
public sealed class Tanh : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.Tanh();
}

/// <summary>A function as a layer: <c>new Lambda(x => x * x, "Square")</c>.</summary>
public sealed class Lambda(Func<Tensor, Tensor> function, string name = "Lambda") : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => function(x);

    /// <inheritdoc/>
    public override string ToString() => name;
}

/// <summary>Makes the axes from <paramref name="from"/> on one: [batch, 8, 5, 5] → [batch, 200].</summary>
/// <param name="from">The first of the axes to join.</param>
public sealed class Flatten(int from = 1) : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.Rank > from ? x.Reshape([.. x.Shape.Take(from), -1])
        : throw new ShapeException($"expected more than {Tensor.Count(from, "axis", "axes")}, got {x.Shape}. Put the batch on axis 0.");
}
