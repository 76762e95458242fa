using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Verify;

/// <summary>How much of a student's copy there is to read at a time. A table is looked up, not read.</summary>
static class LengthRules
{
    const int MostWords = 150;
    const int MostLines = 25;

    public static void Check(NotebookDocument copy, Findings findings)
    {
        foreach (var cell in copy.Cells)
        {
            if (cell.Kind == CellKind.Markdown && cell.Source.Split('\n').Where(line => !line.StartsWith('|')).Sum(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length) is > MostWords and var words)
                findings.Add(cell, $"{words} words of text. Split it, or say it in {MostWords}.", severity: Severity.Warning);
            if (cell.Kind == CellKind.Code && cell.Source.Split('\n').Count(line => !string.IsNullOrWhiteSpace(line)) is > MostLines and var lines)
                findings.Add(cell, $"{lines} lines of code to read. Split it, or move what is not its point into the library ({MostLines} lines).", severity: Severity.Warning);
        }
    }
}
