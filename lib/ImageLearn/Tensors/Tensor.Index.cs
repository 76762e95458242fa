using System.Runtime.CompilerServices;

namespace ImageLearn;

public partial class Tensor
{
    /// <summary>One element of a vector [n]: <c>x[1]</c>. Setting it changes this tensor.</summary>
    /// <inheritdoc cref="this[ReadOnlySpan{int}]"/>
    [IndexerName("At")]
    public double this[int index]
    {
        get => _data[Position(index)];
        set
        {
            int position = Position(index);
            BeforeWrite("Setting an element")[position] = (float)value;
        }
    }

    /// <summary>One element of a matrix [rows, columns]: <c>x[1, 2]</c>. Setting it changes this tensor.</summary>
    /// <inheritdoc cref="this[ReadOnlySpan{int}]"/>
    [IndexerName("At")]
    public double this[int row, int column]
    {
        get => _data[Position(row, column)];
        set
        {
            int position = Position(row, column);
            BeforeWrite("Setting an element")[position] = (float)value;
        }
    }

    /// <summary>One element, by one index per axis: <c>x[1, 2, 0]</c>. Setting it changes this tensor.</summary>
    /// <exception cref="ShapeException">The number of indices is not the rank.</exception>
    /// <exception cref="IndexOutOfRangeException">An index is outside its axis.</exception>
    [IndexerName("At")]
    public double this[params ReadOnlySpan<int> indices]
    {
        get => _data[Position(indices)];
        set
        {
            int position = Position(indices);
            BeforeWrite("Setting an element")[position] = (float)value;
        }
    }

    /// <summary>One element, by indices of which some count from the end: <c>losses[^1]</c>.</summary>
    /// <inheritdoc cref="this[ReadOnlySpan{int}]"/>
    [IndexerName("At")]
    public double this[params ReadOnlySpan<Index> indices]
    {
        get => this[FromStart(indices)];
        set => this[FromStart(indices)] = value;
    }

    /// <summary>
    /// A part: <c>x[0, ..]</c> is the first row, <c>x[1..3, ..^1]</c> a block, <c>x[.., (..).By(2)]</c> every other column. Axes not
    /// mentioned are taken whole; an axis with an index goes. Setting a part changes this tensor; the values broadcast.
    /// </summary>
    /// <exception cref="ShapeException">There are more slices than axes, or the values do not broadcast to the part.</exception>
    /// <exception cref="IndexOutOfRangeException">A slice is outside its axis.</exception>
    /// <exception cref="InvalidOperationException">A value to be set requires gradients, or this tensor is a result that they flow through.</exception>
    [IndexerName("At")]
    public Tensor this[params ReadOnlySpan<Slice> slices]
    {
        get => View("Slice", Part(slices));
        set
        {
            RefuseNull("Setting a part", value);
            var part = Part(slices);
            if (value.RequiresGrad && !Paused.Value)
                throw new InvalidOperationException("Setting a part: the values require gradients, which do not flow into a changed tensor. Build the result with Where, Concat or Pad, or set a Detach()ed copy.");
            if (Shape.Broadcast(value.Shape, part.Shape, "Setting a part") != part.Shape)
                throw new ShapeException($"Setting a part: values of shape {value.Shape} do not stretch to the part, {part.Shape}.");
            Strided.Write(value.BroadcastTo(part.Shape)._data, part, BeforeWrite("Setting a part"));
        }
    }

    // Loops over the elements of vectors and matrices spend most of their time here.
    int Position(int index) => (ReadOnlySpan<int>)Shape is [var length] && (uint)index < (uint)length ? index : Position([index]);

    int Position(int row, int column) =>
        (ReadOnlySpan<int>)Shape is [var rows, var columns] && (uint)row < (uint)rows && (uint)column < (uint)columns ? row * columns + column : Position([row, column]);

    int Position(ReadOnlySpan<int> indices)
    {
        ReadOnlySpan<int> lengths = Shape;
        if (indices.Length != lengths.Length) RefuseCount(indices.Length, exact: true);
        int position = 0;
        for (int axis = 0; axis < indices.Length; axis++)
        {
            if ((uint)indices[axis] >= (uint)lengths[axis]) throw Outside(indices[axis], axis);
            position = position * lengths[axis] + indices[axis];
        }
        return position;
    }

    IndexOutOfRangeException Outside(int index, int axis) =>
        new($"Index: {index} is outside axis {axis} of shape {Shape}, which has length {Shape[axis]}." + (index < 0 ? " Counting from the end is written ^1, ^2, …" : Shape[axis] > 0 ? $" They count from 0: the last is {Shape[axis] - 1}, or ^1." : ""));

    int[] FromStart(ReadOnlySpan<Index> indices)
    {
        RefuseCount(indices.Length, exact: true);
        var fromStart = new int[indices.Length];
        for (int axis = 0; axis < indices.Length; axis++) fromStart[axis] = ((Slice)indices[axis]).On(Shape, axis).Start;
        return fromStart;
    }

    Layout Part(ReadOnlySpan<Slice> slices)
    {
        RefuseCount(slices.Length, exact: false);
        var whole = Layout.Of(Shape);
        Span<int> lengths = stackalloc int[Rank], strides = stackalloc int[Rank];
        int offset = 0, left = 0;
        for (int axis = 0; axis < Rank; axis++)
        {
            Slice slice = axis < slices.Length ? slices[axis] : Range.All;
            var (start, count, step) = slice.On(Shape, axis);
            offset += start * whole.Strides[axis];
            if (slice.IsIndex) continue;
            (lengths[left], strides[left++]) = (count, count > 1 ? step * whole.Strides[axis] : 0);   // a step that leads nowhere may be too large to multiply
        }
        return new(Shape.Of(lengths[..left]), strides[..left].ToArray(), offset);
    }

    void RefuseCount(int given, bool exact)
    {
        if (given == Rank || given < Rank && !exact) return;
        throw new ShapeException($"Index: shape {Shape} has {Count(Rank, "axis", "axes")}, but {Count(given, "index was", "indices were")} given."
            + (given < Rank ? " Give one index per axis for a number, or a range for a part: x[0, ..] is the first row." : " To pick several rows by number, use Take."));
    }
}
