using System.Globalization;

namespace ImageLearn.Notebooks.Html;

/// <summary>Plain values as HTML text.</summary>
static class HtmlText
{
    /// <summary>Text as it stands between tags or in a double-quoted attribute.</summary>
    public static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;");

    /// <summary>A time a person reads at a glance: 40 ms, 3.2 s, 2 min 5 s.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 0.95 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0} ms"),
        < 9.95 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        < 59.5 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor((seconds + 0.5) / 60):0} min {Math.Floor((seconds + 0.5) % 60):0} s"),
    };

    /// <summary>A number with its noun: 1 figure, 12 figures.</summary>
    public static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
