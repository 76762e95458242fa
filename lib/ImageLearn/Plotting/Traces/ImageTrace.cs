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
        // A reduced picture's pixels are as large as those that each stands for.
        ["source"] = SvgPicture.DataUri(image.Reduced()),
        ["x0"] = (image.Reduction - 1) / 2.0,
        ["dx"] = image.Reduction,
        ["y0"] = (image.Reduction - 1) / 2.0,
        ["dy"] = image.Reduction,
        ["hoverinfo"] = "x+y",
    };

    internal override void Draw(SvgWriter svg, Plane plane, Ink ink)
    {
        double left = plane.X(-0.5), top = plane.Y(-0.5);
        SvgPicture.Draw(svg, image, new Box(left, top, plane.X(image.Width - 0.5) - left, plane.Y(image.Height - 0.5) - top), plane.Box);
    }
}
