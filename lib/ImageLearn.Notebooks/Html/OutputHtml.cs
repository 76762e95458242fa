using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Notebooks.Html;

/// <summary>Outputs as HTML: of a value's forms the richest that works on a page without network and kernel.</summary>
/// <param name="markdown">Turns Markdown into HTML.</param>
/// <param name="sanitise">HTML passes through here.</param>
/// <param name="isTrusted">Otherwise a drawing is shown as an image: in one no script runs, and nothing is loaded.</param>
sealed class OutputHtml(MarkdownHtml markdown, Func<string, string> sanitise, bool isTrusted)
{
    static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    int _figures;

    public string Render(CellOutput output) => output.Kind switch
    {
        OutputKind.Stream => $"<pre class=\"stream {(output.StreamName == "stderr" ? "stderr" : "stdout")}\">{AnsiText.ToHtml(output.StreamText)}</pre>",
        OutputKind.Error => $"<pre class=\"error\">{AnsiText.ToHtml(Traceback(output))}</pre>",
        _ => Value(output),
    };

    static string Traceback(CellOutput output) =>
        string.Join('\n', output.Traceback) is { Length: > 0 } traceback ? traceback : $"{output.ErrorName}: {output.ErrorMessage}";

    string Value(CellOutput output)
    {
        if (!isTrusted && Text(output, "image/svg+xml") is { } drawing)
            return $"<figure class=\"figure\"><img src=\"{PagePictures.DataUri("image/svg+xml", drawing)}\" alt=\"{HtmlText.Escape(Description(output))}\"></figure>";
        // A figure that does not move is drawn better by its SVG: the page's fonts, text that can be selected.
        if (Text(output, "text/html") is { } html && !(IsFigure(output) && Frames(output) == 1 && Text(output, "image/svg+xml") is not null))
            return IsFigure(output) ? $"<figure class=\"figure\" aria-label=\"{HtmlText.Escape(Description(output))}\">{sanitise(html)}</figure>" : $"<div class=\"html\">{sanitise(html)}</div>";
        if (Text(output, "image/svg+xml") is { } svg) return sanitise(InlineSvg.ToHtml(svg, $"figure{++_figures}-", Description(output)));
        foreach (var type in (ReadOnlySpan<string>)["image/png", "image/jpeg", "image/gif"])
            if (Text(output, type) is { } data) return Picture(output, type, data);
        if (Text(output, "text/markdown") is { } text) return $"<div class=\"text\">{sanitise(markdown.Output(text))}</div>";
        if (Text(output, "text/latex") is { } latex) return $"<div class=\"text\">{markdown.Latex(latex)}</div>";
        if (output.Data["application/json"] is { } json) return $"<pre class=\"value\">{HtmlText.Escape(json.ToJsonString(Readable))}</pre>";
        if (Text(output, "text/plain") is not { } plain) return "";
        // Lines may belong under each other, column by column; a single one may be wrapped.
        return $"<pre{(plain.Contains('\n') ? " class=\"value\"" : "")}>{AnsiText.ToHtml(plain)}</pre>";
    }

    static string Picture(CellOutput output, string type, string data)
    {
        var size = output.Metadata[type] as JsonObject;
        return $"<figure class=\"picture\"><img src=\"{PagePictures.DataUri(type, data)}\" alt=\"{HtmlText.Escape(Description(output))}\"{Length("width")}{Length("height")}></figure>";

        string Length(string name) => size?[name]?.GetValueKind() == JsonValueKind.Number ? $" {name}=\"{size[name]!.ToJsonString()}\"" : "";
    }

    static bool IsFigure(CellOutput output) => (output.Metadata["imagelearn"] as JsonObject)?["figure"] is not null;

    static int Frames(CellOutput output) => output.Metadata["imagelearn"]?["figure"]?["frames"] is JsonValue frames && frames.TryGetValue<int>(out var count) ? count : 0;

    /// <summary>What a person who cannot see the picture is told.</summary>
    static string Description(CellOutput output)
    {
        var ours = output.Metadata["imagelearn"] as JsonObject;
        foreach (var kind in (ReadOnlySpan<string>)["figure", "image"])
            if ((ours?[kind] as JsonObject)?["alt"] is JsonValue alt && alt.TryGetValue<string>(out var text)) return text;
        return Text(output, "text/plain") ?? "";
    }

    static string? Text(CellOutput output, string type) => output.Data[type] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
