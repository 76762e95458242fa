using System.Text;
using System.Text.Json.Nodes;
using ImageLearn.Imaging;
using ImageLearn.Plotting.Svg;

namespace ImageLearn.Plotting.Traces;

/// <summary>Lines of equal height at round heights.</summary>
sealed class ContourTrace : Trace
{
    const double LineWidth = 1.2;

    readonly Grid _z;
    readonly Palette _color;
    readonly string? _colorBar;
    readonly ColorScale _scale;
    readonly double _step;

    public ContourTrace(Grid z, int levels, ColorMap colors, Palette color, string? colorBar, string name) : base(name)
    {
        (_z, _color, _colorBar, _scale) = (z, color, colorBar, ColorScale.Over(z.Values, colors, null));
        // Half of the range holds a multiple of its step for certain; all of it may not.
        _step = Ticks.Step((_scale.High - _scale.Low) / Math.Max(2, levels));
    }

    bool OneColor => _color != Palette.Auto;
    double[] Levels => Ticks.Multiples(_step, _scale.Low, _scale.High);

    internal override Palette? Color => OneColor ? _color : null;
    internal override bool FillsPanel => true;
    internal override (ColorScale, string)? ColorBar => _colorBar is null ? null : (_scale, _colorBar);
    internal override IEnumerable<double> Xs => [_z.X[0], _z.X[^1]];
    internal override IEnumerable<double> Ys => [_z.Y[0], _z.Y[^1]];

    internal override JsonObject ToPlotly(Ink ink)
    {
        var trace = new JsonObject
        {
            ["type"] = "contour",
            ["x"] = PlotlyJson.Array(_z.X),
            ["y"] = PlotlyJson.Array(_z.Y),
            ["z"] = PlotlyJson.Rows(_z, _scale.High - _scale.Low),
            ["autocontour"] = false,
            ["contours"] = new JsonObject { ["start"] = PlotlyJson.Number(Levels[0]), ["end"] = PlotlyJson.Number(Levels[^1]), ["size"] = PlotlyJson.Number(_step), ["coloring"] = OneColor ? "none" : "lines" },
            ["line"] = new JsonObject { ["width"] = LineWidth },
        };
        if (OneColor) trace["line"]!["color"] = ink.Color.Hex();
        else
        {
            (trace["zmin"], trace["zmax"]) = (PlotlyJson.Number(_scale.Low), PlotlyJson.Number(_scale.High));
            (trace["colorscale"], trace["showscale"]) = (PlotlyJson.Colors(_scale.Map), _colorBar is not null);
        }
        return trace;
    }

    internal override void Draw(SvgWriter svg, Plane plane, Ink ink)
    {
        svg.Window(plane.Box);
        foreach (var level in Levels)
        {
            var (r, g, b) = _scale.At(level);
            var path = PathAt(_z, level, plane);
            if (path != "") svg.Element("path", ("d", path), ("fill", "none"), ("stroke", OneColor ? ink.Color.Hex() : $"#{r:X2}{g:X2}{b:X2}"), ("stroke-width", LineWidth), ("stroke-linejoin", "round"));
        }
        svg.Close("svg");
    }

    /// <summary>The lines of one height as the data of an SVG path.</summary>
    internal static string PathAt(Grid z, double level, Plane plane)
    {
        var path = new StringBuilder();
        foreach (var line in MarchingSquares.Lines(z.Rows, z.Columns, (row, column) => z[row, column], level))
        {
            bool closed = line.Count > 1 && line[0] == line[^1];
            path.Append('M').AppendJoin('L', line.SkipLast(closed ? 1 : 0).Select(point => $"{SvgWriter.Number(plane.X(At(z.X, point.Column)))} {SvgWriter.Number(plane.Y(At(z.Y, point.Row)))}"));
            if (closed) path.Append('Z');
        }
        return path.ToString();
    }

    /// <summary>The position between two grid lines.</summary>
    static double At(IReadOnlyList<double> positions, double place)
    {
        int before = Math.Min((int)place, positions.Count - 2);
        return positions[before] + (place - before) * (positions[before + 1] - positions[before]);
    }

    internal override void DrawKey(SvgWriter svg, Box box, Ink ink) => svg.Line(box.X, box.CenterY, box.Right, box.CenterY, ink.Color.Hex(), LineWidth);
}
