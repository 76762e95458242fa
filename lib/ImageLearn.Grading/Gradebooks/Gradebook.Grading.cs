using System.IO.Compression;
using System.Text;
using Microsoft.Data.Sqlite;

namespace ImageLearn.Grading.Gradebooks;

// What the grader writes.
public sealed partial class Gradebook
{
    /// <summary>A run begins. Or one goes on that was cut off: of that unit and with those versions, if <paramref name="resume"/> is set.</summary>
    internal GradingRun Begin(string unit, IReadOnlyDictionary<string, string> versions, IReadOnlyList<Question> questions, bool resume) => Written(db =>
    {
        if (resume && db.Scalar("select run from runs where unit = ?1 and ended is null and versions = ?2 order by started desc limit 1", unit, ToJson(versions)) is string unfinished)
            return Runs().First(run => run.Id == unfinished);

        var at = DateTimeOffset.UtcNow;
        var run = new GradingRun(NewId(at), unit, at, null, versions);
        db.Run("insert into runs values (?1, ?2, ?3, null, ?4)", run.Id, unit, at, ToJson(versions));
        db.Run("delete from questions where unit = ?1", unit);
        foreach (var question in questions) Insert(db, question);
        return run;
    });

    internal void End(GradingRun run) => Written(db => db.Run("update runs set ended = ?2 where run = ?1", run.Id, DateTimeOffset.UtcNow));

    /// <summary>Writes all there is about a submission at once. Rows that stay as they were keep the run that wrote them; marks by people stay.</summary>
    /// <param name="student">Who handed it in.</param>
    /// <param name="submission">What became of it.</param>
    /// <param name="notebook">As it was run.</param>
    /// <param name="marks">One for each question.</param>
    /// <param name="flags">The grader's, in the place of those it raised before.</param>
    internal void Save(Student student, Submission submission, string? notebook, IReadOnlyList<AutoMark> marks, IReadOnlyList<Flag> flags) => Written(db =>
    {
        Insert(db, student);
        Insert(db, submission, notebook is null ? null : Packed(notebook));
        if (marks.Count > 0 || submission.State == SubmissionState.Unreadable)
            db.Run("delete from auto_marks where submission = ?1 and question not in (select value from json_each(?2))", submission.Id, ToJson(marks.Select(mark => mark.Question)));
        foreach (var mark in marks) Insert(db, mark);

        // What a person has settled stays settled while the grader says the same.
        db.Run("delete from flags where submission = ?1 and raised_by = '' and settled_by is null", submission.Id);
        foreach (var flag in flags.Concat(ChangedAnswers(db, submission, marks))) Insert(db, flag);
        return 0;
    });

    /// <summary>Answers of which another version was marked by hand.</summary>
    static List<Flag> ChangedAnswers(SqliteConnection db, Submission submission, IReadOnlyList<AutoMark> marks) => [.. marks
        .Where(mark => Convert.ToInt64(db.Scalar("""
            select exists(select 1 from manual_marks m join submissions s using (submission) where s.unit = ?1 and s.student = ?2 and m.question = ?3 and m.points is not null)
            and not exists(select 1 from manual_marks m join submissions s using (submission) where s.unit = ?1 and s.student = ?2 and m.question = ?3 and m.answer = ?4)
            """, submission.Unit, submission.Student, mark.Question, mark.Answer), null) == 1)
        .Select(mark => new Flag(submission.Id, mark.Question, FlagKind.AnswerChanged, "An earlier answer was marked by hand, and this one is another: it needs a mark of its own.", "", DateTimeOffset.UtcNow))];

    static void Insert(SqliteConnection db, Student student) =>
        db.Run("insert into students values (?1, ?2) on conflict do update set name = excluded.name where name = student and excluded.name <> student", student.Id, student.Name);

    static void Insert(SqliteConnection db, Question question) => db.Run("insert into questions values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        question.Unit, question.Id, question.Position, question.Title, Word(question.Kind), question.Points, question.ByHand, question.Rubric is null ? null : ToJson(question.Rubric));

    static void Insert(SqliteConnection db, Submission submission, byte[]? notebook) => db.Run("""
        insert into submissions values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) on conflict do update set
        path = ?4, submitted = ?5, state = ?7, grading = ?8, seconds = ?9, repairs = ?10, notebook = ?11, run = ?12
        """, submission.Id, submission.Student, submission.Unit, submission.Path, submission.Submitted, submission.Content, Word(submission.State), submission.Grading, submission.Seconds,
        ToJson(submission.Repairs), notebook, submission.Run);

    static void Insert(SqliteConnection db, AutoMark mark) => db.Run("""
        insert into auto_marks values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) on conflict do update set
        points = ?3, outcome = ?4, message = ?5, checks = ?6, evidence = ?7, answer = ?8, with_reference = ?9, run = ?10
        where (points, outcome, message, checks, evidence, answer, with_reference) is not (?3, ?4, ?5, ?6, ?7, ?8, ?9)
        """, mark.Submission, mark.Question, mark.Points, Word(mark.Outcome), mark.Message, ToJson(mark.Checks), ToJson(mark.Evidence), mark.Answer, mark.WithReference, mark.Run);

    static void Insert(SqliteConnection db, Flag flag) => db.Run("insert into flags values (?1, ?2, ?3, ?4, ?5, ?6, ?7) on conflict do nothing",
        flag.Submission, flag.Question, Word(flag.Kind), flag.Message, flag.RaisedBy, flag.At, flag.SettledBy);

    static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
