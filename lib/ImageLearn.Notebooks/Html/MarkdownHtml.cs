using Markdig;
using Markdig.Extensions.AutoLinks;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Notebooks.Html;

/// <summary>An entry of the table of contents; <paramref name="Html"/> is its text with formulas.</summary>
sealed record PageHeading(int Level, string Id, string Html);

/// <summary>Turns the Markdown of one page's cells into HTML: headings get ids that are unique on the page, formulas become elements for KaTeX.</summary>
sealed class MarkdownHtml(PagePictures pictures)
{
    static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseTaskLists().UseFootnotes().UseEmphasisExtras().UseAlertBlocks()
        .UseAutoLinks(new AutoLinkOptions { UseHttpsForWWWLinks = true })
        .Use<FormulaExtension>().Build();

    // Ids that the page itself uses.
    readonly HashSet<string> _ids = new(StringComparer.OrdinalIgnoreCase) { "content", "contents" };
    int _texts;

    /// <summary>The headings so far, for the table of contents.</summary>
    public List<PageHeading> Headings { get; } = [];

    /// <summary>Whether any formula came up, so that the page needs KaTeX.</summary>
    public bool HasFormulas { get; private set; }

    /// <summary>The HTML of a Markdown cell.</summary>
    public string Cell(NotebookCell cell) => Render(cell.Source, cell.Attachments is { } attachments ? name => PagePictures.FromBundle(attachments[name]) : null, listHeadings: true);

    /// <summary>The HTML of a Markdown output, whose headings are not in the table of contents.</summary>
    public string Output(string markdown) => Render(markdown, attachment: null, listHeadings: false);

    /// <summary>The element of a LaTeX output.</summary>
    public string Latex(string latex)
    {
        List<Formula> formulas = [];
        var text = MathText.TakeOut(latex.Trim(), formulas);
        HasFormulas |= formulas.Count > 0;
        return MathText.PutBack(HtmlText.Escape(text), formulas, FormulaRenderer.Html);
    }

    string Render(string markdown, Func<string, string?>? attachment, bool listHeadings)
    {
        _texts++;
        List<Formula> formulas = [];
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(MathText.TakeOut(markdown, formulas), Pipeline);
        }
        catch (ArgumentException)
        {
            // Nested beyond Markdig's limit, which guards the stack.
            return $"<pre>{HtmlText.Escape(markdown)}</pre>\n";
        }
        HasFormulas |= formulas.Count > 0;
        foreach (var heading in document.Descendants<HeadingBlock>()) Name(heading, formulas, listHeadings);
        var html = Write(document, formulas, plain: false);
        // Footnotes count from 1 in every cell.
        html = html.Replace("id=\"fn", $"id=\"fn{_texts}", StringComparison.Ordinal).Replace("href=\"#fn", $"href=\"#fn{_texts}", StringComparison.Ordinal);
        html = pictures.Embed(html, attachment);
        return MathText.PutBack(html, formulas, formula => HtmlText.Escape(formula.Source));
    }

    void Name(HeadingBlock heading, List<Formula> formulas, bool list)
    {
        var text = Write(heading, formulas, plain: true).Trim();
        var slug = Markdig.Helpers.LinkHelper.UrilizeAsGfm(MathText.PutBack(text, formulas, _ => ""));
        if (slug == "") slug = "section";
        var id = slug;
        for (var i = 2; !_ids.Add(id); i++) id = $"{slug}-{i}";
        heading.GetAttributes().Id = id;
        heading.GetAttributes().AddClass("heading");
        if (list) Headings.Add(new(heading.Level, id, MathText.PutBack(text, formulas, FormulaRenderer.Html)));
    }

    static string Write(MarkdownObject markdown, List<Formula> formulas, bool plain)
    {
        var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<CodeBlockRenderer>(new CodeRenderer(formulas));
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlBlockRenderer>(new RawHtmlRenderer(formulas));
        renderer.ObjectRenderers.ReplaceOrAdd<HeadingRenderer>(new AnchoredHeadingRenderer());
        renderer.ObjectRenderers.Add(new FormulaRenderer(formulas));
        if (plain && markdown is LeafBlock { Inline: { } inline })
        {
            renderer.EnableHtmlForInline = false;
            renderer.WriteChildren(inline);
        }
        else renderer.Render(markdown);
        return writer.ToString();
    }
}
