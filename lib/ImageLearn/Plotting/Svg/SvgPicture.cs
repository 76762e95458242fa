using ImageLearn.Imaging;

namespace ImageLearn.Plotting.Svg;

/// <summary>A picture inside a drawing.</summary>
static class SvgPicture
{
    /// <summary>Draws a picture stretched over a box, as far as it lies in the window; enlarged pixels stay crisp squares, and a very large picture is reduced first.</summary>
    public static void Draw(SvgWriter svg, Image image, Box box, Box window)
    {
        image = image.Reduced();
        svg.Window(window).Element("image", ("x", box.X), ("y", box.Y), ("width", box.Width), ("height", box.Height), ("preserveAspectRatio", "none"),
            ("style", image.Width > box.Width ? "image-rendering:auto" : "image-rendering:pixelated"), ("href", DataUri(image))).Close("svg");
    }

    public static string DataUri(Image image) => $"data:image/png;base64,{Convert.ToBase64String(image.ToPng())}";
}
