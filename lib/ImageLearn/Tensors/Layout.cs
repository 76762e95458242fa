namespace ImageLearn;

/// <summary>
/// Where the elements of a view lie in a flat array: element (i₀, i₁, …) is at offset + Σ iₐ·strideₐ.
/// A stretched axis has stride 0, a reversed one a negative stride.
/// </summary>
internal sealed record Layout(Shape Shape, int[] Strides, int Offset = 0)
{
    /// <summary>Row-major without gaps: how every tensor is stored.</summary>
    public static Layout Of(Shape shape)
    {
        var strides = new int[shape.Rank];
        for (int axis = shape.Rank - 1, step = 1; axis >= 0; step *= shape[axis--]) strides[axis] = step;
        return new(shape, strides);
    }

    /// <summary>A tensor of <paramref name="from"/> repeated along its axes of length one, right-aligned, to fill <paramref name="to"/>.</summary>
    public static Layout Stretched(Shape from, Shape to)
    {
        var strides = new int[to.Rank];
        for (int axis = from.Rank - 1, step = 1, lead = to.Rank - from.Rank; axis >= 0; step *= from[axis--])
            strides[lead + axis] = from[axis] == 1 ? 0 : step;
        return new(to, strides);
    }

    /// <summary>The axes in another order: axis i of the result is axis <paramref name="axes"/>[i] of this.</summary>
    public Layout Permuted(ReadOnlySpan<int> axes)
    {
        Span<int> lengths = stackalloc int[axes.Length];
        var strides = new int[axes.Length];
        for (int i = 0; i < strides.Length; i++) (lengths[i], strides[i]) = (Shape[axes[i]], Strides[axes[i]]);
        return new(Shape.Of(lengths), strides, Offset);
    }

    /// <summary>Whether no two elements share a place, so that scattering needs no sums: each stride, from the smallest on, is beyond the reach of those before.</summary>
    public bool IsInjective
    {
        get
        {
            Span<(int Stride, int Length)> axes = stackalloc (int, int)[Strides.Length];
            for (int axis = 0; axis < axes.Length; axis++)
            {
                if (Strides[axis] == 0 && Shape[axis] > 1) return false;   // by far the most frequent case
                axes[axis] = (Math.Abs(Strides[axis]), Shape[axis]);
            }
            axes.Sort();
            long reach = 0;
            foreach (var (stride, length) in axes)
            {
                if (length <= 1) continue;
                if (stride <= reach) return false;
                reach += stride * (length - 1L);
            }
            return true;
        }
    }
}
