namespace ImageLearn.Plotting.Svg;

/// <summary>Draws a figure as an SVG document that stands for itself: own white paper, no outside font, style or script.</summary>
static class FigureSvg
{
    /// <summary>The figure as a still: with the frame of its animation that it names, if it has one.</summary>
    public static string Draw(Figure figure) => Draw(figure, figure.Still);

    /// <summary>The figure with all frames on top of each other, each part of one marked <c>data-frame</c>, for a script to show one at a time.</summary>
    public static string DrawAllFrames(Figure figure) => Draw(figure, null);

    static string Draw(Figure figure, int? shown)
    {
        var layout = FigureLayout.Of(figure);
        var svg = new SvgWriter();
        Begin(svg, figure, layout);
        foreach (var (panel, around, room) in layout.Panels) PanelSvg.Draw(svg, panel, around, room, shown);
        if (layout.Caption is { } y)
            Frames.Draw(svg, figure.FrameCount, shown, frame => svg.Text(Style.Margin, y, Caption(figure, frame), Style.LabelSize, Style.Faint));
        return svg.Close("svg").ToString();
    }

    static string Caption(Figure figure, int frame) => $"{figure.FrameName(frame)} ({frame + 1} of {figure.FrameCount})";

    static void Begin(SvgWriter svg, Figure figure, FigureLayout layout)
    {
        svg.Open("svg", ("xmlns", "http://www.w3.org/2000/svg"), ("width", layout.Width), ("height", layout.Height), ("viewBox", $"0 0 {SvgWriter.Number(layout.Width)} {SvgWriter.Number(layout.Height)}"),
            ("role", "img"), ("aria-label", figure.Alt), ("style", "max-width:100%;height:auto"), ("font-family", "system-ui, sans-serif"));
        if (figure.Title != "") svg.Open("title").Raw(SvgWriter.Escape(figure.Title)).Close("title");
        svg.Open("desc").Raw(SvgWriter.Escape(figure.Alt)).Close("desc");
        svg.Rectangle(new Box(0, 0, layout.Width, layout.Height), Style.Paper);
        for (int i = 0; i < layout.TitleLines.Count; i++)
            svg.Text(Style.Margin, Style.Margin + Style.Lines(i, Style.TitleSize) + Style.TitleSize * 0.95, layout.TitleLines[i], Style.TitleSize, Style.Text, bold: true);
        foreach (var (trace, ink, x, y) in layout.Legend)
        {
            trace.DrawKey(svg, new Box(x, y, Style.KeyWidth, 18), ink);
            svg.Text(x + Style.KeyWidth + 8, y + 13.5, trace.Name, Style.LabelSize, Style.Text);
        }
    }
}
