using System.Numerics.Tensors;

namespace ImageLearn;

/// <summary>The two kernels behind every change of shape: reading through a layout, and its adjoint, adding into one.</summary>
internal static class Strided
{
    /// <summary>yᵢ = source[layout(i)], dense.</summary>
    public static float[] Gather(ReadOnlySpan<float> source, Layout layout)
    {
        var y = Buffers.Rent(layout.Shape.Size);
        if (y.Length > 0) Gather(source, StridedRuns.Merged(layout, layout, stackalloc StridedRuns.Axis[layout.Shape.Rank]), layout.Offset, y);
        return y;
    }

    static void Gather(ReadOnlySpan<float> source, ReadOnlySpan<StridedRuns.Axis> axes, int from, Span<float> y)
    {
        switch (axes)
        {
            case []: y[0] = source[from]; break;
            case [{ A: 1 }]: source.Slice(from, y.Length).CopyTo(y); break;
            case [{ A: 0 }]: y.Fill(source[from]); break;
            case [var (n, step, _, _)]: for (int i = 0; i < n; i++) y[i] = source[from + i * step]; break;
            case [(var n, 0, _, _), .. var rest]:   // one copy, then doubled until full
                int done = y.Length / n;
                Gather(source, rest, from, y[..done]);
                for (; done < y.Length; done += Math.Min(done, y.Length - done)) y[..Math.Min(done, y.Length - done)].CopyTo(y[done..]);
                break;
            case [var rows, { A: 1 } columns]:   // as below, without a call for every row
                for (int i = 0, to = 0; i < rows.Length; i++, to += columns.Length) source.Slice(from + i * rows.A, columns.Length).CopyTo(y[to..]);
                break;
            case [var rows, { A: not 1 and not 0 } columns]: GatherPlane(source, rows, columns, from, y); break;
            case [var (n, step, _, _), .. var rest]:
                int size = y.Length / n;
                for (int i = 0; i < n; i++) Gather(source, rest, from + i * step, y.Slice(i * size, size));
                break;
        }
    }

    /// <summary>Two axes of which the inner does not lie in sequence, as in a transpose.</summary>
    static unsafe void GatherPlane(ReadOnlySpan<float> source, StridedRuns.Axis rows, StridedRuns.Axis columns, int from, Span<float> y)
    {
        fixed (float* start = source, to = y)
        {
            if (rows.A == 1) { Transposition.Copy(start + from, columns.A, columns.Length, rows.Length, to, columns.Length); return; }
            for (int r = 0; r < rows.Length; r++)
            {
                float* p = start + from + (long)r * rows.A, q = to + (long)r * columns.Length;
                for (int c = 0; c < columns.Length; c++, p += columns.A) q[c] = *p;
            }
        }
    }

    /// <summary>y[layout(i)] += xᵢ, from zeros. Where elements meet they are added in double precision.</summary>
    public static float[] Scatter(ReadOnlySpan<float> x, Layout layout, int size)
    {
        var y = Buffers.Rent(size);
        if (layout.IsInjective)
        {
            if (x.Length < size) Array.Clear(y);
            Write(x, layout, y);
            return y;
        }
        Span<double> sums = size <= 128 ? stackalloc double[size] : new double[size];
        Sum<Accumulate.Itself>(x, layout, sums);
        Accumulate.Round(sums, y);
        return y;
    }

    /// <summary>sums[layout(i)] += term(xᵢ), from zeros.</summary>
    public static void Sum<T>(ReadOnlySpan<float> x, Layout layout, Span<double> sums) where T : Accumulate.ITerm
    {
        sums.Clear();
        foreach (var run in new StridedRuns(layout, layout, stackalloc StridedRuns.Axis[layout.Shape.Rank]))
        {
            var part = x.Slice(run.Start, run.Length);
            if (run.StrideA == 0) sums[run.A] += Accumulate.Sum<T>(part);
            else if (run.StrideA == 1) Accumulate.Add<T>(part, sums.Slice(run.A, run.Length));
            else for (int i = 0; i < run.Length; i++) sums[run.A + i * run.StrideA] += T.Of(part[i]);
        }
    }

    /// <summary>y[layout(i)] += xᵢ, where no two elements share a place.</summary>
    public static unsafe void AddTo(ReadOnlySpan<float> x, Layout layout, Span<float> y)
    {
        fixed (float* from = x, to = y)
            foreach (var run in new StridedRuns(layout, layout, stackalloc StridedRuns.Axis[layout.Shape.Rank]))
            {
                float* p = from + run.Start, q = to + run.A;
                if (run.StrideA == 1) TensorPrimitives.Add(y.Slice(run.A, run.Length), x.Slice(run.Start, run.Length), y.Slice(run.A, run.Length));
                else for (int i = 0; i < run.Length; i++, q += run.StrideA) *q += p[i];
            }
    }

    /// <summary>The differences of neighbours on the middle one of three axes, which are of these lengths in x.</summary>
    public static void Diff(ReadOnlySpan<float> x, int outer, int length, int inner, Span<float> y)
    {
        int size = length * inner, fewer = size - inner;
        for (int o = 0; o < outer; o++) TensorPrimitives.Subtract(x.Slice(o * size + inner, fewer), x.Slice(o * size, fewer), y.Slice(o * fewer, fewer));
    }

    /// <summary>Adds the adjoint of <see cref="Diff"/>.</summary>
    public static void AddUndiff(ReadOnlySpan<float> g, int outer, int length, int inner, Span<float> sum)
    {
        int size = length * inner, fewer = size - inner;
        for (int o = 0; o < outer; o++)
        {
            var part = g.Slice(o * fewer, fewer);
            Span<float> low = sum.Slice(o * size, fewer), high = sum.Slice(o * size + inner, fewer);
            TensorPrimitives.Add(high, part, high);
            TensorPrimitives.Subtract(low, part, low);
        }
    }

    /// <summary>Running sums along the middle one of three axes, in double precision.</summary>
    public static float[] CumSum(ReadOnlySpan<float> x, int outer, int length, int inner, bool reverse)
    {
        var y = Buffers.Rent(x.Length);
        var sums = new double[inner];
        for (int o = 0; o < outer; o++)
        {
            Array.Clear(sums);
            for (int i = 0; i < length; i++)
            {
                int at = (o * length + (reverse ? length - 1 - i : i)) * inner;
                Accumulate.Add(x.Slice(at, inner), sums);
                Accumulate.Round(sums, y.AsSpan(at, inner));
            }
        }
        return y;
    }

    /// <summary>y[layout(i)] = xᵢ</summary>
    public static unsafe void Write(ReadOnlySpan<float> x, Layout layout, Span<float> y)
    {
        fixed (float* from = x, to = y)
            foreach (var run in new StridedRuns(layout, layout, stackalloc StridedRuns.Axis[layout.Shape.Rank]))
            {
                float* p = from + run.Start, q = to + run.A;
                if (run.StrideA == 1) x.Slice(run.Start, run.Length).CopyTo(y[run.A..]);
                else for (int i = 0; i < run.Length; i++, q += run.StrideA) *q = p[i];
            }
    }

    /// <summary>Folds xᵢ into y[layout(i)], which holds the start value: a run that ends in one place is reduced, others are combined element by element.</summary>
    public static void Fold(ReadOnlySpan<float> x, Layout layout, Span<float> y, Func<ReadOnlySpan<float>, float> reduce, BinaryKernel combine)
    {
        foreach (var run in new StridedRuns(layout, layout, stackalloc StridedRuns.Axis[layout.Shape.Rank]))
        {
            var part = x.Slice(run.Start, run.Length);
            if (run.StrideA == 0) { float folded = reduce(part); combine(y.Slice(run.A, 1), new(in folded), y.Slice(run.A, 1)); }
            else combine(y.Slice(run.A, run.Length), part, y.Slice(run.A, run.Length));
        }
    }
}
