using Microsoft.Data.Sqlite;

namespace ImageLearn.Grading.Gradebooks;

/// <summary>An answer that a marker may look at, in short.</summary>
sealed record AnswerInBrief(string Submission, string Student, string Answer, AnswerOutcome Outcome, bool IsFlagged);

// What a marker's page asks for each answer: rows found by their keys, however large the class.
public sealed partial class Gradebook
{
    /// <summary>The machine's mark of one answer; null when there is none.</summary>
    internal AutoMark? AutoMark(string submission, string question) => Locked(db => db.Rows(ReadAutoMark,
        $"select {AutoMarkColumns} from auto_marks where submission = ?1 and question = ?2", submission, question).FirstOrDefault());

    /// <summary>The latest mark by a person of an answer, wherever the student handed it in; also one that took others back. Null when there is none.</summary>
    internal ManualMark? LatestMark(string submission, string question) => Locked(db => LatestMark(db, submission, question));

    static ManualMark? LatestMark(SqliteConnection db, string submission, string question) => db.Rows(ReadManualMark,
        """
        select m.mark, m.submission, m.question, m.points, m.criteria, m.reason, m.marker, m.at, m.answer
        from auto_marks a join submissions s on s.submission = a.submission
        join submissions marked on marked.unit = s.unit and marked.student = s.student
        join manual_marks m on m.submission = marked.submission and m.question = a.question and m.answer = a.answer
        where a.submission = ?1 and a.question = ?2 order by m.at desc, m.mark desc limit 1
        """, submission, question).FirstOrDefault();

    /// <summary>All answers to a question, the latest attempt of each student first.</summary>
    internal IReadOnlyList<AnswerInBrief> AnswersInBrief(string unit, string question) => Locked(db => db.Rows(
        row => new AnswerInBrief(row.GetString(0), row.GetString(1), row.GetString(2), Value<AnswerOutcome>(row.GetString(3)), row.GetBoolean(4)),
        """
        select a.submission, s.student, a.answer, a.outcome,
               exists(select 1 from flags f where f.submission = a.submission and f.question in ('', ?2) and f.settled_by is null)
        from submissions s join auto_marks a on a.submission = s.submission and a.question = ?2
        where s.unit = ?1 order by s.submitted desc, s.path desc
        """, unit, question));
}
