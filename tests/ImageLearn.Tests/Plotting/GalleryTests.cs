using System.Text.Json;
using System.Xml.Linq;
using ImageLearn.Output;

namespace ImageLearn.Tests.Plotting;

public class GalleryTests
{
    public static TheoryData<string> Names => [.. Gallery.All.Select(item => item.Key)];

    [Theory, MemberData(nameof(Names))]
    public void Every_figure_draws_in_every_form(string name)
    {
        var bundle = Gallery.All.First(item => item.Key == name).Value().ToMimeBundle();
        var svg = bundle.Data["image/svg+xml"]!.GetValue<string>();
        XDocument.Parse(svg);
        Write(name, bundle, svg);
    }

    static void Write(string name, MimeBundle bundle, string svg)
    {
        if (Environment.GetEnvironmentVariable("GALLERY") is not { Length: > 0 } folder) return;
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{name}.svg"), svg);
        File.WriteAllText(Path.Combine(folder, $"{name}.plotly.json"), bundle.Data["application/vnd.plotly.v1+json"]!.ToJsonString(new JsonSerializerOptions { WriteIndented = false }));
        if (bundle.Data["text/html"] is { } html) File.WriteAllText(Path.Combine(folder, $"{name}.html"), $"<!doctype html><meta charset=utf-8>{html}");
    }
}
