namespace ImageLearn.Plotting.Svg;

/// <summary>A short text beside a point, on the side where it fits into the panel, joined to the point by a thin line.</summary>
static class NoteSvg
{
    const double Distance = 16;

    public static void Draw(SvgWriter svg, Plane plane, Panel.Note note)
    {
        double x = plane.X(note.X), y = plane.Y(note.Y), width = TextMetrics.Width(note.Text, Style.NoteSize);
        if (!plane.Contains(x, y)) return;
        bool rightwards = x + Distance + width + 4 <= plane.Box.Right || x - Distance - width - 4 < plane.Box.X, upwards = y - Distance - Style.NoteSize >= plane.Box.Y;
        double textX = x + (rightwards ? Distance : -Distance), textY = y + (upwards ? -Distance : Distance);
        svg.Line(x, y, textX, textY, Style.Faint);
        // A halo of paper keeps the text readable over lines and pictures.
        svg.Open("text", ("x", textX + (rightwards ? 3 : -3)), ("y", textY + 4), ("font-size", Style.NoteSize), ("fill", Style.Text), ("text-anchor", rightwards ? "start" : "end"),
            ("stroke", Style.Paper), ("stroke-width", 3), ("stroke-linejoin", "round"), ("paint-order", "stroke")).Raw(SvgWriter.Escape(note.Text)).Close("text");
    }
}
