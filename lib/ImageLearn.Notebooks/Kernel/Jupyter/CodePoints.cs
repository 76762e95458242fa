namespace ImageLearn.Notebooks.Kernel.Jupyter;

/// <summary>Cursor positions: Jupyter counts Unicode code points, .NET counts UTF-16 code units.</summary>
static class CodePoints
{
    /// <summary>The index in <paramref name="text"/> of the code point with the given number; the end when there is none.</summary>
    public static int ToIndex(string text, int? codePoint)
    {
        if (codePoint is not { } wanted || wanted > text.Length) return text.Length;
        var index = 0;
        for (var point = 0; point < wanted && index < text.Length; point++) index += SizeAt(text, index);
        return index;
    }

    /// <summary>How many code points stand before an index.</summary>
    public static int FromIndex(string text, int index)
    {
        var points = 0;
        for (var i = 0; i < index && i < text.Length; i += SizeAt(text, i)) points++;
        return points;
    }

    static int SizeAt(string text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;
}
