namespace ImageLearn.Nn;

/// <summary>A function as a layer: <c>new Lambda(x => x * x, "Square")</c>.</summary>
public sealed class Lambda(Func<Tensor, Tensor> function, string name = "Lambda") : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => function(x);

    /// <inheritdoc/>
    public override string ToString() => name;
}
