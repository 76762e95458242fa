namespace ImageLearn.Checks;

/// <summary>What wrong numbers tell about how they were made. <paramref name="Explains"/>: it accounts for every one of them.</summary>
sealed record Clue(string Text, bool Explains = true);

/// <summary>
/// Looks for the relation between a wrong result and the expected one. Each clue is said only when it is true of the numbers:
/// applying the mistake to what was expected gives what came.
/// </summary>
static partial class Clues
{
    /// <summary>Beyond this size only shapes and NaN are looked at.</summary>
    const int LargestSearched = 1 << 20;

    /// <param name="expected">Null when it is no array of numbers.</param>
    /// <param name="actual">Null when it is no array of numbers.</param>
    /// <param name="within">The tolerance of the comparison that failed.</param>
    /// <param name="inputs">The shapes of what the answer was given.</param>
    public static Clue? Find(ProbeValue.Numbers? expected, ProbeValue.Numbers? actual, double within, IReadOnlyList<Shape> inputs)
    {
        if (expected is null || actual is null) return null;
        if (OfNotFinite(actual) is { } notFinite && OfNotFinite(expected) is null) return notFinite;
        bool searched = expected.Shape.Size <= LargestSearched && actual.Shape.Size <= LargestSearched;
        var pair = searched ? new Pair(expected.Shape, Values(expected), actual.Shape, Values(actual), within) : null;
        if (expected.Shape != actual.Shape) return (pair is null ? null : SameNumbers(pair)) ?? OfShape(expected.Shape, actual.Shape);
        // What differs by less than clues are judged by would seem to be its own absolute value, rounded, cut to its range, …
        return pair is null || pair.ActualIs(i => pair.Expected[i]) ? null : Moved(pair) ?? WrongAxis(pair) ?? Scaled(pair, inputs) ?? Mapped(pair) ?? Partly(pair);
    }

    /// <summary>NaN or infinity in a result: which, where, and what makes it.</summary>
    public static Clue? OfNotFinite(ProbeValue.Numbers actual)
    {
        int nan = -1, infinite = -1;
        for (int i = actual.Shape.Size - 1; i >= 0; i--)
        {
            if (double.IsNaN(actual[i])) nan = i;
            else if (double.IsInfinity(actual[i])) infinite = i;
        }
        string At(int i) => actual.Shape.Rank == 0 ? "" : $" at {ValueText.Place(actual.Shape, i)}";
        return nan >= 0 ? new($"The result has NaN (not a number){At(nan)}: that is what 0/0, ∞/∞, ∞ - ∞ and the root or logarithm of a negative number give. Look for an exp that overflows (exp(89) does in float32) or a division by zero.", Explains: false)
            : infinite >= 0 ? new($"The result is infinite{At(infinite)}: that is what an overflow (exp(89) in float32), a division by 0 or log(0) gives.", Explains: false)
            : null;
    }

    static double[] Values(ProbeValue.Numbers numbers) => [.. Enumerable.Range(0, numbers.Shape.Size).Select(i => numbers[i])];

    /// <summary>Expected and actual numbers, compared by the scale of the numbers at hand, so that a loose tolerance cannot make a clue true.</summary>
    sealed class Pair(Shape shape, double[] expected, Shape actualShape, double[] actual, double within)
    {
        public Shape Shape => shape;
        public Shape ActualShape => actualShape;
        public double[] Expected => expected;
        public double[] Actual => actual;
        public int Size => expected.Length;
        public double Scale { get; } = expected.Concat(actual).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();

        public bool Close(double a, double b) => a == b || Math.Abs(a - b) <= Math.Clamp(within, 1e-6, 1e-3) * Scale;

        /// <summary>Whether every actual number is the one this function makes at its place.</summary>
        public bool ActualIs(Func<int, double> at) => actual.Length > 0 && Enumerable.Range(0, actual.Length).All(i => Close(at(i), actual[i]));

        /// <summary>Whether all expected numbers are the same: then moving them about changes nothing.</summary>
        public bool IsConstant => expected.All(value => Close(value, expected[0]));
    }
}
