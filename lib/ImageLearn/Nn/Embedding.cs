namespace ImageLearn.Nn;

/// <summary>A learned vector for each of so many numbered things, e.g. words: whole numbers [..] → [.., length].</summary>
public sealed class Embedding : Module
{
    /// <summary>A table whose vectors start normally distributed.</summary>
    /// <param name="count">How many things there are.</param>
    /// <param name="length">Length of their vectors.</param>
    /// <param name="rng">Where the first vectors come from.</param>
    public Embedding(int count, int length, Rng rng) => Weight = new(rng.Normal([count, length]));

    /// <summary>The vectors, [count, length].</summary>
    public Parameter Weight { get; }

    /// <inheritdoc/>
    /// <exception cref="IndexOutOfRangeException">A number is not that of one of the things.</exception>
    protected override Tensor Compute(Tensor x)
    {
        int count = Weight.Shape[0];
        var rows = new int[x.Size];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = x.Data[i] >= 0 && x.Data[i] < count && x.Data[i] == MathF.Floor(x.Data[i]) ? (int)x.Data[i]
                : throw new IndexOutOfRangeException($"{this}: {x.Data[i]} is none of its numbers, the whole ones from 0 to {count - 1}.");
        return Weight.Take(rows).Reshape([.. x.Shape, Weight.Shape[1]]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"Embedding({Weight.Shape[0]} × {Weight.Shape[1]})";
}
