namespace ImageLearn.Metrics;

/// <summary>How good a result is: one number, or one per class or picture. No gradients flow; train with a loss.</summary>
public static partial class Metric
{
    /// <summary>The share of predictions that are right, 0 … 1.</summary>
    /// <param name="predicted">Class numbers [n], or a score for every class [n, classes], of which the largest counts.</param>
    /// <param name="labels">The true class numbers [n], or one-hot [n, classes].</param>
    /// <exception cref="ShapeException">The numbers of examples differ, or there are none.</exception>
    public static double Accuracy(Tensor predicted, Tensor labels)
    {
        var (guesses, truths) = Classes(nameof(Accuracy), predicted, labels);
        return guesses.Zip(truths).Count(pair => pair.First == pair.Second) / (double)guesses.Length;
    }

    /// <summary>The share of examples whose true class has one of the k largest scores; of equal scores the lower class counts as larger, and a score that is NaN as the largest, so that a model that broke down is not right.</summary>
    /// <param name="scores">A score for every class. [n, classes]</param>
    /// <param name="labels">The true class numbers [n], or one-hot [n, classes].</param>
    /// <param name="k">How many guesses are allowed.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">A label is no class, or k is below 1.</exception>
    public static double TopK(Tensor scores, Tensor labels, int k)
    {
        if (scores.Rank != 2) throw new ShapeException($"TopK: expected scores of shape [examples, classes], got {scores.Shape}.");
        if (k < 1) throw new ArgumentException($"TopK: k is {k}, but at least one guess is needed.");
        var (_, truths) = Classes(nameof(TopK), scores, labels);
        int classes = scores.Shape[1], right = 0;
        for (int i = 0; i < truths.Length; i++)
        {
            RefuseClass(nameof(TopK), truths[i], classes);
            var row = scores.Data.Slice(i * classes, classes);
            int before = 0;
            for (int c = 0; c < classes; c++)
                if (c != truths[i] && !(row[c] < row[truths[i]] || row[c] == row[truths[i]] && c > truths[i])) before++;
            if (before < k) right++;
        }
        return right / (double)truths.Length;
    }

    /// <summary>How often each class (row) was taken for each class (column); right predictions are on the diagonal. → [classes, classes]</summary>
    /// <param name="predicted">Class numbers [n], or scores [n, classes].</param>
    /// <param name="labels">The true class numbers [n], or one-hot [n, classes].</param>
    /// <param name="classes">How many classes there are; left out, as many as the scores have, or one more than the highest number.</param>
    /// <exception cref="ShapeException">The numbers of examples differ, or there are none.</exception>
    /// <exception cref="ArgumentException">A number is no class.</exception>
    public static Tensor ConfusionMatrix(Tensor predicted, Tensor labels, int? classes = null)
    {
        var (guesses, truths) = Classes(nameof(ConfusionMatrix), predicted, labels);
        int n = classes ?? (predicted.Rank == 2 ? predicted.Shape[1] : labels.Rank == 2 ? labels.Shape[1] : Math.Max(guesses.Max(), truths.Max()) + 1);
        Shape shape = [n, n];
        var counts = new float[shape.Size];
        foreach (var (guess, truth) in guesses.Zip(truths))
        {
            RefuseClass(nameof(ConfusionMatrix), guess, n);
            RefuseClass(nameof(ConfusionMatrix), truth, n);
            counts[truth * n + guess]++;
        }
        return Tensor.Adopt(shape, counts);
    }

    /// <summary>Precision, recall and F1 of every class.</summary>
    /// <inheritdoc cref="ConfusionMatrix"/>
    public static ClassScores PrecisionRecall(Tensor predicted, Tensor labels, int? classes = null)
    {
        var matrix = ConfusionMatrix(predicted, labels, classes);
        int n = matrix.Shape[0];
        float[] precision = new float[n], recall = new float[n], f1 = new float[n];
        var (rows, columns) = (matrix.Sum(axis: 1), matrix.Sum(axis: 0));
        for (int c = 0; c < n; c++)
        {
            double right = matrix.Data[c * n + c], guessed = columns.Data[c], there = rows.Data[c];
            (precision[c], recall[c], f1[c]) = (Share(right, guessed), Share(right, there), Share(2 * right, guessed + there));
        }
        return new(Tensor.Adopt([n], precision), Tensor.Adopt([n], recall), Tensor.Adopt([n], f1), rows);

        static float Share(double part, double whole) => whole == 0 ? 0 : (float)(part / whole);
    }

    /// <summary>The class numbers of both, of equal count.</summary>
    static (int[] Guesses, int[] Truths) Classes(string op, Tensor predicted, Tensor labels)
    {
        int[] guesses = Numbers(op, predicted), truths = Numbers(op, labels);
        if (guesses.Length != truths.Length) throw new ShapeException($"{op}: {predicted.Shape} holds {guesses.Length} predictions, but {labels.Shape} holds {truths.Length} labels. There must be one label for each.");
        if (guesses.Length == 0) throw new ShapeException($"{op}: there are no examples, so there is nothing to count.");
        return (guesses, truths);
    }

    static int[] Numbers(string op, Tensor x)
    {
        if (x.Rank is not (1 or 2)) throw new ShapeException($"{op}: expected class numbers [examples] or scores [examples, classes], got {x.Shape}.");
        if (x.Rank == 2 && x.Shape[1] == 1) throw new ShapeException($"{op}: {x.Shape} is a score for one class only, which is always the largest. If these are class numbers, Reshape(-1) them; if they are scores of a yes-or-no question, compare them with a threshold first.");
        var numbers = x.Rank == 2 ? x.ArgMax(axis: 1).Data : x.Data;
        var classes = new int[numbers.Length];
        for (int i = 0; i < classes.Length; i++)
            classes[i] = numbers[i] >= 0 && numbers[i] == MathF.Floor(numbers[i]) && numbers[i] < int.MaxValue ? (int)numbers[i]
                : throw new ArgumentException($"{op}: {numbers[i]} (example {i}) is no class number. Classes are the whole numbers from 0; for scores pass [examples, classes].");
        return classes;
    }

    static void RefuseClass(string op, int number, int classes)
    {
        if (number >= classes) throw new ArgumentException($"{op}: there is a class {number}, but the classes are 0 to {classes - 1}. Check the labels, or give the number of classes.");
    }
}

/// <summary>How well each class is recognised; a share of nothing counts as 0.</summary>
/// <param name="Precision">Of the examples taken for the class, the share that are of it. [classes]</param>
/// <param name="Recall">Of the examples of the class, the share that were recognised. [classes]</param>
/// <param name="F1">The harmonic mean 2·precision·recall/(precision + recall). [classes]</param>
/// <param name="Support">How many examples of the class there are. [classes]</param>
public sealed record ClassScores(Tensor Precision, Tensor Recall, Tensor F1, Tensor Support)
{
    /// <summary>The mean F1, every class counting the same.</summary>
    public double MacroF1 => F1.Mean().Item();
}
