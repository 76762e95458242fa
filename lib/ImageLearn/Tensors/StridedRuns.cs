namespace ImageLearn;

/// <summary>A stretch of consecutive elements of a dense array, and where its elements lie in two strided ones.</summary>
internal readonly record struct Run(int Start, int Length, int A, int StrideA, int B, int StrideB);

/// <summary>
/// Walks two layouts of one shape in row-major order, in runs as long as both allow: neighbouring axes that continue
/// each other in both layouts are walked as one.
/// </summary>
internal ref struct StridedRuns
{
    /// <summary>An axis, its strides in both layouts, and where the walk is on it.</summary>
    public record struct Axis(int Length, int A, int B, int At);

    readonly Span<Axis> _outer;
    readonly Axis _run;
    readonly int _total;
    int _a, _b, _next;

    /// <param name="a">One layout.</param>
    /// <param name="b">The other.</param>
    /// <param name="scratch">Memory for the axes.</param>
    public StridedRuns(Layout a, Layout b, Span<Axis> scratch)
    {
        var axes = Merged(a, b, scratch);
        (_a, _b, _total) = (a.Offset, b.Offset, a.Shape.Size);
        _outer = axes.Length == 0 ? axes : axes[..^1];
        _run = axes.Length == 0 ? new(1, 1, 1, 0) : axes[^1];
    }

    /// <summary>The length of every run.</summary>
    public readonly int Length => _run.Length;

    public Run Current { get; private set; }

    public bool MoveNext()
    {
        if (_next >= _total) return false;
        if (_next > 0) Advance();
        Current = new(_next, _run.Length, _a, _run.A, _b, _run.B);
        _next += _run.Length;
        return true;
    }

    /// <summary>The axes without those of length one, neighbours that continue each other in both layouts made one.</summary>
    public static Span<Axis> Merged(Layout a, Layout b, Span<Axis> scratch)
    {
        int count = 0;
        for (int axis = 0; axis < a.Shape.Rank; axis++)
        {
            var (length, stepA, stepB) = (a.Shape[axis], a.Strides[axis], b.Strides[axis]);
            if (length == 1) continue;
            if (count > 0 && scratch[count - 1] is var outer && outer.A == stepA * length && outer.B == stepB * length) scratch[count - 1] = new(outer.Length * length, stepA, stepB, 0);
            else scratch[count++] = new(length, stepA, stepB, 0);
        }
        return scratch[..count];
    }

    void Advance()
    {
        for (int i = _outer.Length - 1; i >= 0; i--)
        {
            ref var axis = ref _outer[i];
            (_a, _b) = (_a + axis.A, _b + axis.B);
            if (++axis.At < axis.Length) return;
            (_a, _b, axis.At) = (_a - axis.A * axis.Length, _b - axis.B * axis.Length, 0);
        }
    }

    public readonly StridedRuns GetEnumerator() => this;
}
