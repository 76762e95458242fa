using System.Text.Json.Nodes;
using ImageLearn.Imaging;
using ImageLearn.Plotting.Svg;

namespace ImageLearn.Plotting.Traces;

/// <summary>A picture in its own colours.</summary>
sealed class ImageTrace(Image image, string name) : Trace(name)
{
    internal override bool FillsPanel => true;
    internal override bool IsPicture => true;
    internal override IEnumerable<double> Xs => [-0.5, image.Width - 0.5];
    internal override IEnumerable<double> Ys => [-0.5, image.Height - 0.5];

    internal override JsonObject ToPlotly(Ink ink) => ToPlotly(image);

    public static JsonObject ToPlotly(Image image) => new()
    {
        ["type"] = "image",
        ["source"] = SvgPicture.DataUri(image),
        ["hoverinfo"] = "x+y",
    };

    internal override void Draw(SvgWriter svg, Plane plane, Ink ink)
    {
        double left = plane.X(-0.5), top = plane.Y(-0.5);
        SvgPicture.Draw(svg, image, new Box(left, top, plane.X(image.Width - 0.5) - left, plane.Y(image.Height - 0.5) - top), plane.Box);
    }
}
