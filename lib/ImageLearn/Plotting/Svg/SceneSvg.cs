using System.Globalization;
using System.Text;
using ImageLearn.Plotting.Traces;

namespace ImageLearn.Plotting.Svg;

/// <summary>
/// Draws surfaces in a box seen from the side and above, without perspective. The facets are painted from the farthest to the nearest, so that
/// near ones hide far ones, and each is a little darker the more it turns away from the light. Since the cells below the facets stand apart on
/// the floor, far rows before near ones and in them far columns before near ones is an order in which no facet covers one in front of it.
/// </summary>
static class SceneSvg
{
    /// <summary>A surface has at most this many facets a side; a finer grid is sampled.</summary>
    const int MostFacets = 36;

    const double Left = 66, Right = 60, Top = 4, Bottom = 46;

    /// <summary>The height at which a scene fills a width.</summary>
    public static double HeightFor(double width) => (width - Left - Right) * Scene.Proportion + Top + Bottom;

    public static void Draw(SvgWriter svg, Panel panel, Box room, int? shown)
    {
        var heights = panel.ZAxis.Span(panel.AllTraces.SelectMany(static trace => ((SurfaceTrace)trace).Heights.Values), tight: true);
        var scene = Scene.In(new Box(room.X + Left, room.Y + Top, room.Width - Left - Right, room.Height - Top - Bottom), panel.XSpan, panel.YSpan, heights);
        var (x, y, z) = (scene.Ticks(panel.XAxis, scene.X), scene.Ticks(panel.YAxis, scene.Y), Ticks.Linear(heights.Low, heights.High, 5));
        Walls(svg, scene, x, y, z);
        void At(int frame) => Surfaces(svg, scene, panel.Layers.Select(layer => (SurfaceTrace)layer.At(frame)));
        // Surfaces hide parts of each other: in a panel that moves, those that stay are drawn in each frame.
        if (panel.Layers.Any(static layer => layer.Moves)) Frames.Draw(svg, panel.FrameCount, shown, At);
        else At(0);
        Labels(svg, panel, scene, x, y, z);
    }

    /// <summary>The floor and the two far walls with their grid.</summary>
    static void Walls(SvgWriter svg, Scene scene, IReadOnlyList<Tick> x, IReadOnlyList<Tick> y, IReadOnlyList<Tick> z)
    {
        var ((x0, x1), (y0, y1), (z0, z1)) = (scene.X, scene.Y, scene.Z);
        void Segment((double X, double Y, double Z) from, (double X, double Y, double Z) to, string color)
        {
            var (a, b) = (scene.Project(from.X, from.Y, from.Z), scene.Project(to.X, to.Y, to.Z));
            svg.Line(a.X, a.Y, b.X, b.Y, color);
        }
        foreach (var tick in x) { Segment((tick.Value, y0, z0), (tick.Value, y1, z0), Style.GridLine); Segment((tick.Value, y1, z0), (tick.Value, y1, z1), Style.GridLine); }
        foreach (var tick in y) { Segment((x0, tick.Value, z0), (x1, tick.Value, z0), Style.GridLine); Segment((x0, tick.Value, z0), (x0, tick.Value, z1), Style.GridLine); }
        foreach (var tick in z) { Segment((x0, y0, tick.Value), (x0, y1, tick.Value), Style.GridLine); Segment((x0, y1, tick.Value), (x1, y1, tick.Value), Style.GridLine); }
        foreach (var (from, to) in new[] { ((x0, y0, z1), (x0, y1, z1)), ((x0, y1, z1), (x1, y1, z1)), ((x1, y1, z0), (x1, y1, z1)) }) Segment(from, to, Style.GridLine);
        foreach (var (from, to) in new[] { ((x0, y0, z0), (x1, y0, z0)), ((x1, y0, z0), (x1, y1, z0)), ((x0, y0, z0), (x0, y0, z1)) }) Segment(from, to, Style.AxisLine);
    }

    static void Surfaces(SvgWriter svg, Scene scene, IEnumerable<SurfaceTrace> surfaces)
    {
        // Whole tenths of a pixel, each from the one before: a third of the bytes of plain coordinates.
        svg.Open("g", ("transform", "scale(.1)"), ("stroke", "#000000"), ("stroke-opacity", 0.16), ("stroke-width", 4.0), ("stroke-linejoin", "round"));
        foreach (var facet in Facets(scene, surfaces)) svg.Raw($"<path fill=\"{Shaded(facet.Color, scene.Light(facet.Corners))}\" d=\"{Outline(facet.Corners)}\"/>\n");
        svg.Close("g");
    }

    /// <summary>A quadrangle of a surface, and how near the viewer its row and column stand on the floor.</summary>
    public readonly record struct Facet(Scene.Point[] Corners, double Row, double Column, double Height, (byte R, byte G, byte B) Color);

    /// <summary>The surfaces as quadrangles, from the farthest to the nearest; of those above one cell, as seen from above, the lower first.</summary>
    public static IEnumerable<Facet> Facets(Scene scene, IEnumerable<SurfaceTrace> surfaces) =>
        surfaces.SelectMany(surface => Facets(scene, surface)).OrderBy(static facet => facet.Row).ThenBy(static facet => facet.Column).ThenBy(static facet => facet.Height);

    static IEnumerable<Facet> Facets(Scene scene, SurfaceTrace surface)
    {
        var z = surface.Heights;
        int rows = Math.Min(z.Rows - 1, MostFacets), columns = Math.Min(z.Columns - 1, MostFacets);
        // The nearest sample: no value is invented between those given.
        int Row(int i) => (int)Math.Round((double)i * (z.Rows - 1) / rows);
        int Column(int j) => (int)Math.Round((double)j * (z.Columns - 1) / columns);
        Scene.Point At(int i, int j) => scene.Project(z.X[Column(j)], z.Y[Row(i)], z[Row(i), Column(j)]);
        return from i in Enumerable.Range(0, rows)
               from j in Enumerable.Range(0, columns)
               let corners = new[] { At(i, j), At(i, j + 1), At(i + 1, j + 1), At(i + 1, j) }
               where corners.All(static corner => double.IsFinite(corner.Y))
               let height = (z[Row(i), Column(j)] + z[Row(i), Column(j + 1)] + z[Row(i + 1), Column(j + 1)] + z[Row(i + 1), Column(j)]) / 4
               select new Facet(corners, scene.FloorDepth(scene.X.Low, z.Y[Row(i)]), scene.FloorDepth(z.X[Column(j)], scene.Y.Low), height, surface.Scale.At(height));
    }

    static string Outline(Scene.Point[] corners)
    {
        var path = new StringBuilder();
        (int X, int Y) pen = (0, 0);
        foreach (var corner in corners)
        {
            (int X, int Y) to = ((int)Math.Round(corner.X * 10), (int)Math.Round(corner.Y * 10));
            path.Append(path.Length == 0 ? 'M' : 'l').Append(CultureInfo.InvariantCulture, $"{to.X - pen.X} {to.Y - pen.Y}");
            pen = to;
        }
        return path.Append('z').ToString();
    }

    static string Shaded((byte R, byte G, byte B) color, double light)
    {
        int Channel(byte value) => (int)Math.Clamp(value * (0.8 + 0.28 * light), 0, 255);
        return $"#{Channel(color.R):X2}{Channel(color.G):X2}{Channel(color.B):X2}";
    }

    static void Labels(SvgWriter svg, Panel panel, Scene scene, IReadOnlyList<Tick> x, IReadOnlyList<Tick> y, IReadOnlyList<Tick> z)
    {
        var (low, middle) = ((X: scene.X.Low, Y: scene.Y.Low, Z: scene.Z.Low), (X: (scene.X.Low + scene.X.High) / 2, Y: (scene.Y.Low + scene.Y.High) / 2, Z: (scene.Z.Low + scene.Z.High) / 2));
        foreach (var tick in x) Label(scene.Project(tick.Value, low.Y, low.Z), -5, 17, tick.Label, Anchor.End);
        foreach (var tick in y) Label(scene.Project(scene.X.High, tick.Value, low.Z), 6, 13, tick.Label, Anchor.Start);
        foreach (var tick in z) Label(scene.Project(low.X, low.Y, tick.Value), -7, 4, tick.Label, Anchor.End);

        var (xAt, yAt, zAt) = (scene.Project(middle.X, low.Y, low.Z), scene.Project(scene.X.High, middle.Y, low.Z), scene.Project(low.X, low.Y, middle.Z));
        var widest = z.Select(static tick => TextMetrics.Width(tick.Label, Style.TickSize)).DefaultIfEmpty(0).Max();
        svg.Text(xAt.X - 34, xAt.Y + 36, panel.XAxis.Title, Style.LabelSize, Style.Text, Anchor.Middle);
        svg.Text(yAt.X + 30, yAt.Y + 36, panel.YAxis.Title, Style.LabelSize, Style.Text, Anchor.Start);
        svg.Text(zAt.X - widest - 16, zAt.Y, panel.ZAxis.Title, Style.LabelSize, Style.Text, Anchor.Middle, turned: -90);

        void Label(Scene.Point at, double dx, double dy, string text, Anchor anchor) => svg.Text(at.X + dx, at.Y + dy, text, Style.TickSize, Style.Faint, anchor);
    }
}
