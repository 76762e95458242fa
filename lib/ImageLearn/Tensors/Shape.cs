using System.Collections;
using System.Runtime.CompilerServices;

namespace ImageLearn;

/// <summary>The lengths of a tensor's axes, outermost first. Write it as a collection: <c>[2, 3]</c> is 2 rows of 3 columns, <c>[]</c> a single number.</summary>
[CollectionBuilder(typeof(Shape), nameof(Of))]
public sealed class Shape : IEquatable<Shape>, IEnumerable<int>
{
    readonly int[] _axes;

    Shape(int[] axes, int size) => (_axes, Size) = (axes, size);

    /// <summary>The shape of a single number: no axes, one element.</summary>
    internal static Shape Scalar { get; } = new([], 1);

    const int MostAxes = 64;   // as in NumPy. Kernels keep a few numbers per axis on the stack, and its overflow cannot be caught

    /// <summary>A shape from the lengths of its axes.</summary>
    /// <exception cref="ShapeException">A length is negative, the elements are more than one array can hold, or the axes more than 64.</exception>
    public static Shape Of(ReadOnlySpan<int> axes)
    {
        if (axes.Length == 0) return Scalar;
        if (axes.Length > MostAxes) throw new ShapeException($"Shape: {axes.Length} axes were given, but a tensor has at most {MostAxes}. Join some of them to one.");
        long size = 1;
        foreach (int length in axes)
        {
            if (length < 0) throw new ShapeException($"Shape: {Text(axes)} has an axis of length {length}. Lengths are 0 or more; only Reshape takes a -1, for the length it works out.");
            size = Math.Min(size * length, 1L << 32);   // many long axes would overflow
        }
        if (size > Array.MaxLength) throw TooLarge(axes);
        return new(axes.ToArray(), (int)size);
    }

    static ShapeException TooLarge(ReadOnlySpan<int> axes)
    {
        var size = System.Numerics.BigInteger.One;
        foreach (int length in axes) size *= length;
        return new($"Shape: {Text(axes)} would hold {size} elements, but a tensor holds at most {Array.MaxLength}. Work on parts of the data.");
    }

    /// <summary>The number of axes: 0 for a single number, 1 for a vector, 2 for a matrix.</summary>
    public int Rank => _axes.Length;

    /// <summary>The number of elements: the product of all lengths.</summary>
    public int Size { get; }

    /// <summary>The length of one axis; <c>shape[^1]</c> is the last.</summary>
    public int this[Index axis] => _axes[axis];

    /// <summary>The lengths as a span.</summary>
    public static implicit operator ReadOnlySpan<int>(Shape shape) => shape._axes;

    /// <summary>The lengths, outermost first.</summary>
    public IEnumerator<int> GetEnumerator() => _axes.AsEnumerable().GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether both shapes have the same lengths.</summary>
    public bool Equals(Shape? other) => other is not null && (ReferenceEquals(this, other) || _axes.AsSpan().SequenceEqual(other._axes));
    /// <inheritdoc/>
    public override bool Equals(object? other) => Equals(other as Shape);
    /// <summary>Whether both shapes have the same lengths.</summary>
    public static bool operator ==(Shape? left, Shape? right) => left is null ? right is null : left.Equals(right);
    /// <summary>Whether the shapes differ in a length.</summary>
    public static bool operator !=(Shape? left, Shape? right) => !(left == right);
    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int length in _axes) hash.Add(length);
        return hash.ToHashCode();
    }

    /// <summary>The lengths in brackets: <c>[2, 3]</c>.</summary>
    public override string ToString() => Text(_axes);

    internal static string Text(ReadOnlySpan<int> axes) => $"[{string.Join(", ", axes.ToArray())}]";

    /// <summary>The shape both operands stretch to: right-aligned, axes equal or one of them 1.</summary>
    /// <exception cref="ShapeException">An axis differs and neither length is 1.</exception>
    internal static Shape Broadcast(Shape a, Shape b, string op)
    {
        if (a.Equals(b)) return a;
        var result = new int[Math.Max(a.Rank, b.Rank)];
        for (int fromEnd = 1; fromEnd <= result.Length; fromEnd++)
        {
            int left = fromEnd <= a.Rank ? a[^fromEnd] : 1, right = fromEnd <= b.Rank ? b[^fromEnd] : 1;
            if (left != right && left != 1 && right != 1)
                throw new ShapeException($"{op}: {a} and {b} do not broadcast: axis {-fromEnd} is {left} on the left but {right} on the right. Axes are matched from the last; lengths must be equal, or one of them 1.");
            result[^fromEnd] = left == 1 ? right : left;
        }
        return Of(result);
    }

    /// <summary>The product of some of the lengths.</summary>
    internal int SizeOf(Range axes)
    {
        int size = 1;
        foreach (int length in _axes.AsSpan(axes)) size *= length;
        return size;
    }

    /// <summary>The indices of the element at a place in row-major order.</summary>
    internal int[] Indices(int place)
    {
        var indices = new int[Rank];
        for (int axis = Rank - 1; axis >= 0; place /= this[axis--]) indices[axis] = place % this[axis];
        return indices;
    }

    /// <summary>The place of a new axis, counted from the start; a negative one is the place that axis will have from the end.</summary>
    /// <exception cref="ShapeException">There is no such place.</exception>
    internal int NewAxis(int axis, string op) => axis >= -Rank - 1 && axis <= Rank ? (axis + Rank + 1) % (Rank + 1)
        : throw new ShapeException($"{op}: shape {this} has no place {axis} for a new axis. The places are 0 to {Rank}, or -{Rank + 1} to -1 from the end.");

    /// <summary>An axis counted from the start; a negative one counts from the end, as in NumPy.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    internal int Axis(int axis, string op) => axis >= -Rank && axis < Rank ? (axis + Rank) % Rank
        : throw new ShapeException($"{op}: there is no axis {axis} in shape {this}. " + (Rank == 0 ? "A single number has no axes." : $"Its axes are 0 to {Rank - 1}, or -{Rank} to -1 from the end."));
}

/// <summary>Shapes that do not fit an operation. The message names the operation, the shapes and the remedy.</summary>
public sealed class ShapeException(string message, Exception? inner = null) : ArgumentException(message, inner);
