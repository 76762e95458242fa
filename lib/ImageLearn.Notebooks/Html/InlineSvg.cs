using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace ImageLearn.Notebooks.Html;

/// <summary>
/// SVG as part of a page, where its text can be read and searched. Every id gets a prefix, since a page with two figures would
/// otherwise draw both with the clip paths and gradients of the first. What would reach beyond the figure (style sheets, scripts)
/// or is no XML is shown as a separate picture instead.
/// </summary>
static partial class InlineSvg
{
    public static string ToHtml(string svg, string prefix, string description) => Inline(svg, prefix) is { } inline
        ? $"<figure class=\"figure\" role=\"img\" aria-label=\"{HtmlText.Escape(description)}\">{inline}</figure>"
        : $"<figure class=\"figure\"><img src=\"{PagePictures.DataUri("image/svg+xml", svg)}\" alt=\"{HtmlText.Escape(description)}\"></figure>";

    static string? Inline(string svg, string prefix)
    {
        XElement root;
        try
        {
            // No document type: its entities could swell without end.
            using var reader = XmlReader.Create(new StringReader(svg.Trim()), new() { DtdProcessing = DtdProcessing.Prohibit });
            root = XElement.Load(reader, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            return null;
        }
        if (root.Name.LocalName != "svg" || root.GetPrefixOfNamespace(root.Name.Namespace) is not (null or "") || root.DescendantsAndSelf().Any(element => element.Name.LocalName is "style" or "script"))
            return null;
        var ids = root.DescendantsAndSelf().Attributes("id").Select(id => id.Value).ToHashSet(StringComparer.Ordinal);
        if (ids.Count > 0)
            foreach (var attribute in root.DescendantsAndSelf().Attributes()) attribute.Value = Prefix(attribute, ids, prefix);
        // With a view box and no fixed height the figure shrinks with a narrow window.
        if (root.Attribute("viewBox") is null && root.Attribute("width") is { } width && root.Attribute("height") is { } height)
            root.SetAttributeValue("viewBox", $"0 0 {width.Value.Replace("px", "")} {height.Value.Replace("px", "")}");
        return root.ToString(SaveOptions.DisableFormatting);
    }

    static string Prefix(XAttribute attribute, HashSet<string> ids, string prefix)
    {
        return attribute.Name.LocalName switch
        {
            "id" => prefix + attribute.Value,
            "href" when attribute.Value.StartsWith('#') => "#" + Target(attribute.Value[1..]),
            "aria-labelledby" or "aria-describedby" => string.Join(' ', attribute.Value.Split(' ').Select(Target)),
            // An animation may begin with another: "wheel.end; button.click".
            "begin" or "end" => EventSource().Replace(attribute.Value, source => Target(source.Value)),
            _ => Reference().Replace(attribute.Value, reference => $"url(#{Target(reference.Groups["id"].Value)})"),
        };

        string Target(string id) => ids.Contains(id) ? prefix + id : id;
    }

    [GeneratedRegex(@"url\(\s*['""]?#(?<id>[^'"")\s]+)['""]?\s*\)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"[A-Za-z_][\w-]*(?=\.[a-z])")]
    private static partial Regex EventSource();
}
