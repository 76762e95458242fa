using System.Collections;
using System.Runtime.CompilerServices;

namespace ImageLearn;

/// <summary>
/// The axes a reduction runs over: one (<c>axis: 1</c>), several (<c>axis: [0, 2]</c>), or all when left out.
/// Negative axes count from the end, as in NumPy.
/// </summary>
[CollectionBuilder(typeof(AxisSet), nameof(Of))]
public readonly struct AxisSet : IEnumerable<int>
{
    readonly int[]? _axes;

    AxisSet(int[] axes) => _axes = axes;

    /// <summary>Whether all axes are meant.</summary>
    internal bool All => _axes is null;

    /// <summary>Several axes.</summary>
    public static AxisSet Of(ReadOnlySpan<int> axes) => new(axes.ToArray());

    /// <summary>A single axis.</summary>
    public static implicit operator AxisSet(int axis) => new([axis]);

    /// <summary>The axes as given; none when all axes are meant.</summary>
    public IEnumerator<int> GetEnumerator() => (_axes ?? []).AsEnumerable().GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>For each axis of <paramref name="shape"/>, whether it belongs to the set.</summary>
    internal bool[] In(Shape shape, string op)
    {
        var chosen = new bool[shape.Rank];
        if (_axes is null) Array.Fill(chosen, true);
        foreach (int axis in _axes ?? [])
        {
            int i = shape.Axis(axis, op);
            if (chosen[i]) throw new ShapeException($"{op}: axis {i} is named twice in {Shape.Text(_axes)}. Name each axis once.");
            chosen[i] = true;
        }
        return chosen;
    }
}
