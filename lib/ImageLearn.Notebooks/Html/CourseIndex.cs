using System.Globalization;
using System.Text;

namespace ImageLearn.Notebooks.Html;

/// <summary>One unit in the index of a run.</summary>
/// <param name="Unit">Its number, as the file name has it ("07").</param>
/// <param name="Summary">What its executed notebook holds.</param>
/// <param name="Seconds">How long it ran.</param>
/// <param name="Problem">Null when every cell ran; otherwise what went wrong, in a few words.</param>
/// <param name="PageLink">Its page.</param>
/// <param name="NotebookLink">The executed notebook.</param>
public sealed record CourseEntry(string Unit, NotebookSummary Summary, double Seconds, string? Problem, string PageLink, string NotebookLink);

/// <summary>The index page of a run: one card a unit.</summary>
public static class CourseIndex
{
    /// <summary>The text of the page.</summary>
    public static string Render(IReadOnlyList<CourseEntry> entries, string title = "Learning from images")
    {
        var cards = new StringBuilder();
        foreach (var entry in entries) cards.Append(Card(entry));
        return PageFrame.Render(title, $"""
            <main class="course">
            <header>
            <h1>{HtmlText.Escape(title)}</h1>
            <p class="status">{Totals(entries)}</p>
            </header>
            <ol class="cards">
            {cards}</ol>
            </main>
            """, "index.css", script: null, formulas: false);
    }

    static string Totals(IReadOnlyList<CourseEntry> entries)
    {
        var failed = entries.Count(entry => entry.Problem is not null);
        List<string> facts =
        [
            HtmlText.Count(entries.Count, "unit"),
            HtmlText.Count(entries.Sum(entry => entry.Summary.RunCells), "cell") + " run",
            HtmlText.Duration(entries.Sum(entry => entry.Seconds)),
            HtmlText.Count(entries.Sum(entry => entry.Summary.Figures), "figure"),
            failed == 0 ? "<span class=\"good\">all units ran</span>" : $"<span class=\"bad\">{HtmlText.Count(failed, "unit")} failed</span>",
        ];
        return string.Join(" <span aria-hidden=\"true\">·</span> ", facts);
    }

    static string Card(CourseEntry entry)
    {
        var page = HtmlText.Escape(entry.PageLink);
        var picture = entry.Summary.FirstPicture is { } source ? $"<img src=\"{source}\" alt=\"\">" : $"<span class=\"number\">{HtmlText.Escape(entry.Unit)}</span>";
        return string.Create(CultureInfo.InvariantCulture, $"""
            <li class="card{(entry.Problem is null ? "" : " failed")}">
            <a class="picture" href="{page}" tabindex="-1" aria-hidden="true">{picture}</a>
            <div class="words">
            <h2><a href="{page}"><span class="unit">{HtmlText.Escape(entry.Unit)}</span> {HtmlText.Escape(entry.Summary.Title ?? "Untitled")}</a></h2>
            <p>{HtmlText.Escape(entry.Summary.Purpose ?? "")}</p>
            <p class="facts">{HtmlText.Count(entry.Summary.RunCells, "cell")} · {HtmlText.Duration(entry.Seconds)} · {HtmlText.Count(entry.Summary.Figures, "figure")} · {Result(entry)} · <a href="{HtmlText.Escape(entry.NotebookLink)}">notebook</a></p>
            </div>
            </li>

            """);
    }

    static string Result(CourseEntry entry) =>
        entry.Problem is null ? "<span class=\"good\">✓ all cells ran</span>" : $"<span class=\"bad\">✗ {HtmlText.Escape(entry.Problem)}</span>";
}
