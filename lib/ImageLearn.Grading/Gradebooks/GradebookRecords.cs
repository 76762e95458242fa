using ImageLearn.Grading.Units;

namespace ImageLearn.Grading.Gradebooks;

/// <summary>A student; <paramref name="Name"/> is the id where nothing says more.</summary>
public sealed record Student(string Id, string Name);

/// <summary>A question of a unit. Of its <paramref name="Points"/> a person gives <paramref name="ByHand"/>.</summary>
public sealed record Question(string Unit, string Id, int Position, string Title, QuestionKind Kind, double Points, double ByHand, Rubric? Rubric);

/// <summary>What a gradebook says of one grading. It has not <paramref name="Ended"/> while it goes on, or when it was cut off.</summary>
public sealed record GradingRun(string Id, string Unit, DateTimeOffset Started, DateTimeOffset? Ended, IReadOnlyDictionary<string, string> Versions);

/// <summary>What became of a submission.</summary>
public enum SubmissionState
{
    /// <summary>It was run to its end and marked.</summary>
    Graded,
    /// <summary>It is no notebook; see its flags.</summary>
    Unreadable,
    /// <summary>The grader itself failed on it; the next run takes it up again.</summary>
    Incomplete,
}

/// <summary>
/// Something handed in. The <paramref name="Path"/> is relative to the folder of submissions; <paramref name="Content"/> is the notebook's SHA-256, <paramref name="Grading"/>
/// a hash of all else its marks depend on; <paramref name="Repairs"/> say what was put right before it ran.
/// </summary>
public sealed record Submission(
    string Id, string Student, string Unit, string Path, DateTimeOffset? Submitted, string Content, SubmissionState State, string Grading, double Seconds,
    IReadOnlyList<string> Repairs, string Run);

/// <summary>How an answer fared.</summary>
public enum AnswerOutcome
{
    /// <summary>The answer's cells are as they were given out, or gone.</summary>
    NotAttempted,
    /// <summary>It gives wrong values.</summary>
    Wrong,
    /// <summary>It throws, does not compile, or ends its process.</summary>
    Failed,
    /// <summary>Some of its values are right.</summary>
    Partly,
    /// <summary>All is right.</summary>
    Right,
    /// <summary>A person has to read it.</summary>
    ByHand,
}

/// <summary>One step of a visible check, as the student saw it. The text is the submission's: it may say anything.</summary>
public sealed record CheckStepNote(string Check, string Name, string Outcome, string Message);

/// <summary>One hidden probe: what it was worth, whether the value matched the reference's, and if not, why. Not for students.</summary>
public sealed record ProbeEvidence(string Name, double Points, bool Matches, string Reason);

/// <summary>The machine's mark. <paramref name="Message"/> and <paramref name="Checks"/> are fit for the student, the <paramref name="Evidence"/> is not.</summary>
/// <param name="Submission">The submission's id.</param>
/// <param name="Question">The question.</param>
/// <param name="Points">What the machine gives.</param>
/// <param name="Outcome">Why, in a word.</param>
/// <param name="Message">Why, in a sentence.</param>
/// <param name="Checks">The steps of the visible checks.</param>
/// <param name="Evidence">The hidden probes.</param>
/// <param name="Answer">A hash of the answer's cells.</param>
/// <param name="WithReference">Whether the earlier questions were answered by the reference solution, because the student's own were missing or wrong.</param>
/// <param name="Run">The run that gave it.</param>
public sealed record AutoMark(
    string Submission, string Question, double Points, AnswerOutcome Outcome, string Message, IReadOnlyList<CheckStepNote> Checks, IReadOnlyList<ProbeEvidence> Evidence,
    string Answer, bool WithReference, string Run);

/// <summary>
/// A mark by a person: the points of the question as a whole, also those of the machine. Null <paramref name="Points"/> take back what was given before.
/// <paramref name="Criteria"/> are the numbers (from 0) of the rubric's criteria that were given; <paramref name="Answer"/> is the hash of the answer that was marked.
/// </summary>
public sealed record ManualMark(string Id, string Submission, string Question, double? Points, IReadOnlyList<int> Criteria, string Reason, string Marker, DateTimeOffset At, string Answer);

/// <summary>What a person wrote to the student about an answer, or (<paramref name="Question"/> is empty) about the submission.</summary>
public sealed record Comment(string Id, string Submission, string Question, string Text, string Author, DateTimeOffset At);

/// <summary>What a person should look at; about a question, or (it is empty) the submission. Raised by the grader when <paramref name="RaisedBy"/> is empty; open until somebody settles it.</summary>
public sealed record Flag(string Submission, string Question, FlagKind Kind, string Message, string RaisedBy, DateTimeOffset At, string? SettledBy = null);

/// <summary>Why a person should look.</summary>
public enum FlagKind
{
    /// <summary>The file is no notebook, or none that can be read.</summary>
    Unreadable,
    /// <summary>It is not clear whose it is, or which unit's.</summary>
    Identity,
    /// <summary>A hidden probe came back without a value.</summary>
    NoEvidence,
    /// <summary>What came back contradicts itself, as values do that somebody forges.</summary>
    Contradiction,
    /// <summary>An answer ended its process, or ran into a limit.</summary>
    Died,
    /// <summary>It was marked by hand, and the answer has changed since.</summary>
    AnswerChanged,
    /// <summary>The grader itself failed.</summary>
    Trouble,
    /// <summary>Somebody wants it to be looked at.</summary>
    Review,
}
