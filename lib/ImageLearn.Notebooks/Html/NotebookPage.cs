using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Notebooks.Html;

/// <summary>How a page is made.</summary>
public sealed record NotebookPageOptions
{
    /// <summary>The page's title; null takes the notebook's first heading.</summary>
    public string? Title { get; init; }

    /// <summary>Where "All units" leads; null for a page on its own.</summary>
    public string? IndexLink { get; init; }

    /// <summary>Where the notebook itself can be had; null when it cannot.</summary>
    public string? NotebookLink { get; init; }

    /// <summary>The folder that relative paths of pictures in Markdown start from; null reads no file.</summary>
    public string? PictureFolder { get; init; }

    /// <summary>How long each cell ran, by cell id.</summary>
    public IReadOnlyDictionary<string, double> Seconds { get; init; } = new Dictionary<string, double>();

    /// <summary>
    /// Every piece of HTML that comes from the notebook (Markdown, HTML outputs) passes through here. By default it is trusted, as a notebook of one's own is; for a
    /// stranger's notebook give a function that leaves only harmless elements: <see cref="HarmlessHtml.Of"/>. Figures are then shown as pictures, and the browser is told to
    /// run the page's own scripts only, by their hashes.
    /// </summary>
    public Func<string, string>? Sanitise { get; init; }

    /// <summary>What somebody has to say about the notebook.</summary>
    public PageNotes Notes { get; init; } = new();
}

/// <summary>Notes on a notebook: <paramref name="Opening"/> stands before its cells, the rest behind the cell of that index. HTML that is trusted; <paramref name="Style"/> is a style sheet.</summary>
public sealed record PageNotes(string Opening = "", IReadOnlyDictionary<int, string>? AfterCell = null, string Style = "");

/// <summary>
/// A notebook as one HTML page with everything in it: it needs no network, no file beside it and no kernel, prints well,
/// and follows the reader's choice of light or dark.
/// </summary>
public static class NotebookPage
{
    /// <summary>Only a cell one waits for says how long it took: on every cell the times would be in the way.</summary>
    const double WorthSaying = 0.5;

    /// <summary>The text of the page.</summary>
    public static string Render(NotebookDocument document, NotebookPageOptions? options = null)
    {
        options ??= new();
        var markdown = new MarkdownHtml(new PagePictures(options.PictureFolder));
        var sanitise = options.Sanitise ?? (static html => html);
        var outputs = new OutputHtml(markdown, sanitise, isTrusted: options.Sanitise is null);
        var colour = IsCSharp(document);
        var content = new StringBuilder();
        for (var i = 0; i < document.Cells.Count; i++)
        {
            var cell = document.Cells[i];
            content.Append(cell.Kind switch
            {
                CellKind.Code => Code(cell, i + 1),
                CellKind.Markdown => $"<section class=\"cell text\" id=\"cell-{i + 1}\">\n{sanitise(markdown.Cell(cell))}</section>",
                _ => $"<section class=\"cell raw\"><pre>{HtmlText.Escape(cell.Source)}</pre></section>",
            }).Append('\n');
            if (options.Notes.AfterCell?.TryGetValue(i, out var note) == true) content.Append(note).Append('\n');
        }
        var summary = NotebookSummary.Of(document);
        return PageFrame.Render(options.Title ?? summary.Title ?? "Notebook", Body(), "page.css", "page.js", markdown.HasFormulas || content.ToString().Contains("class=\"math"), ownScriptsOnly: options.Sanitise is not null, options.Notes.Style);

        string Code(NotebookCell cell, int number)
        {
            var html = new StringBuilder($"<section class=\"cell code{(NotebookSummary.Failed(cell) ? " failed" : "")}\" id=\"cell-{number}\">\n");
            if (cell.Source != "" || cell.ExecutionCount is not null)
            {
                html.Append($"<div class=\"input\"><span class=\"count\" aria-label=\"Execution {cell.ExecutionCount}\">{cell.ExecutionCount?.ToString(CultureInfo.InvariantCulture) ?? "–"}</span>");
                html.Append($"<pre tabindex=\"0\"><code>{(colour ? CSharpColouring.ToHtml(cell.Source) : HtmlText.Escape(cell.Source))}</code></pre>");
                if (options.Seconds.TryGetValue(cell.Id, out var seconds) && seconds >= WorthSaying) html.Append($"<span class=\"seconds\">{HtmlText.Duration(seconds)}</span>");
                html.Append("</div>\n");
            }
            foreach (var output in cell.Outputs)
            {
                if (output.Kind == OutputKind.Error) html.Append("<p class=\"failure\">This cell failed.</p>\n");
                html.Append($"<div class=\"output\">{outputs.Render(output)}</div>\n");
            }
            return html.Append("</section>").ToString();
        }

        string Body() => $"""
            <a class="skip" href="#content">Skip to the content</a>
            <div class="page">
            {PageContents.Render(markdown.Headings, options)}
            <main id="content">
            {PageContents.Status(summary, document, options)}
            {options.Notes.Opening}{content}</main>
            </div>
            """;
    }

    // Unless the notebook says otherwise it is ours, and C#.
    static bool IsCSharp(NotebookDocument document)
    {
        var language = (document.Metadata["language_info"] as JsonObject)?["name"] ?? (document.Metadata["kernelspec"] as JsonObject)?["language"];
        return language is null || language.ToString().ToLowerInvariant() is "c#" or "csharp";
    }
}
