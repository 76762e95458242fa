using System.Globalization;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Marks;

namespace ImageLearn.Grading.Feedback;

/// <summary>How a question stands, as the pages show it: by a sign and a word, and only then by a tone, which is also a class of the style sheet.</summary>
sealed record Standing(string Sign, string Word, string Tone)
{
    public static readonly Standing Full = new("✓", "right", "full");
    public static readonly Standing Part = new("◐", "partly right", "part");
    public static readonly Standing None = new("✗", "wrong", "none");
    public static readonly Standing Failed = new("!", "failed", "none");
    public static readonly Standing NotAttempted = new("○", "not attempted", "open");
    public static readonly Standing Waiting = new("…", "waits for a marker", "open");
    public static readonly Standing Excused = new("–", "does not count", "open");

    /// <param name="mark">What counts.</param>
    /// <param name="machine">What the machine found; null when nothing was handed in.</param>
    public static Standing Of(QuestionMark mark, AutoMark? machine) => mark switch
    {
        { IsExcused: true } => Excused,
        { Points: null } => Waiting,
        _ when machine is null || machine.Outcome == AnswerOutcome.NotAttempted && mark.Points == 0 => NotAttempted,
        // A test that is worth nothing says something all the same.
        _ when mark.Points >= mark.Question.Points && (mark.Question.Points > 0 || mark.ByPerson || machine.Outcome is AnswerOutcome.Right or AnswerOutcome.ByHand) => Full,
        { Points: > 0 } => Part,
        _ => machine.Outcome == AnswerOutcome.Failed ? Failed : None,
    };

    /// <summary>Points without needless digits.</summary>
    public static string Number(double points) => Math.Round(points, 2).ToString(CultureInfo.InvariantCulture);
}
