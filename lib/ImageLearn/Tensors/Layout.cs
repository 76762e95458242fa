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
    public Layout Permuted(int[] axes) => new(Shape.Of([.. axes.Select(axis => Shape[axis])]), [.. axes.Select(axis => Strides[axis])], Offset);

    /// <summary>Whether no two elements share a place, so that scattering needs no sums.</summary>
    public bool IsInjective
    {
        get
        {
            int[] axes = [.. Enumerable.Range(0, Shape.Rank).Where(axis => Shape[axis] > 1).OrderBy(axis => Math.Abs(Strides[axis]))];
            long reach = 0;
            foreach (int axis in axes)
            {
                if (Math.Abs(Strides[axis]) <= reach) return false;
                reach += Math.Abs(Strides[axis]) * (Shape[axis] - 1L);
            }
            return true;
        }
    }
}
