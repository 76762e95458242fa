namespace ImageLearn.Plotting.Svg;

/// <summary>
/// Where everything in a figure stands, in pixels: title, legend, then the panels in columns of equal plot width and rows of equal plot height,
/// then the name of the frame. Plotly's form of the figure uses the same places.
/// </summary>
sealed class FigureLayout
{
    const double CaptionHeight = 26, LegendRow = 22;

    public double Width { get; private set; }
    public double Height { get; private set; }
    public IReadOnlyList<string> TitleLines { get; private set; } = [];

    /// <summary>Where each entry of the legend begins.</summary>
    public List<(Trace Trace, Ink Ink, double X, double Y)> Legend { get; } = [];

    /// <summary>The plot area of each panel, and what stands around it.</summary>
    public List<(Panel Panel, PanelFrame Frame, Box Room)> Panels { get; } = [];

    /// <summary>The height at which the name of the frame stands; null without frames.</summary>
    public double? Caption { get; private set; }

    public static FigureLayout Of(Figure figure)
    {
        var layout = new FigureLayout { Width = figure.Columns switch { 1 => 640, 2 => 880, _ => 1000 } };
        layout.Place(figure);
        return layout;
    }

    void Place(Figure figure)
    {
        int columns = figure.Columns;
        var cells = figure.Panels.Select((panel, i) => (Panel: panel, Row: i / columns, Column: i % columns)).ToArray();
        int rows = cells[^1].Row + 1;
        bool pictures = figure.Panels.All(static panel => panel.IsPicture), titled = figure.Panels.Any(static panel => panel.Title != "");
        double gap = !pictures ? 26 : titled ? 14 : 6;

        // Labels decide how much room is left for plots, and its size decides the labels: the second round settles it.
        double width = (Width - 2 * Style.Margin) / columns * 0.85;
        var heights = RowHeights(cells, rows, columns, width);
        PanelFrame[] frames = [];
        for (int round = 0; round < 2; round++)
        {
            frames = [.. cells.Select(cell => PanelFrame.Of(cell.Panel, width, heights[cell.Row]))];
            width = (Width - 2 * Style.Margin - gap * (columns - 1) - Enumerable.Range(0, columns).Sum(column => Side(column, static frame => frame.Left) + Side(column, static frame => frame.Right))) / columns;
            heights = RowHeights(cells, rows, columns, width);
        }

        // Pictures that stay smaller than their column leave no empty paper beside them.
        if (pictures)
        {
            var used = cells.Max(cell => cell.Panel.PlaneIn(new Box(0, 0, width, heights[cell.Row])).Box.Width);
            Width = Math.Max(Math.Min(Width, 360), Width - columns * (width - used));
            width = used;
        }

        double y = Heading(figure), left = Style.Margin + Math.Max(0, (Width - 2 * Style.Margin - Total()) / 2);
        for (int row = 0; row < rows; row++)
        {
            y += Line(row, static frame => frame.Top);
            double x = left;
            for (int column = 0; column < columns; column++)
            {
                x += Side(column, static frame => frame.Left);
                if (row * columns + column is var i && i < cells.Length) Panels.Add((cells[i].Panel, frames[i], new Box(x, y, width, heights[row])));
                x += width + Side(column, static frame => frame.Right) + gap;
            }
            y += heights[row] + Line(row, static frame => frame.Bottom) + (row + 1 < rows && !pictures ? 14 : 0);
        }
        if (figure.FrameCount > 1) (Caption, y) = (y + CaptionHeight - 8, y + CaptionHeight);
        Height = Math.Ceiling(y + Style.Margin);

        double Side(int column, Func<PanelFrame, double> side) => frames.Where((_, i) => i % columns == column).Select(side).DefaultIfEmpty(0).Max();
        double Line(int row, Func<PanelFrame, double> side) => frames.Where((_, i) => i / columns == row).Select(side).Max();
        double Total() => columns * width + gap * (columns - 1) + Enumerable.Range(0, columns).Sum(column => Side(column, static frame => frame.Left) + Side(column, static frame => frame.Right));
    }

    static double[] RowHeights((Panel Panel, int Row, int Column)[] cells, int rows, int columns, double width) =>
        [.. Enumerable.Range(0, rows).Select(row => cells.Where(cell => cell.Row == row).Max(cell => PlotHeight(cell.Panel, width, columns)))];

    static double PlotHeight(Panel panel, double width, int columns)
    {
        if (panel.IsScene) return Math.Min(SceneSvg.HeightFor(width), 420);
        if (!panel.IsEqual || !panel.IsTight) return columns == 1 ? 300 : Math.Clamp(width * 0.7, 150, 280);
        // Many pictures make a contact sheet.
        var (x, y) = (panel.XSpan, panel.YSpan);
        return Math.Clamp(width * Math.Abs((y.High - y.Low) / (x.High - x.Low)), 24, columns < 5 ? 380 : 96);
    }

    /// <summary>Places title and legend, and gives the height below them.</summary>
    double Heading(Figure figure)
    {
        TitleLines = TextMetrics.Wrap(figure.Title, Width - 2 * Style.Margin, Style.TitleSize, bold: true);
        double y = Style.Margin + (TitleLines.Count == 0 ? 0 : Style.Lines(TitleLines.Count, Style.TitleSize) + 6), x = Style.Margin;
        var entries = figure.Panels.SelectMany(static panel => panel.LegendEntries).DistinctBy(static entry => (entry.Trace.Name, entry.Ink.Color)).ToArray();
        if (entries.Length == 0) return y;
        foreach (var (trace, ink) in entries)
        {
            var width = Style.KeyWidth + 8 + TextMetrics.Width(trace.Name, Style.LabelSize) + 20;
            if (x > Style.Margin && x + width - 20 > Width - Style.Margin) (x, y) = (Style.Margin, y + LegendRow);
            Legend.Add((trace, ink, x, y));
            x += width;
        }
        return y + LegendRow + 4;
    }
}
