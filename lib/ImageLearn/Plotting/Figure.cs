using System.Text.Json.Nodes;
using ImageLearn.Output;
using ImageLearn.Plotting.Svg;

namespace ImageLearn.Plotting;

/// <summary>
/// A figure: one panel or a grid of them, with a title that says what to see and a description for readers who cannot see it.
/// As the last expression of a cell it shows itself.
/// </summary>
/// <example><code>
/// Figure.Line(.., losses, title: "The error falls, then crawls", xTitle: "epoch", yTitle: "MSE (grey levels²)",
///     alt: "Falling curve: from 13000 to 900 within 50 epochs, then almost level.")
///     .Add(Trace.Line(.., scaled, name: "x and y scaled"))
///     .Axes(yLog: true)
/// </code></example>
[TypeFormatterSource(typeof(RichFormatterSource))]
public sealed partial class Figure : IRichOutput
{
    readonly Panel[] _panels;
    IReadOnlyList<string>? _frameNames;

    Figure(int rows, int columns, Panel[] panels, string alt, string title)
    {
        if (string.IsNullOrWhiteSpace(alt)) throw new ArgumentException("Figure: the alt text is empty. Say in a sentence what the figure shows, for readers who cannot see it.");
        (Rows, Columns, _panels, Alt, Title) = (rows, columns, panels, alt, title);
    }

    /// <summary>An empty figure of one panel, to <see cref="Add"/> traces to.</summary>
    /// <param name="alt">What the figure shows, for readers who cannot see it.</param>
    /// <param name="title">The message of the figure.</param>
    /// <param name="xTitle">What the x axis is, with its unit.</param>
    /// <param name="yTitle">What the y axis is, with its unit.</param>
    /// <param name="zTitle">What the height of a surface is, with its unit.</param>
    public Figure(string alt, string title = "", string xTitle = "", string yTitle = "", string zTitle = "")
        : this(1, 1, [new Panel("", xTitle, yTitle, zTitle)], alt, title) { }

    /// <summary>Panels in rows and columns, filled row by row.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="panels">At most rows × columns panels; a trace stands for a panel of its own.</param>
    /// <param name="alt">What the figure shows, for readers who cannot see it.</param>
    /// <param name="title">The message of the figure.</param>
    /// <exception cref="ArgumentException">There are no panels, or more than places, or they differ in the number of frames.</exception>
    public static Figure Grid(int rows, int columns, IReadOnlyList<Panel> panels, string alt, string title = "")
    {
        if (panels.Count == 0 || rows < 1 || columns < 1 || panels.Count > (long)rows * columns)
            throw new ArgumentException($"Figure.Grid: {panels.Count} panels do not fit {rows} rows of {columns}. Give between 1 and rows × columns panels.");
        var figure = new Figure(rows, columns, [.. panels], alt, title);
        var counts = panels.Select(static panel => panel.FrameCount).Where(static count => count > 1).Distinct().ToArray();
        if (counts.Length > 1) throw new ArgumentException($"Figure.Grid: one panel has {counts[0]} frames and another {counts[1]}. All animated panels need the same number.");
        return figure;
    }

    /// <summary>What the figure shows, for readers who cannot see it.</summary>
    public string Alt { get; }

    /// <summary>The message of the figure.</summary>
    public string Title { get; }

    internal int Rows { get; }
    internal int Columns { get; }
    internal IReadOnlyList<Panel> Panels => _panels;
    internal int FrameCount => _panels.Max(static panel => panel.FrameCount);

    /// <summary>The frame that the still shows.</summary>
    internal int Still { get => field < 0 ? FrameCount - 1 : field; private set; } = -1;

    internal string FrameName(int frame) => _frameNames?[frame] ?? $"frame {frame + 1}";

    /// <summary>Draws traces in the figure's only panel, the later ones over the earlier. Returns this figure, so that calls chain.</summary>
    public Figure Add(params Trace[] traces) => In(nameof(Add), panel => panel.Add(traces));

    /// <inheritdoc cref="Panel.Axes"/>
    public Figure Axes(bool? xLog = null, bool? yLog = null, (double Low, double High)? xRange = null, (double Low, double High)? yRange = null, bool? equal = null,
        IReadOnlyList<string>? xNames = null, IReadOnlyList<string>? yNames = null) =>
        In(nameof(Axes), panel => panel.Axes(xLog, yLog, xRange, yRange, equal, xNames, yNames));

    /// <inheritdoc cref="Panel.Annotate"/>
    public Figure Annotate(double x, double y, string text) => In(nameof(Annotate), panel => panel.Annotate(x, y, text));

    /// <inheritdoc cref="Panel.Animate"/>
    public Figure Animate(IEnumerable<Trace> frames) => In(nameof(Animate), panel => panel.Animate(frames));

    /// <summary>Names the frames of an animation, e.g. "epoch 10", and says which one a printed page shows. Returns this figure, so that calls chain.</summary>
    /// <param name="names">A name for each frame.</param>
    /// <param name="still">The frame shown at first and in print, from 0; by default the last.</param>
    /// <exception cref="ArgumentException">The number of names is not that of the frames, or there is no such frame as the still.</exception>
    public Figure Frames(IEnumerable<string> names, Index? still = null)
    {
        string[] all = [.. names];
        if (all.Length != FrameCount) throw new ArgumentException($"Frames: there are {all.Length} names, but {FrameCount} frames. Give each frame a name.");
        int shown = (still ?? ^1).GetOffset(all.Length);
        if (shown < 0 || shown >= all.Length) throw new ArgumentException($"Frames: still is {still}, but there are {all.Length} frames, counted from 0.");
        (_frameNames, Still) = (all, shown);
        return this;
    }

    Figure In(string operation, Action<Panel> change)
    {
        if (_panels.Length != 1) throw new InvalidOperationException($"{operation}: this figure has {_panels.Length} panels. Call {operation} on the panel, before it goes into Figure.Grid.");
        change(_panels[0]);
        return this;
    }

    /// <summary>The figure as a static drawing, an SVG document; an animation as its still.</summary>
    public string ToSvg() => FigureSvg.Draw(this);

    /// <summary>The figure as Plotly's <c>{data, layout}</c>, with <c>frames</c> for an animation.</summary>
    public JsonObject ToPlotly() => PlotlyWriter.Write(this);

    /// <summary>Title and description.</summary>
    public override string ToString() => Title == "" ? Alt : $"{Title}\n{Alt}";

    /// <summary>
    /// The figure in all forms a front end may want: interactive (Plotly), drawn (SVG; as HTML for those that handle SVG badly, with a slider for an animation), as text.
    /// </summary>
    public MimeBundle ToMimeBundle()
    {
        var svg = new Lazy<string>(ToSvg);
        var bundle = MimeBundle.Plain(ToString()).With("image/svg+xml", () => svg.Value).With("text/html", () => FigureHtml.Write(this, svg.Value)).With("application/vnd.plotly.v1+json", ToPlotly);
        bundle.Metadata["imagelearn"] = new JsonObject { ["figure"] = new JsonObject { ["alt"] = Alt, ["title"] = Title, ["frames"] = FrameCount } };
        return bundle;
    }
}
