using ImageLearn.Grading.Repair;

namespace ImageLearn.Grading.Grade;

/// <summary>Which questions could suffer from what went wrong before them: those that use, directly or through given code, a name that a lost answer or a changed cell declares.</summary>
static class Dependence
{
    /// <param name="notebook">The submission.</param>
    /// <param name="question">The question.</param>
    /// <param name="lost">The questions that were not answered rightly.</param>
    public static bool IsOnLost(PreparedNotebook notebook, string question, IReadOnlySet<string> lost)
    {
        var tainted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var cell in notebook.Cells)
        {
            var own = cell.Of?.Question == question && cell.Of.Role is CellRole.Answer or CellRole.Check;
            var source = cell.Cell.Source;
            if (cell.Cell.Kind != ImageLearn.Notebooks.Documents.CellKind.Code) continue;
            var suffers = CodeText.Names(source).Any(tainted.Contains);
            if (own && suffers) return true;
            if (own && cell.Of!.Role == CellRole.Check && notebook.Unit.Tests.Any(test => test.Check == cell.Of.Position && CodeText.Names(test.Reference).Any(tainted.Contains))) return true;
            if (own) continue;
            if (suffers || PreparedNotebook.IsOwn(cell) || cell.Of is { Role: CellRole.Answer, Question: { } other } && lost.Contains(other)) tainted.UnionWith(CodeText.Declared(source));
            // What the release declares there, and the student's cell does not, is missing.
            if (cell.Of is { Role: CellRole.Answer or CellRole.Given } released && (PreparedNotebook.IsOwn(cell) || released.Question is { } q && lost.Contains(q))) tainted.UnionWith(CodeText.Declared(released.Released.Source));
        }
        return false;
    }
}
