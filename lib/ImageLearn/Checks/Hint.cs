using System.Text;
using System.Text.Json.Nodes;
using ImageLearn.Output;

namespace ImageLearn.Checks;

/// <summary>
/// Hints that a student asks for one by one: <c>Hint.For("Q2.2.2", reveal: 0, …)</c> says how many there are; changing 0 to 1 and
/// running the cell shows the first, 2 the second as well. Each says more than the one before.
/// </summary>
/// <remarks>
/// The author writes hints as plain text; in the student's copy they stand sealed (see <see cref="Seal"/>), so that reading
/// the cell does not tell them. What is shown depends on the cell's text alone, not on how often it ran.
/// </remarks>
public static class Hint
{
    const string Mark = "hint:";

    /// <summary>Shows the first <paramref name="reveal"/> hints, and emits how many as <c>imagelearn.hint</c>.</summary>
    /// <param name="question">The question, e.g. "Q2.2.2".</param>
    /// <param name="reveal">How many to show; the student raises it.</param>
    /// <param name="hints">The hints, plain or sealed; Markdown, so that code and formulas can be written.</param>
    public static void For(string question, int reveal, params IReadOnlyList<string> hints)
    {
        int shown = Math.Clamp(reveal, 0, hints.Count);
        string[] lines = [.. hints.Take(shown).Select((hint, i) => $"**{question}, hint {i + 1} of {hints.Count}.** {Read(hint)}"), Next(question, shown, hints.Count)];
        var markdown = string.Join("\n\n", lines.Where(line => line.Length > 0));
        var bundle = MimeBundle.Plain(markdown.Replace("**", "")).With("text/markdown", markdown);
        bundle.Metadata["imagelearn"] = new JsonObject { ["hint"] = new JsonObject { ["question"] = question, ["shown"] = shown, ["of"] = hints.Count } };
        Cell.Show(bundle);
    }

    /// <summary>The sealed form of a hint: not secret, only out of sight.</summary>
    public static string Seal(string hint) => Mark + Convert.ToBase64String(Encoding.UTF8.GetBytes(Read(hint)));

    /// <summary>The text of a hint, sealed or not.</summary>
    public static string Read(string hint)
    {
        if (!hint.StartsWith(Mark, StringComparison.Ordinal)) return hint;
        try { return Encoding.UTF8.GetString(Convert.FromBase64String(hint[Mark.Length..])); }
        catch (FormatException) { return hint; }    // a plain hint that happens to begin so
    }

    static string Next(string question, int shown, int count) => (shown, count) switch
    {
        (_, 0) => $"There are no hints for {question}.",
        (0, 1) => $"There is one hint for {question}. To read it, change `reveal: 0` to `reveal: 1` and run this cell.",
        (0, _) => $"There are {count} hints for {question}. To read the first, change `reveal: 0` to `reveal: 1` and run this cell.",
        _ when shown < count => $"Try with this first. The next hint says more: `reveal: {shown + 1}`.",
        _ => "",
    };
}
