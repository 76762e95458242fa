using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Repair;
using ImageLearn.Notebooks.Documents;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageLearn.Grading.Similarity;

/// <summary>A cell that a student wrote; the question is empty where it is a cell of their own.</summary>
sealed record WorkCell(string Question, CellKind Kind, string Source)
{
    /// <summary>Null where it is text.</summary>
    public CompilationUnitSyntax? Code { get; } = Kind == CellKind.Code ? CodeText.Root(Source) : null;
}

/// <summary>The question in which a fingerprint stands, and whether it is one of words.</summary>
readonly record struct PrintPlace(string Question, bool IsText);

/// <summary>What a student wrote for a unit, without what was given out: its cells, and the fingerprints of each question.</summary>
sealed class StudentWork
{
    StudentWork(Student student, IReadOnlyList<WorkCell> cells, IReadOnlySet<string> chosen, GivenWork given)
    {
        (Student, Cells) = (student, cells);
        var tokens = new AnswerTokens(chosen);
        Rows = [.. cells.Select(cell => (cell.Code is { } code ? tokens.Rows(code) : AnswerTokens.Rows(cell.Source)).Where(row => row.Tokens.Count >= Winnowing.Length).ToArray())];
        foreach (var (cell, rows) in cells.Zip(Rows))
            foreach (var row in rows)
                foreach (var print in Winnowing.Kept(row.Tokens, given.Contains)) Fingerprints.TryAdd(print.Hash, new(cell.Question, row.IsText));
    }

    public Student Student { get; }

    public IReadOnlyList<WorkCell> Cells { get; }

    /// <summary>The tokens of each cell.</summary>
    public IReadOnlyList<TokenRow[]> Rows { get; }

    /// <summary>By their hash, where each stands first.</summary>
    public Dictionary<ulong, PrintPlace> Fingerprints { get; } = [];

    /// <summary>The work in a submission that was put in order.</summary>
    public static StudentWork Of(Student student, PreparedNotebook notebook, GivenWork given) => Of(student,
    [
        .. from cell in notebook.Cells
           let isAnswer = cell.Of?.Role is CellRole.Answer or CellRole.WrittenAnswer && !CodeText.IsSame(cell.Cell.Source, cell.Of.Released.Source)
           where isAnswer || PreparedNotebook.IsOwn(cell)
           select new WorkCell(isAnswer ? cell.Of!.Question! : "", cell.Cell.Kind, cell.Cell.Source),
    ], given);

    public static StudentWork Of(Student student, IReadOnlyList<WorkCell> cells, GivenWork given) =>
        new(student, cells, cells.Select(cell => cell.Code).OfType<CompilationUnitSyntax>().SelectMany(AnswerTokens.Chosen).Where(name => !given.Declared.Contains(name)).ToHashSet(), given);
}
