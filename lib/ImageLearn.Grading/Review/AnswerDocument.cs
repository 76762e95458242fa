using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Html;

namespace ImageLearn.Grading.Review;

/// <summary>
/// The cells of an answer as a page of its own, to be shown in a sandboxed frame. What a submission writes as HTML stands in it as it is, and nothing of it runs or loads:
/// <see cref="Policy"/> allows no script, no request, no form, and no frame around it but ours.
/// </summary>
static partial class AnswerDocument
{
    /// <summary>
    /// Of the sandbox only the origin is left, so that our own page around it can scroll it by keyboard; without <c>allow-scripts</c> nothing inside can make use of it.
    /// </summary>
    public const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin";

    // More than a marker reads, and more than a browser draws at once.
    const int LongestOutput = 2 << 20;

    /// <summary>Stands in the place of a notebook that could not be read.</summary>
    public static string Unreadable { get; } = Frame("<p>The notebook could not be read; the flags say why.</p>");

    /// <summary>The answer's cells and what stands between them, then the question as the notebook has it; or all cells.</summary>
    public static string Render(NotebookDocument notebook, string question, bool whole)
    {
        var markdown = new MarkdownHtml(new PagePictures(folder: null));
        var outputs = new OutputHtml(markdown, HarmlessHtml.Of, isTrusted: false);
        if (whole) return Frame(Cells(notebook.Cells));
        var own = Enumerable.Range(0, notebook.Cells.Count).Where(i => QuestionOf(notebook.Cells[i]) == question).ToList();
        if (own.Count == 0) return Frame("<p>The notebook has no cell for this question.</p>");
        var heading = new Regex($@"^#+\s*{Regex.Escape(question)}(?![\w.])", RegexOptions.Multiline);
        var start = HeadingBefore(heading) is >= 0 and var numbered ? numbered : HeadingBefore(AnyHeading());
        var statement = start < 0 ? [] : notebook.Cells[start..own[0]];
        return Frame($"{Cells(notebook.Cells[own[0]..(own[^1] + 1)])}{(statement.Count == 0 ? "" : $"<hr><div class=\"statement\">{Cells(statement)}</div>")}");

        int HeadingBefore(Regex heading) => notebook.Cells.FindLastIndex(own[0], own[0] + 1, cell => cell.Kind == CellKind.Markdown && QuestionOf(cell) is null && heading.IsMatch(cell.Source));

        string Cells(IEnumerable<NotebookCell> cells)
        {
            var html = new StringBuilder();
            foreach (var cell in cells) html.Append(cell.Kind == CellKind.Markdown ? $"<section class=\"cell text\">\n{markdown.Cell(cell)}</section>\n" : Code(cell));
            return html.ToString();
        }

        string Code(NotebookCell cell)
        {
            var source = cell.Kind == CellKind.Code ? CSharpColouring.ToHtml(cell.Source) : HtmlText.Escape(cell.Source);
            var html = new StringBuilder($"<section class=\"cell code{(cell.Outputs.Exists(output => output.Kind == OutputKind.Error) ? " failed" : "")}\">\n<div class=\"input\"><pre><code>{source}</code></pre></div>\n");
            foreach (var output in cell.Outputs)
            {
                var shown = outputs.Render(output);
                if (output.Kind == OutputKind.Error) html.Append("<p class=\"failure\">This cell failed.</p>\n");
                html.Append($"<div class=\"output\">{(shown.Length <= LongestOutput ? shown : $"<p>An output of {shown.Length >> 20} MB is not shown.</p>")}</div>\n");
            }
            return html.Append("</section>\n").ToString();
        }
    }

    /// <summary>Whose cell it is. A submission may write anything there.</summary>
    static string? QuestionOf(NotebookCell cell) => (cell.Metadata["imagelearn"] as JsonObject)?["question"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    static string Frame(string body) => $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="color-scheme" content="light dark">
        <title>Answer</title>
        <style>
        {{Assets.Text("theme.css")}}{{Assets.Text("page.css")}}
        main { padding: 1rem 1.5rem 3rem; }
        .cell.text { max-width: none; }
        .anchor { display: none; }
        .statement { color: var(--soft); font-size: 0.9375rem; }
        .statement h2, .statement h3 { font-size: 1rem; margin: 0 0 0.5rem; }
        hr { border: 0; border-top: 1px solid var(--line); margin: 2rem 0 1.5rem; }
        </style>
        </head>
        <body>
        <main>
        {{body}}
        </main>
        </body>
        </html>

        """;

    [GeneratedRegex("^#+[ \\t]", RegexOptions.Multiline)]
    private static partial Regex AnyHeading();
}
