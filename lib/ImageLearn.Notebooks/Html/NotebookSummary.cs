using System.Text.RegularExpressions;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Notebooks.Html;

/// <summary>What an overview says about a notebook.</summary>
/// <param name="Title">Its first top-level heading.</param>
/// <param name="Purpose">The first paragraph after it, as plain text.</param>
/// <param name="RunCells">Code cells that have run.</param>
/// <param name="FailedCells">Cells that ended with an error.</param>
/// <param name="Figures">Figures and pictures among the outputs.</param>
/// <param name="FirstPicture">The first of them as a data URI, for a thumbnail.</param>
public sealed partial record NotebookSummary(string? Title, string? Purpose, int RunCells, int FailedCells, int Figures, string? FirstPicture)
{
    /// <summary>Reads the summary off a notebook.</summary>
    public static NotebookSummary Of(NotebookDocument document)
    {
        var (title, purpose) = Opening(document);
        var pictures = document.Cells.SelectMany(cell => cell.Outputs).Select(output => PagePictures.FromBundle(output.Data)).OfType<string>().ToList();
        return new(title, purpose, document.Cells.Count(cell => cell.ExecutionCount is not null), document.Cells.Count(Failed), pictures.Count, pictures.FirstOrDefault());
    }

    /// <summary>Whether a cell ended with an error.</summary>
    public static bool Failed(NotebookCell cell) => cell.Outputs.Any(output => output.Kind == OutputKind.Error);

    static (string? Title, string? Purpose) Opening(NotebookDocument document)
    {
        var paragraphs = document.Cells.Where(cell => cell.Kind == CellKind.Markdown)
            .SelectMany(cell => EmptyLines().Split(Title1().Replace(cell.Source, "$0\n\n"))).Select(paragraph => paragraph.Trim()).ToList();
        var at = paragraphs.FindIndex(paragraph => paragraph.StartsWith("# ", StringComparison.Ordinal));
        if (at < 0) return (null, null);
        var purpose = paragraphs.Skip(at + 1).FirstOrDefault(paragraph => paragraph != "" && !NoProse().IsMatch(paragraph));
        return (PlainText(paragraphs[at][2..]), purpose is null ? null : PlainText(purpose));
    }

    static string PlainText(string markdown) => Markdig.Markdown.ToPlainText(markdown).ReplaceLineEndings(" ").Trim();

    [GeneratedRegex(@"\n[ \t]*\r?\n")]
    private static partial Regex EmptyLines();

    [GeneratedRegex("(?m)^# .*$")]
    private static partial Regex Title1();

    // Headings, lists, tables, quotes, pictures, HTML.
    [GeneratedRegex(@"^(#|[-*+] |\d+\. |\||>|!\[|<|```)")]
    private static partial Regex NoProse();
}
