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

    public static string TakeOut(string markdown, List<Formula> formulas)
    {
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

    /// <summary>The text with each mark replaced.</summary>
    public static string PutBack(string text, Func<int, string> formula) =>
        text.Contains(Open) ? Mark().Replace(text, mark => formula(int.Parse(mark.Groups[1].ValueSpan, CultureInfo.InvariantCulture))) : text;

    static Formula? FindFormula(string text, int at)
    {
        if (text[at] is not ('$' or '\\')) return null;
        if (Display().Match(text, at) is { Success: true } display) return new(display.Value, display.Groups["latex"].Value, Display: true);
        if (text[at] == '\\' && StartsLine(text, at) && Bracket().Match(text, at) is { Success: true } bracket) return new(bracket.Value, bracket.Groups["latex"].Value, Display: true);
        return Inline().Match(text, at) is { Success: true } inline ? new(inline.Value, inline.Groups["latex"].Value, Display: false) : null;
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

    [GeneratedRegex(@"\G(?:\$\$(?<latex>(?:(?!\n[ \t]*\n)(?:\\.|[^$\\])){1,5000}?)\$\$|(?<latex>\\begin\{(?<name>[a-zA-Z]+\*?)\}(?:(?!\n[ \t]*\n).){0,5000}?\\end\{\k<name>\}))", RegexOptions.Singleline)]
    private static partial Regex Display();

    [GeneratedRegex(@"\G\\{1,2}\[(?<latex>(?:(?!\n[ \t]*\n).){1,5000}?)\\{1,2}\]", RegexOptions.Singleline)]
    private static partial Regex Bracket();

    [GeneratedRegex(@"\G(?:\$(?![\s$])(?<latex>(?:(?!\n[ \t]*\n)(?:\\.|[^$\\`])){1,5000}?)(?<!\s)\$(?!\d)|\\{1,2}\((?<latex>(?:(?!\n[ \t]*\n).){1,5000}?)\\{1,2}\))", RegexOptions.Singleline)]
    private static partial Regex Inline();

    [GeneratedRegex(@"\G(?<fence>`{3,}|~{3,})[^`\n]*\n(?:.*?\n)??[ \t>]*\k<fence>[`~]*[ \t]*(?:\n|$)|\G(?:`{3,}|~{3,})[^`\n]*\n.*", RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\G(?<ticks>`+)(?:(?:(?!\n[ \t]*\n).)+?(?<!`)\k<ticks>(?!`))?", RegexOptions.Singleline)]
    private static partial Regex CodeSpan();

    [GeneratedRegex("\uFDD0([0-9]{1,6})\uFDD1")]
    private static partial Regex Mark();
}
