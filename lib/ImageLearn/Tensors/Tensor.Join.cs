namespace ImageLearn;

public partial class Tensor
{
    /// <summary>Joins tensors along an axis they have. Their other lengths must agree: [2, 3] and [4, 3] → [6, 3].</summary>
    /// <exception cref="ShapeException">The shapes differ beyond the axis.</exception>
    /// <exception cref="ArgumentException">There are no tensors.</exception>
    public static Tensor Concat(ReadOnlySpan<Tensor> parts, int axis = 0)
    {
        if (parts.Length == 0) throw new ArgumentException("Concat: there is nothing to join. Give at least one tensor.");
        RefuseNull(nameof(Concat), parts);
        var first = parts[0].Shape;
        int along = first.Axis(axis, nameof(Concat)), total = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Rank != first.Rank || !With(parts[i].Shape, along, 0).Equals(With(first, along, 0)))
                throw new ShapeException($"Concat: part {i} has shape {parts[i].Shape}, but part 0 has {first}. They may differ on axis {along} only.");
            total += parts[i].Shape[along];
        }
        var shape = With(first, along, total);
        var y = Fresh(shape);
        var inputs = new (Tensor, Func<Tensor, Tensor>)[parts.Length];
        int inner = shape.SizeOf((along + 1)..), start = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            var (part, from) = (parts[i], start);
            int chunk = part.Shape[along] * inner;
            for (int source = 0, to = from * inner; source < part.Size; source += chunk, to += total * inner) part._data.AsSpan(source, chunk).CopyTo(y._data.AsSpan(to));
            inputs[i] = (part, g => g.Narrow(along, from, part.Shape[along]));
            start += part.Shape[along];
        }
        return y.From(nameof(Concat), inputs);
    }

    /// <summary>Joins tensors of one shape along a new axis: two of [3] → [2, 3].</summary>
    /// <exception cref="ShapeException">The shapes differ, or there is no such place for an axis.</exception>
    /// <exception cref="ArgumentException">There are no tensors.</exception>
    public static Tensor Stack(ReadOnlySpan<Tensor> parts, int axis = 0)
    {
        if (parts.Length == 0) throw new ArgumentException("Stack: there is nothing to join. Give at least one tensor.");
        RefuseNull(nameof(Stack), parts);
        var first = parts[0].Shape;
        int at = first.NewAxis(axis, nameof(Stack));
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
        return View(nameof(Narrow), new(With(Shape, axis, length), whole.Strides, start * whole.Strides[axis]));
    }

    /// <summary>Zeros (or another number) around the elements, per axis before and after: <c>x.Pad([(1, 1), (2, 0)])</c>.</summary>
    /// <exception cref="ShapeException">There is not one pair per axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A width is negative.</exception>
    public Tensor Pad(ReadOnlySpan<(int Before, int After)> widths, double value = 0)
    {
        if (widths.Length != Rank) throw new ShapeException($"Pad: shape {Shape} has {Count(Rank, "axis", "axes")}, but {Count(widths.Length, "pair")} of widths were given. Give one (before, after) per axis.");
        var lengths = new int[Rank];
        for (int axis = 0; axis < Rank; axis++)
        {
            var (before, after) = widths[axis];
            if (before < 0 || after < 0) throw new ArgumentOutOfRangeException(null, $"Pad: the widths of axis {axis} are ({before}, {after}). They must be 0 or more; cut with a slice.");
            lengths[axis] = (int)Math.Min(int.MaxValue, (long)before + Shape[axis] + after);   // Shape refuses what is too large
        }
        var shape = Shape.Of(lengths);
        var whole = Layout.Of(shape);
        int offset = 0;
        for (int axis = 0; axis < Rank; axis++) offset += widths[axis].Before * whole.Strides[axis];
        var inner = new Layout(Shape, whole.Strides, offset);
        var y = Full(shape, value);
        Strided.Write(_data, inner, y._data);
        return y.From(nameof(Pad), (this, g => g.View(nameof(Pad), inner)));
    }

    static Shape With(Shape shape, int axis, int length)
    {
        Span<int> lengths = stackalloc int[shape.Rank];
        ((ReadOnlySpan<int>)shape).CopyTo(lengths);
        lengths[axis] = length;
        return Shape.Of(lengths);
    }
}
