using System.Text.Json.Nodes;
using ImageLearn.Output;
using ImageLearn.Plotting;

namespace ImageLearn.Checks;

/// <summary>Whether a value is a figure a reader can understand, told from the Plotly JSON that it shows.</summary>
static class FigureCheck
{
    public static Verdict Of(object? value, int traces, string? wrongMeans)
    {
        if (value is not IRichOutput rich || rich.ToMimeBundle() is not { } bundle || bundle.Form("application/vnd.plotly.v1+json") is not JsonObject plotly)
            return Verdict.Wrong($"expected a figure, got {(value is null ? "null" : Formatting.TypeName(value.GetType()))}.", wrongMeans);

        var data = plotly["data"] as JsonArray ?? [];
        if (data.Count < traces) return Verdict.Wrong($"expected {Curves(traces)}, got {data.Count}.", wrongMeans);
        for (int i = 0; i < data.Count; i++)
            if (data[i] is not JsonObject trace || !Holders.Any(key => HasData(trace[key])))
                return Verdict.Wrong($"curve {i + 1} has no data.", wrongMeans ?? "Was it drawn before the numbers were there?");

        var layout = plotly["layout"] as JsonObject ?? [];
        if (Title(layout).Length == 0) return Verdict.Wrong("the figure has no title.", "Say its one message in the title.");
        foreach (var trace in data.Where(trace => Labelled.Contains((string?)trace!["type"] ?? "scatter")))
            foreach (var axis in (string[])["x", "y"])
            {
                // A trace names its axis "x2", the layout keeps it as "xaxis2".
                var settings = layout[$"{axis}axis{((string?)trace![$"{axis}axis"] ?? axis)[1..]}"] as JsonObject;
                if (settings is null || Title(settings).Length == 0) return Verdict.Wrong($"the {axis} axis has no label.", "Label both axes, with units.");
            }
        if (string.IsNullOrWhiteSpace((string?)(bundle.Metadata["imagelearn"] as JsonObject)?["figure"]?["alt"]))
            return Verdict.Wrong("the figure has no alternative text.", "Say in alt what a reader who cannot see it should know.");
        return Verdict.Passed;
    }

    public static Verdict OfNumbers(object? value, Channel channel, int trace, ProbeValue expected, double within, string? wrongMeans)
    {
        if (value is not Figure figure) return Verdict.Wrong($"expected a figure, got {(value is null ? "null" : Formatting.TypeName(value.GetType()))}.", wrongMeans);
        Tensor drawn;
        try { drawn = figure.Drawn(channel, trace); }
        catch (ArgumentException e) { return Verdict.Wrong(e.Message, wrongMeans); }
        return Comparison.Of(expected, ProbeValue.Unlimited(drawn), within, wrongMeans, [], input: null);
    }

    /// <summary>Where a trace keeps its data, and the kinds of traces whose axes mean something.</summary>
    static readonly string[] Holders = ["y", "x", "z", "source", "values"], Labelled = ["scatter", "scattergl", "bar", "histogram"];

    static string Curves(int n) => n == 1 ? "1 curve or layer" : $"{n} curves or layers";

    static bool HasData(JsonNode? node) => node switch
    {
        JsonArray array => array.Count > 0,
        JsonObject packed => packed.Count > 0,     // {"dtype": …, "bdata": …}
        JsonValue text => ((string?)text)?.Length > 0,
        _ => false,
    };

    /// <summary>Plotly writes a title as text or as <c>{"text": …}</c>.</summary>
    static string Title(JsonObject owner) => (owner["title"] switch
    {
        JsonObject title => (string?)title["text"],
        JsonValue title => (string?)title,
        _ => null,
    } ?? "").Trim();
}
