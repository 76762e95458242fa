using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Units;

namespace ImageLearn.Grading.Review;

/// <summary>What a marker does with a gradebook, answer by answer. Every change is in the gradebook when the method returns.</summary>
/// <param name="book">The gradebook; other markers may have it open too.</param>
/// <param name="units">The units to mark.</param>
/// <param name="marker">Who marks.</param>
sealed class ReviewDesk(Gradebook book, IReadOnlyList<string> units, string marker)
{
    const int LongestText = 20_000;

    public string Marker => marker;

    /// <summary>The questions; those that a person has to mark come first.</summary>
    public IReadOnlyList<QuestionView> Questions() =>
        [.. units.SelectMany(book.Questions).OrderBy(question => question.ByHand == 0).Select(question => new QuestionView(question.Unit, question.Id, question.Title, question.Points, question.ByHand, question.Rubric?.Criteria ?? []))];

    /// <summary>
    /// The answers to a question, each once: a student who hands in the same answer again is not marked again. Flagged ones come first, then those that wait for a mark; within these
    /// in an order that says nothing of the student. What nobody answered is left out, unless it is flagged or marked.
    /// </summary>
    public IReadOnlyList<QueueItem> Queue(string unit, string question)
    {
        var byHand = Find(unit, question).ByHand > 0;
        var marks = book.StandingMarks(unit, question);
        return [.. from answer in book.AnswersInBrief(unit, question).DistinctBy(answer => (answer.Student, answer.Answer))
                   let item = new QueueItem(answer.Submission, answer.IsFlagged, marks.ContainsKey((answer.Submission, question)))
                   where answer.Outcome != AnswerOutcome.NotAttempted || item.Flagged || item.Marked
                   orderby item.Flagged ? 0 : byHand && !item.Marked ? 1 : 2, Gradebook.HashOf(question, answer.Submission)
                   select item];
    }

    /// <summary>All that stands beside an answer.</summary>
    /// <exception cref="CourseException">There is no such answer.</exception>
    public AnswerView Answer(string submission, string question, bool names)
    {
        var handedIn = Submission(submission);
        var machine = book.AutoMark(submission, question) ?? throw new CourseException($"Submission {submission} has no answer to {question}. Reload the page.");
        var latest = book.LatestMark(submission, question);
        return new(submission, question,
            names ? book.Students().First(student => student.Id == handedIn.Student).Name : null,
            new(machine.Points, machine.Outcome.ToString(), machine.Message, machine.WithReference, machine.Checks, machine.Evidence),
            latest is { Points: { } points } ? new(points, latest.Criteria, latest.Reason, latest.Marker, latest.At) : null, latest?.Id ?? "",
            [.. book.Comments(submission, question).Select(comment => new CommentView(comment.Text, comment.Author, comment.Author == marker))],
            [.. FlagsOf(submission, question, settled: true).Select(flag => new FlagView(flag.Question, flag.Kind.ToString(), flag.Message, flag.RaisedBy, flag.SettledBy is not null))],
            handedIn.Repairs, book.Phrases(handedIn.Unit, question));
    }

    /// <summary>The student's cells as a page of their own; the whole notebook when <paramref name="whole"/>.</summary>
    public string Document(string submission, string question, bool whole)
    {
        Submission(submission);
        return book.Notebook(submission) is { } notebook ? AnswerDocument.Render(notebook, question, whole) : AnswerDocument.Unreadable;
    }

    /// <summary>Gives a mark, unless somebody else has marked the answer since this marker saw it.</summary>
    /// <exception cref="CourseException">It is not a mark that this question can have.</exception>
    public MarkResult Mark(MarkRequest request)
    {
        var question = Find(Submission(request.Submission).Unit, request.Question);
        var criteria = request.Criteria?.Distinct().Order().ToList() ?? [];
        var rubric = question.Rubric?.Criteria ?? [];
        if (criteria.Exists(i => i < 0 || i >= rubric.Count)) throw new CourseException($"{question.Id} has {rubric.Count} criteria, and the mark names number {criteria.First(i => i < 0 || i >= rubric.Count) + 1}. Reload the page.");
        if (request.Points is { } wanted && !(wanted >= 0 && wanted <= question.Points)) throw new CourseException(FormattableString.Invariant($"{question.Id} is worth {question.Points} points, and {wanted} were given. Give 0 to {question.Points}."));
        double? points = request.Points;
        if (points is null && request.Criteria is not null)
            points = Math.Clamp((book.AutoMark(request.Submission, request.Question)?.Points ?? 0) + criteria.Sum(i => rubric[i].Points), 0, question.Points);
        var saved = book.MarkAfter(request.Saw, request.Submission, request.Question, points, marker, Checked(request.Reason), criteria) is not null;
        return new(saved, Answer(request.Submission, request.Question, names: false));
    }

    /// <summary>Writes to the student; an empty text takes back what this marker wrote.</summary>
    public void Write(CommentRequest request) => book.Write(Submission(request.Submission).Id, Find(Submission(request.Submission).Unit, request.Question).Id, Checked(request.Text).Trim(), marker);

    /// <summary>Keeps a text for other answers to the question, or counts that it was used.</summary>
    public IReadOnlyList<string> Keep(PhraseRequest request)
    {
        var of = Submission(request.Submission).Unit;
        if (Checked(request.Text).Trim() is { Length: > 0 } text) book.Keep(of, Find(of, request.Question).Id, text);
        return book.Phrases(of, request.Question);
    }

    /// <summary>Raises a flag, or settles all that are open on the answer and on the submission as a whole.</summary>
    public void Flag(FlagRequest request)
    {
        var submission = Submission(request.Submission);
        var question = Find(submission.Unit, request.Question);
        if (request.Open) book.Raise(submission.Id, question.Id, request.Message == "" ? "Somebody should look at it again." : Checked(request.Message), marker);
        else foreach (var flag in FlagsOf(submission.Id, question.Id, settled: false)) book.Settle(flag, marker);
    }

    IEnumerable<Flag> FlagsOf(string submission, string question, bool settled) => book.Flags(submission, settled).Where(flag => flag.Question == "" || flag.Question == question);

    Submission Submission(string id) => book.Submission(id) is { } submission && units.Contains(submission.Unit) ? submission
        : throw new CourseException($"There is no submission {id} to mark. Reload the page.");

    Question Find(string of, string id) => book.Questions(of).FirstOrDefault(question => question.Id == id && units.Contains(of))
        ?? throw new CourseException($"Unit {of} has no question {id}. Reload the page.");

    static string Checked(string text) => text.Length <= LongestText ? text : throw new CourseException($"The text has {text.Length} characters, and at most {LongestText} are kept. Shorten it.");
}
