namespace ImageLearn.Nn;

/// <summary>y = x·Wᵀ + b: [.., inputs] → [.., outputs].</summary>
public sealed class Linear : Module
{
    /// <summary>A layer whose weights and biases start evenly distributed over ±1/√inputs.</summary>
    /// <param name="inputs">Length of the last axis of x.</param>
    /// <param name="outputs">Length of the last axis of y.</param>
    /// <param name="rng">Where the first weights come from.</param>
    /// <param name="bias">Whether to add b.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no inputs or no outputs.</exception>
    public Linear(int inputs, int outputs, Rng rng, bool bias = true)
    {
        if (inputs < 1 || outputs < 1) throw new ArgumentOutOfRangeException(null, $"Linear: {inputs} inputs and {outputs} outputs make no layer. Give 1 or more of each.");
        (Inputs, Outputs) = (inputs, outputs);
        Weight = new(Init.Fan([outputs, inputs], rng));
        Bias = bias ? new(Init.Fan([outputs], rng, inputs)) : null;
    }

    /// <summary>Length of the last axis of x.</summary>
    public int Inputs { get; }

    /// <summary>Length of the last axis of y.</summary>
    public int Outputs { get; }

    /// <summary>W, [outputs, inputs].</summary>
    public Parameter Weight { get; }

    /// <summary>b, [outputs]; null if there is none.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.Rank > 0 && x.Shape[^1] == Inputs ? Affine.Apply(x, Weight, Bias)
        : throw new ShapeException($"expected [.., {Inputs}], got {x.Shape}. Build the layer for the inputs it gets, or reshape them.");

    /// <inheritdoc/>
    public override string ToString() => $"Linear({Inputs} → {Outputs}{(Bias is null ? ", no bias" : "")})";
}
