namespace ImageLearn.Plotting.Svg;

/// <summary>Draws a panel: grid, traces, axes with their labels, title, colour bar, notes.</summary>
static class PanelSvg
{
    public static void Draw(SvgWriter svg, Panel panel, PanelFrame frame, Box room, int? shown)
    {
        var plane = panel.PlaneIn(room);
        Title(svg, frame, panel.IsScene ? room : plane.Box);
        if (panel.IsScene)
        {
            SceneSvg.Draw(svg, panel, room, shown);
            return;
        }
        if (!panel.IsTight) GridLines(svg, frame, plane);
        foreach (var (layer, ink) in panel.Layers.Zip(panel.Inks)) Frames.Draw(svg, layer, shown, trace => trace.Draw(svg, plane, ink));
        if (panel.IsPicture) svg.Element("rect", ("x", plane.Box.X), ("y", plane.Box.Y), ("width", plane.Box.Width), ("height", plane.Box.Height), ("fill", "none"), ("stroke", Style.AxisLine), ("stroke-width", 0.5));
        else AxesLines(svg, panel, frame, plane);
        AxisTitles(svg, frame, plane.Box);
        if (panel.ColorBar is { } bar) ColorBarSvg.Draw(svg, bar.Scale, frame, new Box(plane.Box.Right + Style.BarGap, plane.Box.Y, Style.BarWidth, plane.Box.Height));
        foreach (var note in panel.Notes) NoteSvg.Draw(svg, plane, note);
    }

    static void Title(SvgWriter svg, PanelFrame frame, Box box)
    {
        for (int i = 0; i < frame.TitleLines.Count; i++)
            svg.Text(box.CenterX, box.Y - 8 - Style.Lines(frame.TitleLines.Count - 1 - i, Style.PanelTitleSize), frame.TitleLines[i], Style.PanelTitleSize, Style.Text, Anchor.Middle, bold: true);
    }

    static void GridLines(SvgWriter svg, PanelFrame frame, Plane plane)
    {
        var lines = (plane.XAxis.Categories is null ? frame.XTicks : []).Select(tick => (tick.Label, X: (double?)Crisp(plane.X(tick.Value)), Y: (double?)null))
            .Concat(frame.YTicks.Select(tick => (tick.Label, X: (double?)null, Y: (double?)Crisp(plane.Y(tick.Value)))));
        foreach (var (label, x, y) in lines.OrderBy(static line => line.Label != ""))
            svg.Line(x ?? plane.Box.X, y ?? plane.Box.Y, x ?? plane.Box.Right, y ?? plane.Box.Bottom, label == "" ? Style.MinorGridLine : Style.GridLine);
    }

    static void AxesLines(SvgWriter svg, Panel panel, PanelFrame frame, Plane plane)
    {
        var box = plane.Box;
        svg.Line(Crisp(box.X), box.Y, Crisp(box.X), box.Bottom, Style.AxisLine).Line(box.X, Crisp(box.Bottom), box.Right, Crisp(box.Bottom), Style.AxisLine);
        foreach (var tick in frame.XTicks.Where(static tick => tick.Label != ""))
        {
            var x = plane.X(tick.Value);
            svg.Line(Crisp(x), box.Bottom, Crisp(x), box.Bottom + 4, Style.AxisLine);
            if (frame.XTurned) svg.Text(x + 4, box.Bottom + 14, tick.Label, Style.TickSize, Style.Faint, Anchor.End, turned: -40);
            else svg.Text(x, box.Bottom + 17, tick.Label, Style.TickSize, Style.Faint, Anchor.Middle);
        }
        foreach (var tick in frame.YTicks.Where(static tick => tick.Label != ""))
        {
            var y = plane.Y(tick.Value);
            svg.Line(box.X - 4, Crisp(y), box.X, Crisp(y), Style.AxisLine).Text(box.X - 7, y + 4, tick.Label, Style.TickSize, Style.Faint, Anchor.End);
        }
    }

    static void AxisTitles(SvgWriter svg, PanelFrame frame, Box box)
    {
        for (int i = 0; i < frame.XTitleLines.Count; i++)
            svg.Text(box.CenterX, box.Bottom + frame.XLabelHeight + 16 + Style.Lines(i, Style.LabelSize), frame.XTitleLines[i], Style.LabelSize, Style.Text, Anchor.Middle);
        for (int i = 0; i < frame.YTitleLines.Count; i++)
            svg.Text(box.X - frame.YLabelWidth - 8 - Style.Lines(frame.YTitleLines.Count - 1 - i, Style.LabelSize), box.CenterY, frame.YTitleLines[i], Style.LabelSize, Style.Text, Anchor.Middle, turned: -90);
    }

    /// <summary>The middle of a pixel, where a line of width 1 is sharp.</summary>
    static double Crisp(double position) => Math.Floor(position) + 0.5;
}
