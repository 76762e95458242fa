using System.Globalization;

namespace ImageLearn.Benchmarks;

/// <summary>Results as lines: what, the median, and the limit it should keep.</summary>
static class Table
{
    public static void Header(string title, params string[] columns) =>
        Console.WriteLine($"\n{title,-44} {string.Join(' ', columns.Select(column => $"{column,10}"))}");

    public static void Row(string what, double seconds, double limit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-44} {1000 * seconds,7:0.0} ms {1000 * limit,7:0} ms {(seconds <= limit ? "" : "  over")}"));
}
