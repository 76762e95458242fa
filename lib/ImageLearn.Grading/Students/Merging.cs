using System.Text.RegularExpressions;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Students;

/// <summary>What came of bringing a newer release into a student's notebook.</summary>
/// <param name="KeptIn">Where the notebook as it was is kept; null when it was up to date.</param>
/// <param name="Answers">The questions whose answers were carried over.</param>
/// <param name="Changed">Those of them that now ask something else: the answer may have to be adapted.</param>
/// <param name="Gone">Answered questions that the release does not ask any more; their answers are in the file that is kept.</param>
public sealed record Upgrade(string? KeptIn, IReadOnlyList<string> Answers, IReadOnlyList<string> Changed, IReadOnlyList<string> Gone);

/// <summary>
/// Brings a newer release into a student's notebook. The release gives the cells and their order; the student's are the answers, the predictions, how many hints
/// were opened, the cells they added, and the outputs of cells that are the same in both.
/// </summary>
public static partial class Merging
{
    /// <param name="notebook">The student's notebook; its release becomes the new document.</param>
    /// <param name="now">For the name of the file that keeps what was there.</param>
    public static Upgrade Run(StudentNotebook notebook, DateTime now)
    {
        var before = notebook.Document.ToJson();
        var (own, release) = (notebook.Document, notebook.Release);
        List<string> answers = [], changed = [];
        var matched = new Dictionary<NotebookCell, NotebookCell>();
        foreach (var cell in release.Cells)
        {
            if (own.Cells.Find(other => !matched.ContainsKey(other) && AreSame(other, cell)) is not { } old) continue;
            matched[old] = cell;
            Carry(old, cell);
            if (!Students.Answers.IsChanged(old)) continue;
            var question = QuestionMetadata.Of(cell).Question ?? "";
            answers.Add(question);
            if (Students.Answers.ReleasedChecksum(old) != Students.Answers.ReleasedChecksum(cell)) changed.Add(question);
        }

        // A cell that the student added goes behind the cell that it stood behind.
        for (int i = 0; i < own.Cells.Count; i++)
        {
            var cell = own.Cells[i];
            if (matched.ContainsKey(cell) || !IsAdded(cell)) continue;
            var neighbour = own.Cells[..i].FindLast(matched.ContainsKey);
            release.Cells.Insert(neighbour is null ? 0 : release.Cells.IndexOf(matched[neighbour]) + 1, cell);
            matched[cell] = cell;
        }

        var gone = own.Cells.Where(cell => !matched.ContainsKey(cell) && Students.Answers.IsChanged(cell)).Select(cell => QuestionMetadata.Of(cell).Question ?? "").ToList();
        var kept = release.ToJson() == before ? null : notebook.Replace(release, now);
        return new(kept, [.. answers.Distinct()], [.. changed.Distinct()], [.. gone.Distinct()]);
    }

    /// <summary>Whether two cells are the same place in the notebook: by nbgrader's id where they have one, otherwise by the cell's.</summary>
    internal static bool AreSame(NotebookCell one, NotebookCell other) =>
        one.Kind == other.Kind && (NbgraderMetadata.Of(one)?.GradeId ?? "", NbgraderMetadata.Of(other)?.GradeId ?? "") switch
        {
            ("", "") => one.Id == other.Id,
            var (a, b) => a == b,
        };

    static void Carry(NotebookCell old, NotebookCell cell)
    {
        if (Students.Answers.IsChanged(old))
        {
            (cell.Source, cell.Attachments) = (old.Source, old.Attachments);
        }
        else if (IsPrediction(old) && IsPrediction(cell)) cell.Source = old.Source;
        else if (Reveal().Match(old.Source) is { Success: true } opened && old.Source.Contains("Hint.For", StringComparison.Ordinal)) cell.Source = Reveal().Replace(cell.Source, opened.Value);
        if (cell.Source != old.Source) return;
        cell.Outputs.AddRange(old.Outputs);
        cell.ExecutionCount = old.ExecutionCount;
    }

    static bool IsPrediction(NotebookCell cell) => cell.Kind == CellKind.Code && cell.Source.StartsWith("Predict(", StringComparison.Ordinal);

    /// <summary>Front ends give new cells random ids; those of a release are words.</summary>
    static bool IsAdded(NotebookCell cell) => NbgraderMetadata.Of(cell) is null && RandomId().IsMatch(cell.Id);

    [GeneratedRegex(@"\breveal: *\d+")]
    private static partial Regex Reveal();

    [GeneratedRegex(@"^([0-9a-f]{8}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\z")]
    private static partial Regex RandomId();
}
