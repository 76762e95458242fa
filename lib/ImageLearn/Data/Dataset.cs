namespace ImageLearn.Data;

/// <summary>Examples, or what a model is to make of them: inputs x and targets y, one after the other along axis 0. <c>var (x, y) = batch;</c></summary>
/// <param name="X">Inputs, [examples, ..].</param>
/// <param name="Y">Targets, [examples, ..].</param>
public readonly record struct Batch(Tensor X, Tensor Y);

/// <summary>Numbered examples, each an input and a target. Write <see cref="Count"/> and the indexer for a source of your own, e.g. a folder of pictures.</summary>
public abstract class Dataset
{
    /// <summary>How many examples there are.</summary>
    public abstract int Count { get; }

    /// <summary>An example's input and target, without a batch axis.</summary>
    public abstract (Tensor X, Tensor Y) this[int index] { get; }

    /// <summary>Several examples as one batch.</summary>
    /// <param name="indices">Their numbers.</param>
    /// <param name="epoch">How often the data have been gone through before, for transforms that draw anew each time.</param>
    public virtual Batch Batch(ReadOnlySpan<int> indices, int epoch = 0)
    {
        Tensor[] xs = new Tensor[indices.Length], ys = new Tensor[indices.Length];
        for (int i = 0; i < indices.Length; i++) (xs[i], ys[i]) = this[indices[i]];
        return new(Tensor.Stack(xs), Tensor.Stack(ys));
    }

    /// <summary>The same examples with their inputs changed, e.g. flipped at random, afresh in each epoch. The same seed gives the same changes.</summary>
    /// <param name="transform">Makes a new input from an input and a source of random numbers.</param>
    /// <param name="seed">Where the random numbers start from.</param>
    public Dataset With(Transform transform, long seed = 0) => new Transformed(this, transform, seed);

    /// <summary>Some of the examples, in this order.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such example.</exception>
    public Dataset Subset(params ReadOnlySpan<int> indices)
    {
        foreach (int index in indices)
            if ((uint)index >= (uint)Count) throw new IndexOutOfRangeException($"Dataset.Subset: there is no example {index}. They are numbered 0 to {Count - 1}.");
        return new Part(this, indices.ToArray());
    }

    /// <summary>Parts the examples at random in two: a share to train with, the rest to validate.</summary>
    /// <param name="share">The share of the first part, between 0 and 1.</param>
    /// <param name="seed">Where the random order starts from.</param>
    /// <exception cref="ArgumentException">A part would be empty.</exception>
    public (Dataset Train, Dataset Validation) Split(double share, long seed)
    {
        int first = share is > 0 and < 1 ? (int)Math.Round(share * Count) : 0;
        if (first < 1 || first >= Count) throw new ArgumentException($"Dataset.Split: a share of {share} of {Count} examples leaves one part empty. Give a share between 0 and 1, and enough examples.");
        var order = new Rng(seed).Permutation(Count);
        return (Subset(order[..first]), Subset(order[first..]));
    }

    sealed class Part(Dataset whole, int[] indices) : Dataset
    {
        public override int Count => indices.Length;
        public override (Tensor X, Tensor Y) this[int index] => whole[indices[index]];
        public override Batch Batch(ReadOnlySpan<int> which, int epoch = 0)
        {
            var chosen = new int[which.Length];
            for (int i = 0; i < chosen.Length; i++) chosen[i] = indices[which[i]];
            return whole.Batch(chosen, epoch);
        }
    }

    sealed class Transformed(Dataset source, Transform transform, long seed) : Dataset
    {
        public override int Count => source.Count;
        public override (Tensor X, Tensor Y) this[int index] => source[index] is var (x, y) ? (transform(x, Seeds.Rng(seed, 0, index)), y) : default;
        public override Batch Batch(ReadOnlySpan<int> indices, int epoch = 0)
        {
            var (x, y) = source.Batch(indices, epoch);
            var xs = new Tensor[indices.Length];
            for (int i = 0; i < xs.Length; i++) xs[i] = transform(x[i, ..], Seeds.Rng(seed, epoch, indices[i]));
            return new(Tensor.Stack(xs), y);
        }
    }
}

/// <summary>Examples in memory: inputs and targets along axis 0 of two tensors.</summary>
public sealed class TensorDataset : Dataset
{
    readonly Tensor _x, _y;

    /// <param name="x">Inputs, [examples, ..].</param>
    /// <param name="y">Targets, [examples, ..].</param>
    /// <exception cref="ShapeException">The numbers of examples differ.</exception>
    public TensorDataset(Tensor x, Tensor y)
    {
        if (x.Rank == 0 || y.Rank == 0 || x.Shape[0] != y.Shape[0]) throw new ShapeException($"TensorDataset: inputs {x.Shape} and targets {y.Shape} are not of as many examples. Axis 0 must be the same.");
        (_x, _y) = (x, y);
    }

    /// <inheritdoc/>
    public override int Count => _x.Shape[0];

    /// <inheritdoc/>
    public override (Tensor X, Tensor Y) this[int index] => Batch([index]) is var (x, y) ? (x.Reshape([.. x.Shape.Skip(1)]), y.Reshape([.. y.Shape.Skip(1)])) : default;

    /// <inheritdoc/>
    public override Batch Batch(ReadOnlySpan<int> indices, int epoch = 0) => new(_x.Take(indices), _y.Take(indices));
}
