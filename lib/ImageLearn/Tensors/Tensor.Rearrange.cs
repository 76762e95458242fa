using ImageLearn.Output;

namespace ImageLearn;

// The elements of a tensor in other places, or in several.
public partial class Tensor
{
    /// <summary>The elements in reverse order along the axes; along all when left out: <c>image.Flip(axis: 1)</c> is its mirror image.</summary>
    /// <exception cref="ShapeException">There is no such axis, or one is named twice.</exception>
    public Tensor Flip(AxisSet axis = default)
    {
        var flipped = axis.In(Shape, nameof(Flip));
        var whole = Layout.Of(Shape);
        int[] strides = [.. whole.Strides];
        int offset = 0;
        for (int i = 0; i < Rank; i++)
            if (flipped[i]) (strides[i], offset) = (-strides[i], offset + strides[i] * Math.Max(0, Shape[i] - 1));
        return View(nameof(Flip), new(Shape, strides, offset));
    }

    /// <summary>The elements moved by <paramref name="shift"/> places along an axis; what leaves at one end enters at the other: [1, 2, 3].Roll(1, 0) is [3, 1, 2].</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Roll(int shift, int axis)
    {
        int along = Shape.Axis(axis, nameof(Roll)), n = Shape[along];
        int start = n == 0 ? 0 : (int)((n - (long)shift % n) % n);
        return Concat([Narrow(along, start, n - start), Narrow(along, 0, start)], along);
    }

    /// <summary>This tensor laid side by side, so many times per axis: <c>x.Tile(2, 3)</c> is two rows of three copies. More counts than axes add leading axes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    /// <exception cref="ShapeException">The copies are more elements than one tensor holds.</exception>
    public Tensor Tile(params ReadOnlySpan<int> counts)
    {
        foreach (int count in counts) if (count < 0) throw new ArgumentOutOfRangeException(null, $"Tile: {Shape.Text(counts)} asks for {count} copies. Give 0 or more per axis.");
        int rank = Math.Max(Rank, counts.Length);
        int[] apart = new int[2 * rank], copied = new int[2 * rank], joined = new int[rank];
        for (int fromEnd = 1; fromEnd <= rank; fromEnd++)
        {
            int length = fromEnd <= Rank ? Shape[^fromEnd] : 1, count = fromEnd <= counts.Length ? counts[^fromEnd] : 1, at = 2 * (rank - fromEnd);
            (apart[at], apart[at + 1]) = (1, length);
            (copied[at], copied[at + 1]) = (count, length);
            joined[^fromEnd] = (int)Math.Min(int.MaxValue, (long)count * length);   // Shape refuses what is too large
        }
        return Reshape(apart).BroadcastTo(Shape.Of(copied)).Reshape(joined);
    }

    /// <summary>The parts of <paramref name="size"/> that an axis is cut into; the last is shorter where it does not divide the axis. [7, 2] in parts of 3 → [3, 2], [3, 2], [1, 2]</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public Tensor[] Split(int size, int axis = 0)
    {
        int along = Shape.Axis(axis, nameof(Split)), n = Shape[along];
        if (size < 1) throw new ArgumentOutOfRangeException(null, $"Split: parts of {size} never make up axis {along} of shape {Shape}. Give 1 or more.");
        return [.. Enumerable.Range(0, (int)(((long)n + size - 1) / size)).Select(i => Narrow(along, i * size, Math.Min(size, n - i * size)))];
    }

    /// <summary>The indices that sort an axis, smallest first; equal elements stay in order and NaN comes last, whichever way.</summary>
    /// <param name="axis">The axis to sort along.</param>
    /// <param name="descending">Largest first.</param>
    /// <exception cref="ShapeException">There is no such axis, or it has indices above 2²⁴, which are no float32.</exception>
    public Tensor ArgSort(int axis = -1, bool descending = false) => AlongLast(nameof(ArgSort), axis, x =>
    {
        var order = Fresh(x.Shape);
        int length = x.Shape[^1];
        var keys = new ulong[length];
        for (int start = 0; start < x.Size; start += length)
        {
            Cell.Checkpoint();
            for (int i = 0; i < length; i++) keys[i] = (ulong)SortKey(x._data[start + i], descending) << 32 | (uint)i;
            Array.Sort(keys);   // without a comparison to call, and stable: the index decides between equals
            for (int i = 0; i < length; i++) order._data[start + i] = IndexElement((int)(uint)keys[i], nameof(ArgSort));
        }
        return order;
    });

    /// <summary>Whole numbers in the order of the elements, NaN last: the bits of a float32 are in order but for the sign, and those of negative numbers in reverse.</summary>
    static uint SortKey(float x, bool descending)
    {
        if (float.IsNaN(x)) return uint.MaxValue;
        uint bits = BitConverter.SingleToUInt32Bits(x + 0f);   // −0 becomes 0
        uint ascending = bits >> 31 == 1 ? ~bits : bits | 1u << 31;
        return descending ? ~ascending : ascending;
    }

    /// <summary>The elements of an axis in order, smallest first; NaN comes last.</summary>
    /// <inheritdoc cref="ArgSort"/>
    public Tensor Sort(int axis = -1, bool descending = false)
    {
        int along = Shape.Axis(axis, nameof(Sort));
        return Gather(ArgSort(along, descending), along);
    }

    /// <summary>The <paramref name="k"/> largest elements along an axis, largest first, and their indices: [n] → [k], [k]. For the smallest, negate.</summary>
    /// <exception cref="ShapeException">There is no such axis, or it has fewer than k elements.</exception>
    public (Tensor Values, Tensor Indices) TopK(int k, int axis = -1)
    {
        int along = Shape.Axis(axis, nameof(TopK));
        if (k < 0 || k > Shape[along]) throw new ShapeException($"TopK: axis {along} of shape {Shape} has no {k} elements to choose. k can be 0 to {Shape[along]}.");
        var indices = ArgSort(along, descending: true).Narrow(along, 0, k);
        return (Gather(indices, along), indices);
    }
}
