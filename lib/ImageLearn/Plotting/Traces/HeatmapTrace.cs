using System.Text.Json.Nodes;
using ImageLearn.Imaging;
using ImageLearn.Plotting.Svg;

namespace ImageLearn.Plotting.Traces;

/// <summary>A matrix as coloured cells: a heat map with axes, or (rows downwards, square, no axes) a picture.</summary>
sealed class HeatmapTrace(Grid z, (double Low, double High)? range, ColorMap colors, string? colorBar, bool isPicture, string name) : Trace(name)
{
    readonly ColorScale _scale = ColorScale.Over(z.Values, colors, range);

    internal override bool FillsPanel => true;
    internal override bool IsPicture => isPicture;
    internal override (ColorScale, string)? ColorBar => colorBar is null ? null : (_scale, colorBar);
    internal override IEnumerable<double> Xs => Grid.Edges(z.X);
    internal override IEnumerable<double> Ys => Grid.Edges(z.Y);

    internal override JsonObject ToPlotly(Ink ink) => new()
    {
        ["type"] = "heatmap",
        ["x0"] = PlotlyJson.Number(z.X[0]),
        ["dx"] = PlotlyJson.Number(z.X.Length > 1 ? z.X[1] - z.X[0] : 1),
        ["y0"] = PlotlyJson.Number(z.Y[0]),
        ["dy"] = PlotlyJson.Number(z.Y.Length > 1 ? z.Y[1] - z.Y[0] : 1),
        ["z"] = PlotlyJson.Rows(z),
        ["zmin"] = PlotlyJson.Number(_scale.Low),
        ["zmax"] = PlotlyJson.Number(_scale.High),
        ["colorscale"] = PlotlyJson.Colors(_scale.Map),
        ["showscale"] = colorBar is not null,
    };

    internal override void Draw(SvgWriter svg, Plane plane, Ink ink)
    {
        double[] x = [.. Grid.Edges(z.X).Select(plane.X).Order()], y = [.. Grid.Edges(z.Y).Select(plane.Y).Order()];
        bool leftwards = plane.X(z.X[^1]) < plane.X(z.X[0]), downwards = plane.Y(z.Y[^1]) > plane.Y(z.Y[0]);
        var cells = Imaging.Image.Make(z.Columns, z.Rows, z.Values.All(double.IsFinite) ? PixelFormat.Rgb : PixelFormat.Rgba, 8, (pixel, channel) =>
        {
            int column = pixel % z.Columns, row = pixel / z.Columns;
            var value = z[downwards ? row : z.Rows - 1 - row, leftwards ? z.Columns - 1 - column : column];
            var (r, g, b) = double.IsFinite(value) ? _scale.At(value) : default;
            return channel switch { 0 => r, 1 => g, 2 => b, _ => double.IsFinite(value) ? 255 : 0 };
        });
        SvgPicture.Draw(svg, cells, new Box(x[0], y[0], x[1] - x[0], y[1] - y[0]), plane.Box);
    }
}
