using ImageLearn.Imaging;

namespace ImageLearn.Plotting.Svg;

/// <summary>The upright strip that says which colour is which value.</summary>
static class ColorBarSvg
{
    public static void Draw(SvgWriter svg, ColorScale scale, string title, IReadOnlyList<Tick> ticks, Box box)
    {
        const int steps = 256;
        var strip = Image.Make(1, steps, PixelFormat.Rgb, 8, (row, channel) =>
        {
            var (r, g, b) = scale.At(scale.High - (scale.High - scale.Low) * (row + 0.5) / steps);
            return channel switch { 0 => r, 1 => g, _ => b };
        });
        svg.Element("image", ("x", box.X), ("y", box.Y), ("width", box.Width), ("height", box.Height), ("preserveAspectRatio", "none"), ("href", SvgPicture.DataUri(strip)));
        svg.Element("rect", ("x", box.X), ("y", box.Y), ("width", box.Width), ("height", box.Height), ("fill", "none"), ("stroke", Style.AxisLine), ("stroke-width", 0.5));
        foreach (var tick in ticks)
        {
            var y = box.Bottom - (tick.Value - scale.Low) / (scale.High - scale.Low) * box.Height;
            svg.Line(box.Right, y, box.Right + 4, y, Style.AxisLine).Text(box.Right + 7, y + 4, tick.Label, Style.TickSize, Style.Faint);
        }
        var right = box.Right + 6 + ticks.Select(static tick => TextMetrics.Width(tick.Label, Style.TickSize)).DefaultIfEmpty(0).Max() + 16;
        if (title != "") svg.Text(right, box.CenterY, title, Style.LabelSize, Style.Text, Anchor.Middle, turned: -90);
    }
}
