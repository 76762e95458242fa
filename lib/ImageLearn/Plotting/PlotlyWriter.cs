using System.Text.Json.Nodes;
using ImageLearn.Plotting.Svg;

namespace ImageLearn.Plotting;

/// <summary>
/// A figure as plotly.js 2 and 3 read it: <c>data</c>, <c>layout</c> and, for an animation, <c>frames</c>. Plot areas, colours and ranges are
/// those of the drawing, so that both forms look alike.
/// </summary>
sealed class PlotlyWriter
{
    const double SliderHeight = 84;

    readonly Figure _figure;
    readonly FigureLayout _places;
    readonly JsonArray _data = [];
    readonly JsonArray _texts = [];
    readonly JsonObject _layout = [];

    /// <summary>Where in <see cref="_data"/> the traces stand that change with the frame.</summary>
    readonly List<(int Index, Func<int, JsonObject> Trace)> _moving = [];

    PlotlyWriter(Figure figure) => (_figure, _places) = (figure, FigureLayout.Of(figure));

    public static JsonObject Write(Figure figure) => new PlotlyWriter(figure).Write();

    double Height => _places.Height + (_figure.FrameCount > 1 ? SliderHeight : 0);

    JsonObject Write()
    {
        var named = new HashSet<string>();
        for (int i = 0; i < _places.Panels.Count; i++) WritePanel(i, named);
        WriteLayout(named.Count > 0);
        var json = new JsonObject { ["data"] = _data, ["layout"] = _layout, ["config"] = new JsonObject { ["displaylogo"] = false } };
        if (_figure.FrameCount > 1) json["frames"] = Frames();
        return json;
    }

    void WritePanel(int i, HashSet<string> named)
    {
        var (panel, frame, room) = _places.Panels[i];
        var plane = panel.PlaneIn(room);
        var suffix = i == 0 ? "" : $"{i + 1}";
        if (panel.IsScene) _layout[$"scene{suffix}"] = Scene(panel, room);
        else
        {
            _layout[$"xaxis{suffix}"] = Axis(panel, plane.XAxis, frame.XTitleLines, plane.XSpan, Domain(plane.Box.X, plane.Box.Right, _places.Width), $"y{suffix}");
            _layout[$"yaxis{suffix}"] = Axis(panel, plane.YAxis, frame.YTitleLines, plane.YSpan, Domain(Height - plane.Box.Bottom, Height - plane.Box.Y, Height), $"x{suffix}");
            if (frame.XTurned) _layout[$"xaxis{suffix}"]!["tickangle"] = -40;
            if (panel.IsEqual) _layout[$"yaxis{suffix}"]!["scaleanchor"] = $"x{suffix}";
        }
        if (panel.Title != "") _texts.Add(PaperText(Lines(frame.TitleLines), (panel.IsScene ? room : plane.Box).CenterX, plane.Box.Y - 6, Style.PanelTitleSize));
        foreach (var note in panel.Notes) _texts.Add(Note(note, plane, suffix));

        var legend = panel.LegendEntries.Select(static entry => entry.Trace.Name).ToHashSet();
        foreach (var (layer, ink) in panel.Layers.Zip(panel.Inks))
        {
            var first = layer.Frames[0];
            bool listed = legend.Contains(first.Name) && named.Add($"{first.Name} {ink.Color}");
            JsonObject At(int shown)
            {
                var trace = layer.At(shown).ToPlotly(ink);
                trace["name"] = PlotlyJson.Text(first.Name);
                if (first.Color is not null) trace["showlegend"] = listed;
                if (panel.IsScene) trace["scene"] = $"scene{suffix}";
                else (trace["xaxis"], trace["yaxis"]) = ($"x{suffix}", $"y{suffix}");
                if (trace["showscale"]?.GetValue<bool>() == true) trace["colorbar"] = ColorBar(frame, plane.Box);
                return trace;
            }
            if (layer.Moves) _moving.Add((_data.Count, At));
            _data.Add(At(_figure.Still));
        }
    }

    static JsonObject Note(Panel.Note note, Plane plane, string suffix) => new()
    {
        ["text"] = PlotlyJson.Text(note.Text),
        ["x"] = PlotlyJson.Number(plane.XAxis.Place(note.X)),
        ["y"] = PlotlyJson.Number(plane.YAxis.Place(note.Y)),
        ["xref"] = $"x{suffix}",
        ["yref"] = $"y{suffix}",
        ["showarrow"] = true,
        ["arrowhead"] = 0,
        ["ax"] = 24,
        ["ay"] = -24,
        ["bgcolor"] = "rgba(255,255,255,0.8)",
    };

    JsonObject Axis(Panel panel, Axis axis, IReadOnlyList<string> title, (double Low, double High) span, JsonArray domain, string anchor)
    {
        var json = new JsonObject
        {
            ["domain"] = domain,
            ["anchor"] = anchor,
            ["range"] = PlotlyJson.Array([span.Low, span.High]),
            ["title"] = new JsonObject { ["text"] = Lines(title), ["font"] = Font(Style.LabelSize, Style.Text), ["standoff"] = 8 },
        };
        if (panel.IsPicture)
        {
            foreach (var part in new[] { "showgrid", "zeroline", "showticklabels" }) json[part] = false;
            (json["ticks"], json["constrain"]) = ("", "domain");
            return json;
        }
        json["showgrid"] = !panel.IsTight && axis.Categories is null;
        if (!panel.IsTight && axis.Categories is null) json["gridcolor"] = Style.GridLine;
        json["zeroline"] = false;
        json["linecolor"] = Style.AxisLine;
        json["ticks"] = "outside";
        json["tickcolor"] = Style.AxisLine;
        json["ticklen"] = 4;
        json["tickfont"] = Font(Style.TickSize, Style.Faint);
        (json["exponentformat"], json["minexponent"]) = ("power", 5);
        if (axis.Log)
        {
            var decades = Math.Abs(span.High - span.Low);
            json["type"] = "log";
            json["dtick"] = decades < 2 ? "D2" : Math.Max(1, (int)Math.Ceiling(decades / 8));
        }
        else if (axis.Counts && Math.Abs(span.High - span.Low) < 8) json["dtick"] = 1;
        if (axis.Categories is { } names) (json["tickvals"], json["ticktext"]) = (PlotlyJson.Array(names.Select(static (_, i) => (double)i)), PlotlyJson.Array(names.Select(PlotlyJson.Text)));
        return json;
    }

    JsonObject Scene(Panel panel, Box room)
    {
        var (x, y, z) = Svg.Scene.Eye;
        JsonObject Named(Axis axis) => new() { ["title"] = new JsonObject { ["text"] = PlotlyJson.Text(axis.Title) }, ["exponentformat"] = "power", ["minexponent"] = 5 };
        return new JsonObject
        {
            ["domain"] = new JsonObject { ["x"] = Domain(room.X, room.Right, _places.Width), ["y"] = Domain(Height - room.Bottom, Height - room.Y, Height) },
            ["xaxis"] = Named(panel.XAxis),
            ["yaxis"] = Named(panel.YAxis),
            ["zaxis"] = Named(panel.ZAxis),
            ["camera"] = new JsonObject { ["center"] = InSpace(0, 0, -0.12), ["eye"] = InSpace(x, y, z) },
            ["aspectratio"] = InSpace(1, 1, Svg.Scene.Height),
        };
    }

    static JsonObject InSpace(double x, double y, double z) => new() { ["x"] = x, ["y"] = y, ["z"] = z };

    JsonObject ColorBar(PanelFrame frame, Box box) => new()
    {
        ["x"] = Part(box.Right + Style.BarGap - 8, _places.Width),
        ["xanchor"] = "left",
        ["y"] = Part(Height - box.CenterY, Height),
        ["lenmode"] = "pixels",
        ["len"] = Math.Round(box.Height) + 20,
        ["thickness"] = Style.BarWidth,
        ["title"] = new JsonObject { ["text"] = Lines(frame.BarTitleLines), ["side"] = "right" },
    };

    void WriteLayout(bool legend)
    {
        _layout["width"] = _places.Width;
        _layout["height"] = Height;
        _layout["margin"] = new JsonObject { ["l"] = 0, ["r"] = 0, ["t"] = 0, ["b"] = 0, ["autoexpand"] = false };
        _layout["font"] = Font(Style.TickSize, Style.Text);
        (_layout["paper_bgcolor"], _layout["separators"]) = (Style.Paper, ".");
        if (_places.TitleLines.Count > 0) _layout["title"] = Title();
        _layout["showlegend"] = legend;
        if (legend) _layout["legend"] = Legend();
        if (_figure.Panels.Any(static panel => panel.HasBars)) (_layout["barmode"], _layout["bargap"]) = ("group", 0.24);
        _layout["annotations"] = _texts;
        if (_figure.FrameCount == 1) return;
        _layout["sliders"] = new JsonArray(Slider());
        _layout["updatemenus"] = new JsonArray(Buttons());
    }

    JsonObject Title() => new()
    {
        ["text"] = $"<b>{Lines(_places.TitleLines)}</b>",
        ["font"] = Font(Style.TitleSize, Style.Text),
        ["x"] = Part(Style.Margin, _places.Width),
        ["xanchor"] = "left",
        // Plotly centres several lines on the place of one.
        ["y"] = Part(Height - Style.Margin - 5 - Style.Lines(_places.TitleLines.Count - 1, Style.TitleSize) / 2, Height),
        ["yanchor"] = "top",
    };

    JsonObject Legend() => new()
    {
        ["orientation"] = "h",
        ["x"] = Part(Style.Margin, _places.Width),
        ["xanchor"] = "left",
        ["y"] = Part(Height - _places.Legend[0].Y, Height),
        ["yanchor"] = "top",
    };

    JsonArray Frames() => new([.. Enumerable.Range(0, _figure.FrameCount).Select(frame => (JsonNode?)new JsonObject
    {
        ["name"] = FrameKey(frame),
        ["data"] = new JsonArray([.. _moving.Select(moving => (JsonNode?)moving.Trace(frame))]),
        ["traces"] = new JsonArray([.. _moving.Select(moving => (JsonNode?)moving.Index)]),
    })]);

    /// <summary>Plotly finds frames by name, so names must differ even when the captions do not.</summary>
    static string FrameKey(int frame) => $"{frame}";

    JsonObject Slider() => new()
    {
        ["active"] = _figure.Still,
        ["x"] = Part(Style.Margin + 100, _places.Width),
        ["len"] = Part(_places.Width - 2 * Style.Margin - 110, _places.Width),
        ["y"] = Part(SliderHeight + 18, Height),
        ["yanchor"] = "top",
        ["pad"] = new JsonObject { ["t"] = 8, ["b"] = 8 },
        ["currentvalue"] = new JsonObject { ["visible"] = true, ["xanchor"] = "left" },
        ["steps"] = new JsonArray([.. Enumerable.Range(0, _figure.FrameCount).Select(frame => (JsonNode?)Action(PlotlyJson.Text(_figure.FrameName(frame)), new JsonArray(FrameKey(frame)), Animation(0, fromHere: false)))]),
    };

    JsonObject Buttons() => new()
    {
        ["type"] = "buttons",
        ["direction"] = "left",
        ["showactive"] = false,
        ["x"] = Part(Style.Margin, _places.Width),
        ["xanchor"] = "left",
        ["y"] = Part(SliderHeight - 6, Height),
        ["yanchor"] = "top",
        ["buttons"] = new JsonArray(
            // To Plotly, null is all frames, and [null] stops.
            Action("▶", null, Animation(200, fromHere: true)),
            Action("❚❚", new JsonArray((JsonNode?)null), Animation(0, fromHere: false))),
    };

    static JsonObject Action(string label, JsonArray? frames, JsonObject animation) => new() { ["label"] = label, ["method"] = "animate", ["args"] = new JsonArray(frames, animation) };

    static JsonObject Animation(int duration, bool fromHere) => new()
    {
        ["mode"] = "immediate",
        ["fromcurrent"] = fromHere,
        ["frame"] = new JsonObject { ["duration"] = duration, ["redraw"] = true },
        ["transition"] = new JsonObject { ["duration"] = 0 },
    };

    JsonObject PaperText(string text, double x, double y, double size) => new()
    {
        ["text"] = $"<b>{text}</b>",
        ["x"] = Part(x, _places.Width),
        ["y"] = Part(Height - y, Height),
        ["xref"] = "paper",
        ["yref"] = "paper",
        ["xanchor"] = "center",
        ["yanchor"] = "bottom",
        ["showarrow"] = false,
        ["font"] = Font(size, Style.Text),
    };

    static string Lines(IEnumerable<string> lines) => string.Join("<br>", lines.Select(PlotlyJson.Text));

    static JsonObject Font(double size, string color) => new() { ["size"] = size, ["color"] = color };

    static double Part(double position, double whole) => Math.Round(Math.Clamp(position / whole, 0, 1), 5);

    static JsonArray Domain(double from, double to, double whole) => PlotlyJson.Array([Part(from, whole), Part(to, whole)]);
}
