using System.Globalization;
using System.Text.Json.Nodes;

namespace ImageLearn.Plotting;

/// <summary>Numbers, texts and colours as Plotly reads them.</summary>
static class PlotlyJson
{
    public static JsonArray Array(IEnumerable<double> values) => new([.. values.Select(Number)]);

    public static JsonArray Array(IEnumerable<string> values) => new([.. values.Select(static value => (JsonNode?)JsonValue.Create(value))]);

    /// <summary>A number; null, which Plotly leaves out, when it is not finite. What a float holds exactly is written as short as a float.</summary>
    public static JsonNode? Number(double value) =>
        !double.IsFinite(value) ? null : JsonValue.Create((float)value == value ? double.Parse(((float)value).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : value);

    /// <summary>The rows of a matrix, rounded to about a ten-thousandth of a range: finer steps have no colour or height of their own.</summary>
    public static JsonArray Rows(Traces.Grid z, double range)
    {
        int decimals = Math.Max(0, 4 - (int)Math.Floor(Math.Log10(range)));
        double Rounded(double value) => decimals <= 15 ? Math.Round(value, decimals) : value;   // Math.Round knows no finer steps
        return new([.. Enumerable.Range(0, z.Rows).Select(row => (JsonNode?)Array(Enumerable.Range(0, z.Columns).Select(column => Rounded(z[row, column]))))]);
    }

    public static JsonArray Colors(ColorMap map)
    {
        var stops = ColorScale.Stops(map).ToArray();
        return new([.. stops.Select((color, i) => (JsonNode?)new JsonArray(Math.Round(i / (stops.Length - 1.0), 6), $"#{color:X6}"))]);
    }

    /// <summary>Plotly reads a little HTML in its texts; ours are plain.</summary>
    public static string Text(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
