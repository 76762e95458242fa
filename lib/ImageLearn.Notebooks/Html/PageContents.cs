using System.Text;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Notebooks.Html;

/// <summary>What stands around the cells: the table of contents and the line that says how the run went.</summary>
static class PageContents
{
    public static string Render(IReadOnlyList<PageHeading> headings, NotebookPageOptions options)
    {
        var html = new StringBuilder("<nav class=\"contents\" aria-label=\"Contents\">\n");
        if (options.IndexLink is { } index) html.Append($"<a class=\"index\" href=\"{HtmlText.Escape(index)}\">All units</a>\n");
        html.Append("<details open><summary>On this page</summary>\n<ol>\n");
        foreach (var heading in headings.Where(heading => heading.Level is 2 or 3))
            html.Append($"<li class=\"level{heading.Level}\"><a href=\"#{heading.Id}\">{heading.Html}</a></li>\n");
        return html.Append("</ol>\n</details>\n</nav>").ToString();
    }

    public static string Status(NotebookSummary summary, NotebookDocument document, NotebookPageOptions options)
    {
        List<string> facts = [];
        if (summary.RunCells > 0)
        {
            facts.Add(HtmlText.Count(summary.RunCells, "cell") + " run");
            if (options.Seconds.Count > 0) facts.Add(HtmlText.Duration(options.Seconds.Values.Sum()));
            if (summary.Figures > 0) facts.Add(HtmlText.Count(summary.Figures, "figure"));
        }
        var failed = document.Cells.FindIndex(NotebookSummary.Failed) + 1;
        if (failed > 0) facts.Add($"<a class=\"bad\" href=\"#cell-{failed}\">{HtmlText.Count(summary.FailedCells, "cell")} failed</a>");
        if (options.NotebookLink is { } link) facts.Add($"<a href=\"{HtmlText.Escape(link)}\">Open the notebook</a>");
        return facts.Count == 0 ? "" : $"<p class=\"status\">{string.Join(" <span aria-hidden=\"true\">·</span> ", facts)}</p>";
    }
}
