using System.Text.RegularExpressions;

namespace ImageLearn.Notebooks.Html;

/// <summary>Style, script and fonts that pages carry inside themselves.</summary>
/// <remarks>The folder katex holds katex.min.js, katex.min.css and the woff2 fonts of KaTeX 0.19.1 (npm package <c>katex</c>) as they come, with their licence.</remarks>
static partial class Assets
{
    static readonly Lazy<string> LazyKatexStyle = new(() => FontSources().Replace(Text("katex.min.css"),
        source => $"src:url(data:font/woff2;base64,{Convert.ToBase64String(Bytes(source.Groups["file"].Value))}) format(\"woff2\")"));

    /// <summary>KaTeX's style sheet with its fonts in it.</summary>
    public static string KatexStyle => LazyKatexStyle.Value;

    /// <summary>A text file of the Assets folder.</summary>
    public static string Text(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd();
    }

    static byte[] Bytes(string name)
    {
        using var stream = Open(name);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    static Stream Open(string name) =>
        typeof(Assets).Assembly.GetManifestResourceStream("Html/" + name) ?? throw new FileNotFoundException($"Assets: there is no resource {name}. Add the file to Html/Assets.");

    [GeneratedRegex(@"src:url\(fonts/(?<file>[^)]+\.woff2)\) format\(""woff2""\)[^;}]*")]
    private static partial Regex FontSources();
}
