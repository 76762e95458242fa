using System.Numerics.Tensors;

namespace ImageLearn.Nn;

public static partial class Loss
{
    /// <summary>The cross-entropy −Σ_c t_c ln softmax(x)_c of raw scores x, computed without ever forming a probability that could round to 0.</summary>
    /// <param name="scores">Scores (logits) x: [examples, classes], or [examples, classes, ..] with one label per place.</param>
    /// <param name="target">Class numbers [examples, ..], or a distribution t over the classes for each example, of the scores' shape. No gradient flows to it.</param>
    /// <param name="weights">A weight for each class, [classes]; 1 when left out.</param>
    /// <param name="reduction">The mean is over examples; with class numbers and weights, it is the weighted mean.</param>
    /// <exception cref="ShapeException">The shapes do not fit each other.</exception>
    /// <exception cref="IndexOutOfRangeException">A class number is not one.</exception>
    public static Tensor CrossEntropy(Tensor scores, Tensor target, Tensor? weights = null, Reduction reduction = Reduction.Mean)
    {
        var (x, t, places, weighted) = Targets(nameof(CrossEntropy), scores, target, weights);
        return Averaged(CrossEntropyRows(x, t).Reshape(places), t, weighted, reduction);
    }

    /// <summary>−Σ_c t_c x_c of log-probabilities x, such as <see cref="LogSoftmax"/> gives.</summary>
    /// <param name="logProbabilities">[examples, classes], or [examples, classes, ..] with one label per place.</param>
    /// <param name="labels">Class numbers, [examples, ..].</param>
    /// <param name="weights">A weight for each class, [classes]; 1 when left out.</param>
    /// <param name="reduction">The mean is over examples, with weights the weighted mean.</param>
    /// <exception cref="ShapeException">The shapes do not fit each other.</exception>
    /// <exception cref="IndexOutOfRangeException">A class number is not one.</exception>
    public static Tensor Nll(Tensor logProbabilities, Tensor labels, Tensor? weights = null, Reduction reduction = Reduction.Mean)
    {
        var (x, t, places, weighted) = Targets(nameof(Nll), logProbabilities, labels, weights);
        return Averaged(-(x * t).Sum(axis: 1).Reshape(places), t, weighted, reduction);
    }

    /// <summary>Scores and targets as rows of classes, [rows, classes], the targets times the weights; the shape of the losses; and whether they are weighted.</summary>
    static (Tensor X, Tensor T, Shape Places, bool Weighted) Targets(string loss, Tensor scores, Tensor target, Tensor? weights)
    {
        if (scores.Rank < 2) throw new ShapeException($"Loss.{loss}: expected scores [examples, classes], got {scores.Shape}.");
        int classes = scores.Shape[1];
        if (weights is not null && weights.Shape != [classes]) throw new ShapeException($"Loss.{loss}: the weights have shape {weights.Shape}, but there are {classes} classes (scores {scores.Shape}). Give one weight per class, [{classes}].");
        Shape places = [scores.Shape[0], .. scores.Shape.Skip(2)];
        bool numbered = target.Shape == places;
        if (!numbered && target.Shape != scores.Shape)
            throw new ShapeException($"Loss.{loss}: a target of shape {target.Shape} does not fit scores {scores.Shape}. Give class numbers {places}, or a distribution {scores.Shape}.");
        var t = numbered ? Tensor.OneHot(target.Reshape(-1), classes) : ClassesLast(target.Detach());
        return (ClassesLast(scores), weights is null ? t : t * weights.Detach(), places, numbered && weights is not null);
    }

    static Tensor Averaged(Tensor losses, Tensor t, bool weighted, Reduction reduction) => weighted && reduction == Reduction.Mean ? losses.Sum() / t.Sum() : Reduce(losses, reduction);

    /// <summary>[examples, classes, ..] → [examples · .., classes]</summary>
    static Tensor ClassesLast(Tensor x) => x.Rank == 2 ? x : x.Permute([0, .. Enumerable.Range(2, x.Rank - 2), 1]).Reshape(-1, x.Shape[1]);

    /// <summary>
    /// For each row (Σ_c t_c)·ln Σ_c exp x_c − Σ_c t_c x_c, which is the cross-entropy of t and softmax(x). Its gradient is (Σ t)·softmax(x) − t.
    /// x, t [rows, classes] → [rows]
    /// </summary>
    static Tensor CrossEntropyRows(Tensor x, Tensor t)
    {
        int rows = x.Shape[0], classes = x.Shape[1];
        Tensor losses = Tensor.Fresh([rows]), p = Tensor.Fresh(x.Shape), mass = Tensor.Fresh([rows, 1]);
        Work.Split(rows, Work.Grain(8 * classes), (from, end) =>
        {
            for (int i = from; i < end; i++)
            {
                ReadOnlySpan<float> row = x.Data.Slice(i * classes, classes), share = t.Data.Slice(i * classes, classes);
                var probabilities = p.Elements.AsSpan(i * classes, classes);
                float max = TensorPrimitives.Max(row);
                TensorPrimitives.Subtract(row, max, probabilities);
                TensorPrimitives.Exp(probabilities, probabilities);
                double sum = Accumulate.Sum(probabilities), total = Accumulate.Sum(share), told = 0;
                TensorPrimitives.Multiply(probabilities, (float)(1 / sum), probabilities);
                for (int c = 0; c < classes; c++) if (share[c] != 0) told += (double)share[c] * row[c];   // a score of −∞ may have no share
                losses.Elements[i] = (float)(total * (max + Math.Log(sum)) - told);
                mass.Elements[i] = (float)total;
            }
        });
        p.From("Softmax", (x, g => p * (g - (g * p).Sum(axis: 1, keepDims: true))));   // asked for only when gradients are differentiated again
        return losses.From(nameof(CrossEntropy), (x, g => g.Unsqueeze(1) * (p * mass - t)));
    }
}
