namespace ImageLearn.Nn;

/// <summary>What becomes of the losses of the single elements or examples.</summary>
public enum Reduction
{
    /// <summary>Their mean.</summary>
    Mean,
    /// <summary>Their sum.</summary>
    Sum,
    /// <summary>They stay as they are.</summary>
    None,
}

/// <summary>Losses: how far a prediction is from its target, as a single number that <see cref="Tensor.Backward"/> can start from.</summary>
public static partial class Loss
{
    /// <summary>The squared error (prediction − target)².</summary>
    /// <param name="prediction">Any shape.</param>
    /// <param name="target">The same shape.</param>
    /// <param name="reduction">Mean over all elements, their sum, or each.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor Mse(Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean)
    {
        var error = Difference(nameof(Mse), prediction, target);
        return Reduce(error * error, reduction);
    }

    static Tensor Difference(string loss, Tensor prediction, Tensor target) => prediction.Shape == target.Shape ? prediction - target
        : throw new ShapeException($"Loss.{loss}: the prediction has shape {prediction.Shape}, but the target {target.Shape}. They must be equal: Reshape one, for broadcasting would compare every pair.");

    static Tensor Reduce(Tensor losses, Reduction reduction) => reduction switch { Reduction.Mean => losses.Mean(), Reduction.Sum => losses.Sum(), _ => losses };
}
