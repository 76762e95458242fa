using ImageLearn.Grading.Units;
using Microsoft.Data.Sqlite;

namespace ImageLearn.Grading.Gradebooks;

/// <summary>Joins gradebooks of parts of a class, or of several units, into one.</summary>
public static class GradebookMerge
{
    // In the order in which rows refer to each other. What is there already stays.
    static readonly string[] s_tables = ["students", "questions", "runs", "submissions", "auto_marks", "manual_marks", "comments", "flags", "phrases"];

    static readonly string[] s_conflicts =
    [
        """
        select 'unit ' || a.unit || ' ' || a.question || ': ' || a.points || ' points here, ' || b.points || ' there'
        from main.questions a join other.questions b using (unit, question) where (a.points, a.by_hand, a.kind) is not (b.points, b.by_hand, b.kind)
        """,
        """
        select 'unit ' || unit || ': it has ' || question || ' in one gradebook only' from
        (select unit, question from main.questions union all select unit, question from other.questions)
        where unit in (select unit from main.questions) and unit in (select unit from other.questions) group by unit, question having count(*) = 1
        """,
        """
        select s.student || ' unit ' || s.unit || ' ' || a.question || ': ' || a.points || ' points here, ' || b.points || ' there'
        from main.auto_marks a join other.auto_marks b using (submission, question) join main.submissions s using (submission)
        where (a.points, a.outcome, a.answer) is not (b.points, b.outcome, b.answer)
        """,
    ];

    /// <summary>Joins gradebooks into a new one, or adds them to one that is there.</summary>
    /// <exception cref="CourseException">They contradict each other; the message lists where. Nothing is written then.</exception>
    public static void Merge(string into, IReadOnlyList<string> from)
    {
        foreach (var path in from.Append(into).Where(File.Exists)) Gradebook.Open(path).Dispose(); // they are gradebooks, and of this version
        if (from.FirstOrDefault(path => !File.Exists(path)) is { } missing) throw new CourseException($"There is no gradebook {missing}. Give the paths of files that `imagelearn grade` wrote.");
        var isNew = !File.Exists(into);
        var draft = isNew ? $"{into}.{Guid.NewGuid():N}.tmp" : into;
        try
        {
            Gradebook.Open(draft, create: true).Dispose();
            using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = draft, Pooling = false }.ToString()))
            {
                connection.Open();
                // One transaction over all: foreign files are attached before it begins.
                var conflicts = new List<string>();
                using var _ = new Attached(connection, from);
                using var transaction = connection.BeginTransaction();
                for (var i = 0; i < from.Count; i++)
                {
                    conflicts.AddRange(s_conflicts.SelectMany(sql => connection.Rows(row => $"{from[i]}: {row.GetString(0)}", sql.Replace("other.", $"other{i}.", StringComparison.Ordinal))));
                    if (conflicts.Count == 0)
                        foreach (var table in s_tables) connection.Run($"insert or ignore into main.{table} select * from other{i}.{table}");
                }
                if (conflicts.Count > 0)
                    throw new CourseException($"The gradebooks contradict each other, and nothing was written:\n  {string.Join("\n  ", conflicts.Take(50))}{(conflicts.Count > 50 ? $"\n  … and {conflicts.Count - 50} more" : "")}\nGrade these again with one version of the course, or leave a gradebook out.");
                transaction.Commit();
            }
            if (isNew) File.Move(draft, into);
        }
        finally
        {
            if (isNew) foreach (var ending in (string[])["", "-wal", "-shm"]) File.Delete(draft + ending);
        }
    }

    sealed class Attached : IDisposable
    {
        readonly SqliteConnection _connection;
        readonly int _count;

        public Attached(SqliteConnection connection, IReadOnlyList<string> paths)
        {
            const int Most = 10; // SQLite's own limit
            if (paths.Count > Most) throw new CourseException($"At most {Most} gradebooks are joined at a time, and these are {paths.Count}. Join them in groups.");
            (_connection, _count) = (connection, paths.Count);
            for (var i = 0; i < paths.Count; i++) connection.Run($"attach database ?1 as other{i}", paths[i]);
        }

        public void Dispose()
        {
            for (var i = 0; i < _count; i++) _connection.Run($"detach database other{i}");
        }
    }
}
