using ImageLearn.Imaging;

namespace ImageLearn.Plotting.Svg;

/// <summary>A picture inside a drawing.</summary>
static class SvgPicture
{
    /// <summary>Draws a picture stretched over a box, as far as it lies in the window; enlarged pixels stay crisp squares.</summary>
    public static void Draw(SvgWriter svg, Image image, Box box, Box window)
    {
        // An svg inside an svg cuts off what lies outside it, with no need for a clip path and its id.
        svg.Open("svg", ("x", window.X), ("y", window.Y), ("width", window.Width), ("height", window.Height));
        svg.Element("image", ("x", box.X - window.X), ("y", box.Y - window.Y), ("width", box.Width), ("height", box.Height), ("preserveAspectRatio", "none"),
            ("style", image.Width > box.Width ? "image-rendering:auto" : "image-rendering:pixelated"), ("href", DataUri(image)));
        svg.Close("svg");
    }

    public static string DataUri(Image image) => $"data:image/png;base64,{Convert.ToBase64String(image.ToPng())}";
}
