namespace ImageLearn;

public partial class Tensor
{
    /// <summary>The sum over the axes, in double precision: Σ xᵢ. Without <paramref name="axis"/>, over all.</summary>
    /// <param name="axis">One axis, or several: <c>axis: 1</c>, <c>axis: [0, 2]</c>. Negative axes count from the end.</param>
    /// <param name="keepDims">Keep the axes, with length 1, so that the result broadcasts against this tensor.</param>
    public Tensor Sum(AxisSet axis = default, bool keepDims = false)
    {
        var (kept, dropped) = Reduced(axis, nameof(Sum));
        return SumTo(kept).Reshape(keepDims ? kept : dropped);
    }

    /// <summary>The mean over the axes, in double precision: (1/n) Σ xᵢ. The mean of no elements is NaN.</summary>
    /// <inheritdoc cref="Sum"/>
    public Tensor Mean(AxisSet axis = default, bool keepDims = false)
    {
        var (kept, _) = Reduced(axis, nameof(Mean));
        return Sum(axis, keepDims) / ((double)Size / kept.Size);
    }

    /// <summary>The shape after a reduction, with the axes kept as length one, and with them gone.</summary>
    (Shape Kept, Shape Dropped) Reduced(AxisSet axis, string op)
    {
        var reduced = axis.In(Shape, op);
        return (Shape.Of([.. Shape.Select((length, i) => reduced[i] ? 1 : length)]), Shape.Of([.. Shape.Where((_, i) => !reduced[i])]));
    }
}
