using System.Globalization;

namespace ImageLearn.Plotting.Svg;

/// <summary>What stands around the plot area of a panel, and the room it takes on each side.</summary>
sealed class PanelFrame
{
    static readonly int[] s_steps = [2, 5, 10, 20, 50, 100];

    readonly Panel _panel;

    PanelFrame(Panel panel) => _panel = panel;

    public required IReadOnlyList<string> TitleLines { get; init; }
    public required IReadOnlyList<string> XTitleLines { get; init; }
    public required IReadOnlyList<string> YTitleLines { get; init; }
    public required IReadOnlyList<string> BarTitleLines { get; init; }
    public required IReadOnlyList<Tick> XTicks { get; init; }
    public required IReadOnlyList<Tick> YTicks { get; init; }
    public required IReadOnlyList<Tick> BarTicks { get; init; }

    /// <summary>Whether the labels along x are too long to stand side by side.</summary>
    public bool XTurned { get; init; }

    // The room that labels take beside the axes and the colour bar.
    public double XLabelHeight => HasAxes ? (XTurned ? Math.Min(90, Widest(XTicks) * 0.7 + 14) : 20) : 0;
    public double YLabelWidth => HasAxes ? Widest(YTicks) + 8 : 0;
    public double BarLabelWidth => Widest(BarTicks) + 6;
    bool HasAxes => !_panel.IsPicture && !_panel.IsScene;

    // The room that everything takes on each side of the plot area.
    public double Left => _panel.IsScene ? 0 : YLabelWidth + Titles(YTitleLines);
    public double Top => TitleLines.Count == 0 ? 4 : Style.Lines(TitleLines.Count, Style.PanelTitleSize) + 8;
    public double Bottom => _panel.IsScene ? 0 : XLabelHeight + Titles(XTitleLines);

    public double Right
    {
        get
        {
            if (_panel.ColorBar is not null) return Style.BarGap + Style.BarWidth + BarLabelWidth + Titles(BarTitleLines);
            // Half of a label under the right end of the axis sticks out.
            return HasAxes && XTicks.Count > 0 && !XTurned ? Math.Max(2, TextMetrics.Width(XTicks[^1].Label, Style.TickSize) / 2 - 4) : 2;
        }
    }

    /// <summary>The frame of a panel whose plot area is about this large.</summary>
    public static PanelFrame Of(Panel panel, double width, double height)
    {
        var plane = panel.PlaneIn(new Box(0, 0, width, height));
        var count = Math.Max(2, (int)(width / 62));
        var xTicks = plane.XAxis.Ticks(plane.XSpan, count);
        while (Crowded(xTicks, plane) && plane.XAxis.Categories is null && count > 1) xTicks = plane.XAxis.Ticks(plane.XSpan, --count);
        if (Crowded(xTicks, plane) && AreCounted(xTicks)) xTicks = s_steps.Select(step => (Tick[])[.. xTicks.Where(tick => int.Parse(tick.Label, CultureInfo.InvariantCulture) % step == 0)]).FirstOrDefault(fewer => !Crowded(fewer, plane)) ?? xTicks;
        return new PanelFrame(panel)
        {
            TitleLines = TextMetrics.Wrap(panel.Title, width + (panel.ColorBar is null ? 0 : 40), Style.PanelTitleSize, bold: true),
            XTitleLines = TextMetrics.Wrap(panel.XAxis.Title, plane.Box.Width, Style.LabelSize),
            YTitleLines = TextMetrics.Wrap(panel.YAxis.Title, plane.Box.Height + 20, Style.LabelSize),
            BarTitleLines = TextMetrics.Wrap(panel.ColorBar?.Title ?? "", plane.Box.Height + 10, Style.LabelSize),
            XTicks = xTicks,
            YTicks = plane.YAxis.Ticks(plane.YSpan, Math.Max(2, (int)(height / 48))),
            BarTicks = panel.ColorBar is { Scale: var scale } ? Ticks.Linear(scale.Low, scale.High, Math.Max(2, (int)(height / 48))) : [],
            XTurned = plane.XAxis.Categories is not null && Crowded(xTicks, plane),
        };
    }

    /// <summary>Whether categories are numbers that follow on each other: then not each needs its label.</summary>
    static bool AreCounted(IReadOnlyList<Tick> ticks)
    {
        var numbers = ticks.Select(static tick => int.TryParse(tick.Label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : (int?)null).ToArray();
        return numbers.Zip(numbers.Skip(1)).All(static pair => pair.Second - pair.First == 1);
    }

    static bool Crowded(IReadOnlyList<Tick> ticks, Plane plane)
    {
        var labelled = ticks.Where(static tick => tick.Label != "").ToArray();
        return labelled.Zip(labelled.Skip(1)).Any(pair =>
            Math.Abs(plane.X(pair.Second.Value) - plane.X(pair.First.Value)) < (TextMetrics.Width(pair.First.Label, Style.TickSize) + TextMetrics.Width(pair.Second.Label, Style.TickSize)) / 2 + 8);
    }

    static double Titles(IReadOnlyList<string> lines) => lines.Count == 0 ? 0 : Style.Lines(lines.Count, Style.LabelSize) + 3;

    static double Widest(IReadOnlyList<Tick> ticks) => ticks.Select(static tick => TextMetrics.Width(tick.Label, Style.TickSize)).DefaultIfEmpty(0).Max();
}
