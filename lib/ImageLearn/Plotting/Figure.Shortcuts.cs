using ImageLearn.Imaging;

namespace ImageLearn.Plotting;

// Figures that begin with one trace; Add draws more into them. What a trace can do is told at Trace.
public sealed partial class Figure
{
    /// <summary>A figure with a line; see <see cref="Trace.Line"/>.</summary>
    public static Figure Line(Numbers x, Numbers y, string alt, string title = "", string xTitle = "", string yTitle = "", string name = "") =>
        new Figure(alt, title, xTitle, yTitle).Add(Trace.Line(x, y, name));

    /// <summary>A figure with points; see <see cref="Trace.Scatter"/>.</summary>
    public static Figure Scatter(Numbers x, Numbers y, string alt, string title = "", string xTitle = "", string yTitle = "", string name = "") =>
        new Figure(alt, title, xTitle, yTitle).Add(Trace.Scatter(x, y, name));

    /// <summary>A figure with named bars; see <see cref="Trace.Bar"/>.</summary>
    public static Figure Bar(IEnumerable<string> labels, Numbers heights, string alt, string title = "", string xTitle = "", string yTitle = "", string name = "") =>
        new Figure(alt, title, xTitle, yTitle).Add(Trace.Bar(labels, heights, name));

    /// <summary>A figure with a histogram; see <see cref="Trace.Histogram"/>.</summary>
    public static Figure Histogram(Numbers values, string alt, string title = "", string xTitle = "", string yTitle = "count", int bins = 20) =>
        new Figure(alt, title, xTitle, yTitle).Add(Trace.Histogram(values, bins));

    /// <summary>A figure with a heat map; see <see cref="Trace.Heatmap"/>.</summary>
    public static Figure Heatmap(Tensor z, string alt, string title = "", string xTitle = "", string yTitle = "", Numbers? x = null, Numbers? y = null,
        (double Low, double High)? range = null, ColorMap colors = ColorMap.Viridis, string colorBar = "") =>
        new Figure(alt, title, xTitle, yTitle).Add(Trace.Heatmap(z, x, y, range, colors, colorBar));

    /// <summary>A figure with a picture; see <see cref="Trace.Image(Imaging.Image, string)"/>. A picture alone needs no figure: it shows itself.</summary>
    public static Figure Image(Image image, string alt, string title = "") => new Figure(alt, title).Add(Trace.Image(image));

    /// <summary>A figure with a matrix as a picture; see <see cref="Trace.Image(Tensor, ValueTuple{double, double}?, ColorMap, string?, string)"/>.</summary>
    public static Figure Image(Tensor values, string alt, string title = "", (double Low, double High)? range = null, ColorMap colors = ColorMap.Grey, string? colorBar = null) =>
        new Figure(alt, title).Add(Trace.Image(values, range, colors, colorBar));

    /// <summary>A figure with a surface in space; see <see cref="Trace.Surface"/>.</summary>
    public static Figure Surface(Tensor z, string alt, string title = "", string xTitle = "", string yTitle = "", string zTitle = "", Numbers? x = null, Numbers? y = null, ColorMap colors = ColorMap.Viridis) =>
        new Figure(alt, title, xTitle, yTitle, zTitle).Add(Trace.Surface(z, x, y, null, colors));
}
