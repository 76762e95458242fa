using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace ImageLearn.Notebooks.Html;

/// <summary>
/// A stranger's HTML as HTML that can do nothing: what comes out is written anew, of a few elements and attributes that only look like something. All else is left as
/// text that one can read. It is balanced, so that nothing in it reaches beyond the place where it is put. Fit for <see cref="NotebookPageOptions.Sanitise"/>.
/// </summary>
/// <remarks>
/// Nothing that a browser reads by rules of its own is let through: no <c>svg</c>, <c>math</c>, <c>style</c>, <c>template</c>, <c>noscript</c>, <c>title</c>, so that a browser
/// reads the result as it was written.
/// </remarks>
public static partial class HarmlessHtml
{
    /// <summary>No page needs more levels, and a browser that has to lay out a million of them dies.</summary>
    const int Deepest = 100;

    static readonly HashSet<string> s_elements = new(
        "a abbr b blockquote br caption code dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol p pre s samp section small span strong sub summary sup table tbody td tfoot th thead tr u ul var".Split(' '),
        StringComparer.OrdinalIgnoreCase);

    static readonly HashSet<string> s_empty = new(["br", "hr", "img", "input"], StringComparer.OrdinalIgnoreCase);

    // Those of Markdown, of coloured code and of formulas.
    static readonly HashSet<string> s_classes = new(
        "math display heading anchor missing keyword type method string number comment directive markdown-alert markdown-alert-title markdown-alert-note markdown-alert-tip markdown-alert-important markdown-alert-warning markdown-alert-caution footnotes footnote-ref footnote-back-ref".Split(' '),
        StringComparer.Ordinal);

    /// <summary>The harmless form of some HTML.</summary>
    public static string Of(string html)
    {
        var result = new StringBuilder(html.Length);
        var open = new List<string>();
        var at = 0;
        while (at < html.Length)
        {
            var next = html.IndexOf('<', at);
            if (next < 0) next = html.Length;
            Text(result, html[at..next]);
            if (next == html.Length) break;
            if (html.AsSpan(next).StartsWith("<!--") && html.IndexOf("-->", next + 4, StringComparison.Ordinal) is >= 0 and var end) at = end + 3;
            else if (TagEnd(html, next) is { } close && Tag().Match(html[next..close]) is { Success: true } tag && s_elements.Contains(tag.Groups["name"].Value))
            {
                Element(result, open, tag);
                at = close;
            }
            else
            {
                result.Append("&lt;");
                at = next + 1;
            }
        }
        for (var i = open.Count - 1; i >= 0; i--) result.Append($"</{open[i]}>");
        return result.ToString();
    }

    /// <summary>Where the tag that begins at <paramref name="start"/> is over; null when it is none.</summary>
    static int? TagEnd(string html, int start)
    {
        char? quote = null;
        for (var i = start + 1; i < html.Length; i++)
        {
            var c = html[i];
            if (quote is not null) quote = c == quote ? null : quote;
            else if (c is '"' or '\'') quote = c;
            else if (c == '>') return i + 1;
            else if (c == '<') return null;
        }
        return null;
    }

    static void Element(StringBuilder result, List<string> open, Match tag)
    {
        var name = tag.Groups["name"].Value.ToLowerInvariant();
        if (tag.Groups["slash"].Value == "")
        {
            if (!s_empty.Contains(name) && open.Count >= Deepest) return;
            result.Append('<').Append(name);
            var seen = new HashSet<string>();
            foreach (Match attribute in Attribute().Matches(tag.Groups["attributes"].Value))
                if (attribute.Groups["name"].Value.ToLowerInvariant() is var key && seen.Add(key) && Value(name, key, WebUtility.HtmlDecode(attribute.Groups["value"].Value)) is { } value)
                    result.Append(' ').Append(key).Append("=\"").Append(HtmlText.Escape(value)).Append('"');
            // It shows, and asks for nothing.
            if (name == "input") result.Append(" type=\"checkbox\" disabled=\"\"");
            if (name == "a") result.Append(" rel=\"noopener noreferrer nofollow\"");
            result.Append('>');
            if (!s_empty.Contains(name)) open.Add(name);
        }
        else if (open.LastIndexOf(name) is >= 0 and var at)
        {
            for (var i = open.Count - 1; i >= at; i--) result.Append($"</{open[i]}>");
            open.RemoveRange(at, open.Count - at);
        }
    }

    /// <summary>What an attribute may be; null when it may not.</summary>
    static string? Value(string element, string attribute, string value) => (element, attribute) switch
    {
        ("a", "href") => Link().IsMatch(value) ? value : null,
        ("img", "src") => Picture().IsMatch(value) ? value : null,
        ("img", "alt") or (_, "title") or (_, "aria-label") => value,
        ("img", "width" or "height") or ("td" or "th", "colspan" or "rowspan") or ("ol", "start") => Count().IsMatch(value) ? value : null,
        ("input", "checked") or ("details", "open") => "",
        (_, "id") => Id().IsMatch(value) ? value : null,
        (_, "class") => string.Join(' ', value.Split(' ').Where(s_classes.Contains)) is { Length: > 0 } classes ? classes : null,
        ("td" or "th", "style") => Aligned().IsMatch(value) ? value : null,
        _ => null,
    };

    static void Text(StringBuilder result, string text) => result.Append(NoEntity().Replace(text, "&amp;").Replace(">", "&gt;"));

    [GeneratedRegex(@"\A<(?<slash>/?)(?<name>[A-Za-z][A-Za-z0-9]*)(?<attributes>[\s/].*)?>\z", RegexOptions.Singleline)]
    private static partial Regex Tag();

    [GeneratedRegex("""(?<name>[A-Za-z][A-Za-z-]*)(?:\s*=\s*(?:"(?<value>[^"]*)"|'(?<value>[^']*)'|(?<value>[^\s"'>]+)))?""")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"\A(https?://[^\s]+|#[\w%.:-]*)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Link();

    // An SVG that is an image runs no script and loads nothing.
    [GeneratedRegex(@"\Adata:image/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=]*\z")]
    private static partial Regex Picture();

    [GeneratedRegex(@"\A[0-9]{1,4}\z")]
    private static partial Regex Count();

    [GeneratedRegex(@"\A(?!content)[\w.:-]{1,200}\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"\Atext-align: ?(left|right|center);?\z")]
    private static partial Regex Aligned();

    [GeneratedRegex("&(?!(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")]
    private static partial Regex NoEntity();
}
