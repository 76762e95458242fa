using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ImageLearn.Notebooks.Html;

/// <summary>Puts the pictures that a text names into the page: a page needs no file beside it and no network.</summary>
/// <param name="folder">Where relative paths start; null when no file may be read.</param>
sealed partial class PagePictures(string? folder)
{
    /// <summary>Replaces the source of each <c>img</c> by its data, and links from notebook to notebook by links from page to page.</summary>
    /// <param name="html">The HTML of a text.</param>
    /// <param name="attachment">Gives the data of an attached picture by its name.</param>
    public string Embed(string html, Func<string, string?>? attachment)
    {
        html = Pictures().Replace(html, picture => Embed(picture, attachment));
        return NotebookLinks().Replace(html, "$1.html$2\"");
    }

    /// <summary>The picture of a MIME bundle as a data URI; null when it has none.</summary>
    public static string? FromBundle(JsonNode? bundle)
    {
        foreach (var (type, data) in bundle as JsonObject ?? [])
            if (PictureType().IsMatch(type) && data is JsonValue value && value.TryGetValue<string>(out var text))
                return DataUri(type, text);
        return null;
    }

    /// <summary>A picture as a data URI; <paramref name="data"/> is base64, or the text of an SVG. Nothing in it can end the attribute it stands in.</summary>
    public static string DataUri(string type, string data) => type == "image/svg+xml" && data.TrimStart().StartsWith('<')
        ? $"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(data))}"
        : $"data:{type};base64,{NotBase64().Replace(data, "")}";

    string Embed(Match picture, Func<string, string?>? attachment)
    {
        var source = Uri.UnescapeDataString(picture.Groups["source"].Value.Replace("&amp;", "&"));
        if (source.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) return picture.Value;
        if (source.StartsWith("attachment:", StringComparison.OrdinalIgnoreCase))
            return attachment?.Invoke(source["attachment:".Length..]) is { } data ? WithSource(picture, data) : Missing(picture);
        if (source.Contains("://") || source.StartsWith("//", StringComparison.Ordinal))
            return $"<a href=\"{picture.Groups["source"].Value}\">{(Text(picture) is "" ? "picture" : Text(picture))}</a>";
        return (ReadFile(source) ?? attachment?.Invoke(source)) is { } file ? WithSource(picture, file) : Missing(picture);
    }

    string? ReadFile(string source)
    {
        if (folder is null) return null;
        var path = Path.Combine(folder, source);
        return TypeOf(source) is { } type && File.Exists(path) ? $"data:{type};base64,{Convert.ToBase64String(File.ReadAllBytes(path))}" : null;
    }

    /// <summary>The MIME type of a file by its name; null when it is no picture.</summary>
    public static string? TypeOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".gif" => "image/gif",
        ".webp" => "image/webp",
        ".svg" => "image/svg+xml",
        _ => null,
    };

    static string WithSource(Match picture, string source) => picture.Groups["before"].Value + source + picture.Groups["after"].Value;

    static string Missing(Match picture) => $"<span class=\"missing\">picture not found: {(Text(picture) is "" ? picture.Groups["source"].Value : Text(picture))}</span>";

    static string Text(Match picture) => AltText().Match(picture.Value).Groups["alt"].Value;

    [GeneratedRegex("""(?<before><img\b[^<>]*?\bsrc=")(?<source>[^"]*)(?<after>"[^<>]*>)""", RegexOptions.IgnoreCase)]
    private static partial Regex Pictures();

    [GeneratedRegex("""\balt="(?<alt>[^"]*)""", RegexOptions.IgnoreCase)]
    private static partial Regex AltText();

    [GeneratedRegex("""(<a\b[^<>]*?\bhref="(?![a-z]+:|//)[^"#?]*?)\.ipynb(#[^"]*)?["]""", RegexOptions.IgnoreCase)]
    private static partial Regex NotebookLinks();

    [GeneratedRegex("[^A-Za-z0-9+/=]+")]
    private static partial Regex NotBase64();

    [GeneratedRegex(@"^image/[a-z0-9.+-]+\z")]
    private static partial Regex PictureType();
}
