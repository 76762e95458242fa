namespace ImageLearn;

public partial class Tensor
{
    /// <summary>The same elements in row-major order under other axis lengths: <c>x.Reshape(2, -1)</c>, <c>x.Reshape(y.Shape)</c>. One length may be −1: it is worked out.</summary>
    /// <exception cref="ShapeException">The lengths do not multiply to the number of elements.</exception>
    public Tensor Reshape(params ReadOnlySpan<int> shape)
    {
        var target = Solved(shape);
        var y = Sharing(target);
        return Records(this) ? y.From(nameof(Reshape), (this, g => g.Reshape(Shape))) : y;
    }

    /// <summary>The axes in another order: <c>image.Permute(2, 0, 1)</c> makes [height, width, 3] → [3, height, width].</summary>
    /// <exception cref="ShapeException">An axis is missing or named twice.</exception>
    public Tensor Permute(params ReadOnlySpan<int> axes)
    {
        Span<int> order = stackalloc int[axes.Length];
        var back = new int[axes.Length == Rank ? Rank : 0];
        Array.Fill(back, -1);
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = Shape.Axis(axes[i], nameof(Permute));
            if (order.Length != Rank || back[order[i]] >= 0) throw NotOnce(axes);
            back[order[i]] = i;
        }
        if (order.Length != Rank) throw NotOnce(axes);
        var layout = Layout.Of(Shape).Permuted(order);
        var y = Adopt(layout.Shape, Strided.Gather(_data, layout));
        return Records(this) ? y.From(nameof(Permute), (this, g => g.Permute(back))) : y;
    }

    ShapeException NotOnce(ReadOnlySpan<int> axes) => new($"Permute: {Shape.Text(axes)} does not name each axis of shape {Shape} once.");

    /// <summary>Swaps two axes; without arguments the last two, which transposes a matrix: [rows, columns] → [columns, rows].</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Transpose(int axis1 = -2, int axis2 = -1)
    {
        Span<int> order = stackalloc int[Rank];
        for (int axis = 0; axis < order.Length; axis++) order[axis] = axis;
        int i = Shape.Axis(axis1, nameof(Transpose)), j = Shape.Axis(axis2, nameof(Transpose));
        (order[i], order[j]) = (j, i);
        return Permute(order);
    }

    /// <summary>A new axis of length 1 before <paramref name="axis"/>; −1 puts it last: [3] → [3, 1].</summary>
    /// <exception cref="ShapeException">There is no such place.</exception>
    public Tensor Unsqueeze(int axis)
    {
        ReadOnlySpan<int> lengths = Shape;
        int at = Shape.NewAxis(axis, nameof(Unsqueeze));
        return Reshape([.. lengths[..at], 1, .. lengths[at..]]);
    }

    /// <summary>Without axes of length 1: all of them, or the given ones. [1, 3, 1] → [3]</summary>
    /// <exception cref="ShapeException">There is no such axis, or its length is not 1.</exception>
    public Tensor Squeeze(AxisSet? axis = null)
    {
        var chosen = axis?.In(Shape, nameof(Squeeze)) ?? [.. Shape.Select(length => length == 1)];
        for (int i = 0; i < Rank; i++)
            if (chosen[i] && Shape[i] != 1) throw new ShapeException($"Squeeze: axis {i} of shape {Shape} has length {Shape[i]}. Only axes of length 1 can go; reduce it, or index it.");
        return Reshape([.. Shape.Where((_, i) => !chosen[i])]);
    }

    /// <summary>The shape meant by lengths of which one may be −1.</summary>
    Shape Solved(ReadOnlySpan<int> shape)
    {
        int open = shape.IndexOf(-1);
        if (open < 0)
            return Shape.Of(shape) is var exact && exact.Size == Size ? exact
                : throw new ShapeException($"Reshape: {Shape} holds {Count(Size, "element")}, but {exact} would hold {exact.Size}. Write -1 for one length and it is worked out.");
        int[] lengths = shape.ToArray();
        lengths[open] = 1;
        if (lengths.Contains(-1)) throw new ShapeException($"Reshape: {Shape.Text(shape)} leaves two lengths open. Only one may be -1.");
        int known = Shape.Of(lengths).Size;
        if (known == 0 || Size % known != 0)
            throw new ShapeException($"Reshape: {Shape} holds {Count(Size, "element")}, which {known} (the known lengths of {Shape.Text(shape)}) does not divide.");
        lengths[open] = Size / known;
        return Shape.Of(lengths);
    }
}
