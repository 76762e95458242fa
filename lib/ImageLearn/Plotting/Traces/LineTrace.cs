using System.Text;
using System.Text.Json.Nodes;
using ImageLearn.Plotting.Svg;

namespace ImageLearn.Plotting.Traces;

/// <summary>Points, joined by a line or marked or both.</summary>
sealed class LineTrace : Trace
{
    const double LineWidth = 2, MarkerRadius = 3.5;
    static readonly string[] PlotlySymbols = ["circle", "square", "diamond", "triangle-up"];

    readonly double[] _x, _y;
    readonly Palette _color;

    public LineTrace(string operation, Numbers x, Numbers y, string name, Palette color) : base(name)
    {
        (_y, _color, CountsAlong) = (y.Resolve(0), color, x.AreCounted);
        _x = x.Resolve(_y.Length);
        if (_x.Length != _y.Length)
            throw new ArgumentException($"{operation}: x has {_x.Length} numbers and y has {_y.Length}. Every point needs both; '..' in place of x counts from 0.");
    }

    /// <summary>Null: no line.</summary>
    public required Stroke? Stroke { get; init; }
    public required bool Markers { get; init; }

    /// <summary>A line through one point would not be seen.</summary>
    bool Marked => Markers || _x.Zip(_y).Count(static point => double.IsFinite(point.First + point.Second)) == 1;

    internal override Palette? Color => _color;
    internal override string? Family => Markers ? "marks" : null;
    internal override bool CountsAlong { get; }
    internal override IEnumerable<double> Xs => _x;
    internal override IEnumerable<double> Ys => _y;

    internal override JsonObject ToPlotly(Ink ink)
    {
        var trace = new JsonObject { ["type"] = "scatter", ["mode"] = (Stroke, Marked) switch { (null, _) => "markers", (_, true) => "lines+markers", _ => "lines" }, ["x"] = PlotlyJson.Array(_x), ["y"] = PlotlyJson.Array(_y) };
        if (Stroke is { } stroke)
            trace["line"] = new JsonObject { ["color"] = ink.Color.Hex(), ["width"] = LineWidth, ["dash"] = stroke switch { Plotting.Stroke.Dashed => "dash", Plotting.Stroke.Dotted => "dot", _ => "solid" } };
        if (Marked)
            trace["marker"] = new JsonObject { ["color"] = ink.Color.Hex(), ["size"] = 2 * MarkerRadius, ["symbol"] = PlotlySymbols[ink.Slot % PlotlySymbols.Length] };
        return trace;
    }

    internal override void Draw(SvgWriter svg, Plane plane, Ink ink)
    {
        var points = _x.Select((x, i) => (X: plane.X(x), Y: plane.Y(_y[i]))).ToArray();
        if (Stroke is not null && Path(Thin(points, plane.Box.Width), plane) is { Length: > 0 } path) DrawLine(svg, path, ink);
        if (Marked) DrawMarkers(svg, points.Where(point => plane.Contains(point.X, point.Y)), ink);
    }

    internal override void DrawKey(SvgWriter svg, Box box, Ink ink)
    {
        if (Stroke is not null) DrawLine(svg, $"M{SvgWriter.Number(box.X)} {SvgWriter.Number(box.CenterY)}H{SvgWriter.Number(box.Right)}", ink);
        if (Markers) DrawMarkers(svg, [(box.CenterX, box.CenterY)], ink);
    }

    void DrawLine(SvgWriter svg, string path, Ink ink)
    {
        var dashes = Stroke switch { Plotting.Stroke.Dashed => "7 4", Plotting.Stroke.Dotted => "2 3", _ => "none" };
        svg.Element("path", ("d", path), ("fill", "none"), ("stroke", ink.Color.Hex()), ("stroke-width", LineWidth), ("stroke-linejoin", "round"), ("stroke-dasharray", dashes));
    }

    /// <summary>The visible pieces of the line, broken where a point has no place.</summary>
    static string Path(IReadOnlyList<(double X, double Y)> points, Plane plane)
    {
        var path = new StringBuilder();
        (double, double)? pen = null;
        for (int i = 1; i < points.Count; i++)
        {
            var (from, to) = (points[i - 1], points[i]);
            var finite = double.IsFinite(from.X + from.Y) && double.IsFinite(to.X + to.Y);
            if (!finite || plane.Clip(from.X, from.Y, to.X, to.Y) is not { } piece) continue;
            if (pen != (piece.X1, piece.Y1)) path.Append('M').Append(Point(piece.X1, piece.Y1));
            path.Append('L').Append(Point(piece.X2, piece.Y2));
            pen = (piece.X2, piece.Y2);
        }
        return path.ToString();
    }

    /// <summary>
    /// Where many points to the right of each other share a pixel column, its first, lowest, highest and last draw the same ink
    /// (Jugel and others 2014, doi:10.14778/2732951.2732953).
    /// </summary>
    static IReadOnlyList<(double X, double Y)> Thin((double X, double Y)[] points, double width)
    {
        if (points.Length < 4 * width || points.Any(static point => !double.IsFinite(point.X + point.Y)) || points.Zip(points.Skip(1)).Any(static pair => pair.Second.X < pair.First.X)) return points;
        var kept = from point in points.Select(static (point, i) => (point, i))
                   group point by (int)Math.Floor(point.point.X) into column
                   let low = column.MinBy(static item => item.point.Y)
                   let high = column.MaxBy(static item => item.point.Y)
                   from item in new[] { column.First(), low, high, column.Last() }.DistinctBy(static item => item.i).OrderBy(static item => item.i)
                   select item.point;
        return [.. kept];
    }

    static void DrawMarkers(SvgWriter svg, IEnumerable<(double X, double Y)> points, Ink ink)
    {
        var path = string.Concat(points.Select(point => Marker(point.X, point.Y, ink.Slot % PlotlySymbols.Length)));
        if (path != "") svg.Element("path", ("d", path), ("fill", ink.Color.Hex()), ("stroke", "#FFFFFF"), ("stroke-width", 0.75));
    }

    /// <summary>Four shapes of about the same area, so that series differ in more than colour.</summary>
    static string Marker(double x, double y, int shape)
    {
        const double r = MarkerRadius;
        return shape switch
        {
            1 => $"M{Point(x - 0.9 * r, y - 0.9 * r)}h{SvgWriter.Number(1.8 * r)}v{SvgWriter.Number(1.8 * r)}h{SvgWriter.Number(-1.8 * r)}z",
            2 => $"M{Point(x, y - 1.3 * r)}L{Point(x + 1.3 * r, y)}L{Point(x, y + 1.3 * r)}L{Point(x - 1.3 * r, y)}z",
            3 => $"M{Point(x, y - 1.3 * r)}L{Point(x + 1.25 * r, y + 0.9 * r)}L{Point(x - 1.25 * r, y + 0.9 * r)}z",
            _ => $"M{Point(x - r, y)}a{Point(r, r)} 0 1 0 {Point(2 * r, 0)}a{Point(r, r)} 0 1 0 {Point(-2 * r, 0)}z",
        };
    }

    static string Point(double x, double y) => $"{SvgWriter.Number(x)} {SvgWriter.Number(y)}";
}
