using System.Text.Json.Nodes;

namespace ImageLearn.Checks;

/// <summary>What a check, or one of its steps, found.</summary>
public enum CheckOutcome
{
    /// <summary>The answer does what was asked.</summary>
    Passed,
    /// <summary>The answer, or something it needs, still throws <see cref="NotImplementedException"/>.</summary>
    NotAttempted,
    /// <summary>The answer gives something else than what was asked.</summary>
    Wrong,
    /// <summary>The answer threw an exception.</summary>
    Failed,
}

/// <summary>One finished step of a check: what was asked, what was found, and what there is to say about it.</summary>
/// <param name="Name">What the step asks, e.g. "huge scores".</param>
/// <param name="Outcome">What was found.</param>
/// <param name="Message">What was expected and what came; empty when the step passed.</param>
/// <param name="Advice">The likely mistake and what to do about it, when known.</param>
public sealed record CheckStep(string Name, CheckOutcome Outcome, string Message, string Advice)
{
    internal JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["outcome"] = Look.Of(Outcome).Key,
        ["message"] = Advice.Length > 0 ? $"{Message} {Advice}" : Message,
    };
}

/// <summary>A wrong result that is known beforehand: when an answer gives it, the check says what it means.</summary>
/// <param name="Gives">The wrong result.</param>
/// <param name="Means">What the student did, and the way on.</param>
public sealed record Mistake<T>(T Gives, string Means);

/// <summary>What a step found, before it has a name.</summary>
readonly record struct Verdict(CheckOutcome Outcome, string Message = "", string Advice = "")
{
    public static Verdict Passed => new(CheckOutcome.Passed);

    public static Verdict Wrong(string message, string? advice) => new(CheckOutcome.Wrong, message, advice ?? "");
}

/// <summary>How an outcome looks: symbol, word and colour say the same. The colours stay apart for colour-blind eyes (Okabe and Ito 2008).</summary>
readonly record struct Look(string Key, string Symbol, string Word, string Colour)
{
    public static readonly Look Running = new("running", "…", "is running", "#767676");

    public static Look Of(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => new("passed", "✓", "passed", "#0072b2"),
        CheckOutcome.NotAttempted => new("not-attempted", "○", "not attempted yet", "#767676"),
        CheckOutcome.Wrong => new("wrong", "✗", "not right yet", "#d55e00"),
        CheckOutcome.Failed => new("failed", "!", "stopped with an exception", "#b5478a"),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
