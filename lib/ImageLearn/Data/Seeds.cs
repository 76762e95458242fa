namespace ImageLearn.Data;

/// <summary>A source of random numbers of its own for each example in each epoch, so that they do not depend on the order of the batches.</summary>
static class Seeds
{
    public static Rng Rng(long seed, int epoch, int example) => new(Mixed(Mixed(Mixed(0, seed), epoch), example));

    /// <summary>The finalizer of MurmurHash3 (Appleby) over both.</summary>
    static long Mixed(long hash, long value)
    {
        ulong z = (ulong)hash * 0x9E3779B97F4A7C15 + (ulong)value + 0x632BE59BD9B4E019;
        z = (z ^ (z >> 33)) * 0xFF51AFD7ED558CCD;
        z = (z ^ (z >> 33)) * 0xC4CEB9FE1A85EC53;
        return (long)(z ^ (z >> 33));
    }
}
