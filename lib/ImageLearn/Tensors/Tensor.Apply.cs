namespace ImageLearn;

// Running a kernel over dense numbers: in one go, shared among threads, or against an operand that repeats. What shares is a method of
// its own: variables that a lambda uses are allocated on entry to the method they stand in, also when the lambda is not reached.
public partial class Tensor
{
    /// <summary>Elements per piece of work, when there are enough for several threads.</summary>
    const int Grain = 1 << 15;

    /// <summary>A kernel is called for at least so many elements at a time, where an operand that repeats can be copied to make it so.</summary>
    const int ShortRun = 16;

    static void Apply(UnaryKernel kernel, float[] x, float[] y)
    {
        if (y.Length <= Grain) kernel(x, y);
        else Share(kernel, x, y);

        static void Share(UnaryKernel kernel, float[] x, float[] y) => Work.Split(y.Length, Grain, (from, end) => kernel(x.AsSpan(from..end), y.AsSpan(from..end)));
    }

    static void Apply(BinaryKernel kernel, float[] a, float[] b, float[] y)
    {
        if (y.Length <= Grain) kernel(a, b, y);
        else Share(kernel, a, b, y);

        static void Share(BinaryKernel kernel, float[] a, float[] b, float[] y) => Work.Split(y.Length, Grain, (from, end) => kernel(a.AsSpan(from..end), b.AsSpan(from..end), y.AsSpan(from..end)));
    }

    static void Apply(BinaryKernel kernel, Tensor a, Tensor b, Tensor y)
    {
        if (a.Size == y.Size && b.Size == y.Size) Apply(kernel, a._data, b._data, y._data);
        else if (y.Size == 0) return;
        else if (a.Size == y.Size && Repeats(b.Shape, y.Shape)) ApplyRepeated(kernel, a._data, b._data, y._data, false);
        else if (b.Size == y.Size && Repeats(a.Shape, y.Shape)) ApplyRepeated(kernel, b._data, a._data, y._data, true);
        else ApplyStretched(kernel, a, b, y);
    }

    /// <summary>Whether stretching a shape to another one repeats all of it in turn: it has the same last axes, and before those only axes of length 1.</summary>
    static bool Repeats(Shape shape, Shape whole)
    {
        int fromEnd = 1;
        while (fromEnd <= shape.Rank && shape[^fromEnd] == whole[^fromEnd]) fromEnd++;
        while (fromEnd <= shape.Rank && shape[^fromEnd] == 1) fromEnd++;
        return fromEnd > shape.Rank;
    }

    /// <summary>y = f(x, repeated), or f(repeated, x): a few copies of a short operand side by side stand in for all of them.</summary>
    static void ApplyRepeated(BinaryKernel kernel, float[] x, float[] repeated, float[] y, bool first)
    {
        const int enough = 512;
        int period = repeated.Length;
        if (period < enough && period < y.Length)
        {
            int copies = Math.Min(enough / period, y.Length / period);
            Span<float> side = stackalloc float[copies * period];
            if (period == 1) side.Fill(repeated[0]);
            else for (int i = 0; i < copies; i++) repeated.CopyTo(side[(i * period)..]);
            if (y.Length > Grain) { ShareRepeated(kernel, x, side.ToArray(), y, first); return; }
            Pieces(kernel, x, side, y, first);
        }
        else if (y.Length > Grain) ShareRepeated(kernel, x, repeated, y, first);
        else Pieces(kernel, x, repeated, y, first);
    }

    static void ShareRepeated(BinaryKernel kernel, float[] x, float[] side, float[] y, bool first) =>
        Work.Split(y.Length, Math.Max(1, Grain / side.Length) * side.Length, (from, end) => Pieces(kernel, x.AsSpan(from..end), side, y.AsSpan(from..end), first));

    static void Pieces(BinaryKernel kernel, ReadOnlySpan<float> x, ReadOnlySpan<float> side, Span<float> y, bool first)
    {
        for (int i = 0; i < y.Length; i += side.Length)
        {
            int n = Math.Min(side.Length, y.Length - i);
            if (first) kernel(side[..n], x.Slice(i, n), y.Slice(i, n));
            else kernel(x.Slice(i, n), side[..n], y.Slice(i, n));
        }
    }

    /// <summary>y = f(c, a, b), a block at a time; a single number is repeated for its block.</summary>
    static void Apply(TernaryKernel kernel, float[] c, float[] a, float[] b, float[] y)
    {
        if (y.Length <= Grain) Blocks(kernel, c, a, b, y, 0, y.Length);
        else Share(kernel, c, a, b, y);

        static void Share(TernaryKernel kernel, float[] c, float[] a, float[] b, float[] y) => Work.Split(y.Length, Grain, (from, end) => Blocks(kernel, c, a, b, y, from, end));
    }

    static void Blocks(TernaryKernel kernel, float[] c, float[] a, float[] b, float[] y, int from, int end)
    {
        const int most = 512;
        Span<float> scratch = stackalloc float[3 * most];
        Span<float> sideC = scratch[..most], sideA = scratch[most..(2 * most)], sideB = scratch[(2 * most)..];
        if (c.Length == 1) sideC.Fill(c[0]);
        if (a.Length == 1) sideA.Fill(a[0]);
        if (b.Length == 1) sideB.Fill(b[0]);
        for (int i = from; i < end; i += most)
        {
            int n = Math.Min(most, end - i);
            kernel(c.Length == 1 ? sideC[..n] : c.AsSpan(i, n), a.Length == 1 ? sideA[..n] : a.AsSpan(i, n), b.Length == 1 ? sideB[..n] : b.AsSpan(i, n), y.AsSpan(i, n));
        }
    }

    static void ApplyStretched(BinaryKernel kernel, Tensor a, Tensor b, Tensor y)
    {
        Layout layoutA = Layout.Stretched(a.Shape, y.Shape), layoutB = Layout.Stretched(b.Shape, y.Shape);
        var runs = new StridedRuns(layoutA, layoutB, stackalloc StridedRuns.Axis[y.Rank]);
        if (runs.Length < ShortRun)
        {
            Apply(kernel, a.Size == y.Size ? a._data : Strided.Gather(a._data, layoutA), b.Size == y.Size ? b._data : Strided.Gather(b._data, layoutB), y._data);
            return;
        }

        // The run of a stretched operand is one number: a small block of it stands in for the whole run.
        Span<float> block = stackalloc float[Math.Min(runs.Length, 512)];
        foreach (var run in runs)
        {
            if (run.StrideA == 0) block.Fill(a._data[run.A]);
            if (run.StrideB == 0) block.Fill(b._data[run.B]);
            int step = run.StrideA == run.StrideB ? run.Length : block.Length;
            for (int i = 0; i < run.Length; i += step)
            {
                int n = Math.Min(step, run.Length - i);
                kernel(run.StrideA == 0 ? block[..n] : a._data.AsSpan(run.A + i, n), run.StrideB == 0 ? block[..n] : b._data.AsSpan(run.B + i, n), y._data.AsSpan(run.Start + i, n));
            }
        }
    }
}
