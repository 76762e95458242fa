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

    /// <summary>A picture with more pixels goes to Plotly as a picture: as numbers it would swell the notebook.</summary>
    const int MostNumbers = 1 << 14;

    internal override JsonObject ToPlotly(Ink ink) => isPicture && colorBar is null && z.Rows * z.Columns > MostNumbers ? ImageTrace.ToPlotly(Paint(false, false)) : new()
    {
        ["type"] = "heatmap",
        ["x0"] = PlotlyJson.Number(z.X[0]),
        ["dx"] = PlotlyJson.Number(z.X.Length > 1 ? z.X[1] - z.X[0] : 1),
        ["y0"] = PlotlyJson.Number(z.Y[0]),
        ["dy"] = PlotlyJson.Number(z.Y.Length > 1 ? z.Y[1] - z.Y[0] : 1),
        ["z"] = PlotlyJson.Rows(z, _scale.High - _scale.Low),
        ["zmin"] = PlotlyJson.Number(_scale.Low),
        ["zmax"] = PlotlyJson.Number(_scale.High),
        ["colorscale"] = PlotlyJson.Colors(_scale.Map),
        ["showscale"] = colorBar is not null,
    };

    internal override void Draw(SvgWriter svg, Plane plane, Ink ink)
    {
        double[] x = [.. Grid.Edges(z.X).Select(plane.X)], y = [.. Grid.Edges(z.Y).Select(plane.Y)];
        var box = new Box(x.Min(), y.Min(), x.Max() - x.Min(), y.Max() - y.Min());
        SvgPicture.Draw(svg, Paint(mirrored: x[1] < x[0], upsideDown: y[1] < y[0]), box, plane.Box);
    }

    /// <summary>The cells as pixels; those without a value are transparent.</summary>
    Image Paint(bool mirrored, bool upsideDown)
    {
        var samples = new byte[z.Rows * z.Columns * 4];
        for (int row = 0, at = 0; row < z.Rows; row++)
            for (int column = 0; column < z.Columns; column++, at += 4)
            {
                var value = z[upsideDown ? z.Rows - 1 - row : row, mirrored ? z.Columns - 1 - column : column];
                if (!double.IsFinite(value)) continue;
                (samples[at], samples[at + 1], samples[at + 2]) = _scale.At(value);
                samples[at + 3] = byte.MaxValue;
            }
        return new Image(z.Columns, z.Rows, PixelFormat.Rgba, 8, samples);
    }
}
