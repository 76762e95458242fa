using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageLearn.Notebooks.Documents;

/// <summary>
/// Long text is one string in memory and a list of lines in the file, for the sake of line-based diffs.
/// Which strings are split, and where, follows <c>nbformat</c> to the letter, so that a save in Jupyter changes nothing.
/// </summary>
static class MultilineText
{
    /// <summary>The text as the list of its lines, each with its end: Python's <c>str.splitlines(True)</c>.</summary>
    public static JsonArray Split(string text)
    {
        var lines = new JsonArray();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!EndsLine(text[i])) continue;
            if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n') i++;
            lines.Add(JsonValue.Create(text[start..(i + 1)]));
            start = i + 1;
        }
        if (start < text.Length) lines.Add(JsonValue.Create(text[start..]));
        return lines;
    }

    /// <summary>The list of lines as one string; null when it is not a list of strings.</summary>
    public static string? Join(JsonArray lines) =>
        lines.All(line => line?.GetValueKind() == JsonValueKind.String) ? string.Concat(lines.Select(line => line!.GetValue<string>())) : null;

    /// <summary>Joins the forms of a MIME bundle that are lists of lines, in place.</summary>
    public static void JoinBundle(JsonObject bundle)
    {
        foreach (var (type, form) in bundle.ToArray())
            if (!IsJson(type) && form is JsonArray lines && Join(lines) is { } text) bundle[type] = text;
    }

    /// <summary>Splits the forms of a MIME bundle that are text, in place.</summary>
    public static void SplitBundle(JsonObject bundle)
    {
        foreach (var (type, form) in bundle.ToArray())
            if (IsText(type) && form is JsonValue value && value.TryGetValue<string>(out var text)) bundle[type] = Split(text);
    }

    /// <summary>Whether a form of this type is JSON, and so never joined or split.</summary>
    public static bool IsJson(string type) =>
        type == "application/json" || (type.StartsWith("application/", StringComparison.Ordinal) && type.EndsWith("+json", StringComparison.Ordinal));

    static bool IsText(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal) || type is "application/javascript" or "image/svg+xml";

    static bool EndsLine(char c) =>
        c is >= '\n' and <= '\r' or >= '\x1c' and <= '\x1e' or '\x85' or '\u2028' or '\u2029';
}
