using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageLearn.Signal;

/// <summary>The direct convolution: each result is Σ_uv x_(i+u, j+v)·w_uv over the flipped kernel w, summed row after row; neighbours are summed side by side.</summary>
internal static unsafe class SlidingSum
{
    const int Blocks = 4, Wide = 2;   // so many blocks of so many registers hold sums: eight keep both multiply-add units busy

    /// <summary>[batch, height, width] with [kernel height, kernel width], of which the given parts are kept.</summary>
    public static Tensor Convolve(Tensor x, Tensor kernel, Part rows, Part columns)
    {
        int batch = x.Shape[0], height = rows.Numbers + rows.Zeros.Before + rows.Zeros.After, width = columns.Numbers + columns.Zeros.Before + columns.Zeros.After;
        var result = Tensor.Fresh([batch, rows.Count, columns.Count]);
        float[] flipped = kernel.Data.ToArray(), y = result.Elements;
        Array.Reverse(flipped);
        bool copied = rows.Zeros != (0, 0) || columns.Zeros != (0, 0);
        var padded = copied ? ArrayPool<float>.Shared.Rent(checked(height * width)) : [];
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
        return result;
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

    static void Slide(float* x, nint step, float* y, int rows, int columns, Kernel kernel)
    {
        if (Vector512.IsHardwareAccelerated) Slide<Lane512, Vector512<float>>(x, step, y, rows, columns, kernel);
        else if (Vector256.IsHardwareAccelerated) Slide<Lane256, Vector256<float>>(x, step, y, rows, columns, kernel);
        else Slide<Lane128, Vector128<float>>(x, step, y, rows, columns, kernel);
    }

    static void Slide<L, V>(float* x, nint step, float* y, int rows, int columns, Kernel kernel) where L : ILane<V> where V : struct
    {
        int span = Wide * L.Width;
        Work.Split((rows + Blocks - 1) / Blocks, Work.Grain((long)Blocks * columns * kernel.Height * kernel.Width), (from, end) =>
        {
            for (int i = from * Blocks; i < Math.Min(rows, end * Blocks); i += Blocks)
                if (i + Blocks <= rows && columns >= span)
                    for (int j = 0; j < columns; j += span)   // the last steps back, so that it ends with the row
                        Sum<L, V>(x + i * step + Math.Min(j, columns - span), step, step, y + (nint)i * columns + Math.Min(j, columns - span), columns, kernel);
                else
                    for (int row = i; row < Math.Min(rows, i + Blocks); row++) Row<L, V>(x + row * step, step, y + (nint)row * columns, columns, kernel);
        });
    }

    /// <summary>One row of results: blocks that follow each other, then registers, then single numbers.</summary>
    static void Row<L, V>(float* x, nint step, float* y, int columns, Kernel kernel) where L : ILane<V> where V : struct
    {
        int j = 0, span = Wide * L.Width;
        for (; j + Blocks * span <= columns; j += Blocks * span) Sum<L, V>(x + j, span, step, y + j, span, kernel);
        for (; j + L.Width <= columns; j += L.Width) One<L, V>(x + j, step, y + j, kernel);
        for (; j < columns; j++) One<Lane32, float>(x + j, step, y + j, kernel);
    }

    static void One<L, V>(float* x, nint step, float* y, Kernel kernel) where L : ILane<V> where V : struct
    {
        V sum = default;
        for (int u = 0; u < kernel.Height; u++)
            for (int v = 0; v < kernel.Width; v++) sum = L.MultiplyAdd(L.Load(x + u * step + v), L.Repeat(kernel.Weights[u * kernel.Width + v]), sum);
        L.Store(sum, y);
    }

    /// <summary>The sums of four blocks of two registers, <paramref name="block"/> numbers apart in x and <paramref name="blockY"/> in y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Sum<L, V>(float* x, nint block, nint step, float* y, nint blockY, Kernel kernel) where L : ILane<V> where V : struct
    {
        nint lane = L.Width;
        V a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        float* w = kernel.Weights;
        for (int u = 0; u < kernel.Height; u++, x += step)
            for (float* p = x, end = x + kernel.Width; p < end; p++, w++)
            {
                var weight = L.Repeat(*w);
                float* q = p;
                a0 = L.MultiplyAdd(L.Load(q), weight, a0); a1 = L.MultiplyAdd(L.Load(q + lane), weight, a1); q += block;
                b0 = L.MultiplyAdd(L.Load(q), weight, b0); b1 = L.MultiplyAdd(L.Load(q + lane), weight, b1); q += block;
                c0 = L.MultiplyAdd(L.Load(q), weight, c0); c1 = L.MultiplyAdd(L.Load(q + lane), weight, c1); q += block;
                d0 = L.MultiplyAdd(L.Load(q), weight, d0); d1 = L.MultiplyAdd(L.Load(q + lane), weight, d1);
            }
        L.Store(a0, y); L.Store(a1, y + lane); y += blockY;
        L.Store(b0, y); L.Store(b1, y + lane); y += blockY;
        L.Store(c0, y); L.Store(c1, y + lane); y += blockY;
        L.Store(d0, y); L.Store(d1, y + lane);
    }
}
