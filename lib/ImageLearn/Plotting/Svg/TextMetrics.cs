namespace ImageLearn.Plotting.Svg;

/// <summary>
/// How wide a text will be. Which font a reader's <c>sans-serif</c> is cannot be known; the widths are those of DejaVu Sans,
/// the widest of the usual ones, so a text takes at most the room it is given.
/// </summary>
static class TextMetrics
{
    /// <summary>Advance widths of U+0020 to U+007E in hundredths of the font size.</summary>
    static ReadOnlySpan<byte> Widths =>
    [
        32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53,
        100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50,
        50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
    ];

    const double BoldFactor = 1.12;

    public static double Width(string text, double size, bool bold = false) =>
        text.EnumerateRunes().Sum(static rune => Hundredths(rune.Value)) / 100.0 * size * (bold ? BoldFactor : 1);

    /// <summary>Lines of whole words that are no wider than <paramref name="width"/>, as far as the words allow.</summary>
    public static IReadOnlyList<string> Wrap(string text, double width, double size, bool bold = false)
    {
        var lines = new List<string>();
        foreach (var word in text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && Width($"{lines[^1]} {word}", size, bold) <= width) lines[^1] += $" {word}";
            else lines.Add(word);
        }
        return lines;
    }

    static int Hundredths(int rune) => rune switch
    {
        >= 0x20 and <= 0x7E => Widths[rune - 0x20],
        '²' or '³' or '¹' or >= 0x2070 and <= 0x2079 or >= 0x2080 and <= 0x2089 or '°' or '’' or '·' => 42,
        '⁻' or '–' => 55,
        >= 0x0300 and <= 0x036F => 0,
        '−' or '×' or '±' or '≈' or '≤' or '≥' or '→' or '←' => 84,
        '—' or '…' or >= 0x2E80 => 100,
        _ => 68,
    };
}
