using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using ImageLearn.Output;

namespace ImageLearn.Checks;

/// <summary>
/// Guess first, then look: <c>Predict("softmax-overflow", "exp(1000) is …")</c> remembers what a student expects, and
/// <c>Reveal("softmax-overflow", Math.Exp(1000))</c> later shows it beside the truth. Ungraded.
/// </summary>
public static class Predictions
{
    static readonly ConditionalWeakTable<ICellHost, ConcurrentDictionary<string, object>> s_guesses = [];

    /// <summary>Those of this notebook.</summary>
    static ConcurrentDictionary<string, object> Guesses => s_guesses.GetOrCreateValue(Cell.Host);

    /// <summary>Remembers a guess for this session. A text that still holds the … of its template counts as not made yet.</summary>
    /// <param name="id">The name by which <see cref="Reveal"/> finds it.</param>
    /// <param name="guess">The guess: a text, in which the student replaces "…", or a number.</param>
    public static void Predict(string id, object guess)
    {
        bool made = guess is not string text || !text.Contains('…');
        if (made) Guesses[id] = guess;
        else Guesses.TryRemove(id, out _);
        var plain = made ? $"Noted: {Plain(guess)}" : "Write your guess in place of … and run this cell. Then read on.";
        Show(plain, $"<div>{WebUtility.HtmlEncode(plain)}</div>", id, made ? Plain(guess) : null, truth: null);
    }

    /// <summary>Shows the truth beside the guess.</summary>
    /// <param name="id">The name given to <see cref="Predict"/>.</param>
    /// <param name="truth">What is the case: a text, or a value as it was computed; a time or another <see cref="Measured"/> value may differ from run to run.</param>
    /// <param name="because">Why, in a sentence.</param>
    public static void Reveal(string id, object? truth, string because = "")
    {
        var guess = Guesses.TryGetValue(id, out var made) ? Plain(made) : null;
        var (mine, its) = (guess ?? "no guess (it is not too late for one)", Plain(truth is Measured measured ? measured.Value : truth));
        var plain = $"You predicted: {mine}\nIt turned out: {its}{(because.Length > 0 ? $"\n{because}" : "")}";
        static string Row(string head, string text) => $"<tr><td style=\"text-align:left\">{head}</td><td style=\"text-align:left\"><b>{WebUtility.HtmlEncode(text)}</b></td></tr>";
        var html = $"<table>{Row("You predicted", mine)}{Row("It turned out", its)}</table>{(because.Length > 0 ? $"<div>{WebUtility.HtmlEncode(because)}</div>" : "")}";
        Show(plain, html, id, guess, its, mayDiffer: truth is Measured);
    }

    static string Plain(object? value) => value as string ?? Formatting.ToText(value);

    static void Show(string plain, string html, string id, string? guess, string? truth, bool mayDiffer = false)
    {
        var bundle = MimeBundle.Plain(plain).With("text/html", html);
        bundle.Metadata["imagelearn"] = new JsonObject { ["prediction"] = new JsonObject { ["id"] = id, ["guess"] = guess, ["truth"] = truth } };
        Cell.Show(mayDiffer ? Measured.Mark(bundle) : bundle);
    }
}
