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
            lengths[axis] = before + Shape[axis] + after;
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

    /// <summary>The parts of an axis at the given indices, in that order and as often as named: <c>x.Take([2, 0])</c> is rows 2 and 0.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    /// <exception cref="IndexOutOfRangeException">An index is outside the axis.</exception>
    public Tensor Take(ReadOnlySpan<int> indices, int axis = 0)
    {
        int along = Shape.Axis(axis, nameof(Take)), length = Shape[along];
        int outer = Shape.Take(along).Aggregate(1, (n, l) => n * l), inner = Shape.Skip(along + 1).Aggregate(1, (n, l) => n * l);
        var blocks = new int[outer * indices.Length];
        for (int o = 0, next = 0; o < outer; o++)
            foreach (int index in indices)
                blocks[next++] = (uint)index < (uint)length ? o * length + index
                    : throw new IndexOutOfRangeException($"Take: {index} is outside axis {along} of shape {Shape}, which has length {length}.");
        return Pick(nameof(Take), blocks, inner, With(Shape, along, indices.Length));
    }

    /// <summary>
    /// One element per index along an axis: y[i, j] = x[i, indices[i, j]] for axis 1. <paramref name="indices"/> has this tensor's shape
    /// but for the axis; e.g. the score of each row's label is <c>scores.Gather(labels.Unsqueeze(1), axis: 1)</c>.
    /// </summary>
    /// <exception cref="ShapeException">There is no such axis, or the shapes differ beyond it.</exception>
    /// <exception cref="IndexOutOfRangeException">An index is not a whole number of the axis.</exception>
    public Tensor Gather(Tensor indices, int axis)
    {
        int along = Shape.Axis(axis, nameof(Gather)), length = Shape[along];
        if (indices.Rank != Rank || With(indices.Shape, along, length) != Shape)
            throw new ShapeException($"Gather: indices of shape {indices.Shape} do not fit shape {Shape}. They may differ on axis {along} only.");
        int inner = Shape.Skip(along + 1).Aggregate(1, (n, l) => n * l), picks = indices.Shape[along];
        var places = new int[indices.Size];
        for (int i = 0; i < places.Length; i++)
        {
            float index = indices._data[i];
            if (!(index >= 0 && index < length && index == MathF.Floor(index)))
                throw new IndexOutOfRangeException($"Gather: {index} is no index of axis {along} of shape {Shape}. Indices are the whole numbers 0 to {length - 1}.");
            places[i] = (i / inner / picks * length + (int)index) * inner + i % inner;
        }
        return Pick(nameof(Gather), places, 1, indices.Shape);
    }

    /// <summary>Block i of the result is block blocks[i] of this tensor. Its gradient is <see cref="Put"/>.</summary>
    Tensor Pick(string op, int[] blocks, int size, Shape shape)
    {
        var y = new Tensor(shape, Allocate(shape));
        for (int i = 0; i < blocks.Length; i++) _data.AsSpan(blocks[i] * size, size).CopyTo(y._data.AsSpan(i * size));
        return y.From(op, (this, g => g.Put(op, blocks, size, Shape)));
    }

    /// <summary>Adds block i of this tensor to block blocks[i] of zeros, in double precision. Its gradient is <see cref="Pick"/>.</summary>
    Tensor Put(string op, int[] blocks, int size, Shape shape)
    {
        var sums = new double[shape.Size];
        for (int i = 0; i < blocks.Length; i++) Accumulate.Add(_data.AsSpan(i * size, size), sums.AsSpan(blocks[i] * size, size));
        var y = new Tensor(shape, Allocate(shape));
        Accumulate.Round(sums, y._data);
        return y.From(op, (this, g => g.Pick(op, blocks, size, Shape)));
    }

    static Shape With(Shape shape, int axis, int length) => Shape.Of([.. shape.Take(axis), length, .. shape.Skip(axis + 1)]);
}
