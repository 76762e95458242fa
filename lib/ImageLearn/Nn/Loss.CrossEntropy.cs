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
        var (x, places, numbered) = Rows(nameof(CrossEntropy), scores, target, weights);
        if (!numbered) return Reduce(Placed(OfShares(x, weights is null ? ClassesLast(target.Detach()) : ClassesLast(target.Detach()) * weights.Detach()), places), reduction);
        int[] labels = target.ClassNumbers("Loss.CrossEntropy", x.Shape[1]);
        var counts = weights is null ? Tensor.Ones([labels.Length]) : weights.Detach().Take(labels);
        return Averaged(Placed(OfLabels(x, labels, counts), places), weights is null ? null : counts, reduction);
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
        var (x, places, _) = Rows(nameof(Nll), logProbabilities, labels, weights, numbers: true);
        int[] classes = labels.ClassNumbers("Loss.Nll", x.Shape[1]);
        var losses = -x.Gather(labels.Reshape(classes.Length, 1), axis: 1).Squeeze(1);   // not a product with one-hot rows: what is not asked for may be −∞
        var counts = weights?.Detach().Take(classes);
        return Averaged(Placed(counts is null ? losses : losses * counts, places), counts, reduction);
    }

    /// <summary>Scores as rows of classes, [rows, classes]; the shape of the losses; and whether the targets are class numbers.</summary>
    static (Tensor X, Shape Places, bool Numbered) Rows(string loss, Tensor scores, Tensor target, Tensor? weights, bool numbers = false)
    {
        if (scores.Rank < 2) throw new ShapeException($"Loss.{loss}: expected scores [examples, classes], got {scores.Shape}.");
        ReadOnlySpan<int> lengths = scores.Shape;
        int classes = lengths[1];
        if (weights is not null && weights.Shape != [classes]) throw new ShapeException($"Loss.{loss}: the weights have shape {weights.Shape}, but there are {classes} classes (scores {scores.Shape}). Give one weight per class, [{classes}].");
        Shape places = [lengths[0], .. lengths[2..]];
        bool numbered = target.Shape == places;
        if (!numbered && (numbers || target.Shape != scores.Shape))
            throw new ShapeException($"Loss.{loss}: a target of shape {target.Shape} does not fit scores {scores.Shape}. Give class numbers {places}{(numbers ? "" : $", or a distribution {scores.Shape}")}.");
        return (ClassesLast(scores), places, numbered);
    }

    /// <summary>Reduces losses; the mean of weighted ones is over their weights.</summary>
    static Tensor Averaged(Tensor losses, Tensor? weights, Reduction reduction) => weights is not null && reduction == Reduction.Mean ? losses.Sum() / weights.Sum() : Reduce(losses, reduction);

    /// <summary>[examples, classes, ..] → [examples · .., classes]</summary>
    static Tensor ClassesLast(Tensor x) => x.Rank == 2 ? x : x.Permute([0, .. Enumerable.Range(2, x.Rank - 2), 1]).Reshape(-1, x.Shape[1]);

    /// <summary>[examples · ..] → [examples, ..]</summary>
    static Tensor Placed(Tensor losses, Shape places) => places.Rank == 1 ? losses : losses.Reshape(places);

    /// <summary>For each row w·(ln Σ_c exp x_c − x_label). Its gradient is w·softmax(x), less w at the label. x [rows, classes], w [rows] → [rows]</summary>
    static Tensor OfLabels(Tensor x, int[] labels, Tensor w)
    {
        int rows = x.Shape[0], classes = x.Shape[1];
        Tensor losses = Tensor.Fresh([rows]), p = Tensor.Fresh(x.Shape);
        Work.Split(rows, Work.Grain(8 * classes), (from, end) =>
        {
            for (int i = from; i < end; i++)
            {
                double log = SoftmaxRow(x.Data.Slice(i * classes, classes), p.Elements.AsSpan(i * classes, classes)), weight = w.Data[i];
                losses.Elements[i] = weight == 0 ? 0 : (float)(weight * (log - x.Data[i * classes + labels[i]]));
            }
        });
        AsSoftmax(p, x);
        return losses.From(nameof(CrossEntropy), (x, g => Tensor.Records(g, x) ? (g * w).Unsqueeze(1) * (p - Tensor.OneHot(Tensor.Of([.. labels.Select(label => (double)label)]), classes)) : Slope(g)));

        Tensor Slope(Tensor g)
        {
            var gx = Tensor.Fresh(p.Shape);
            for (int i = 0; i < labels.Length; i++)
            {
                float scale = g.Data[i] * w.Data[i];
                var row = gx.Elements.AsSpan(i * classes, classes);
                TensorPrimitives.Multiply(p.Data.Slice(i * classes, classes), scale, row);
                row[labels[i]] -= scale;
            }
            return gx;
        }
    }

    /// <summary>
    /// For each row (Σ_c t_c)·ln Σ_c exp x_c − Σ_c t_c x_c, which is the cross-entropy of t and softmax(x). Its gradient is (Σ t)·softmax(x) − t.
    /// x, t [rows, classes] → [rows]
    /// </summary>
    static Tensor OfShares(Tensor x, Tensor t)
    {
        int rows = x.Shape[0], classes = x.Shape[1];
        Tensor losses = Tensor.Fresh([rows]), p = Tensor.Fresh(x.Shape), mass = Tensor.Fresh([rows, 1]);
        Work.Split(rows, Work.Grain(8 * classes), (from, end) =>
        {
            for (int i = from; i < end; i++)
            {
                ReadOnlySpan<float> row = x.Data.Slice(i * classes, classes), share = t.Data.Slice(i * classes, classes);
                double log = SoftmaxRow(row, p.Elements.AsSpan(i * classes, classes)), total = Accumulate.Sum(share), told = 0;
                for (int c = 0; c < classes; c++) if (share[c] != 0) told += (double)share[c] * row[c];   // a score of −∞ may have no share
                losses.Elements[i] = (float)(total * log - told);
                mass.Elements[i] = (float)total;
            }
        });
        AsSoftmax(p, x);
        return losses.From(nameof(CrossEntropy), (x, g => g.Unsqueeze(1) * (p * mass - t)));
    }

    /// <summary>p = softmax(x). Returns ln Σ exp x.</summary>
    static double SoftmaxRow(ReadOnlySpan<float> x, Span<float> p)
    {
        float max = TensorPrimitives.Max(x);
        TensorPrimitives.Subtract(x, max, p);
        Kernels.Exp(p, p);
        double sum = Accumulate.Sum(p);
        TensorPrimitives.Multiply(p, (float)(1 / sum), p);
        return max + Math.Log(sum);
    }

    /// <summary>Notes that p is the softmax of x: asked for only when gradients are differentiated again.</summary>
    static void AsSoftmax(Tensor p, Tensor x) => p.From("Softmax", (x, g => p * (g - (g * p).Sum(axis: 1, keepDims: true))));
}
