namespace ImageLearn;

/// <summary>
/// What to take of one axis: an index (the axis goes), a range, or a range with a step.
/// Write <c>x[0, ..]</c>, <c>x[1..^1, 2..5]</c>, <c>x[(..).By(2)]</c>.
/// </summary>
public readonly struct Slice
{
    readonly Range _range;
    readonly Index _index;
    readonly int _step;   // 0: a single index

    Slice(Index index, Range range, int step) => (_index, _range, _step) = (index, range, step);

    /// <summary>A single index.</summary>
    /// <exception cref="IndexOutOfRangeException">The index is negative.</exception>
    public static implicit operator Slice(int index) => index >= 0 ? (Index)index
        : throw new IndexOutOfRangeException($"Index: {index} is negative. Counting from the end is written ^1, ^2, …");
    /// <summary>A single index, which may count from the end.</summary>
    public static implicit operator Slice(Index index) => new(index, default, 0);
    /// <summary>A range.</summary>
    public static implicit operator Slice(Range range) => new(default, range, 1);

    internal static Slice Stepped(Range range, int step) => new(default, range, step);

    /// <summary>Whether the axis goes.</summary>
    internal bool IsIndex => _step == 0;

    /// <summary>The first element, the number of elements and the distance between them on an axis of a shape.</summary>
    internal (int Start, int Count, int Step) On(Shape shape, int axis)
    {
        int length = shape[axis];
        if (IsIndex)
        {
            int index = _index.GetOffset(length);
            return index >= 0 && index < length ? (index, 1, 1) : throw Outside($"Index: {_index}");
        }
        int start = _range.Start.GetOffset(length), end = _range.End.GetOffset(length);
        if (start < 0 || start > length || end < 0 || end > length) throw Outside($"Slice: {_range}");
        if (start > end) throw new IndexOutOfRangeException($"Slice: {_range} runs backwards on axis {axis} of shape {shape}. Write the smaller end first, and .By(-1) to reverse.");
        long step = Math.Abs((long)_step);
        int count = (int)((end - start + step - 1) / step);
        return _step > 0 ? (start, count, _step) : (Math.Max(start, end - 1), count, _step);

        IndexOutOfRangeException Outside(string what) => new($"{what} is outside axis {axis} of shape {shape}, which has length {length}.");
    }

    /// <summary>As it is written in C#.</summary>
    public override string ToString() => IsIndex ? $"{_index}" : _step == 1 ? $"{_range}" : $"({_range}).By({_step})";
}

/// <summary>Ranges with a step.</summary>
public static class RangeSteps
{
    /// <summary>Every <paramref name="step"/>-th element of a range: <c>x[(..).By(2)]</c>. A negative step walks the range from its end: <c>x[(..).By(-1)]</c> is reversed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is 0.</exception>
    public static Slice By(this Range range, int step) => step != 0 ? Slice.Stepped(range, step)
        : throw new ArgumentOutOfRangeException(null, $"({range}).By(0): a step of 0 would never end. Give 1 or more, or -1 or less to go backwards.");
}
