using System.Globalization;
using Markdig;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ImageLearn.Notebooks.Html;

/// <summary>The mark of a formula that <see cref="MathText"/> took out.</summary>
sealed class FormulaInline(int index) : LeafInline
{
    public int Index { get; } = index;
}

/// <summary>Reads the marks where Markdown has text, which leaves them alone in code and HTML.</summary>
sealed class FormulaExtension : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline) => pipeline.InlineParsers.Insert(0, new FormulaParser());

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer) { }

    sealed class FormulaParser : InlineParser
    {
        public FormulaParser() => OpeningCharacters = [MathText.Open];

        public override bool Match(InlineProcessor processor, ref StringSlice slice)
        {
            var mark = slice.AsSpan();
            var end = mark.IndexOf(MathText.Close);
            if (end < 2 || !int.TryParse(mark[1..end], NumberStyles.None, CultureInfo.InvariantCulture, out var index)) return false;
            processor.Inline = new FormulaInline(index);
            slice.Start += end + 1;
            return true;
        }
    }
}

/// <summary>A formula as the element that KaTeX fills; before that, and without a script, it shows its LaTeX.</summary>
sealed class FormulaRenderer(List<Formula> formulas) : HtmlObjectRenderer<FormulaInline>
{
    public static string Html(Formula formula) => $"<span class=\"math{(formula.Display ? " display" : "")}\">{HtmlText.Escape(formula.Latex)}</span>";

    protected override void Write(HtmlRenderer renderer, FormulaInline inline)
    {
        if (inline.Index >= formulas.Count) return;
        // Where no tag may stand (the text of a picture, a table of contents) the mark is left for later.
        if (renderer.EnableHtmlForInline) renderer.Write(Html(formulas[inline.Index]));
        else renderer.Write($"{MathText.Open}{inline.Index}{MathText.Close}");
    }
}

/// <summary>A block of code, coloured when it is C#.</summary>
sealed class CodeRenderer(List<Formula> formulas) : HtmlObjectRenderer<CodeBlock>
{
    protected override void Write(HtmlRenderer renderer, CodeBlock block)
    {
        var code = MathText.PutBack(block.Lines.ToString(), formulas, formula => formula.Source);
        var language = (block as FencedCodeBlock)?.Info?.ToLowerInvariant();
        renderer.EnsureLine();
        renderer.Write("<pre><code>").Write(language is "csharp" or "cs" or "c#" ? CSharpColouring.ToHtml(code) : HtmlText.Escape(code)).WriteLine("</code></pre>");
    }
}

/// <summary>HTML as the author wrote it, with its formulas.</summary>
sealed class RawHtmlRenderer(List<Formula> formulas) : HtmlObjectRenderer<HtmlBlock>
{
    protected override void Write(HtmlRenderer renderer, HtmlBlock block)
    {
        renderer.EnsureLine();
        renderer.WriteLine(MathText.PutBack(block.Lines.ToString(), formulas, FormulaRenderer.Html));
    }
}

/// <summary>A heading with a link to itself.</summary>
sealed class AnchoredHeadingRenderer : HtmlObjectRenderer<HeadingBlock>
{
    protected override void Write(HtmlRenderer renderer, HeadingBlock heading)
    {
        renderer.EnsureLine();
        renderer.Write($"<h{heading.Level}").WriteAttributes(heading).Write('>').WriteLeafInline(heading);
        renderer.WriteLine($" <a class=\"anchor\" href=\"#{heading.GetAttributes().Id}\" aria-label=\"Link to this section\">#</a></h{heading.Level}>");
    }
}
