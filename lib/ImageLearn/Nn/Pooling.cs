namespace ImageLearn.Nn;

/// <summary>Along one axis, the windows that outputs look at: from which input on, and before which it ends.</summary>
internal readonly record struct PoolAxis(int Input, int[] From, int[] End)
{
    /// <summary>Windows of a length, every so many steps; what lies beyond the ends is left out.</summary>
    public static PoolAxis Sliding(int input, int kernel, int stride, int padding)
    {
        int outputs = input + 2 * padding < kernel ? 0 : (input + 2 * padding - kernel) / stride + 1;
        int[] starts = [.. Enumerable.Range(0, outputs).Select(o => o * stride - padding)];
        return new(input, [.. starts.Select(start => Math.Max(0, start))], [.. starts.Select(start => Math.Min(input, start + kernel))]);
    }

    /// <summary>As many windows as wanted, which cover the input evenly.</summary>
    public static PoolAxis Covering(int input, int outputs) => new(input,
        [.. Enumerable.Range(0, outputs).Select(o => (int)((long)o * input / outputs))], [.. Enumerable.Range(1, outputs).Select(o => (int)(((long)o * input + outputs - 1) / outputs))]);

    public int Output => From.Length;
}

/// <summary>The largest element or the mean of windows of an image, [n, c, height, width] → [n, c, rows, columns].</summary>
internal static class Pooling
{
    /// <summary>The largest element of each window, the first of equals; NaN if one is.</summary>
    public static Tensor Max(Tensor x, PoolAxis rows, PoolAxis columns)
    {
        var shape = Pooled(x, rows, columns);
        var places = new int[shape.Size];
        PerPlane(x, rows, columns, (plane, y, top, bottom, left, right) =>
        {
            int best = plane + top * columns.Input + left;
            for (int r = top; r < bottom; r++)
                for (int i = plane + r * columns.Input + left; i < plane + r * columns.Input + right; i++)
                    if (x.Data[i] > x.Data[best] || float.IsNaN(x.Data[i]) && !float.IsNaN(x.Data[best])) best = i;
            places[y] = best;
        });
        return Pick(x, places, shape);
    }

    /// <summary>The mean of each window; by <paramref name="count"/> rather than by its elements when given.</summary>
    public static Tensor Mean(Tensor x, PoolAxis rows, PoolAxis columns, int? count)
    {
        var y = Tensor.Fresh(Pooled(x, rows, columns));
        PerPlane(x, rows, columns, (plane, place, top, bottom, left, right) =>
        {
            double sum = 0;
            for (int r = top; r < bottom; r++)
                for (int i = plane + r * columns.Input + left; i < plane + r * columns.Input + right; i++) sum += x.Data[i];
            y.Elements[place] = (float)(sum / (count ?? (bottom - top) * (right - left)));
        });
        return y.From("Mean pooling", (x, g => Spread(g, x.Shape, rows, columns, count)));
    }

    /// <summary>The adjoint of the mean: each element is shared out evenly among those of its window.</summary>
    static Tensor Spread(Tensor g, Shape shape, PoolAxis rows, PoolAxis columns, int? count)
    {
        var x = Tensor.Zeros(shape);
        PerPlane(x, rows, columns, (plane, place, top, bottom, left, right) =>
        {
            float share = g.Data[place] / (count ?? (bottom - top) * (right - left));
            for (int r = top; r < bottom; r++)
                for (int i = plane + r * columns.Input + left; i < plane + r * columns.Input + right; i++) x.Elements[i] += share;
        });
        return x.From("Mean pooling", (g, u => Mean(u, rows, columns, count)));
    }

    /// <summary>yᵢ = x[places[i]]. Its adjoint is <see cref="Put"/>.</summary>
    static Tensor Pick(Tensor x, int[] places, Shape shape)
    {
        var y = Tensor.Fresh(shape);
        for (int i = 0; i < places.Length; i++) y.Elements[i] = x.Data[places[i]];
        return y.From("Max pooling", (x, g => Put(g, places, x.Shape)));
    }

    static Tensor Put(Tensor g, int[] places, Shape shape)
    {
        var x = Tensor.Zeros(shape);
        for (int i = 0; i < places.Length; i++) x.Elements[places[i]] += g.Data[i];
        return x.From("Max pooling", (g, u => Pick(u, places, g.Shape)));
    }

    static Shape Pooled(Tensor x, PoolAxis rows, PoolAxis columns) => [x.Shape[0], x.Shape[1], rows.Output, columns.Output];

    /// <summary>A window: where its plane begins in the input, the output's own place, and the window's edges.</summary>
    delegate void Window(int plane, int place, int top, int bottom, int left, int right);

    static void PerPlane(Tensor x, PoolAxis rows, PoolAxis columns, Window window)
    {
        int size = rows.Input * columns.Input, outputs = rows.Output * columns.Output;
        Work.Split(x.Shape[0] * x.Shape[1], Work.Grain(2 * size), (from, end) =>
        {
            for (int plane = from; plane < end; plane++)
                for (int r = 0, place = plane * outputs; r < rows.Output; r++)
                    for (int c = 0; c < columns.Output; c++, place++)
                        window(plane * size, place, rows.From[r], rows.End[r], columns.From[c], columns.End[c]);
        });
    }
}
