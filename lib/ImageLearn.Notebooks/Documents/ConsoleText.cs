using System.Text;

namespace ImageLearn.Notebooks.Documents;

/// <summary>The text of one console stream, as a person sees it after carriage returns and backspaces, the way Jupyter's front ends show it.</summary>
sealed class ConsoleText(string name)
{
    readonly StringBuilder _text = new();

    public string Name { get; } = name;

    public void Append(string text) => _text.Append(text);

    public override string ToString() => Overwrite(Erase(_text.ToString()));

    /// <summary>A backspace takes away the character before it on its line.</summary>
    static string Erase(string text)
    {
        if (!text.Contains('\b')) return text;
        var left = new StringBuilder(text.Length);
        foreach (var c in text)
            if (c != '\b') left.Append(c);
            else if (left.Length > 0 && left[^1] != '\n') left.Length--;
        return left.ToString();
    }

    /// <summary>
    /// After a carriage return the line is written over from its start; what is longer stays behind.
    /// One at the very end is kept: text may follow.
    /// </summary>
    static string Overwrite(string text)
    {
        if (!text.Contains('\r')) return text;
        var written = new StringBuilder(text.Length);
        var (lineStart, cursor) = (0, 0);
        foreach (var c in text.AsSpan().TrimEnd('\r'))
            if (c == '\r') cursor = lineStart;
            else if (c == '\n')
            {
                written.Append(c);
                lineStart = cursor = written.Length;
            }
            else if (cursor < written.Length) written[cursor++] = c;
            else
            {
                written.Append(c);
                cursor++;
            }
        return written + (text[^1] == '\r' ? "\r" : "");
    }
}
