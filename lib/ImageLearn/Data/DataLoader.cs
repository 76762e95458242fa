using System.Collections;

namespace ImageLearn.Data;

/// <summary>
/// Goes through a dataset in batches: <c>foreach (var (x, y) in loader)</c> is one epoch. With a seed the order is shuffled, differently
/// in each epoch, and the same in every run.
/// </summary>
public sealed class DataLoader : IEnumerable<Batch>
{
    readonly bool _dropLast;

    /// <param name="data">The examples.</param>
    /// <param name="batchSize">How many make a batch.</param>
    /// <param name="shuffle">The seed of a random order; without it, the order of the data.</param>
    /// <param name="dropLast">Leave out the last batch if it is smaller than the others.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is not 1 or more.</exception>
    public DataLoader(Dataset data, int batchSize, long? shuffle = null, bool dropLast = false)
    {
        if (batchSize < 1) throw new ArgumentOutOfRangeException(null, $"DataLoader: batches of {batchSize} hold nothing. Give 1 or more.");
        (Data, BatchSize, Shuffle, _dropLast) = (data, batchSize, shuffle, dropLast);
    }

    /// <summary>The examples.</summary>
    public Dataset Data { get; }

    /// <summary>How many make a batch.</summary>
    public int BatchSize { get; }

    /// <summary>The seed of the order; null if it is not shuffled.</summary>
    public long? Shuffle { get; }

    /// <summary>The number of batches in an epoch.</summary>
    public int Count => _dropLast ? Data.Count / BatchSize : (int)(((long)Data.Count + BatchSize - 1) / BatchSize);

    /// <summary>How many epochs have begun. Set it to go on from there.</summary>
    public int Epoch { get; set; }

    /// <summary>The batches of the next epoch.</summary>
    public IEnumerator<Batch> GetEnumerator()
    {
        int epoch = Epoch++;
        int[] order = Shuffle is { } seed ? Seeds.Rng(seed, epoch, 0).Permutation(Data.Count) : [.. Enumerable.Range(0, Data.Count)];
        for (int i = 0; i < Count; i++) yield return Data.Batch(order.AsSpan(i * BatchSize, Math.Min(BatchSize, order.Length - i * BatchSize)), epoch);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
