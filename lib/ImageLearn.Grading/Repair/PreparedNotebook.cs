using ImageLearn.Grading.Gradebooks;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Repair;

/// <summary>A cell that will run, and the released cell in whose place it stands; null for one that the student added.</summary>
sealed record PreparedCell(NotebookCell Cell, ReleasedCell? Of);

/// <summary>A submission as it will run: in the order of the release, with the release's own checks, the student's answers and what else the student wrote.</summary>
sealed class PreparedNotebook(ReleasedUnit unit, IReadOnlyList<PreparedCell> cells, IReadOnlyList<string> repairs)
{
    public ReleasedUnit Unit => unit;

    public IReadOnlyList<PreparedCell> Cells => cells;

    /// <summary>What was put right, a sentence each.</summary>
    public IReadOnlyList<string> Repairs => repairs;

    /// <summary>The student's answer to a question, cell by cell.</summary>
    public IEnumerable<NotebookCell> AnswerTo(string question) => from cell in cells where IsAnswer(cell.Of) && cell.Of!.Question == question select cell.Cell;

    /// <summary>Whether there is anything in an answer that was not given out.</summary>
    public bool IsAttempted(string question) => cells.Any(cell => IsAnswer(cell.Of) && cell.Of!.Question == question && !CodeText.IsSame(cell.Cell.Source, cell.Of.Released.Source));

    /// <summary>A hash of an answer: it changes when the answer does.</summary>
    public string HashOf(string question) => Gradebook.HashOf([.. AnswerTo(question).Select(cell => CodeText.Normal(cell.Source))])[..20];

    /// <summary>Whether the student changed this cell, which was given, or added it.</summary>
    public static bool IsOwn(PreparedCell cell) => cell.Of is null || cell.Of.Role == CellRole.Given && !CodeText.IsSame(cell.Cell.Source, cell.Of.Released.Source);

    static bool IsAnswer(ReleasedCell? cell) => cell?.Role is CellRole.Answer or CellRole.WrittenAnswer;
}
