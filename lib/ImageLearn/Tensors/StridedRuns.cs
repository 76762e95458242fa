namespace ImageLearn;

/// <summary>A stretch of consecutive elements of a dense array, and where its elements lie in two strided ones.</summary>
internal readonly record struct Run(int Start, int Length, int A, int StrideA, int B, int StrideB);

/// <summary>
/// Walks two layouts of one shape in row-major order, in runs as long as both allow: neighbouring axes that continue
/// each other in both layouts are walked as one.
/// </summary>
internal ref struct StridedRuns
{
    readonly List<(int Length, int A, int B)> _axes;   // outer axes, then the run itself last
    readonly int[] _index;
    readonly int _total;
    int _a, _b, _next;

    public StridedRuns(Layout a, Layout b)
    {
        (_a, _b, _total, _axes) = (a.Offset, b.Offset, a.Shape.Size, Merged(a, b));
        if (_axes.Count == 0) _axes.Add((1, 1, 1));
        _index = new int[_axes.Count - 1];
    }

    /// <summary>The length of every run.</summary>
    public readonly int Length => _axes[^1].Length;

    public Run Current { get; private set; }

    public bool MoveNext()
    {
        if (_next >= _total) return false;
        if (_next > 0) Advance();
        var (length, stepA, stepB) = _axes[^1];
        Current = new(_next, length, _a, stepA, _b, stepB);
        _next += length;
        return true;
    }

    /// <summary>The axes without those of length one, neighbours that continue each other in both layouts made one.</summary>
    public static List<(int Length, int A, int B)> Merged(Layout a, Layout b)
    {
        var axes = new List<(int Length, int A, int B)>();
        for (int axis = 0; axis < a.Shape.Rank; axis++)
        {
            var (length, stepA, stepB) = (a.Shape[axis], a.Strides[axis], b.Strides[axis]);
            if (length == 1) continue;
            if (axes is [.., var outer] && outer.A == stepA * length && outer.B == stepB * length) axes[^1] = (outer.Length * length, stepA, stepB);
            else axes.Add((length, stepA, stepB));
        }
        return axes;
    }

    void Advance()
    {
        for (int axis = _index.Length - 1; axis >= 0; axis--)
        {
            var (length, stepA, stepB) = _axes[axis];
            (_a, _b) = (_a + stepA, _b + stepB);
            if (++_index[axis] < length) return;
            (_a, _b) = (_a - stepA * length, _b - stepB * length);
            _index[axis] = 0;
        }
    }

    public readonly StridedRuns GetEnumerator() => this;
}
