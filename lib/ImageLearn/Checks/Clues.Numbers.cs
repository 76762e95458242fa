namespace ImageLearn.Checks;

/// <summary>Results of the right shape with other numbers than expected.</summary>
static partial class Clues
{
    /// <summary>The right numbers at other places.</summary>
    static Clue? Moved(Pair p)
    {
        if (p.Size < 2 || p.IsConstant) return null;
        if (p.ActualIs(i => p.Expected[^(i + 1)]))
            return new(p.Shape.Rank == 1 ? "The right numbers in reverse order." : "The right numbers turned by 180°. Is the kernel flipped where it should not be, or not flipped where it should be (convolution against cross-correlation)?");
        if (p.Shape is { Rank: 2 } shape)
        {
            if (shape[0] == shape[1] && p.ActualIs(i => p.Expected[Transposed(i, shape)])) return new("This is the transpose of what was asked: rows and columns are exchanged.");
            if (p.ActualIs(i => p.Expected[i % shape[0] * shape[1] + i / shape[0]])) return new("The right numbers, filled in column by column. A tensor is filled row by row: the last index runs fastest.");
        }
        for (int axis = 0; axis < p.Shape.Rank; axis++)
            if (Exchanged(p, axis) is { } clue) return clue;
        for (int axis = 0; axis < p.Shape.Rank; axis++)
            foreach (int by in (int[])[1, -1])
                if (Shifted(p, axis, by) is { } clue) return clue;
        return p.Size >= 4 && p.Expected.Order().Zip(p.Actual.Order()).All(pair => p.Close(pair.First, pair.Second))
            ? new("The right numbers, but at other places. Look at the indices: is [row, column] meant where [column, row] is written?", Explains: false) : null;
    }

    /// <summary>Whole rows, columns or channels in another order.</summary>
    static Clue? Exchanged(Pair p, int axis)
    {
        int length = p.Shape[axis];
        if (length is < 2 or > 64) return null;
        int inner = p.Shape.Skip(axis + 1).Aggregate(1, (n, d) => n * d);
        if (p.Size / length == 1) return null;    // single numbers, not rows
        int Index(int i, int slice) => i / inner * length * inner + slice * inner + i % inner;
        bool Same(int mine, int theirs) => Enumerable.Range(0, p.Size / length).All(i => p.Close(p.Actual[Index(i, mine)], p.Expected[Index(i, theirs)]));

        var order = new int[length];
        var free = Enumerable.Range(0, length).ToList();
        for (int i = 0; i < length; i++)
        {
            int found = free.FindIndex(slice => Same(i, slice));
            if (found < 0) return null;
            order[i] = free[found];
            free.RemoveAt(found);
        }
        var what = p.Shape.Rank != 2 ? $"The slices along axis {axis}" : axis == 0 ? "The rows" : "The columns";
        return new($"{what} are right, but in another order. At 0, 1, … stand the expected ones of {string.Join(", ", order.Take(8))}{(length > 8 ? ", …" : "")}.");
    }

    /// <summary>Every number one place further along an axis; what falls out or comes in at the ends may be anything.</summary>
    static Clue? Shifted(Pair p, int axis, int by)
    {
        int length = p.Shape[axis], inner = p.Shape.Skip(axis + 1).Aggregate(1, (n, d) => n * d);
        if (length < 3 || p.Size / length * (length - 1) < 3) return null;
        int compared = 0;
        double first = double.NaN;
        bool varied = false;
        for (int i = 0; i < p.Size; i++)
        {
            int from = i / inner % length - by;
            if (from < 0 || from >= length) continue;
            double value = p.Expected[i - by * inner];
            if (!p.Close(value, p.Actual[i])) return null;
            if (compared++ == 0) first = value;
            varied |= !p.Close(value, first);
        }
        return varied ? new($"The right numbers, one place too {(by > 0 ? "late" : "early")} along axis {axis}. Look at where the index starts.") : null;
    }

    /// <summary>Every number the same factor or the same amount away.</summary>
    static Clue? Scaled(Pair p, IReadOnlyList<Shape> inputs)
    {
        double ee = p.Expected.Sum(e => e * e), ea = p.Expected.Zip(p.Actual, (e, a) => e * a).Sum();
        if (ee == 0 || p.Scale == 0) return null;
        double factor = ea / ee;
        bool telling = p.Expected.Count(e => !p.Close(e, 0)) >= 2;    // a single number is some multiple of any other
        if (factor != 0 && p.ActualIs(i => factor * p.Expected[i]))
        {
            bool Near(double value) => Math.Abs(factor - value) <= 1e-3 * Math.Abs(value);
            if (Near(-1)) return new("Every sign is the opposite: a difference is taken the other way round, or a minus is missing.");
            foreach (var (n, what) in Lengths(p, inputs))
            {
                if (Near(n)) return new($"Every number is {n} times the expected one, and {n} is {what}. Is it a sum where the mean is asked?");
                if (Near(1.0 / n)) return new($"Every number is the expected one divided by {n}, and {n} is {what}. Is it a mean where the sum is asked?");
            }
            if (Near(2)) return new("Every number is twice the expected one. Is there a factor 2 too many (the derivative of a square brings one)?");
            if (Near(0.5)) return new("Every number is half the expected one. Is a factor 2 missing (the derivative of a square brings one)?");
            if (Near(255)) return new("Every number is 255 times the expected one: pixels from 0 to 255 where 0 to 1 is asked.");
            if (Near(1.0 / 255)) return new("Every number is the expected one divided by 255: pixels from 0 to 1 where 0 to 255 is asked.");
            if (telling) return new($"Every number is {ValueText.Of(factor)} times the expected one.", Explains: false);
        }
        double offset = p.Size > 0 ? p.Actual[0] - p.Expected[0] : 0;
        if (p.Size >= 2 && !p.IsConstant && !p.Close(offset, 0) && p.ActualIs(i => p.Expected[i] + offset))
            return new($"Every number is {ValueText.Of(Math.Abs(offset))} too {(offset > 0 ? "large" : "small")}. Is a constant added twice, or forgotten?");
        return null;
    }

    /// <summary>The counts a factor may come from, each with its meaning.</summary>
    static IEnumerable<(int N, string What)> Lengths(Pair p, IReadOnlyList<Shape> inputs)
    {
        var counts = inputs.SelectMany(shape => shape.Select((length, axis) => (length, $"the length of axis {axis} of the input")).Append((shape.Size, "the number of elements in the input")))
            .Concat(p.Shape.Select((length, axis) => (length, $"the length of axis {axis}")));
        return counts.Where(count => count.Item1 >= 2).DistinctBy(count => count.Item1);
    }

    static readonly (Func<double, double> Of, string Says)[] Maps =
    [
        (Math.Abs, "The amounts are right, but every sign is +: is an absolute value or a square taken on the way?"),
        (e => Math.Max(e, 0), "Negative numbers have become 0. Are they cut off somewhere (Max, Clamp, ReLU)?"),
        (e => Math.Clamp(e, 0, 1), "The right numbers, cut to 0 … 1."),
        (e => Math.Clamp(e, 0, 255), "The right numbers, cut to 0 … 255."),
        (Math.Truncate, "The right numbers without their fractions: a cast to int, or a division of whole numbers (in C# 7 / 2 is 3; write 7 / 2.0)."),
        (e => Math.Round(e), "The right numbers, rounded to whole ones."),
        (e => e * e, "Every number is the square of the expected one: is a root missing at the end?"),
        (e => e < 0 ? double.NaN : Math.Sqrt(e), "Every number is the root of the expected one: is there a root too many?"),
        (e => 1 - e, "Every number is 1 minus the expected one: light and dark, or a probability and its opposite, are exchanged."),
        (e => 255 - e, "Every number is 255 minus the expected one: light and dark are exchanged."),
    ];

    static Clue? Mapped(Pair p)
    {
        if (p.Actual.All(a => a == 0))
            return p.Expected.Any(e => e != Math.Truncate(e))
                ? new("Every number is 0. Either the result is never written, or whole numbers are divided on the way: in C# 1 / 3 is 0; write 1 / 3.0.")
                : p.Size == 1 ? null : new("Every number is 0: the result is never written.", Explains: false);      // a single 0 may well have been counted
        foreach (var (map, says) in Maps)
            if (p.ActualIs(i => map(p.Expected[i]))) return new(says);
        return null;
    }

    /// <summary>Sums that are the same along every row where they should be along every column, or the reverse: normalised the wrong way.</summary>
    static Clue? WrongAxis(Pair p)
    {
        if (p.Shape is not { Rank: 2 } shape || p.Size < 2) return null;
        double[] Sums(double[] x, int axis) => [.. Enumerable.Range(0, shape[1 - axis]).Select(k =>
            Enumerable.Range(0, shape[axis]).Sum(i => axis == 0 ? x[i * shape[1] + k] : x[k * shape[1] + i]))];
        for (int axis = 0; axis < 2; axis++)
        {
            double target = Sums(p.Expected, axis)[0];
            bool All(double[] x, int along) => Sums(x, along).All(sum => p.Close(sum, target));
            if (target != 0 && All(p.Expected, axis) && !All(p.Actual, axis) && All(p.Actual, 1 - axis))
                return new($"Each {(axis == 1 ? "column" : "row")} of yours sums to {ValueText.Of(target)}; each {(axis == 1 ? "row" : "column")} should. Reduce along axis: {axis}.");
        }
        return null;
    }

    /// <summary>Where the wrong numbers lie, when that says something.</summary>
    static Clue? Partly(Pair p)
    {
        var wrong = Enumerable.Range(0, p.Size).Where(i => !p.Close(p.Expected[i], p.Actual[i])).ToList();
        if (wrong.Count == 0 || wrong.Count == p.Size || p.Shape.Rank is 0 or > 2) return null;
        if (p.Shape.Aggregate(1, (inside, length) => inside * Math.Max(0, length - 2)) < 3) return null;    // one or two right by chance say nothing
        if (p.Shape.Rank == 2 && wrong.Count < p.Shape.Min()) return null;    // padding and loops spoil a whole side
        bool OnBorder(int i)
        {
            for (int axis = p.Shape.Rank - 1; axis >= 0; i /= p.Shape[axis--])
                if (i % p.Shape[axis] is var k && (k == 0 || k == p.Shape[axis] - 1)) return true;
            return false;
        }
        return wrong.All(OnBorder) ? new(p.Shape.Rank == 1 ? "Only the ends differ; all between is right. Look at the first and the last step of the loop."
            : "Only the border differs; the inside is right. Look at the padding, and at where the loops start and end.", Explains: false) : null;
    }
}
