using ImageLearn.Plotting.Svg;
using ImageLearn.Plotting.Traces;

namespace ImageLearn.Plotting;

/// <summary>What the two writers, Plotly's JSON and SVG, need to know of a panel.</summary>
public sealed partial class Panel
{
    /// <summary>A trace, or the trace of each frame.</summary>
    internal sealed record Layer(IReadOnlyList<Trace> Frames)
    {
        public bool Moves => Frames.Count > 1;
        public Trace At(int frame) => Frames[Moves ? frame : 0];
    }

    internal sealed record Note(double X, double Y, string Text);

    internal IReadOnlyList<Layer> Layers => _layers;
    internal IReadOnlyList<Note> Notes => _notes;
    internal Axis ZAxis { get; }

    internal bool HasBars => AllTraces.Any(static trace => trace is BarTrace);

    internal bool IsScene => AllTraces.Any(static trace => trace is SurfaceTrace);

    /// <summary>A panel with nothing but pictures and what is drawn over them: square pixels, rows downwards, no axes.</summary>
    internal bool IsPicture => AllTraces.Any(static trace => trace.IsPicture);

    internal int FrameCount => _layers.Select(static layer => layer.Frames.Count).DefaultIfEmpty(1).Max();

    internal (ColorScale Scale, string Title)? ColorBar => AllTraces.Select(static trace => trace.ColorBar).FirstOrDefault(static bar => bar is not null);

    internal IEnumerable<Trace> AllTraces => _layers.SelectMany(static layer => layer.Frames);

    internal Axis XAxis => AllTraces.Select(static trace => trace.Categories).FirstOrDefault(static names => names is not null) is { } names ? _x with { Categories = names } : _x with { Counts = AllTraces.Any(static trace => trace.CountsAlong) };

    internal Axis YAxis => _y with { Counts = AllTraces.Any(static trace => trace.CountsUp) };

    /// <summary>Whether a unit must be as long on both axes.</summary>
    internal bool IsEqual => _equal || IsPicture;

    /// <summary>Whether the axes end where a heat map or picture ends.</summary>
    internal bool IsTight => AllTraces.Any(static trace => trace.FillsPanel);

    /// <summary>The ends of the axes, in places; the same for all frames.</summary>
    internal (double Low, double High) XSpan => XAxis.Span(AllTraces.SelectMany(static trace => trace.Xs), IsTight);

    /// <summary>As <see cref="XSpan"/>; backwards for a picture, whose rows run downwards.</summary>
    internal (double Low, double High) YSpan
    {
        get
        {
            var ys = AllTraces.SelectMany(static trace => trace.Ys);
            var span = YAxis.Span(ys, IsTight);
            // Heights that begin near zero begin at zero: a bar stands on the axis, and a curve shows how far down it has come.
            var (low, high) = Extent.Of(ys).OrUnit();
            if (YAxis is { Range: null, Log: false } && !IsTight && low >= 0 && low < 0.15 * high) span.Low = 0;
            return IsPicture ? (Math.Max(span.Low, span.High), Math.Min(span.Low, span.High)) : span;
        }
    }

    /// <summary>The colour and place of each layer: those asked for, the next free one of the palette for the others.</summary>
    internal IReadOnlyList<Ink> Inks
    {
        get
        {
            var colors = _layers.Select(static layer => layer.Frames[0].Color).ToArray();
            var taken = colors.OfType<Palette>().Where(static color => color != Palette.Auto).ToList();
            for (int i = 0; i < colors.Length; i++)
                if (colors[i] == Palette.Auto) taken.Add((colors[i] = PaletteColors.Next(taken))!.Value);

            string? Family(int i) => _layers[i].Frames[0].Family;
            return [.. _layers.Select((_, i) => new Ink(colors[i] ?? Palette.Black, Enumerable.Range(0, i).Count(j => Family(j) == Family(i)), Enumerable.Range(0, colors.Length).Count(j => Family(j) == Family(i))))];
        }
    }

    /// <summary>What the legend lists: the named traces with a colour of the palette, when there are several to tell apart.</summary>
    internal IEnumerable<(Trace Trace, Ink Ink)> LegendEntries =>
        _layers.Count(static layer => layer.Frames[0].Color is not null) < 2 ? []
        : _layers.Zip(Inks).Where(static pair => pair.First.Frames[0] is { Color: not null, Name: not "" }).Select(static pair => (pair.First.Frames[0], pair.Second));

    /// <summary>The panel's axes laid over a box. Equal units shrink the box of a heat map or picture, and widen the axes of anything else.</summary>
    internal Plane PlaneIn(Box room)
    {
        var (x, y) = (XSpan, YSpan);
        if (!IsEqual) return new Plane(room, XAxis, x, YAxis, y);
        double unitsX = Math.Abs(x.High - x.Low), unitsY = Math.Abs(y.High - y.Low), scale = Math.Min(room.Width / unitsX, room.Height / unitsY);
        if (IsTight)
        {
            // Of a row of different pictures the upper edges are in line, as their titles are.
            var box = new Box(room.CenterX - unitsX * scale / 2, room.Y, unitsX * scale, unitsY * scale);
            return new Plane(box, XAxis, x, YAxis, y);
        }
        return new Plane(room, XAxis, Widen(x, room.Width / scale / unitsX), YAxis, Widen(y, room.Height / scale / unitsY));

        static (double, double) Widen((double Low, double High) span, double factor)
        {
            double middle = (span.Low + span.High) / 2, half = (span.High - span.Low) / 2 * factor;
            return (middle - half, middle + half);
        }
    }
}
