using System.Numerics.Tensors;

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
        SameShape(nameof(Mse), prediction, target);
        if (reduction == Reduction.None) return (prediction - target).Pow(2);
        double n = reduction == Reduction.Mean ? prediction.Size : 1;
        Tensor y = Accumulate.SquaredDistance(prediction.Data, target.Data) / n;
        return y.From(nameof(Mse), (prediction, g => Slope(g, prediction, target)), (target, g => Slope(g, target, prediction)));

        Tensor Slope(Tensor g, Tensor a, Tensor b) => Tensor.Records(g, a, b) ? g * (2 / n) * (a - b) : Difference(a, b, (float)(g.Item() * 2 / n));
    }

    /// <summary>scale · (a − b) in one pass.</summary>
    static Tensor Difference(Tensor a, Tensor b, float scale)
    {
        var y = Tensor.Fresh(a.Shape);
        Work.Split(a.Size, Work.Grain(2), (from, end) =>
        {
            var part = y.Elements.AsSpan(from..end);
            TensorPrimitives.Subtract(a.Data[from..end], b.Data[from..end], part);
            TensorPrimitives.Multiply(part, scale, part);
        });
        return y;
    }

    /// <summary>The absolute error |prediction − target|, which an outlier pulls less than the squared one.</summary>
    /// <inheritdoc cref="Mse"/>
    public static Tensor L1(Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean) => Reduce(Difference(nameof(L1), prediction, target).Abs(), reduction);

    /// <summary>Half the squared error e²/2 up to |e| = δ, from there on a straight line, δ·(|e| − δ/2) (Huber 1964, doi:10.1214/aoms/1177703732).</summary>
    /// <param name="prediction">Any shape.</param>
    /// <param name="target">The same shape.</param>
    /// <param name="delta">δ, where the line begins.</param>
    /// <param name="reduction">Mean over all elements, their sum, or each.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">δ is not above 0.</exception>
    public static Tensor Huber(Tensor prediction, Tensor target, double delta = 1, Reduction reduction = Reduction.Mean)
    {
        if (!(delta > 0)) throw new ArgumentOutOfRangeException(null, $"Loss.Huber: δ is {delta}. It must be above 0, for the line begins at an error of δ.");
        var size = Difference(nameof(Huber), prediction, target).Abs();
        return Reduce(Tensor.Where(size <= delta, size * size / 2, delta * (size - delta / 2)), reduction);
    }

    /// <summary>The cross-entropy −t ln σ(x) − (1 − t) ln(1 − σ(x)) of raw scores x, for yes-or-no targets t, without overflow.</summary>
    /// <param name="scores">Scores (logits) x of any shape.</param>
    /// <param name="target">t from 0 to 1, of the same shape.</param>
    /// <param name="positiveWeight">How much more a "yes" counts, for rare ones.</param>
    /// <param name="reduction">Mean over all elements, their sum, or each.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor BceWithLogits(Tensor scores, Tensor target, double positiveWeight = 1, Reduction reduction = Reduction.Mean)
    {
        SameShape(nameof(BceWithLogits), scores, target);
        return Reduce((1 - target) * scores + (1 + (positiveWeight - 1) * target) * (-scores).Softplus(), reduction);
    }

    /// <summary>The distances |x[i + 1] − x[i]| between neighbours in rows and columns: how far from smooth an image is. [.., height, width]</summary>
    /// <param name="image">The last two axes are height and width.</param>
    /// <param name="reduction">Their sum, which is usual, or the mean over elements of the image.</param>
    /// <exception cref="ShapeException">There are no two axes.</exception>
    public static Tensor TotalVariation(Tensor image, Reduction reduction = Reduction.Sum)
    {
        if (image.Rank < 2 || reduction == Reduction.None) throw new ShapeException($"Loss.TotalVariation: expected an image [.., height, width] and one number for it, got {image.Shape} and {reduction}. Use Sum or Mean.");
        var sum = image.Diff(-1).Abs().Sum() + image.Diff(-2).Abs().Sum();
        return reduction == Reduction.Sum ? sum : sum / image.Size;
    }

    static Tensor Difference(string loss, Tensor prediction, Tensor target)
    {
        SameShape(loss, prediction, target);
        return prediction - target;
    }

    static void SameShape(string loss, Tensor prediction, Tensor target)
    {
        if (prediction.Shape != target.Shape)
            throw new ShapeException($"Loss.{loss}: the prediction has shape {prediction.Shape}, but the target {target.Shape}. They must be equal: Reshape one, for broadcasting would compare every pair.");
    }

    static Tensor Reduce(Tensor losses, Reduction reduction) => reduction switch { Reduction.Mean => losses.Mean(), Reduction.Sum => losses.Sum(), _ => losses };
}
