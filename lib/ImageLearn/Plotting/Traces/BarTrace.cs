using System.Text.Json.Nodes;
using ImageLearn.Plotting.Svg;

namespace ImageLearn.Plotting.Traces;

/// <summary>Upright bars from zero: one for each name, or one for each interval of a histogram.</summary>
sealed class BarTrace : Trace
{
    /// <summary>The part of the distance between names that their bars take up.</summary>
    const double Filled = 0.76;

    /// <summary>How much histograms that share a panel cover of each other.</summary>
    const double Cover = 0.6;

    readonly double[] _left, _right, _heights;
    readonly Palette _color;

    BarTrace(double[] left, double[] right, double[] heights, string name, Palette color) : base(name) =>
        (_left, _right, _heights, _color) = (left, right, heights, color);

    IReadOnlyList<string>? Names { get; init; }

    public static BarTrace Of(string[] names, Numbers heights, string name, Palette color)
    {
        var values = heights.Resolve(names.Length);
        if (names.Length != values.Length) throw new ArgumentException($"Bar: there are {names.Length} labels and {values.Length} heights. Every bar needs both.");
        return new([.. names.Select(static (_, i) => i - Filled / 2)], [.. names.Select(static (_, i) => i + Filled / 2)], values, name, color) { Names = names };
    }

    public static BarTrace Count(Numbers numbers, int bins, string name, Palette color)
    {
        if (bins is < 1 or > 1 << 20) throw new ArgumentOutOfRangeException(null, $"Histogram: {bins} bins cannot be drawn. Ask for 1 or more, up to about a million.");
        var values = numbers.Resolve(0).Where(double.IsFinite).ToArray();
        var (low, high) = Extent.Of(values).OrUnit();
        var step = Ticks.Step((high - low) / bins);
        double first = Interval(low);
        var heights = new double[(int)(Interval(high) - first) + 1];
        foreach (var value in values) heights[Math.Clamp((int)(Interval(value) - first), 0, heights.Length - 1)]++;
        return new([.. heights.Select((_, i) => (first + i) * step)], [.. heights.Select((_, i) => (first + i + 1) * step)], heights, name, color);

        // Float32 keeps seven digits: 0.7 stands on the border 7 · 0.1, whatever it is rounded to.
        double Interval(double value) => Math.Floor(value / step + 1e-7 * Math.Max(1, Math.Abs(value / step)));
    }

    internal override Palette? Color => _color;
    internal override string? Family => Names is null ? "histogram" : "bars";
    internal override bool CountsUp => Names is null;
    internal override IReadOnlyList<string>? Categories => Names;
    internal override IEnumerable<double> Xs => [.. _left, .. _right];
    internal override IEnumerable<double> Ys => [.. _heights, 0];

    internal override JsonObject ToPlotly(Ink ink)
    {
        var trace = new JsonObject
        {
            ["type"] = "bar",
            ["x"] = PlotlyJson.Array(_left.Zip(_right, static (left, right) => (left + right) / 2)),
            ["y"] = PlotlyJson.Array(_heights),
            ["marker"] = new JsonObject { ["color"] = ink.Color.Hex() },
        };
        if (Names is not null) return trace;
        trace["width"] = PlotlyJson.Array(_left.Zip(_right, static (left, right) => right - left));
        trace["offset"] = PlotlyJson.Array(_left.Zip(_right, static (left, right) => (left - right) / 2));   // or Plotly moves aside what shares the panel
        if (Opacity(ink) != 1) trace["marker"]!["opacity"] = Opacity(ink);
        trace["marker"]!["line"] = new JsonObject { ["color"] = Palette.White.Hex(), ["width"] = 1 };
        return trace;
    }

    internal override void Draw(SvgWriter svg, Plane plane, Ink ink)
    {
        for (int i = 0; i < _heights.Length; i++)
        {
            // Named bars share the place of their name with the panel's other bars; those of a histogram touch each other.
            double width = (_right[i] - _left[i]) / (Names is null ? 1 : ink.Slots), left = _left[i] + (Names is null ? 0 : width * ink.Slot);
            double foot = plane.YAxis.Log ? plane.Box.Bottom : plane.Y(0), top = plane.Y(_heights[i]), x1 = plane.X(left), x2 = plane.X(left + width);
            // An end that has no logarithm lies beyond the panel.
            if (double.IsNaN(x1)) x1 = plane.XSpan.Low < plane.XSpan.High ? plane.Box.X : plane.Box.Right;
            if (!double.IsFinite(top) || !double.IsFinite(x2)) continue;
            (x1, x2) = (Math.Clamp(Math.Min(x1, x2), plane.Box.X, plane.Box.Right), Math.Clamp(Math.Max(x1, x2), plane.Box.X, plane.Box.Right));
            if (x1 == x2) continue;
            top = Math.Clamp(top, plane.Box.Y, plane.Box.Bottom);
            foot = Math.Clamp(foot, plane.Box.Y, plane.Box.Bottom);
            var gap = Names is null && x2 - x1 > 3 ? 0.5 : 0;
            svg.Rectangle(new Box(x1 + gap, Math.Min(top, foot), x2 - x1 - 2 * gap, Math.Abs(top - foot)), ink.Color.Hex(), Opacity(ink));
        }
    }

    double Opacity(Ink ink) => Names is null && ink.Slots > 1 ? Cover : 1;

    internal override void DrawKey(SvgWriter svg, Box box, Ink ink) =>
        svg.Rectangle(new Box(box.CenterX - 6, box.CenterY - 6, 12, 12), ink.Color.Hex(), Opacity(ink));
}
