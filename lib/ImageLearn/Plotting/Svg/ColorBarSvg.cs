using ImageLearn.Imaging;

namespace ImageLearn.Plotting.Svg;

/// <summary>The upright strip that says which colour is which value.</summary>
static class ColorBarSvg
{
    public static void Draw(SvgWriter svg, ColorScale scale, PanelFrame frame, Box box)
    {
        const int steps = 256;
        var strip = Image.Make(1, steps, PixelFormat.Rgb, 8, (row, channel) =>
        {
            var (r, g, b) = scale.At(scale.High - (scale.High - scale.Low) * (row + 0.5) / steps);
            return channel switch { 0 => r, 1 => g, _ => b };
        });
        svg.Element("image", ("x", box.X), ("y", box.Y), ("width", box.Width), ("height", box.Height), ("preserveAspectRatio", "none"), ("href", SvgPicture.DataUri(strip)));
        svg.Element("rect", ("x", box.X), ("y", box.Y), ("width", box.Width), ("height", box.Height), ("fill", "none"), ("stroke", Style.AxisLine), ("stroke-width", 0.5));
        foreach (var tick in frame.BarTicks)
        {
            var y = box.Bottom - (tick.Value - scale.Low) / (scale.High - scale.Low) * box.Height;
            svg.Line(box.Right, y, box.Right + 4, y, Style.AxisLine).Text(box.Right + 7, y + 4, tick.Label, Style.TickSize, Style.Faint);
        }
        for (int i = 0; i < frame.BarTitleLines.Count; i++)
            svg.Text(box.Right + frame.BarLabelWidth + 15 + Style.Lines(i, Style.LabelSize), box.CenterY, frame.BarTitleLines[i], Style.LabelSize, Style.Text, Anchor.Middle, turned: -90);
    }
}
