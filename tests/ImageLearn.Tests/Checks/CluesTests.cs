using ImageLearn.Checks;

namespace ImageLearn.Tests.Checks;

public sealed class CluesTests
{
    static Clue? Find(Tensor expected, Tensor actual, double within = 1e-5, params Shape[] inputs) =>
        Clues.Find((ProbeValue.Numbers)ProbeValue.Unlimited(expected), (ProbeValue.Numbers)ProbeValue.Unlimited(actual), within, inputs);

    static Tensor Map(Tensor x, Func<double, double> f) => new(x.Shape, [.. x.Data.ToArray().Select(v => (float)f(v))]);

    static readonly Tensor Row = [0.2, -1.5, 3.7, 0.9], Grid = [[0.1, -2.3, 4.6, 1.1], [5.2, 0.7, -3.4, 2.2], [1.8, -0.6, 2.9, 7.5]], Square = [[1, 2.5, -3], [4, 5, 6.5], [7.25, 8, 9]];

    public static TheoryData<string, Tensor, Tensor> Mistakes => new()
    {
        { "The result has NaN (not a number) at [1]", Row, [1, double.NaN, double.PositiveInfinity, 2] },
        { "The result is infinite at [0]", Row, [double.NegativeInfinity, 1, 1, 2] },
        { "The right numbers in reverse order.", Row, [0.9, 3.7, -1.5, 0.2] },
        { "The right numbers turned by 180°.", Square, [[9, 8, 7.25], [6.5, 5, 4], [-3, 2.5, 1]] },
        { "This is the transpose of what was asked", Square, [[1, 4, 7.25], [2.5, 5, 8], [-3, 6.5, 9]] },
        { "This is the transpose of what was asked", Grid, [[0.1, 5.2, 1.8], [-2.3, 0.7, -0.6], [4.6, -3.4, 2.9], [1.1, 2.2, 7.5]] },
        { "The right numbers, filled in column by column.", [[1, 2, 3], [4, 5, 7]], [[1, 4, 2], [5, 3, 7]] },
        { "The rows are right, but in another order. At 0, 1, … stand the expected ones of 1, 0, 2.", Grid, [[5.2, 0.7, -3.4, 2.2], [0.1, -2.3, 4.6, 1.1], [1.8, -0.6, 2.9, 7.5]] },
        { "The columns are right, but in another order. At 0, 1, … stand the expected ones of 2, 1, 0.", Square, [[-3, 2.5, 1], [6.5, 5, 4], [9, 8, 7.25]] },
        { "The slices along axis 2 are right, but in another order.", [[[1, 2, 3], [4, 5, 6]]], [[[3, 2, 1], [6, 5, 4]]] },
        { "The right numbers, one place too late along axis 0.", [1, 2, 4, 8], [0, 1, 2, 4] },
        { "The right numbers, one place too early along axis 1.", [[1, 2, 4, 8], [3, 9, 5, 6]], [[2, 4, 8, 0], [9, 5, 6, 0]] },
        { "The right numbers, but at other places.", Grid, [[5.2, 0.1, 4.6, 1.1], [-2.3, 0.7, 7.5, 2.2], [1.8, -0.6, 2.9, -3.4]] },
        { "Every sign is the opposite", Grid, -Grid },
        { "Every number is twice the expected one.", [[[0.1, -2.3, 4.6]]], [[[0.2, -4.6, 9.2]]] },
        { "Every number is half the expected one.", [0.2, -1.5, 3.7], [0.1, -0.75, 1.85] },
        { "Every number is 255 times the expected one", Row, Row * 255 },
        { "Every number is the expected one divided by 255", Row, Row / 255 },
        { "Every number is 0.7 times the expected one.", Row, Row * 0.7 },
        { "Every number is 0.5 too large.", Row, Row + 0.5 },
        { "Every number is 12 too small.", Row, Row - 12 },
        { "The amounts are right, but every sign is +", Row, Map(Row, Math.Abs) },
        { "Negative numbers have become 0.", Row, Map(Row, x => Math.Max(0, x)) },
        { "The right numbers, cut to 0 … 1.", Row, Map(Row, x => Math.Clamp(x, 0, 1)) },
        { "The right numbers, cut to 0 … 255.", [-3, 100, 300.5, 255.5], [0, 100, 255, 255] },
        { "The right numbers without their fractions", [1.9, -2.7, 3.2], [1, -2, 3] },
        { "The right numbers, rounded to whole ones.", [1.9, -2.7, 3.2], [2, -3, 3] },
        { "Every number is the square of the expected one", [1.5, 2.5, 4], [2.25, 6.25, 16] },
        { "Every number is the root of the expected one", [2.25, 6.25, 16], [1.5, 2.5, 4] },
        { "Every number is 1 minus the expected one", [0.1, 0.7, 0.3], [0.9, 0.3, 0.7] },
        { "Every number is 255 minus the expected one", [10, 200, 30], [245, 55, 225] },
        { "Every number is 0. Either the result is never written, or whole numbers are divided", [0.25, 0.5, 0.75], [0, 0, 0] },
        { "Every number is 0: the result is never written.", [3, 4], [0, 0] },
        { "Each column of yours sums to 1; each row should. Reduce along axis: 1.", [[0.25, 0.75], [0.5, 0.5]], [[0.4, 0.7], [0.6, 0.3]] },
        { "Each column of yours sums to 1; each row should. Reduce along axis: 1.", [[0.25, 0.75]], [[1, 1]] },
        { "Each row of yours sums to 1; each column should. Reduce along axis: 0.", [[0.25, 0.2], [0.75, 0.8]], [[0.4, 0.6], [0.1, 0.9]] },
        { "Only the border differs; the inside is right.", [[1, 2, 3], [4, 5, 6], [7, 8, 1], [3, 2, 9], [0, 4, 2]], [[0, 2, -3], [4, 5, 1], [7.25, 8, 2], [3, 2, 7], [1, 4, 1]] },
        { "Only the ends differ; all between is right.", [2, -1.5, 3.7, 4, 8], [7, -1.5, 3.7, 4, 0.9] },
        { "An axis of length 1 is missing: keepDims: true keeps it", [[3], [4]], [1, 2] },
        { "There is an axis of length 1 too many", [3, 4], [[1], [2]] },
        { "An axis of length 1 stands in the wrong place.", [[[3], [4]]], [[[1]], [[2]]] },
        { "The numbers are right, only the shape is not. An axis of length 1 is missing", [[3], [4]], [3, 4] },
        { "The numbers are right, only the shape is not. Reshape to [2, 3].", [[1, 2, 3], [4, 5, 7]], [[1, 2], [3, 4], [5, 7]] },
        { "Rows and columns are exchanged.", [[1, 2, 3], [4, 5, 6]], [[7, 8], [9, 0], [1, 2]] },
        { "The result has 0 dimensions where 2 are asked. Was everything reduced to one number?", Grid, 3 },
        { "The result has 2 dimensions where 1 is asked.", Row, Grid },
        { "Axis 0 is one too short.", [1, 2, 3, 4], [1, 2, 3] },
        { "Axes 0 and 1 are one too short.", Square, [[1, 2], [3, 4]] },
        { "Axis 0 is one too long.", [1, 2, 3], [1, 2, 3, 4] },
        { "The expected numbers are in the middle of yours, with a border of 1 around them", [[5, 6]], [[0, 0, 0, 0], [0, 5, 6, 0], [0, 0, 0, 0]] },
        { "The expected numbers are in the middle of yours, with a border of 2 around them", [5, 6], [0, 1, 5, 6, 2, 0] },
        { "Your numbers are the middle of the expected ones; a border of 1 is missing", Square, [[5]] },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void A_known_kind_of_mistake_is_recognised(string says, Tensor expected, Tensor actual) =>
        Assert.StartsWith(says, Find(expected, actual)?.Text ?? "nothing");

    [Theory]
    [InlineData(8.0, "Every number is 8 times the expected one, and 8 is the length of axis 0 of the input. Is it a sum where the mean is asked?")]
    [InlineData(24.0, "Every number is 24 times the expected one, and 24 is the number of elements in the input. Is it a sum where the mean is asked?")]
    [InlineData(1 / 8.0, "Every number is the expected one divided by 8, and 8 is the length of axis 0 of the input. Is it a mean where the sum is asked?")]
    [InlineData(4.0, "Every number is 4 times the expected one, and 4 is the length of axis 0. Is it a sum where the mean is asked?")]
    public void A_factor_is_explained_by_the_lengths_at_hand(double factor, string says) =>
        Assert.Equal(says, Find(Row, Row * factor, 1e-5, [8, 3])?.Text);

    [Fact]
    public void A_single_number_is_only_compared_with_factors_that_mean_something()
    {
        Assert.Equal("Every number is 8 times the expected one, and 8 is the length of axis 0 of the input. Is it a sum where the mean is asked?", Find(3, 24, 1e-5, [8, 3])?.Text);
        Assert.StartsWith("Every sign is the opposite", Find(3, -3)!.Text);
        Assert.Null(Find(3, 4.1));
    }

    /// <summary>Numbers that have nothing to do with each other must not be explained, however loose the tolerance of the check.</summary>
    [Theory]
    [InlineData(1e-6)]
    [InlineData(0.5)]
    public void Unrelated_numbers_are_not_explained(double within)
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Shape shape = (seed % 4) switch { 0 => [3, 4], 1 => [12], 2 => [2, 3, 2], _ => [5, 5] };
            var clue = Find(Rng.Normal(shape, seed, deviation: 2), Rng.Normal(shape, seed + 1000, deviation: 2), within, [7, 3]);
            Assert.True(clue is null, $"seed {seed}: {clue?.Text}");
        }
    }

    /// <summary>A constant result cannot tell where its numbers stand.</summary>
    [Fact]
    public void Equal_numbers_are_not_called_moved() => Assert.DoesNotContain("order", Find([1, 1, 1, 1], [2, 2, 2, 2.5])?.Text ?? "");

    [Fact]
    public void One_wrong_number_that_happens_to_lie_on_the_border_says_nothing_of_it() => Assert.Null(Find([[1, 2, 3], [4, 5, 6], [7, 8, 1], [3, 2, 9], [0, 4, 2]], [[1, 2, 3], [4, 5, 6], [7, 8, 4], [3, 2, 9], [0, 4, 2]]));

    [Fact]
    public void NaN_where_NaN_is_expected_is_no_clue() => Assert.Null(Find([double.NaN, 3.3, 1.2], [double.NaN, 4.7, 9.1]));

    [Fact]
    public void Large_results_are_told_by_their_shape_and_NaN_only()
    {
        Assert.Null(Find(Tensor.Ones([1025, 1025]), Tensor.Zeros([1025, 1025])));
        Assert.StartsWith("Axis 0 is one too short", Find(Tensor.Ones([1025, 1025]), Tensor.Ones([1024, 1025]))!.Text);
    }

    [Fact]
    public void Empty_results_are_told_by_their_shape() => Assert.StartsWith("The result has 1 dimension where 2 are asked", Find(Square, Tensor.Zeros([0]))!.Text);
}
