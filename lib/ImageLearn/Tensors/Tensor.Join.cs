namespace ImageLearn;

public partial class Tensor
{
    /// <summary>Joins tensors along an axis they have. Their other lengths must agree: [2, 3] and [4, 3] → [6, 3].</summary>
    /// <exception cref="ShapeException">The shapes differ beyond the axis.</exception>
    /// <exception cref="ArgumentException">There are no tensors.</exception>
    public static Tensor Concat(ReadOnlySpan<Tensor> parts, int axis = 0)
    {
        if (parts.Length == 0) throw new ArgumentException("Concat: there is nothing to join. Give at least one tensor.");
        var first = parts[0].Shape;
        int along = first.Axis(axis, nameof(Concat)), total = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Rank != first.Rank || !With(parts[i].Shape, along, 0).Equals(With(first, along, 0)))
                throw new ShapeException($"Concat: part {i} has shape {parts[i].Shape}, but part 0 has {first}. They may differ on axis {along} only.");
            total += parts[i].Shape[along];
        }
        var shape = With(first, along, total);
        var y = new Tensor(shape, Allocate(shape));
        var inputs = new (Tensor, Func<Tensor, Tensor>)[parts.Length];
        int row = shape.Skip(along).Aggregate(1, (n, length) => n * length), start = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            var (part, from) = (parts[i], start);
            int chunk = row == 0 ? 0 : row / total * part.Shape[along], offset = row == 0 ? 0 : row / total * from;
            for (int source = 0, to = offset; source < part.Size; source += chunk, to += row) part._data.AsSpan(source, chunk).CopyTo(y._data.AsSpan(to));
            inputs[i] = (part, g => g.Narrow(along, from, part.Shape[along]));
            start += part.Shape[along];
        }
        return y.From(nameof(Concat), inputs);
    }

    /// <summary>Joins tensors of one shape along a new axis: two of [3] → [2, 3].</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">There are no tensors.</exception>
    public static Tensor Stack(ReadOnlySpan<Tensor> parts, int axis = 0)
    {
        if (parts.Length == 0) throw new ArgumentException("Stack: there is nothing to join. Give at least one tensor.");
        var first = parts[0].Shape;
        int at = Shape.Of([1, .. first]).Axis(axis, nameof(Stack));
        var rows = new Tensor[parts.Length];
        for (int i = 0; i < parts.Length; i++)
            rows[i] = parts[i].Shape == first ? parts[i].Reshape([.. first.Take(at), 1, .. first.Skip(at)])
                : throw new ShapeException($"Stack: part {i} has shape {parts[i].Shape}, but part 0 has {first}. All parts must be of one shape.");
        return Concat(rows, at);
    }

    /// <summary>What a collection expression becomes: <c>[[1, 2], [3, 4]]</c> has shape [2, 2].</summary>
    /// <exception cref="ShapeException">The parts differ in shape.</exception>
    public static Tensor FromParts(ReadOnlySpan<Tensor> parts) => parts.Length == 0 ? Zeros([0]) : Stack(parts);

    /// <summary>The parts along the first axis: the rows of a matrix, the numbers of a vector.</summary>
    public IEnumerator<Tensor> GetEnumerator()
    {
        for (int i = 0; i < Shape[Shape.Axis(0, "foreach")]; i++) yield return Narrow(0, i, 1).Reshape([.. Shape.Skip(1)]);
    }

    /// <summary>The part of an axis from <paramref name="start"/> on.</summary>
    Tensor Narrow(int axis, int start, int length)
    {
        var whole = Layout.Of(Shape);
        return Gather(nameof(Narrow), new(With(Shape, axis, length), whole.Strides, start * whole.Strides[axis]));
    }

    static Shape With(Shape shape, int axis, int length) => Shape.Of([.. shape.Take(axis), length, .. shape.Skip(axis + 1)]);
}
