using ImageLearn.Grading.Repair;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Grade;

/// <summary>Which questions could suffer from what went wrong before them: those that use, directly or through given code, a name that a lost answer or a changed cell declares, or a variable that the student changed.</summary>
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
            if (cell.Cell.Kind != CellKind.Code) continue;
            var suffers = CodeText.Names(source).Any(tainted.Contains);
            if (own && suffers) return true;
            if (own && cell.Of!.Role == CellRole.Check && notebook.Unit.Tests.Any(test => test.Check == cell.Of.Position && CodeText.Names(test.Reference).Any(tainted.Contains))) return true;
            if (own) continue;
            if (suffers || PreparedNotebook.IsOwn(cell) || cell.Of is { Role: CellRole.Answer, Question: { } other } && lost.Contains(other)) tainted.UnionWith(CodeText.Declared(source));
            if (PreparedNotebook.IsOwn(cell)) tainted.UnionWith(CodeText.Assigned(source));
            // What the release declares there, and the student's cell does not, is missing.
            if (cell.Of is { Role: CellRole.Answer or CellRole.Given } released && (PreparedNotebook.IsOwn(cell) || released.Question is { } q && lost.Contains(q))) tainted.UnionWith(CodeText.Declared(released.Released.Source));
        }
        return false;
    }

    /// <summary>Of cells with code, those that can matter for some code: which declare a name that it uses, give it a value, or, if wanted, use a variable that it uses and so may change it;
    /// and which those need in their turn. What a student's own cell does to variables that were given is an experiment, and does not matter.</summary>
    /// <param name="cells">The cells, in their order.</param>
    /// <param name="wanted">Which of them matter anyway.</param>
    /// <param name="code">Further code that is to run.</param>
    /// <param name="byUse">Whether cells that were given matter already when they use a variable.</param>
    public static IReadOnlyList<PreparedCell> Needed(IReadOnlyList<PreparedCell> cells, Func<PreparedCell, bool> wanted, IEnumerable<string> code, bool byUse = true)
    {
        cells = [.. cells.Where(cell => cell.Cell.Kind == CellKind.Code)];
        var needed = cells.Where(cell => wanted(cell) || CodeText.HasDirectives(cell.Cell.Source)).ToHashSet();
        var (state, own) = (StateOf(cells), StateOf(cells.Where(cell => cell.Of is null || wanted(cell))));
        var names = code.Concat(needed.Select(cell => cell.Cell.Source)).SelectMany(CodeText.Names).ToHashSet(StringComparer.Ordinal);
        while (cells.Where(cell => !needed.Contains(cell) && (CodeText.Declared(cell.Cell.Source).Any(names.Contains) || MayChange(cell))).ToList() is { Count: > 0 } more)
        {
            needed.UnionWith(more);
            names.UnionWith(more.SelectMany(cell => CodeText.Names(cell.Cell.Source)));
        }
        return [.. cells.Where(needed.Contains)];

        bool MayChange(PreparedCell cell) => (cell.Of is null, byUse) switch
        {
            (true, _) => CodeText.Names(cell.Cell.Source).Any(name => own.Contains(name) && names.Contains(name)),
            (_, true) => CodeText.Names(cell.Cell.Source).Any(name => state.Contains(name) && names.Contains(name)),
            _ => CodeText.Assigned(cell.Cell.Source).Any(names.Contains),
        };
    }

    /// <summary>The variables that these cells and this code use.</summary>
    public static HashSet<string> StateUsed(ReleasedUnit unit, IEnumerable<PreparedCell> cells, IEnumerable<string> code)
    {
        var state = unit.Cells.Where(cell => cell.Released.Kind == CellKind.Code).SelectMany(cell => CodeText.State(cell.Released.Source)).ToHashSet(StringComparer.Ordinal);
        state.IntersectWith(cells.Select(cell => cell.Cell.Source).Concat(code).SelectMany(CodeText.Names));
        return state;
    }

    static HashSet<string> StateOf(IEnumerable<PreparedCell> cells) => cells.SelectMany(cell => CodeText.State(cell.Cell.Source)).ToHashSet(StringComparer.Ordinal);
}
