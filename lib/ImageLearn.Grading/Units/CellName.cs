using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Grading.Units;

/// <summary>What a cell is called in messages: code by the number that front ends show beside it, text by the code before it.</summary>
public static class CellName
{
    public static string Of(NotebookDocument notebook, NotebookCell cell)
    {
        var before = notebook.Cells.TakeWhile(other => other != cell).ToList();
        var number = before.Count(NotebookRunner.IsRun);
        if (NotebookRunner.IsRun(cell)) return $"cell [{number + 1}]";
        var kind = cell.Kind == CellKind.Code ? "empty cell" : "text";
        return number == 0 ? $"{kind} before [1]" : $"{kind} after [{number}]";
    }
}
