using ImageLearn.Plotting.Traces;

namespace ImageLearn.Plotting;

/// <summary>
/// One pair of axes with what is drawn in it. A <see cref="Figure"/> has one, or (<see cref="Figure.Grid"/>) several. Where a panel is
/// expected a trace will do; its name becomes the title.
/// </summary>
public sealed partial class Panel
{
    readonly List<Layer> _layers = [];
    readonly List<Note> _notes = [];
    Axis _x, _y;
    bool _equal;

    /// <summary>An empty panel.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="xTitle">What the x axis is, with its unit.</param>
    /// <param name="yTitle">What the y axis is, with its unit.</param>
    /// <param name="zTitle">What the height of a surface is, with its unit.</param>
    public Panel(string title = "", string xTitle = "", string yTitle = "", string zTitle = "") =>
        (Title, _x, _y, ZAxis) = (title, new Axis(xTitle), new Axis(yTitle), new Axis(zTitle));

    /// <summary>A panel that shows one trace, with the trace's name as its title.</summary>
    public static implicit operator Panel(Trace trace) => new Panel(trace.Name).Add(trace);

    /// <summary>What stands above the panel.</summary>
    public string Title { get; }

    /// <summary>Draws traces, the later ones over the earlier. Returns this panel, so that calls chain.</summary>
    /// <exception cref="ArgumentException">A surface would share the panel with something flat, or two colour bars of different ranges would share a place.</exception>
    public Panel Add(params Trace[] traces)
    {
        foreach (var trace in traces) AddLayer(new Layer([trace]));
        return this;
    }

    /// <summary>Draws a trace that is another one in each frame. Returns this panel, so that calls chain.</summary>
    /// <param name="frames">The trace of each frame, in order.</param>
    /// <exception cref="ArgumentException">There are no frames, another animated trace of this panel has another number of them, or a colour bar would mean another range in each.</exception>
    public Panel Animate(IEnumerable<Trace> frames)
    {
        var layer = new Layer([.. frames]);
        if (layer.Frames.Count == 0) throw new ArgumentException("Animate: there are no frames. Give the trace of each frame.");
        return AddLayer(layer);
    }

    /// <summary>Sets properties of the axes; what is left out stays as it is. Returns this panel, so that calls chain.</summary>
    /// <param name="xLog">A logarithmic x axis: equal distances are equal factors. Values that are not positive are left out.</param>
    /// <param name="yLog">A logarithmic y axis.</param>
    /// <param name="xRange">The ends of the x axis, instead of those of the data. The first may be the larger.</param>
    /// <param name="yRange">The ends of the y axis.</param>
    /// <param name="equal">Whether one unit is as long on both axes.</param>
    /// <param name="xNames">Names at 0, 1, 2 … along x instead of numbers, such as those of the classes; an empty one is left out.</param>
    /// <param name="yNames">Names at 0, 1, 2 … along y.</param>
    /// <exception cref="ArgumentException">A range is empty or not finite, or reaches zero on a logarithmic axis; or the panel has what no logarithmic axis can show: names, cells.</exception>
    public Panel Axes(bool? xLog = null, bool? yLog = null, (double Low, double High)? xRange = null, (double Low, double High)? yRange = null, bool? equal = null,
        IReadOnlyList<string>? xNames = null, IReadOnlyList<string>? yNames = null)
    {
        var before = (_x, _y, _equal);
        _x = _x with { Log = xLog ?? _x.Log, Range = xRange ?? _x.Range, Categories = xNames ?? _x.Categories };
        _y = _y with { Log = yLog ?? _y.Log, Range = yRange ?? _y.Range, Categories = yNames ?? _y.Categories };
        _equal = equal ?? _equal;
        return Keep(() => (_x, _y, _equal) = before);
    }

    /// <summary>Writes a short text beside a point, joined to it by a thin line. Returns this panel, so that calls chain.</summary>
    /// <exception cref="ArgumentException">The panel shows a surface.</exception>
    public Panel Annotate(double x, double y, string text)
    {
        _notes.Add(new Note(x, y, text));
        return Keep(() => _notes.RemoveAt(_notes.Count - 1));
    }

    Panel AddLayer(Layer layer)
    {
        _layers.Add(layer);
        return Keep(() => _layers.RemoveAt(_layers.Count - 1));
    }

    /// <summary>Keeps a change, or undoes it and says why it cannot be drawn.</summary>
    Panel Keep(Action undo)
    {
        if (Fault() is not { } fault) return this;
        undo();
        throw new ArgumentException(fault);
    }

    string? Fault()
    {
        var counts = _layers.Select(static layer => layer.Frames.Count).Where(static count => count > 1).Distinct().ToArray();
        return _x.Fault("xRange") ?? _y.Fault("yRange")
            ?? (counts.Length > 1 ? $"Animate: one trace has {counts[0]} frames and another {counts[1]}. All animated traces need the same number." : null)
            ?? (IsScene && AllTraces.Any(static trace => trace is not SurfaceTrace)
                ? "Panel: a surface cannot share a panel with flat traces. Give it a panel of its own, in a Figure.Grid." : null)
            ?? (IsScene && (_notes.Count > 0 || _equal || _x.Range is not null || _y.Range is not null || _x.Categories is not null || _y.Categories is not null)
                ? "Panel: the axes of a surface end where its data ends, and it carries no notes. Leave out Axes and Annotate." : null)
            ?? (_x.Log && XAxis.Categories is not null || _y.Log && _y.Categories is not null
                ? "Axes: names, as bars have them, stand at 0, 1, 2 …, which a logarithmic axis has no place for. Leave out xLog or yLog." : null)
            ?? (AllTraces.Select(static trace => trace.ColorBar?.Scale).OfType<ColorScale>().Distinct().ToArray() is [var one, var other, ..]
                ? $"Panel: one colour bar cannot tell colours from {one.Low} to {one.High} and colours from {other.Low} to {other.High}. Give all traces and frames the same range, or colorBar: null." : null)
            ?? (IsTight && (_x.Log || _y.Log)
                ? "Axes: pictures, heat maps, contours and surfaces have even cells, which a logarithmic axis would bend. Plot the logarithm of the values, or sample at logarithms of the positions." : null);
    }
}
