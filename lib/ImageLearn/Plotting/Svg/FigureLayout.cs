namespace ImageLearn.Plotting.Svg;

/// <summary>
/// Where everything in a figure stands, in pixels: title, legend, then the panels in columns of equal plot width and rows of equal plot height,
/// then the name of the frame. Plotly's form of the figure uses the same places.
/// </summary>
sealed class FigureLayout
{
    const double CaptionHeight = 26, LegendRow = 22;

    readonly Figure _figure;
    readonly int _columns, _rows;
    readonly bool _pictures;
    readonly double _gap, _leastWidth;
    PanelFrame[] _frames = [];
    double _plotWidth;
    double[] _plotHeights;

    FigureLayout(Figure figure)
    {
        (_figure, _columns, _rows) = (figure, figure.Columns, (figure.Panels.Count + figure.Columns - 1) / figure.Columns);
        _pictures = figure.Panels.All(static panel => panel.IsPicture);
        _gap = !_pictures ? 26 : figure.Panels.Any(static panel => panel.Title != "") ? 14 : 6;
        _leastWidth = _pictures ? 24 : figure.Panels.Any(static panel => panel.IsScene) ? 200 : 90;
        Width = _columns switch { 1 => 640, 2 => 880, _ => 1000 };
        _plotWidth = (Width - 2 * Style.Margin) / _columns * 0.85;
        _plotHeights = PlotHeights();
    }

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
        var layout = new FigureLayout(figure);
        layout.Measure();
        layout.Place();
        return layout;
    }

    /// <summary>Finds the size of the plots. Labels decide how much room is left for them, and their size decides the labels: the second round settles it.</summary>
    void Measure()
    {
        for (int round = 0; round < 2; round++)
        {
            _frames = Frames();
            _plotWidth = Math.Max(_leastWidth, (Width - 2 * Style.Margin - Beside()) / _columns);
            Width = Math.Max(Width, 2 * Style.Margin + Beside() + _columns * _plotWidth);   // many columns: a wider drawing rather than none
            _plotHeights = PlotHeights();
        }
        if (_pictures)
        {
            // Pictures that stay smaller than their column leave no empty paper beside them.
            var used = _figure.Panels.Select((panel, i) => panel.PlaneIn(new Box(0, 0, _plotWidth, _plotHeights[i / _columns])).Box.Width).Max();
            Width = Math.Max(Math.Min(Width, 360), Width - _columns * (_plotWidth - used));
            _plotWidth = used;
        }
        _frames = Frames();
    }

    void Place()
    {
        double y = PlaceHeading(), left = Style.Margin + Math.Max(0, (Width - 2 * Style.Margin - Beside() - _columns * _plotWidth) / 2);
        for (int row = 0; row < _rows; row++)
        {
            y += InRow(row).Max(static frame => frame.Top);
            double x = left;
            for (int column = 0; column < _columns; column++)
            {
                x += InColumn(column).Max(static frame => frame.Left);
                if (row * _columns + column is var i && i < _frames.Length) Panels.Add((_figure.Panels[i], _frames[i], new Box(x, y, _plotWidth, _plotHeights[row])));
                x += _plotWidth + InColumn(column).Max(static frame => frame.Right) + _gap;
            }
            y += _plotHeights[row] + InRow(row).Max(static frame => frame.Bottom) + (row + 1 < _rows && !_pictures ? 14 : 0);
        }
        if (_figure.FrameCount > 1) (Caption, y) = (y + CaptionHeight - 8, y + CaptionHeight);
        Height = Math.Ceiling(y + Style.Margin);
    }

    /// <summary>Places title and legend, and gives the height below them.</summary>
    double PlaceHeading()
    {
        TitleLines = TextMetrics.Wrap(_figure.Title, Width - 2 * Style.Margin, Style.TitleSize, bold: true);
        double y = Style.Margin + (TitleLines.Count == 0 ? 0 : Style.Lines(TitleLines.Count, Style.TitleSize) + 6), x = Style.Margin;
        foreach (var (trace, ink) in _figure.Panels.SelectMany(static panel => panel.LegendEntries).DistinctBy(static entry => (entry.Trace.Name, entry.Ink.Color)))
        {
            var width = Style.KeyWidth + 8 + TextMetrics.Width(trace.Name, Style.LabelSize);
            if (x > Style.Margin && x + width > Width - Style.Margin) (x, y) = (Style.Margin, y + LegendRow);
            Legend.Add((trace, ink, x, y));
            x += width + 20;
        }
        return Legend.Count == 0 ? y : y + LegendRow + 4;
    }

    PanelFrame[] Frames() => [.. _figure.Panels.Select((panel, i) => PanelFrame.Of(panel, _plotWidth, _plotHeights[i / _columns]))];

    IEnumerable<PanelFrame> InRow(int row) => _frames.Skip(row * _columns).Take(_columns);

    /// <summary>Of a column beyond the last panel, the widths of the first.</summary>
    IEnumerable<PanelFrame> InColumn(int column) => _frames.Where((_, i) => i % _columns == column % _frames.Length);

    /// <summary>All the width that is not plot.</summary>
    double Beside() => _gap * (_columns - 1) + Enumerable.Range(0, _columns).Sum(column => InColumn(column).Max(static frame => frame.Left) + InColumn(column).Max(static frame => frame.Right));

    double[] PlotHeights() => [.. Enumerable.Range(0, _rows).Select(row => _figure.Panels.Skip(row * _columns).Take(_columns).Max(PlotHeight))];

    double PlotHeight(Panel panel)
    {
        if (panel.IsScene) return Math.Min(SceneSvg.HeightFor(_plotWidth), 420);
        if (!panel.IsEqual || !panel.IsTight) return _columns == 1 ? 300 : Math.Clamp(_plotWidth * 0.7, 150, 280);
        // Many pictures make a contact sheet.
        var (x, y) = (panel.XSpan, panel.YSpan);
        return Math.Clamp(_plotWidth * Math.Abs((y.High - y.Low) / (x.High - x.Low)), 24, _columns < 5 ? 380 : 96);
    }
}
