namespace ImageLearn.Checks;

/// <summary>Results of another shape than expected.</summary>
static partial class Clues
{
    /// <summary>What two shapes tell without the numbers.</summary>
    public static Clue? OfShape(Shape expected, Shape actual)
    {
        if (expected.Rank == 2 && actual.Rank == 2 && expected[0] == actual[1] && expected[1] == actual[0])
            return new("Rows and columns are exchanged. Transpose, or exchange the operands.");
        if (OfLengthOne(expected, actual) is { } says) return new(says);
        if (expected.Rank != actual.Rank)
            return new($"The result has {Tensor.Count(actual.Rank, "dimension")} where {expected.Rank} {(expected.Rank == 1 ? "is" : "are")} asked."
                + (actual.Rank == 0 ? " Was everything reduced to one number? Give the axis." : ""), Explains: false);
        var differing = Enumerable.Range(0, expected.Rank).Where(axis => expected[axis] != actual[axis]).ToList();
        if (differing.All(axis => Math.Abs(expected[axis] - actual[axis]) == 1))
        {
            var few = differing.All(axis => actual[axis] < expected[axis]);
            var many = differing.All(axis => actual[axis] > expected[axis]);
            var axes = differing.Count == 1 ? $"Axis {differing[0]} is" : $"Axes {string.Join(" and ", differing)} are";
            if (few) return new($"{axes} one too short. Look at where the loop ends: < or <=, and is 1 added to a difference that counts both ends (n - k + 1)?", Explains: false);
            if (many) return new($"{axes} one too long. Look at where the loop ends: < or <=, and is 1 added where it should not be?", Explains: false);
        }
        return null;
    }

    /// <summary>The right numbers in another shape, or the right ones surrounded by more.</summary>
    static Clue? SameNumbers(Pair p)
    {
        if (p.Actual.Length == p.Size)
        {
            if (p.Shape.Rank == 2 && p.ActualShape.Rank == 2 && p.ActualShape[0] == p.Shape[1] && p.ActualIs(i => p.Expected[Transposed(i, p.ActualShape)]))
                return new("This is the transpose of what was asked: rows and columns are exchanged.");
            if (p.ActualIs(i => p.Expected[i]))
                return new($"The numbers are right, only the shape is not. {OfLengthOne(p.Shape, p.ActualShape) ?? $"Reshape to {p.Shape}."}");
        }
        return p.Shape.Rank == p.ActualShape.Rank && p.Shape.Rank is 1 or 2 ? Bordered(p) : null;
    }

    /// <summary>Convolution's sizes: the expected numbers with a border around them, or without theirs.</summary>
    static Clue? Bordered(Pair p)
    {
        var border = p.Shape.Zip(p.ActualShape, (e, a) => a - e).ToArray();
        if (border.Any(b => b % 2 != 0) || p.Size == 0 || p.Actual.Length == 0) return null;
        bool grown = border.All(b => b >= 0), shrunk = border.All(b => b <= 0);
        if (!grown && !shrunk) return null;
        var (small, large) = grown ? (p.Shape, p.ActualShape) : (p.ActualShape, p.Shape);
        var (inner, outer) = grown ? (p.Expected, p.Actual) : (p.Actual, p.Expected);
        var offset = border.Select(b => Math.Abs(b) / 2).ToArray();
        for (int i = 0; i < inner.Length; i++)
        {
            int place = small.Rank == 1 ? i + offset[0] : (i / small[1] + offset[0]) * large[1] + i % small[1] + offset[1];
            if (!p.Close(inner[i], outer[place])) return null;
        }
        var width = string.Join(" and ", offset.Distinct());
        return new(grown ? $"The expected numbers are in the middle of yours, with a border of {width} around them: was the input padded where only whole overlaps (valid) are asked?"
            : $"Your numbers are the middle of the expected ones; a border of {width} is missing: pad the input (same, full), or look at where the loop ends.");
    }

    /// <summary>Shapes that differ in axes of length 1 only.</summary>
    static string? OfLengthOne(Shape expected, Shape actual) => !expected.Where(length => length != 1).SequenceEqual(actual.Where(length => length != 1)) ? null
        : actual.Rank < expected.Rank ? "An axis of length 1 is missing: keepDims: true keeps it, Reshape puts it back."
        : actual.Rank > expected.Rank ? "There is an axis of length 1 too many: reduce without keepDims, or Reshape it away."
        : "An axis of length 1 stands in the wrong place. Reshape, or reduce along the other axis.";

    /// <summary>Where element i of a matrix of this shape stands in its transpose.</summary>
    static int Transposed(int i, Shape shape) => i % shape[1] * shape[0] + i / shape[1];
}
