using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using ImageLearn.Output;
using ImageLearn.Plotting.Svg;

namespace ImageLearn.Tests.Plotting;

/// <summary>What holds for every figure, whatever it shows. With <c>GALLERY=folder</c> the figures are written there as well, to be looked at.</summary>
public class GalleryTests
{
    public static TheoryData<string> Names => [.. Gallery.All.Select(static item => item.Key)];

    static MimeBundle Bundle(string name)
    {
        var bundle = Gallery.All.First(item => item.Key == name).Value().ToMimeBundle();
        if (Environment.GetEnvironmentVariable("GALLERY") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, $"{name}.svg"), Svg(bundle));
            File.WriteAllText(Path.Combine(folder, $"{name}.plotly.json"), Plotly(bundle).ToJsonString());
            if (bundle.Data["text/html"] is { } html) File.WriteAllText(Path.Combine(folder, $"{name}.html"), $"<!doctype html><meta charset=utf-8>{html}");
        }
        return bundle;
    }

    static string Svg(MimeBundle bundle) => bundle.Data["image/svg+xml"]!.GetValue<string>();
    static JsonObject Plotly(MimeBundle bundle) => bundle.Data["application/vnd.plotly.v1+json"]!.AsObject();

    [Theory, MemberData(nameof(Names))]
    public void The_same_figure_gives_the_same_bytes_in_any_culture(string name)
    {
        var first = Bundle(name);
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
            Assert.Equal(first.Data.ToJsonString(), Bundle(name).Data.ToJsonString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_drawing_stands_alone_and_says_what_it_shows(string name)
    {
        var bundle = Bundle(name);
        var root = XDocument.Parse(Svg(bundle)).Root!;
        var alt = bundle.Metadata["imagelearn"]!["figure"]!["alt"]!.GetValue<string>();
        Assert.Equal(alt, root.Attribute("aria-label")!.Value);
        Assert.Contains(root.Elements(), element => element.Name.LocalName == "desc" && element.Value == alt);
        Assert.Contains(root.Elements(), element => element.Name.LocalName == "rect" && element.Attribute("fill")!.Value == "#FFFFFF" && element.Attribute("width")!.Value == root.Attribute("width")!.Value);
        Assert.DoesNotContain(root.Descendants(), static element => element.Name.LocalName is "script" or "style" or "foreignObject");
        Assert.All(root.Descendants().Attributes().Where(static attribute => attribute.Name.LocalName == "href"), static href => Assert.StartsWith("data:image/png;base64,", href.Value));
        Assert.EndsWith(alt, bundle.Data["text/plain"]!.GetValue<string>());
    }

    [Theory, MemberData(nameof(Names))]
    public void No_text_leaves_the_paper_or_covers_another(string name)
    {
        var root = XDocument.Parse(Svg(Bundle(name))).Root!;
        double Value(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
        // Labels that lean are judged by eye; notes are placed by the author.
        var texts = root.Descendants().Where(static element => element.Name.LocalName == "text" && element.Attribute("stroke") is null && element.Attribute("transform")?.Value.StartsWith("rotate(-40", StringComparison.Ordinal) != true)
            .Select(text =>
            {
                double size = Value(text, "font-size"), width = TextMetrics.Width(text.Value, size, text.Attribute("font-weight") is not null), x = Value(text, "x"), y = Value(text, "y");
                var left = text.Attribute("text-anchor")?.Value switch { "middle" => -width / 2, "end" => -width, _ => 0 };
                // From a little below the height of capitals to the baseline: what overlaps there cannot be read.
                return text.Attribute("transform") is null
                    ? (text.Value, Box: new Box(x + left, y - 0.7 * size, width, 0.7 * size))
                    : (text.Value, Box: new Box(x - 0.7 * size, y - left - width, 0.7 * size, width));
            }).ToArray();
        Assert.All(texts, text => Assert.True(text.Box.X >= 0 && text.Box.Y >= 0 && text.Box.Right <= Value(root, "width") + 0.5 && text.Box.Bottom <= Value(root, "height"), $"'{text.Value}' leaves the paper: {text.Box}"));
        for (int i = 0; i < texts.Length; i++)
            for (int j = i + 1; j < texts.Length; j++)
                Assert.False(texts[i].Box.X < texts[j].Box.Right && texts[j].Box.X < texts[i].Box.Right && texts[i].Box.Y < texts[j].Box.Bottom && texts[j].Box.Y < texts[i].Box.Bottom, $"'{texts[i].Value}' covers '{texts[j].Value}'");
    }

    [Theory, MemberData(nameof(Names))]
    public void Plotly_gets_plain_numbers_and_axes_that_exist(string name)
    {
        var plotly = Plotly(Bundle(name));
        var layout = plotly["layout"]!.AsObject();
        foreach (var trace in plotly["data"]!.AsArray())
        {
            Assert.Contains(trace!["type"]!.GetValue<string>(), new[] { "scatter", "bar", "heatmap", "contour", "image", "surface" });
            if (trace["scene"] is { } scene) Assert.NotNull(layout[scene.GetValue<string>()]);
            else
                foreach (var axis in new[] { "x", "y" }) Assert.NotNull(layout[$"{axis}axis{trace[$"{axis}axis"]!.GetValue<string>()[1..]}"]);
            foreach (var key in new[] { "x", "y", "z" })
                if (trace[key] is { } values) Assert.All(Leaves(values), static value => Assert.True(value is null || value.GetValueKind() == System.Text.Json.JsonValueKind.Number));
        }
        foreach (var (key, axis) in layout.Where(static item => item.Key.Contains("axis")))
            Assert.True((double)axis!["domain"]![0]! < (double)axis["domain"]![1]!, key);
        Assert.True(layout.ContainsKey("sliders") == plotly.ContainsKey("frames"));
    }

    static IEnumerable<JsonNode?> Leaves(JsonNode? node) => node is JsonArray array ? array.SelectMany(Leaves) : [node];
}
