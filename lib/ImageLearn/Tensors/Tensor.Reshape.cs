namespace ImageLearn;

public partial class Tensor
{
    /// <summary>The same elements in row-major order under other axis lengths: <c>x.Reshape(2, -1)</c>, <c>x.Reshape(y.Shape)</c>. One length may be −1: it is worked out.</summary>
    /// <exception cref="ShapeException">The lengths do not multiply to the number of elements.</exception>
    public Tensor Reshape(params ReadOnlySpan<int> shape)
    {
        var target = Solved(shape);
        return target == Shape ? this : Sharing(target).From(nameof(Reshape), (this, g => g.Reshape(Shape)));
    }

    /// <summary>The shape meant by lengths of which one may be −1.</summary>
    Shape Solved(ReadOnlySpan<int> shape)
    {
        int open = shape.IndexOf(-1), known = 1;
        if (open < 0)
            return Shape.Of(shape) is var exact && exact.Size == Size ? exact
                : throw new ShapeException($"Reshape: {Shape} holds {Count(Size, "element")}, but {exact} would hold {exact.Size}. Write -1 for one length and it is worked out.");
        int[] lengths = shape.ToArray();
        lengths[open] = 1;
        if (lengths.Contains(-1)) throw new ShapeException($"Reshape: {Shape.Text(shape)} leaves two lengths open. Only one may be -1.");
        known = Shape.Of(lengths).Size;
        if (known == 0 || Size % known != 0)
            throw new ShapeException($"Reshape: {Shape} holds {Count(Size, "element")}, which the known lengths of {Shape.Text(shape)} do not divide{(known == 0 ? "" : $" ({Size} / {known})")}.");
        lengths[open] = Size / known;
        return Shape.Of(lengths);
    }
}
