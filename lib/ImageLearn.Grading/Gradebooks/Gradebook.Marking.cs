using ImageLearn.Grading.Units;
using Microsoft.Data.Sqlite;

namespace ImageLearn.Grading.Gradebooks;

// What people write. Nothing here changes a row that somebody else wrote: two markers at once lose nothing.
public sealed partial class Gradebook
{
    /// <summary>Gives an answer its points, or (null) takes the mark back. The machine's own mark is kept beside it.</summary>
    /// <exception cref="CourseException">The submission has no such question.</exception>
    public ManualMark Mark(string submission, string question, double? points, string marker, string reason = "", IReadOnlyList<int>? criteria = null) =>
        Written(db => Insert(db, submission, question, points, marker, reason, criteria ?? [], LatestMark(db, submission, question)));

    /// <summary>
    /// As <see cref="Mark"/>, but only while the answer's latest mark is the one that the marker <paramref name="saw"/> (empty: none). Null, and nothing written, when somebody
    /// has marked it since: the later of two marks would count, and its giver would not know of the other.
    /// </summary>
    /// <inheritdoc cref="Mark" path="/exception"/>
    public ManualMark? MarkAfter(string saw, string submission, string question, double? points, string marker, string reason = "", IReadOnlyList<int>? criteria = null) => Written(db =>
    {
        var latest = LatestMark(db, submission, question);
        return (latest?.Id ?? "") == saw ? Insert(db, submission, question, points, marker, reason, criteria ?? [], latest) : null;
    });

    ManualMark Insert(SqliteConnection db, string submission, string question, double? points, string marker, string reason, IReadOnlyList<int> criteria, ManualMark? latest)
    {
        if (db.Scalar("select answer from auto_marks where submission = ?1 and question = ?2", submission, question) is not string answer)
            throw new CourseException($"Submission {submission} has no answer to {question} in {Path}. Grade it first.");
        var at = NowAfter(latest?.At);
        var mark = new ManualMark(NewId(at), submission, question, points, criteria, reason, marker, at, answer);
        db.Run("insert into manual_marks values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", mark.Id, submission, question, points, ToJson(criteria), reason, marker, at, answer);
        db.Run("update flags set settled_by = ?3 where submission = ?1 and question = ?2 and kind = 'answer-changed'", submission, question, marker);
        return mark;
    }

    /// <summary>Writes to the student about an answer, or (<paramref name="question"/> is empty) the submission. It takes the place of what this author wrote there before; an empty text removes it.</summary>
    public Comment Write(string submission, string question, string text, string author) => Written(db =>
    {
        var at = NowAfter(db.Rows(row => row.TimeOrNull(0), "select max(at) from comments where submission = ?1 and question = ?2", submission, question)[0]);
        var comment = new Comment(NewId(at), submission, question, text, author, at);
        db.Run("insert into comments values (?1, ?2, ?3, ?4, ?5, ?6)", comment.Id, submission, question, text, author, at);
        return comment;
    });

    /// <summary>Now, but later than what it follows, also within a millisecond or when the clock was set back: the latest counts.</summary>
    static DateTimeOffset NowAfter(DateTimeOffset? latest) => latest?.AddMilliseconds(1) is { } next && next > DateTimeOffset.UtcNow ? next : DateTimeOffset.UtcNow;

    /// <summary>Keeps a text for the next answers, and counts how often it was used.</summary>
    public void Keep(string unit, string question, string phrase) => Written(db =>
        db.Run("insert into phrases values (?1, ?2, ?3, 1) on conflict do update set used = used + 1", unit, question, phrase));

    /// <summary>Asks for somebody to look at it.</summary>
    public void Raise(string submission, string question, string message, string person) => Written(db =>
        db.Run("insert into flags values (?1, ?2, 'review', ?3, ?4, ?5, null) on conflict do update set settled_by = null", submission, question, message, person, DateTimeOffset.UtcNow));

    /// <summary>Somebody has looked at it; or (null) it is to be looked at again.</summary>
    public void Settle(Flag flag, string? person) => Written(db =>
        db.Run("update flags set settled_by = ?5 where submission = ?1 and question = ?2 and kind = ?3 and message = ?4", flag.Submission, flag.Question, Word(flag.Kind), flag.Message, person));

    /// <summary>Gives a student a name; the folder's or the account's stands until then.</summary>
    public void Name(string student, string name) => Written(db => db.Run("update students set name = ?2 where student = ?1", student, name));
}
