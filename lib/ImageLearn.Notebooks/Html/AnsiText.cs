using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ImageLearn.Notebooks.Html;

/// <summary>
/// Console text with ANSI escapes as HTML: colours and weights become spans, every other escape goes.
/// The sixteen named colours are classes (<c>ansi-1</c> …), so that the style sheet can suit them to light and dark.
/// </summary>
/// <remarks>ECMA-48 section 8.3.117 (SGR); 256 colours and RGB as xterm has them.</remarks>
static partial class AnsiText
{
    public static string ToHtml(string text)
    {
        var html = new StringBuilder(text.Length);
        var style = new Style();
        var at = 0;
        foreach (Match escape in Escapes().Matches(text))
        {
            style.Write(html, text[at..escape.Index]);
            if (escape.Groups["sgr"].Success) style.Apply(escape.Groups["sgr"].Value);
            at = escape.Index + escape.Length;
        }
        style.Write(html, text[at..]);
        return html.ToString();
    }

    // SGR; other control sequences; operating system commands (titles, links); two-character escapes; control characters with no glyph.
    [GeneratedRegex(@"\x1b\[(?<sgr>[0-9;:]*)m|\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?|[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")]
    private static partial Regex Escapes();

    sealed class Style
    {
        readonly SortedSet<string> _weights = new(StringComparer.Ordinal);
        string? _ink, _ground;
        bool _inverse;

        public void Write(StringBuilder html, string text)
        {
            if (text == "") return;
            var (ink, ground) = _inverse ? (_ground ?? "paper", _ink ?? "ink") : (_ink, _ground);
            var classes = string.Join(' ', _weights.Select(weight => "ansi-" + weight).Concat(Class("ansi-", ink)).Concat(Class("ansi-on-", ground)));
            var style = string.Join(';', Rule("color:", ink).Concat(Rule("background-color:", ground)));
            if (classes == "" && style == "")
            {
                html.Append(HtmlText.Escape(text));
                return;
            }
            html.Append("<span");
            if (classes != "") html.Append($" class=\"{classes}\"");
            if (style != "") html.Append($" style=\"{style}\"");
            html.Append('>').Append(HtmlText.Escape(text)).Append("</span>");
        }

        static IEnumerable<string> Class(string prefix, string? colour) => colour is null || colour[0] == '#' ? [] : [prefix + colour];

        static IEnumerable<string> Rule(string property, string? colour) => colour is ['#', ..] ? [property + colour] : [];

        public void Apply(string parameters)
        {
            var codes = parameters.Split(';', ':').Select(code => int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0).ToArray();
            for (var i = 0; i < codes.Length; i++)
                switch (codes[i])
                {
                    case 0: (_ink, _ground, _inverse) = (null, null, false); _weights.Clear(); break;
                    case 1: _weights.Add("bold"); break;
                    case 2: _weights.Add("faint"); break;
                    case 3: _weights.Add("italic"); break;
                    case 4: _weights.Add("underline"); break;
                    case 7: _inverse = true; break;
                    case 9: _weights.Add("strike"); break;
                    case 22: _weights.Remove("bold"); _weights.Remove("faint"); break;
                    case 23: _weights.Remove("italic"); break;
                    case 24: _weights.Remove("underline"); break;
                    case 27: _inverse = false; break;
                    case 29: _weights.Remove("strike"); break;
                    case >= 30 and <= 37: _ink = Named(codes[i] - 30); break;
                    case >= 90 and <= 97: _ink = Named(codes[i] - 82); break;
                    case >= 40 and <= 47: _ground = Named(codes[i] - 40); break;
                    case >= 100 and <= 107: _ground = Named(codes[i] - 92); break;
                    case 38: _ink = Extended(codes, ref i) ?? _ink; break;
                    case 48: _ground = Extended(codes, ref i) ?? _ground; break;
                    case 39: _ink = null; break;
                    case 49: _ground = null; break;
                }
        }

        static string Named(int colour) => colour.ToString(CultureInfo.InvariantCulture);

        // 5;n is one of 256, 2;r;g;b any.
        static string? Extended(int[] codes, ref int i)
        {
            var rest = codes.AsSpan(i + 1);
            switch (rest)
            {
                case [5, var n, ..]:
                    i += 2;
                    return n < 16 ? Named(n) : Palette(Math.Min(n, 255));
                case [2, var r, var g, var b, ..]:
                    i += 4;
                    return Hex(r, g, b);
                default:
                    i = codes.Length;
                    return null;
            }
        }

        // 16–231: a cube of 6×6×6; 232–255: greys.
        static string Palette(int n)
        {
            if (n >= 232) return Hex(8 + 10 * (n - 232), 8 + 10 * (n - 232), 8 + 10 * (n - 232));
            return Hex(Level((n - 16) / 36), Level((n - 16) / 6 % 6), Level((n - 16) % 6));
        }

        static int Level(int step) => step == 0 ? 0 : 55 + 40 * step;

        static string Hex(int r, int g, int b) => $"#{Math.Min(r, 255):x2}{Math.Min(g, 255):x2}{Math.Min(b, 255):x2}";
    }
}
