namespace ImageLearn;

/// <summary>Splitting loops over threads: always at multiples of a grain, so that the bits of a result do not depend on how many threads there are.</summary>
internal static class Work
{
    /// <summary>More threads than this seldom pay for kernels that wait on memory.</summary>
    public static int Threads { get; } = Math.Min(Environment.ProcessorCount, 16);

    /// <summary>Calls <paramref name="body"/>(from, to) for consecutive pieces of 0 … <paramref name="count"/>, each of <paramref name="grain"/> but the last.</summary>
    public static void Split(int count, int grain, int threads, Action<int, int> body)
    {
        int pieces = (int)(((long)count + grain - 1) / grain);
        void Piece(int i) => body(i * grain, (int)Math.Min(count, (i + 1L) * grain));
        if (threads <= 1 || pieces <= 1) for (int i = 0; i < pieces; i++) Piece(i);
        else Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = threads }, Piece);
    }
}
