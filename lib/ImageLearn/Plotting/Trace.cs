using System.Text.Json.Nodes;
using ImageLearn.Imaging;
using ImageLearn.Plotting.Svg;
using ImageLearn.Plotting.Traces;

namespace ImageLearn.Plotting;

/// <summary>
/// One thing drawn in a panel: a line, points, bars, a heat map, a picture, a surface. Made by the methods of this class and given to
/// <see cref="Panel.Add"/> or <see cref="Figure.Add"/>. The words are those of Plotly, and every trace becomes one of Plotly's.
/// </summary>
public abstract class Trace
{
    private protected Trace(string name) => Name = name;

    /// <summary>What the legend calls it; alone in a panel, what the panel is called. Empty: neither.</summary>
    public string Name { get; }

    /// <summary>Points joined by a line, in the order given. A value that is not finite leaves a gap.</summary>
    /// <param name="x">Horizontal positions; <c>..</c> counts from 0.</param>
    /// <param name="y">Heights, as many.</param>
    /// <param name="name">Its name in the legend.</param>
    /// <param name="color">Its colour; by default the next one of the palette.</param>
    /// <param name="stroke">Solid, dashed or dotted.</param>
    /// <param name="markers">Whether each point gets a dot as well.</param>
    public static Trace Line(Numbers x, Numbers y, string name = "", Palette color = Palette.Auto, Stroke stroke = Stroke.Solid, bool markers = false) =>
        new LineTrace("Line", x, y, name, color) { Stroke = stroke, Markers = markers };

    /// <summary>Points. Those that are not finite are left out.</summary>
    /// <param name="x">Horizontal positions; <c>..</c> counts from 0.</param>
    /// <param name="y">Heights, as many.</param>
    /// <param name="name">Its name in the legend.</param>
    /// <param name="color">Its colour; by default the next one of the palette, with a shape of its own.</param>
    public static Trace Scatter(Numbers x, Numbers y, string name = "", Palette color = Palette.Auto) =>
        new LineTrace("Scatter", x, y, name, color) { Stroke = null, Markers = true };

    /// <summary>One upright bar for each label. Several such traces in a panel stand side by side.</summary>
    /// <param name="labels">What each bar is for.</param>
    /// <param name="heights">Heights, as many.</param>
    /// <param name="name">Its name in the legend.</param>
    /// <param name="color">Its colour; by default the next one of the palette.</param>
    public static Trace Bar(IEnumerable<string> labels, Numbers heights, string name = "", Palette color = Palette.Auto) =>
        BarTrace.Of([.. labels], heights, name, color);

    /// <summary>How many of the values fall into each of about <paramref name="bins"/> intervals of equal, round width. A value on a border counts to the right.</summary>
    /// <param name="values">The values; those that are not finite are left out.</param>
    /// <param name="bins">About how many intervals.</param>
    /// <param name="name">Its name in the legend.</param>
    /// <param name="color">Its colour; by default the next one of the palette.</param>
    public static Trace Histogram(Numbers values, int bins = 20, string name = "", Palette color = Palette.Auto) =>
        BarTrace.Count(values, bins, name, color);

    /// <summary>A matrix as coloured cells: columns along x, rows along y <b>upwards</b> (<see cref="Image(Tensor, ValueTuple{double, double}?, ColorMap, string?, string)"/> draws rows downwards).</summary>
    /// <param name="z">Values [rows, columns]. Those that are not finite stay white.</param>
    /// <param name="x">Centres of the columns, evenly spaced; by default 0, 1, 2 …</param>
    /// <param name="y">Centres of the rows, evenly spaced; by default 0, 1, 2 …</param>
    /// <param name="range">The values at the two ends of the colours, the lower first; by default the smallest and largest.</param>
    /// <param name="colors">The colour map.</param>
    /// <param name="colorBar">What the colour bar is called; null: no bar.</param>
    /// <param name="name">Its name; alone in a panel, the panel's title.</param>
    public static Trace Heatmap(Tensor z, Numbers? x = null, Numbers? y = null, (double Low, double High)? range = null, ColorMap colors = ColorMap.Viridis, string? colorBar = "", string name = "") =>
        new HeatmapTrace(Grid.Of("Heatmap", z, x, y), range, colors, colorBar, isPicture: false, name);

    /// <summary>Lines of equal height of a function given on a grid, at round heights.</summary>
    /// <param name="z">Heights [rows, columns].</param>
    /// <param name="x">Positions of the columns, evenly spaced; by default 0, 1, 2 …</param>
    /// <param name="y">Positions of the rows, evenly spaced; by default 0, 1, 2 …</param>
    /// <param name="levels">About how many lines.</param>
    /// <param name="colors">The colour map for the heights.</param>
    /// <param name="color">One colour for all lines instead, for contours over a heat map.</param>
    /// <param name="colorBar">What the colour bar is called; left out: no bar.</param>
    /// <param name="name">Its name in the legend.</param>
    public static Trace Contour(Tensor z, Numbers? x = null, Numbers? y = null, int levels = 10, ColorMap colors = ColorMap.Viridis, Palette color = Palette.Auto, string? colorBar = null, string name = "") =>
        new ContourTrace(Grid.Of("Contour", z, x, y), levels, colors, color, colorBar, name);

    /// <summary>A picture as it is, on square pixels, row 0 at the top. One of more than 1024 pixels a side is averaged down by a whole factor, so that it does not swell the notebook.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="name">Its name; alone in a panel, the panel's title.</param>
    public static Trace Image(Image image, string name = "") => new ImageTrace(image, name);

    /// <summary>A matrix as a picture: square pixels, row 0 at the top, values as colours. One of more than 1024 pixels a side is averaged down by a whole factor.</summary>
    /// <param name="values">Values [height, width]. Those that are not finite stay white.</param>
    /// <param name="range">The values at the two ends of the colours, the lower first. Give the same to pictures that are to be compared; by default the smallest and largest.</param>
    /// <param name="colors">The colour map.</param>
    /// <param name="colorBar">What the colour bar is called; left out: no bar.</param>
    /// <param name="name">Its name; alone in a panel, the panel's title.</param>
    public static Trace Image(Tensor values, (double Low, double High)? range = null, ColorMap colors = ColorMap.Grey, string? colorBar = null, string name = "") =>
        new HeatmapTrace(Grid.Of("Image", values, null, null), range, colors, colorBar, isPicture: true, name);

    /// <summary>A function of two variables as a surface in space, coloured by height.</summary>
    /// <param name="z">Heights [rows, columns].</param>
    /// <param name="x">Positions of the columns, evenly spaced; by default 0, 1, 2 …</param>
    /// <param name="y">Positions of the rows, evenly spaced; by default 0, 1, 2 …</param>
    /// <param name="range">The values at the two ends of the colours, the lower first; by default the lowest and highest.</param>
    /// <param name="colors">The colour map.</param>
    /// <param name="name">Its name; alone in a panel, the panel's title.</param>
    public static Trace Surface(Tensor z, Numbers? x = null, Numbers? y = null, (double Low, double High)? range = null, ColorMap colors = ColorMap.Viridis, string name = "") =>
        new SurfaceTrace(Grid.Of("Surface", z, x, y), range, colors, name);

    /// <summary>The colour asked for; null when the trace has colours of its own.</summary>
    internal virtual Palette? Color => null;

    /// <summary>Whether the panel's axes end where this trace ends.</summary>
    internal virtual bool FillsPanel => false;

    /// <summary>Whether the trace is a picture: square pixels, rows downwards, no axes.</summary>
    internal virtual bool IsPicture => false;

    /// <summary>Traces of the same family share places (bars stand side by side) or shapes (marks differ).</summary>
    internal virtual string? Family => null;

    /// <summary>The names along x, if it has names.</summary>
    internal virtual IReadOnlyList<string>? Categories => null;

    /// <summary>The scale of the colour bar, if it is to have one.</summary>
    internal virtual (ColorScale Scale, string Title)? ColorBar => null;

    /// <summary>Numbers that the x axis must reach.</summary>
    internal abstract IEnumerable<double> Xs { get; }

    /// <summary>Whether its x are the numbers of what is counted: epochs, steps.</summary>
    internal virtual bool CountsAlong => false;

    /// <summary>Whether its heights are counts.</summary>
    internal virtual bool CountsUp => false;

    /// <summary>Numbers that the y axis must reach.</summary>
    internal abstract IEnumerable<double> Ys { get; }

    /// <summary>The trace in Plotly's form, without its name and axes.</summary>
    internal abstract JsonObject ToPlotly(Ink ink);

    /// <summary>Draws into the panel.</summary>
    internal abstract void Draw(SvgWriter svg, Plane plane, Ink ink);

    /// <summary>Draws the sample that stands before the name in a legend.</summary>
    internal virtual void DrawKey(SvgWriter svg, Box box, Ink ink) { }
}

/// <summary>What the panel gives a trace: a colour, and its place among the traces of its family.</summary>
readonly record struct Ink(Palette Color, int Slot, int Slots);
