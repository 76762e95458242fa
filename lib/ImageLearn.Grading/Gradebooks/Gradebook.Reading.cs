using System.IO.Compression;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;
using Microsoft.Data.Sqlite;

namespace ImageLearn.Grading.Gradebooks;

public sealed partial class Gradebook
{
    const string SubmissionColumns = "submission, student, unit, path, submitted, content, state, grading, seconds, repairs, run";
    const string AutoMarkColumns = "submission, question, points, outcome, message, checks, evidence, answer, with_reference, run";
    const string ManualMarkColumns = "mark, submission, question, points, criteria, reason, marker, at, answer";

    /// <summary>All students, by their ids.</summary>
    public IReadOnlyList<Student> Students() => Locked(db => db.Rows(row => new Student(row.GetString(0), row.GetString(1)), "select student, name from students order by student"));

    /// <summary>The units that something was handed in for.</summary>
    public IReadOnlyList<string> Units() => Locked(db => db.Rows(row => row.GetString(0), "select distinct unit from questions order by unit"));

    /// <summary>The units that are meant: the one of a number; in a course of nbgrader's also all of an assignment; all for null. None when there is none.</summary>
    public IReadOnlyList<string> UnitsOf(string? wanted) => wanted is null ? Units() : [.. Units().Where(unit => unit == wanted.PadLeft(2, '0') || UnitName.Means(wanted, unit))];

    /// <summary>The questions of a unit (null: of all), in the order of the notebook.</summary>
    public IReadOnlyList<Question> Questions(string? unit = null) => Locked(db => db.Rows(
        row => new Question(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3), Value<QuestionKind>(row.GetString(4)), row.GetDouble(5), row.GetDouble(6), row.TextOrNull(7) is { } rubric ? FromJson<Rubric>(rubric) : null),
        "select unit, question, position, title, kind, points, by_hand, rubric from questions where ?1 is null or unit = ?1 order by unit, position", unit));

    /// <summary>The gradings, the latest first.</summary>
    public IReadOnlyList<GradingRun> Runs() => Locked(db => db.Rows(
        row => new GradingRun(row.GetString(0), row.GetString(1), row.Time(2), row.TimeOrNull(3), FromJson<Dictionary<string, string>>(row.GetString(4))),
        "select run, unit, started, ended, versions from runs order by started desc"));

    /// <summary>What was handed in for a unit (null: for all), student by student, the earliest first.</summary>
    public IReadOnlyList<Submission> Submissions(string? unit = null, string? student = null) => Locked(db => db.Rows(ReadSubmission,
        $"select {SubmissionColumns} from submissions where (?1 is null or unit = ?1) and (?2 is null or student = ?2) order by unit, student, submitted, path, submission", unit, student));

    /// <summary>One submission; null when there is none of that id.</summary>
    public Submission? Submission(string id) => Locked(db => db.Rows(ReadSubmission, $"select {SubmissionColumns} from submissions where submission = ?1", id).FirstOrDefault());

    /// <summary>The notebook as it was run, with the outputs of that run; null when it could not be read. What it shows is the submission's: escape it.</summary>
    public NotebookDocument? Notebook(string submission)
    {
        if (Locked(db => db.Scalar("select notebook from submissions where submission = ?1", submission)) is not byte[] packed) return null;
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress)) gzip.CopyTo(unpacked);
        return NotebookDocument.Parse(unpacked.GetBuffer().AsSpan(0, (int)unpacked.Length), submission);
    }

    /// <summary>The machine's marks of a submission, or of all answers to a question.</summary>
    public IReadOnlyList<AutoMark> AutoMarks(string? submission = null, string? unit = null, string? question = null) => Locked(db => db.Rows(ReadAutoMark,
        $"""
        select {AutoMarkColumns} from auto_marks where (?1 is null or submission = ?1) and (?3 is null or question = ?3)
        and (?2 is null or submission in (select submission from submissions where unit = ?2)) order by submission, question
        """, submission, unit, question));

    /// <summary>All marks by people, also those that later ones replace, the earliest first.</summary>
    public IReadOnlyList<ManualMark> ManualMarks(string? submission = null, string? question = null) => Locked(db => db.Rows(ReadManualMark,
        $"select {ManualMarkColumns} from manual_marks where (?1 is null or submission = ?1) and (?2 is null or question = ?2) order by at, mark", submission, question));

    /// <summary>
    /// The marks by people that count, by submission and question. A mark belongs to the answer: it counts for every submission of that student
    /// with the same answer, and not for one whose answer is another.
    /// </summary>
    public IReadOnlyDictionary<(string Submission, string Question), ManualMark> StandingMarks(string? unit = null, string? question = null) => Locked(db => db.Rows(
        row => (Key: (row.GetString(9), row.GetString(2)), Mark: ReadManualMark(row)),
        """
        select m.mark, m.submission, m.question, m.points, m.criteria, m.reason, m.marker, m.at, m.answer, a.submission
        from manual_marks m join submissions marked on marked.submission = m.submission
        join submissions s on s.unit = marked.unit and s.student = marked.student
        join auto_marks a on a.submission = s.submission and a.question = m.question and a.answer = m.answer
        where (?1 is null or s.unit = ?1) and (?2 is null or m.question = ?2) order by m.at, m.mark
        """, unit, question).GroupBy(row => row.Key, row => row.Mark).Select(marks => (marks.Key, Last: marks.Last())).Where(mark => mark.Last.Points is not null).ToDictionary(mark => mark.Key, mark => mark.Last));

    /// <summary>What people wrote, in the order of time; what was taken back or written anew is left out.</summary>
    public IReadOnlyList<Comment> Comments(string? submission = null, string? question = null) => [.. Locked(db => db.Rows(
        row => new Comment(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.Time(5)),
        "select comment, submission, question, text, author, at from comments where (?1 is null or submission = ?1) and (?2 is null or question = ?2) order by at, comment", submission, question))
        .GroupBy(comment => (comment.Submission, comment.Question, comment.Author)).Select(comments => comments.Last()).Where(comment => comment.Text != "").OrderBy(comment => comment.At)];

    /// <summary>What is to be looked at; also what is settled already, if wanted.</summary>
    public IReadOnlyList<Flag> Flags(string? submission = null, bool settled = false) => Locked(db => db.Rows(ReadFlag,
        "select submission, question, kind, message, raised_by, at, settled_by from flags where (?1 is null or submission = ?1) and (?2 or settled_by is null) order by submission, question, kind, message", submission, settled));

    /// <summary>Texts that markers use again for a question, the most used first.</summary>
    public IReadOnlyList<string> Phrases(string unit, string question) => Locked(db => db.Rows(row => row.GetString(0), "select text from phrases where unit = ?1 and question = ?2 order by used desc, text", unit, question));

    static Submission ReadSubmission(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.TimeOrNull(4), row.GetString(5), Value<SubmissionState>(row.GetString(6)), row.GetString(7), row.GetDouble(8),
        FromJson<string[]>(row.GetString(9)), row.GetString(10));

    static AutoMark ReadAutoMark(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetDouble(2), Value<AnswerOutcome>(row.GetString(3)), row.GetString(4), FromJson<CheckStepNote[]>(row.GetString(5)), FromJson<ProbeEvidence[]>(row.GetString(6)),
        row.GetString(7), row.GetBoolean(8), row.GetString(9));

    static ManualMark ReadManualMark(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetDouble(3), FromJson<int[]>(row.GetString(4)), row.GetString(5), row.GetString(6), row.Time(7), row.GetString(8));

    static Flag ReadFlag(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), Value<FlagKind>(row.GetString(2)), row.GetString(3), row.GetString(4), row.Time(5), row.TextOrNull(6));
}
