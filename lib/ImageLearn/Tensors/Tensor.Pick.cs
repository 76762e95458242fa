namespace ImageLearn;

public partial class Tensor
{
    /// <summary>The parts of an axis at the given indices, in that order and as often as named: <c>x.Take([2, 0])</c> is rows 2 and 0.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    /// <exception cref="IndexOutOfRangeException">An index is outside the axis.</exception>
    public Tensor Take(ReadOnlySpan<int> indices, int axis = 0)
    {
        int along = Shape.Axis(axis, nameof(Take)), length = Shape[along];
        int outer = Shape.SizeOf(..along);
        var shape = With(Shape, along, indices.Length);
        var blocks = new int[outer * indices.Length];
        for (int o = 0, next = 0; o < outer; o++)
            foreach (int index in indices)
                blocks[next++] = (uint)index < (uint)length ? o * length + index
                    : throw new IndexOutOfRangeException($"Take: {index} is outside axis {along} of shape {Shape}, which has length {length}. Indices count from 0.");
        return Pick(nameof(Take), blocks, Shape.SizeOf((along + 1)..), shape);
    }

    /// <summary>
    /// One element per index along an axis: y[i, j] = x[i, indices[i, j]] for axis 1. <paramref name="indices"/> has this tensor's shape
    /// but for the axis; e.g. the score of each row's label is <c>scores.Gather(labels.Unsqueeze(1), axis: 1)</c>.
    /// </summary>
    /// <exception cref="ShapeException">There is no such axis, or the shapes differ beyond it.</exception>
    /// <exception cref="IndexOutOfRangeException">An index is not a whole number of the axis.</exception>
    public Tensor Gather(Tensor indices, int axis)
    {
        RefuseNull(nameof(Gather), indices);
        int along = Shape.Axis(axis, nameof(Gather)), length = Shape[along];
        if (indices.Rank != Rank || With(indices.Shape, along, length) != Shape)
            throw new ShapeException($"Gather: indices of shape {indices.Shape} do not fit shape {Shape}. They may differ on axis {along} only.");
        int inner = Shape.SizeOf((along + 1)..), picks = indices.Shape[along];
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

    /// <summary>The elements where the mask is not 0, in row-major order: <c>x.MaskedSelect(x &gt; 0)</c>. → [n]. To set them, use <see cref="Where"/>.</summary>
    /// <exception cref="ShapeException">The mask has another shape.</exception>
    public Tensor MaskedSelect(Tensor mask)
    {
        RefuseNull(nameof(MaskedSelect), mask);
        if (mask.Shape != Shape) throw new ShapeException($"MaskedSelect: this tensor has shape {Shape}, but the mask has {mask.Shape}. Make it with a comparison of this tensor, or BroadcastTo its shape.");
        int[] places = [.. Enumerable.Range(0, Size).Where(i => mask._data[i] != 0)];
        return Pick(nameof(MaskedSelect), places, 1, [places.Length]);
    }

    /// <summary>Block i of the result is block blocks[i] of this tensor. Its gradient is <see cref="Put"/>.</summary>
    Tensor Pick(string op, int[] blocks, int size, Shape shape)
    {
        var y = Fresh(shape);
        for (int i = 0; i < blocks.Length; i++) _data.AsSpan(blocks[i] * size, size).CopyTo(y._data.AsSpan(i * size));
        return y.From(op, (this, g => g.Put(op, blocks, size, Shape)));
    }

    /// <summary>Adds block i of this tensor to block blocks[i] of zeros, in double precision. Its gradient is <see cref="Pick"/>.</summary>
    Tensor Put(string op, int[] blocks, int size, Shape shape)
    {
        var sums = new double[shape.Size];
        for (int i = 0; i < blocks.Length; i++) Accumulate.Add(_data.AsSpan(i * size, size), sums.AsSpan(blocks[i] * size, size));
        var y = Fresh(shape);
        Accumulate.Round(sums, y._data);
        return y.From(op, (this, g => g.Pick(op, blocks, size, Shape)));
    }
}
