using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Verify;

/// <summary>How grave a finding is.</summary>
public enum Severity
{
    /// <summary>The unit cannot go to students like this.</summary>
    Error,
    /// <summary>It can; its author should look.</summary>
    Warning,
}

/// <summary>Something about a unit that its author should mend: where (<c>01-shading.ipynb cell [12] (Q1.3)</c>), and what, with the remedy.</summary>
public sealed record Finding(string Place, string Message, Severity Severity = Severity.Error)
{
    public override string ToString() => $"{Place}: {Message}";
}

/// <summary>What is found in one notebook.</summary>
sealed class Findings(string file, NotebookDocument notebook)
{
    readonly List<Finding> _all = [];

    public IReadOnlyList<Finding> All => _all;

    /// <summary>Adds one about a cell, or (null) the notebook as a whole. The <paramref name="message"/> follows the place, so it begins small; it ends with the remedy.</summary>
    public void Add(NotebookCell? cell, string message, string? question = null, Severity severity = Severity.Error)
    {
        var place = cell is null ? file : $"{file} {CellName.Of(notebook, cell)}";
        question ??= cell is null ? null : QuestionMetadata.Of(cell).Question;
        _all.Add(new(question is null ? place : $"{place} ({question})", message, severity));
    }
}
