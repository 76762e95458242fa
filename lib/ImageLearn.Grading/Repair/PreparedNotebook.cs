using ImageLearn.Grading.Gradebooks;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Repair;

/// <summary>A cell that will run, and the released cell in whose place it stands; null for one that the student added.</summary>
sealed record PreparedCell(NotebookCell Cell, ReleasedCell? Of);

/// <summary>A submission as it will run: in the order of the release, with the release's own checks, the student's answers and what else the student wrote.</summary>
sealed class PreparedNotebook(ReleasedUnit unit, IReadOnlyList<PreparedCell> cells, IReadOnlyList<string> repairs)
{
    /// <summary>Where an answer was asked, and cells of the student's own that declare what was asked there: some leave the stub as it is, and write below.</summary>
    readonly ILookup<string, PreparedCell> _answers = AnswersIn(unit, cells);

    public ReleasedUnit Unit => unit;

    public IReadOnlyList<PreparedCell> Cells => cells;

    /// <summary>What was put right, a sentence each.</summary>
    public IReadOnlyList<string> Repairs => repairs;

    /// <summary>The student's answer to a question, cell by cell.</summary>
    public IEnumerable<NotebookCell> AnswerTo(string question) => _answers[question].Select(cell => cell.Cell);

    /// <summary>Whether this cell of the student's own answers one of the questions before this one, whose reference answers it would take the place of.</summary>
    public bool IsEarlierAnswer(PreparedCell cell, string question) => cell.Of is null && unit.Questions.TakeWhile(earlier => earlier.Id != question).Any(earlier => _answers[earlier.Id].Contains(cell));

    /// <summary>Whether there is anything in an answer that was not given out.</summary>
    public bool IsAttempted(string question) => _answers[question].Any(cell => cell.Of is null || !CodeText.IsSame(cell.Cell.Source, cell.Of.Released.Source));

    /// <summary>A hash of an answer: it changes when the answer does.</summary>
    public string HashOf(string question) => Gradebook.HashOf([.. AnswerTo(question).Select(cell => CodeText.Normal(cell.Source))])[..20];

    /// <summary>Whether the student changed this cell, which was given, or added it.</summary>
    public static bool IsOwn(PreparedCell cell) => cell.Of is null || cell.Of.Role == CellRole.Given && !CodeText.IsSame(cell.Cell.Source, cell.Of.Released.Source);

    static ILookup<string, PreparedCell> AnswersIn(ReleasedUnit unit, IReadOnlyList<PreparedCell> cells)
    {
        var asked = unit.Cells.Where(cell => cell.Role == CellRole.Answer).SelectMany(cell => CodeText.Declared(cell.Released.Source), (cell, name) => (cell.Question, Name: name)).Distinct().ToLookup(pair => pair.Name, pair => pair.Question!);
        IEnumerable<string> QuestionsOf(PreparedCell cell) => cell.Of is { Role: CellRole.Answer or CellRole.WrittenAnswer, Question: { } question } ? [question]
            : cell.Of is null && cell.Cell.Kind == CellKind.Code ? CodeText.Declared(cell.Cell.Source).SelectMany(name => asked[name]).Distinct()
            : [];
        return cells.SelectMany(QuestionsOf, (cell, question) => (cell, question)).ToLookup(pair => pair.question, pair => pair.cell);
    }
}
