using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ImageLearn.Signal;

/// <summary>The direct convolution: each result is Σ_uv x_(i+u, j+v)·w_uv over the flipped kernel w, summed row after row; neighbours are summed side by side.</summary>
internal static unsafe class SlidingSum
{
    const int Blocks = 4, Wide = 2;   // so many blocks of so many registers hold sums: eight keep both multiply-add units busy

    static int Span => Wide * Vector<float>.Count;

    /// <summary>[batch, height, width] with [kernel height, kernel width], of which the given parts are kept.</summary>
    public static Tensor Convolve(Tensor x, Tensor kernel, Part rows, Part columns)
    {
        int batch = x.Shape[0], height = rows.Numbers + rows.Zeros.Before + rows.Zeros.After, width = columns.Numbers + columns.Zeros.Before + columns.Zeros.After;
        float[] flipped = kernel.Data.ToArray(), y = GC.AllocateUninitializedArray<float>(batch * rows.Count * columns.Count);
        Array.Reverse(flipped);
        bool copied = rows.Zeros != (0, 0) || columns.Zeros != (0, 0);
        var padded = copied ? ArrayPool<float>.Shared.Rent(height * width) : [];
        try
        {
            for (int i = 0; i < batch; i++)
            {
                var plane = x.Data.Slice(i * rows.Numbers * columns.Numbers, rows.Numbers * columns.Numbers);
                if (copied) Pad(plane, padded, rows, columns, width);
                fixed (float* from = copied ? padded : plane, to = &y[i * rows.Count * columns.Count], w = flipped)
                    Slide(from, width, to, rows.Count, columns.Count, new(w, kernel.Shape[0], kernel.Shape[1]));
            }
        }
        finally
        {
            if (copied) ArrayPool<float>.Shared.Return(padded);
        }
        return Tensor.Adopt([batch, rows.Count, columns.Count], y);
    }

    static void Pad(ReadOnlySpan<float> x, float[] padded, Part rows, Part columns, int width)
    {
        var y = padded.AsSpan();
        y[..(rows.Zeros.Before * width)].Clear();
        for (int i = 0; i < rows.Numbers; i++)
        {
            var row = y.Slice((rows.Zeros.Before + i) * width, width);
            row[..columns.Zeros.Before].Clear();
            x.Slice(i * columns.Numbers, columns.Numbers).CopyTo(row[columns.Zeros.Before..]);
            row[(columns.Zeros.Before + columns.Numbers)..].Clear();
        }
        y.Slice((rows.Zeros.Before + rows.Numbers) * width, rows.Zeros.After * width).Clear();
    }

    readonly struct Kernel(float* weights, int height, int width)
    {
        public readonly float* Weights = weights;
        public readonly int Height = height, Width = width;
    }

    static void Slide(float* x, nint step, float* y, int rows, int columns, Kernel kernel) =>
        Work.Split((rows + Blocks - 1) / Blocks, Work.Grain((long)Blocks * columns * kernel.Height * kernel.Width), (from, end) =>
        {
            for (int i = from * Blocks; i < Math.Min(rows, end * Blocks); i += Blocks)
                if (i + Blocks <= rows && columns >= Span)
                    for (int j = 0; j < columns; j += Span)   // the last steps back, so that it ends with the row
                        Sum(x + i * step + Math.Min(j, columns - Span), step, step, y + (nint)i * columns + Math.Min(j, columns - Span), columns, kernel);
                else
                    for (int row = i; row < Math.Min(rows, i + Blocks); row++) Row(x + row * step, step, y + (nint)row * columns, columns, kernel);
        });

    /// <summary>One row of results: blocks that follow each other, then registers, then single numbers.</summary>
    static void Row(float* x, nint step, float* y, int columns, Kernel kernel)
    {
        int j = 0;
        for (; j + Blocks * Span <= columns; j += Blocks * Span) Sum(x + j, Span, step, y + j, Span, kernel);
        for (; j + Vector<float>.Count <= columns; j += Vector<float>.Count)
        {
            var sum = Vector<float>.Zero;
            for (int u = 0; u < kernel.Height; u++)
                for (int v = 0; v < kernel.Width; v++)
                    sum = Vector.MultiplyAddEstimate(Vector.Load(x + j + u * step + v), new(kernel.Weights[u * kernel.Width + v]), sum);
            sum.Store(y + j);
        }
        for (; j < columns; j++)
        {
            float sum = 0;
            for (int u = 0; u < kernel.Height; u++)
                for (int v = 0; v < kernel.Width; v++)
                    sum = float.MultiplyAddEstimate(x[j + u * step + v], kernel.Weights[u * kernel.Width + v], sum);
            y[j] = sum;
        }
    }

    /// <summary>The sums of four blocks of two registers, <paramref name="block"/> numbers apart in x and <paramref name="blockY"/> in y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Sum(float* x, nint block, nint step, float* y, nint blockY, Kernel kernel)
    {
        nint lane = Vector<float>.Count;
        Vector<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        float* w = kernel.Weights;
        for (int u = 0; u < kernel.Height; u++, x += step)
            for (float* p = x, end = x + kernel.Width; p < end; p++, w++)
            {
                var weight = new Vector<float>(*w);
                float* q = p;
                a0 = Vector.MultiplyAddEstimate(Vector.Load(q), weight, a0); a1 = Vector.MultiplyAddEstimate(Vector.Load(q + lane), weight, a1); q += block;
                b0 = Vector.MultiplyAddEstimate(Vector.Load(q), weight, b0); b1 = Vector.MultiplyAddEstimate(Vector.Load(q + lane), weight, b1); q += block;
                c0 = Vector.MultiplyAddEstimate(Vector.Load(q), weight, c0); c1 = Vector.MultiplyAddEstimate(Vector.Load(q + lane), weight, c1); q += block;
                d0 = Vector.MultiplyAddEstimate(Vector.Load(q), weight, d0); d1 = Vector.MultiplyAddEstimate(Vector.Load(q + lane), weight, d1);
            }
        a0.Store(y); a1.Store(y + lane); y += blockY;
        b0.Store(y); b1.Store(y + lane); y += blockY;
        c0.Store(y); c1.Store(y + lane); y += blockY;
        d0.Store(y); d1.Store(y + lane);
    }
}
