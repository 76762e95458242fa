using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ImageLearn.Notebooks.Html;

/// <summary>A formula found in Markdown.</summary>
/// <param name="Source">As it was written, with its marks.</param>
/// <param name="Latex">The formula itself.</param>
/// <param name="Display">On a line of its own.</param>
sealed record Formula(string Source, string Latex, bool Display);

/// <summary>
/// Takes formulas out of Markdown before it is parsed, as Jupyter does, because Markdown would read their underscores, backslashes and
/// line starts as its own. Each leaves a mark behind: its number between two characters that Unicode sets aside for inner use.
/// </summary>
/// <remarks>
/// Formulas are <c>$…$</c>, <c>$$…$$</c>, <c>\(…\)</c>, <c>\[…\]</c> at the start of a line, and environments; none goes over an empty line.
/// An inline <c>$</c> opens before and closes after a character that is no space, and does not close before a digit, so that prices stay prices.
/// The longest has 5000 characters, which keeps the search short whatever the text.
/// </remarks>
static partial class MathText
{
    public const char Open = '\uFDD0', Close = '\uFDD1';

    const int Longest = 5000;

    public static string TakeOut(string markdown, List<Formula> formulas)
    {
        markdown = markdown.Replace(Open, '\uFFFD');
        var text = new StringBuilder(markdown.Length);
        for (var at = 0; at < markdown.Length;)
        {
            if (FindFormula(markdown, at) is var (source, latex, display))
            {
                text.Append(Open).Append(formulas.Count.ToString(CultureInfo.InvariantCulture)).Append(Close);
                formulas.Add(new(source, latex, display));
                at += source.Length;
                continue;
            }
            var length = LengthWithoutFormula(markdown, at);
            text.Append(markdown, at, length);
            at += length;
        }
        return text.ToString();
    }

    /// <summary>The text with each mark replaced by what <paramref name="show"/> makes of its formula.</summary>
    public static string PutBack(string text, List<Formula> formulas, Func<Formula, string> show) =>
        text.Contains(Open) ? Mark().Replace(text, mark => int.Parse(mark.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is var i && i < formulas.Count ? show(formulas[i]) : "") : text;

    static Formula? FindFormula(string text, int at)
    {
        if (text[at] is not ('$' or '\\')) return null;
        var rest = Paragraph(text.AsSpan(at));
        return rest switch
        {
            ['$', '$', ..] => Between(rest, 2, "$$", display: true),
            ['$', not (' ' or '\t' or '\n' or '$'), ..] => Dollars(rest),
            ['\\', '(', ..] => Between(rest, 2, "\\)", display: false),
            ['\\', '\\', '(', ..] => Between(rest, 3, "\\\\)", display: false),
            ['\\', '[', ..] when StartsLine(text, at) => Between(rest, 2, "\\]", display: true),
            ['\\', '\\', '[', ..] when StartsLine(text, at) => Between(rest, 3, "\\\\]", display: true),
            ['\\', 'b', 'e', 'g', 'i', 'n', '{', ..] => Environment(rest),
            _ => null,
        };
    }

    /// <summary>What a formula at the start of the text may reach: up to an empty line.</summary>
    static ReadOnlySpan<char> Paragraph(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, Longest)];
        for (var end = 0; text[end..].IndexOf('\n') is >= 0 and var line;)
        {
            end += line + 1;
            if (text[end..].TrimStart(" \t\r") is ['\n', ..]) return text[..end];
        }
        return text;
    }

    static Formula? Between(ReadOnlySpan<char> text, int start, string close, bool display)
    {
        var length = text[start..].IndexOf(close);
        return length > 0 ? new(text[..(start + length + close.Length)].ToString(), text.Slice(start, length).ToString(), display) : null;
    }

    static Formula? Dollars(ReadOnlySpan<char> text)
    {
        for (var i = 1; i < text.Length; i++)
            switch (text[i])
            {
                case '`': return null;
                case '\\': i++; break;
                case '$':
                    var closes = !char.IsWhiteSpace(text[i - 1]) && !(i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]));
                    return closes ? new(text[..(i + 1)].ToString(), text[1..i].ToString(), Display: false) : null;
            }
        return null;
    }

    static Formula? Environment(ReadOnlySpan<char> text)
    {
        var name = text["\\begin".Length..];
        name = name[..(name.IndexOf('}') + 1)];
        if (name.Length is < 3 or > 30) return null;
        var end = text.IndexOf($"\\end{name}");
        if (end < 0) return null;
        var source = text[..(end + "\\end".Length + name.Length)].ToString();
        return new(source, source, Display: true);
    }

    // Code, and an escaped character, hold no formula; otherwise one character at a time.
    static int LengthWithoutFormula(string text, int at) => text[at] switch
    {
        '`' or '~' when StartsLine(text, at) && Fence().Match(text, at) is { Success: true } fence => fence.Length,
        '`' => CodeSpan().Match(text, at).Length,
        '\\' => Math.Min(2, text.Length - at),
        '$' => text.AsSpan(at).IndexOfAnyExcept('$') is > 0 and var dollars ? dollars : text.Length - at,
        _ => 1,
    };

    static bool StartsLine(string text, int at)
    {
        var before = text.AsSpan(0, at).TrimEnd(" \t>-*");
        return before.IsEmpty || before[^1] == '\n';
    }

    [GeneratedRegex(@"\G(?<fence>`{3,}|~{3,})[^`\n]*\n(?:.*?\n)??[ \t>]*\k<fence>[`~]*[ \t]*(?:\n|$)|\G(?:`{3,}|~{3,})[^`\n]*\n.*", RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\G(?<ticks>`+)(?:(?:(?!\n[ \t]*\n).)+?(?<!`)\k<ticks>(?!`))?", RegexOptions.Singleline)]
    private static partial Regex CodeSpan();

    [GeneratedRegex("\uFDD0([0-9]{1,6})\uFDD1")]
    private static partial Regex Mark();
}
