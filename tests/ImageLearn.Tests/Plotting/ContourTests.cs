using System.Globalization;
using System.Text.RegularExpressions;
using ImageLearn.Plotting;
using ImageLearn.Plotting.Svg;
using ImageLearn.Plotting.Traces;
using Axis = ImageLearn.Plotting.Axis;

namespace ImageLearn.Tests.Plotting;

public partial class ContourTests
{
    const int Size = 41;

    /// <summary>A plane in which pixels are positions: x from 0 to 40 rightwards, y from 0 to 40 upwards.</summary>
    static readonly Plane Pixels = new(new Box(0, 0, Size - 1, Size - 1), new Axis(""), (0, Size - 1), new Axis(""), (0, Size - 1));

    static Grid Sampled(Func<double, double, double> f)
    {
        var z = Tensor.Zeros([Size, Size]);
        for (int row = 0; row < Size; row++) for (int column = 0; column < Size; column++) z[row, column] = f(column, row);
        return Grid.Of("test", z, null, null);
    }

    static (double X, double Y)[] Points(string path) =>
        [.. Number().Matches(path).Select(static match => double.Parse(match.Value, CultureInfo.InvariantCulture)).Chunk(2).Select(static pair => (pair[0], Size - 1 - pair[1]))];

    [Fact]
    public void A_circle_is_one_closed_line_of_points_at_its_radius()
    {
        var path = ContourTrace.PathAt(Sampled(static (x, y) => Math.Pow(x - 20, 2) + Math.Pow(y - 20, 2)), 15 * 15, Pixels);
        Assert.Single(path, 'M');
        Assert.EndsWith("Z", path);
        Assert.All(Points(path), static point => Assert.InRange(Math.Sqrt(Math.Pow(point.X - 20, 2) + Math.Pow(point.Y - 20, 2)), 14.95, 15.05));
        Assert.InRange(Points(path).Length, 100, 140);
    }

    [Fact]
    public void A_linear_function_has_straight_lines_from_border_to_border()
    {
        var path = ContourTrace.PathAt(Sampled(static (x, y) => 2 * x + y), 50.5, Pixels);
        Assert.Single(path, 'M');
        Assert.DoesNotContain("Z", path);
        Assert.All(Points(path), static point => Assert.Equal(50.5, 2 * point.X + point.Y, 0.03));
        Assert.Equal([0, 40], new[] { Points(path)[0].Y, Points(path)[^1].Y }.Order());
    }

    [Fact]
    public void The_arms_of_a_saddle_do_not_cross()
    {
        var path = ContourTrace.PathAt(Sampled(static (x, y) => (x - 20.5) * (y - 20.5)), 0.1, Pixels);
        Assert.Equal(2, path.Count(static c => c == 'M'));
        Assert.All(path.Split('M', StringSplitOptions.RemoveEmptyEntries), static arm => Assert.Single(Points(arm).Where(static point => Math.Abs(point.X - 20.5) > 0.02).Select(static point => Math.Sign(point.X - 20.5)).Distinct()));
    }

    [Fact]
    public void Every_piece_of_a_rough_function_lies_on_a_crossing_and_none_is_lost()
    {
        var random = new Random(4);
        var rough = new double[Size, Size];
        for (int i = 0; i < Size; i++) for (int j = 0; j < Size; j++) rough[i, j] = random.Next(10);
        var grid = Sampled((x, y) => rough[(int)y, (int)x]);
        int crossings = 0;
        for (int i = 0; i < Size; i++)
            for (int j = 0; j < Size; j++)
                crossings += (j + 1 < Size && rough[i, j] >= 4.5 != rough[i, j + 1] >= 4.5 ? 1 : 0) + (i + 1 < Size && rough[i, j] >= 4.5 != rough[i + 1, j] >= 4.5 ? 1 : 0);
        Assert.Equal(crossings, Points(ContourTrace.PathAt(grid, 4.5, Pixels)).Distinct().Count());
    }

    /// <summary>Both forms of a figure show lines at the same heights, and there is one at least.</summary>
    [Theory]
    [InlineData(0, 0.41, 2), InlineData(0.11, 0.19, 1), InlineData(-3, 7, 10), InlineData(0, 1, 3), InlineData(5, 5, 4)]
    public void Lines_are_drawn_at_the_heights_that_Plotly_is_told(double low, double high, int levels)
    {
        var figure = new Figure("a ramp").Add(Trace.Contour(Tensor.Of([[low, high], [low, high]]), levels: levels));
        var contours = figure.ToPlotly()["data"]![0]!["contours"]!;
        double start = (double)contours["start"]!, end = (double)contours["end"]!, size = (double)contours["size"]!;
        // Above the very top there is nothing.
        int expected = Enumerable.Range(0, (int)Math.Round((end - start) / size) + 1).Count(i => start + i * size >= low && start + i * size < high);
        Assert.Equal(expected, Regex.Count(figure.ToSvg(), "stroke-width=\"1.2\""));
        Assert.True(expected > 0 || low == high);
    }

    [GeneratedRegex(@"-?\d+(\.\d+)?")]
    private static partial Regex Number();
}
