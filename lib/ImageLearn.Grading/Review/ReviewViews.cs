using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Units;

namespace ImageLearn.Grading.Review;

/// <summary>A question as the page lists it.</summary>
sealed record QuestionView(string Unit, string Id, string Title, double Points, double ByHand, IReadOnlyList<Criterion> Criteria);

/// <summary>A place in the queue of answers.</summary>
sealed record QueueItem(string Submission, bool Flagged, bool Marked);

/// <summary>The mark that counts.</summary>
sealed record MarkView(double Points, IReadOnlyList<int> Criteria, string Reason, string Marker, DateTimeOffset At);

/// <summary>What the machine says.</summary>
sealed record MachineView(double Points, string Outcome, string Message, bool WithReference, IReadOnlyList<CheckStepNote> Checks, IReadOnlyList<ProbeEvidence> Evidence);

sealed record CommentView(string Text, string Author, bool Own);

sealed record FlagView(string Question, string Kind, string Message, string RaisedBy, bool Settled);

/// <summary>All that stands beside an answer. <paramref name="Saw"/> is the id of its latest mark by a person, also of one that took others back; <paramref name="Name"/> is null while names are hidden.</summary>
sealed record AnswerView(
    string Submission, string Question, string? Name, MachineView Machine, MarkView? Mark, string Saw,
    IReadOnlyList<CommentView> Comments, IReadOnlyList<FlagView> Flags, IReadOnlyList<string> Repairs, IReadOnlyList<string> Phrases);

/// <summary>
/// A mark as the page sends it. With <paramref name="Points"/> it is those; else, with <paramref name="Criteria"/>, the machine's points and those of the criteria; with neither, the mark is taken back.
/// </summary>
sealed record MarkRequest(string Submission, string Question, string Saw, IReadOnlyList<int>? Criteria = null, double? Points = null, string Reason = "");

/// <summary>What became of it: when it was not <paramref name="Saved"/>, somebody else has marked the answer in the meantime, and <paramref name="Answer"/> says who.</summary>
sealed record MarkResult(bool Saved, AnswerView Answer);

sealed record CommentRequest(string Submission, string Question, string Text);

sealed record PhraseRequest(string Submission, string Question, string Text);

/// <summary>Asks for somebody to look (<paramref name="Open"/>), or says that somebody did.</summary>
sealed record FlagRequest(string Submission, string Question, bool Open, string Message = "");
