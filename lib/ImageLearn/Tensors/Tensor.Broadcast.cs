namespace ImageLearn;

// Stretching and its sum: each is the gradient of the other, and every other rule can leave broadcasting alone.
public partial class Tensor
{
    /// <summary>Repeats this tensor along axes of length one, and along new leading axes, to fill <paramref name="shape"/>. Its gradient is <see cref="SumTo"/>.</summary>
    /// <exception cref="ShapeException">An axis differs and is not of length one.</exception>
    public Tensor BroadcastTo(Shape shape)
    {
        if (Shape.Broadcast(Shape, shape, nameof(BroadcastTo)) != shape)
            throw new ShapeException($"BroadcastTo: {Shape} does not stretch to {shape}. Only axes of length 1 stretch.");
        return Shape == shape ? Reshape(shape) : View(nameof(BroadcastTo), Layout.Stretched(Shape, shape));
    }

    /// <summary>Adds up the elements that <see cref="BroadcastTo"/> would copy from one place, in double precision. Its gradient is <see cref="BroadcastTo"/>.</summary>
    /// <exception cref="ShapeException"><paramref name="shape"/> does not stretch to this tensor's shape.</exception>
    public Tensor SumTo(Shape shape)
    {
        if (Shape.Broadcast(shape, Shape, nameof(SumTo)) != Shape)
            throw new ShapeException($"SumTo: {Shape} does not add up to {shape}. Each axis must stay, become 1, or be a leading axis that goes.");
        return Shape == shape ? Reshape(shape) : Unview(nameof(SumTo), Layout.Stretched(shape, Shape), shape);
    }

    /// <summary>yᵢ = x[layout(i)]. Its gradient is <see cref="Unview"/>.</summary>
    Tensor View(string op, Layout layout)
    {
        var y = Adopt(layout.Shape, Strided.Gather(_data, layout));
        if (!Records(this)) return y;
        return layout.IsInjective
            ? y.From(op, (this, g => g.Unview(op, layout, Shape), (g, sum) => Strided.AddTo(g._data, layout, sum)))
            : y.From(op, (this, g => g.Unview(op, layout, Shape)));
    }

    /// <summary>y[layout(i)] += xᵢ, from zeros. Its gradient is <see cref="View"/>.</summary>
    Tensor Unview(string op, Layout layout, Shape shape)
    {
        var y = Adopt(shape, Strided.Scatter(_data, layout, shape.Size));
        return Records(this) ? y.From(op, (this, g => g.View(op, layout))) : y;
    }
}
