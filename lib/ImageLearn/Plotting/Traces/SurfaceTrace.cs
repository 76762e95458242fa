using System.Text.Json.Nodes;
using ImageLearn.Plotting.Svg;

namespace ImageLearn.Plotting.Traces;

/// <summary>A function of two variables as a surface in space.</summary>
sealed class SurfaceTrace(Grid z, (double Low, double High)? range, ColorMap colors, string name) : Trace(name)
{
    public Grid Heights => z;
    public ColorScale Scale { get; } = ColorScale.Over(z.Values, colors, range);

    internal override bool FillsPanel => true;
    internal override IEnumerable<double> Xs => [z.X[0], z.X[^1]];
    internal override IEnumerable<double> Ys => [z.Y[0], z.Y[^1]];

    internal override JsonObject ToPlotly(Ink ink) => new()
    {
        ["type"] = "surface",
        ["x"] = PlotlyJson.Array(z.X),
        ["y"] = PlotlyJson.Array(z.Y),
        ["z"] = PlotlyJson.Rows(z, Scale.High - Scale.Low),
        ["cmin"] = PlotlyJson.Number(Scale.Low),
        ["cmax"] = PlotlyJson.Number(Scale.High),
        ["colorscale"] = PlotlyJson.Colors(Scale.Map),
        ["showscale"] = false,
    };

    /// <summary>A surface is drawn with its scene, which knows the direction of view.</summary>
    internal override void Draw(SvgWriter svg, Plane plane, Ink ink) => throw new NotSupportedException();
}
