using ImageLearn.Grading.Units;
using Microsoft.Data.Sqlite;

namespace ImageLearn.Grading.Gradebooks;

/// <summary>The tables of a gradebook. Every key means the same in every gradebook, so that gradebooks can be merged.</summary>
static class GradebookSchema
{
    /// <summary>Written to <c>pragma user_version</c>. Raise it with a step in <see cref="s_steps"/> for every change.</summary>
    public static int Version => s_steps.Length;

    /// <summary>Step i leads from version i to i + 1; each runs in a transaction of its own.</summary>
    static readonly string[] s_steps =
    [
        """
        -- Who. The id is what the course calls a student: an account, a number, a folder's name.
        create table students (
            student text primary key,
            name    text not null) strict;

        -- What is asked, in the order of the notebook; as the release of the last run had it.
        create table questions (
            unit     text not null,
            question text not null,                 -- Q1.3
            position integer not null,
            title    text not null,
            kind     text not null check (kind in ('code', 'auto', 'free', 'plot')),
            points   real not null,                 -- of the question as a whole
            by_hand  real not null,                 -- of these, those that a person gives
            rubric   text,                          -- JSON: {"criteria": [{"text", "points"}]}
            primary key (unit, question)) strict;

        -- One grading: with what it was graded.
        create table runs (
            run      text primary key,              -- when it began, and a few random digits
            unit     text not null,
            started  text not null,                 -- times: ISO 8601, UTC
            ended    text,                          -- null: it is still going on, or was cut off
            versions text not null) strict;         -- JSON: tool, runtime, system, sandbox, release, solution

        -- What was handed in. The same files handed in again are the same submission.
        create table submissions (
            submission text primary key,            -- hash of unit, student and content
            student    text not null references students,
            unit       text not null,
            path       text not null,               -- where it lay in the folder of submissions
            submitted  text,                        -- when; null where nothing says it
            content    text not null,               -- SHA-256 of the notebook
            state      text not null check (state in ('graded', 'unreadable', 'incomplete')),
            grading    text not null,               -- hash of all that the marks depend on besides the content
            seconds    real not null,
            repairs    text not null,               -- JSON: what was put right, a sentence each
            notebook   blob,                        -- the notebook as it was run, with the outputs of that run: gzip of JSON; null when unreadable
            run        text not null references runs) strict;
        create index submissions_by_student on submissions (unit, student);

        -- The machine's marks. Message and checks are fit for the student; the evidence names hidden tests and is not.
        create table auto_marks (
            submission     text not null references submissions on delete cascade,
            question       text not null,
            points         real not null,
            outcome        text not null check (outcome in ('not-attempted', 'wrong', 'failed', 'partly', 'right', 'by-hand')),
            message        text not null,
            checks         text not null,           -- JSON: the steps of the visible checks
            evidence       text not null,           -- JSON: probe by probe what was asked, and whether the value matched
            answer         text not null,           -- hash of the answer's cells
            with_reference integer not null,        -- 1: earlier questions were answered by the reference solution
            run            text not null,           -- the run that gave this mark
            primary key (submission, question)) strict;
        create index auto_marks_by_question on auto_marks (question);

        -- Marks by people. Never changed, only added to: the latest counts; one without points takes the earlier ones back.
        create table manual_marks (
            mark       text primary key,
            submission text not null,
            question   text not null,
            points     real,
            criteria   text not null,               -- JSON: the numbers of the rubric's criteria that were given
            reason     text not null,
            marker     text not null,
            at         text not null,
            answer     text not null) strict;       -- hash of the answer that was marked
        create index manual_marks_by_answer on manual_marks (submission, question);

        -- What people wrote to the student. Never changed, only added to: an empty text takes the earlier ones of its author back.
        create table comments (
            comment    text primary key,
            submission text not null,
            question   text not null,               -- '' for the submission as a whole
            text       text not null,
            author     text not null,
            at         text not null) strict;
        create index comments_by_answer on comments (submission, question);

        -- What a person should look at.
        create table flags (
            submission text not null,
            question   text not null,               -- '' for the submission as a whole
            kind       text not null,
            message    text not null,
            raised_by  text not null,               -- '' for the grader
            at         text not null,
            settled_by text,                        -- null: still open
            primary key (submission, question, kind, message)) strict;

        -- Texts that markers use again.
        create table phrases (
            unit     text not null,
            question text not null,
            text     text not null,
            used     integer not null,
            primary key (unit, question, text)) strict;
        """,
    ];

    /// <summary>Brings the file to the present version; an empty one gets all tables.</summary>
    /// <exception cref="CourseException">A later version of this program wrote it.</exception>
    public static void Update(SqliteConnection connection, string path)
    {
        int VersionNow() => Convert.ToInt32(connection.Scalar("pragma user_version"), null);

        for (int version; (version = VersionNow()) != Version;)
        {
            if (version > Version) throw new CourseException($"{path} has version {version} of the gradebook, and this program knows {Version}. Use the program that wrote it, or a later one.");
            using var transaction = connection.BeginTransaction();
            if (VersionNow() != version) continue; // another process has opened it too, and was first
            connection.Run(s_steps[version]);
            connection.Run($"pragma user_version = {version + 1}");
            transaction.Commit();
        }
    }
}
