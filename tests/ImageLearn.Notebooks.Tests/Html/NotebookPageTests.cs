using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Html;
using ImageLearn.Notebooks.Tests.Peers;

namespace ImageLearn.Notebooks.Tests.Html;

public class NotebookPageTests
{
    [Fact]
    public void Only_a_page_with_formulas_carries_KaTeX()
    {
        Assert.Contains("katex", NotebookPage.Render(Text("$x$")));
        Assert.InRange(NotebookPage.Render(Text("no formula, and `$x$`")).Length, 1, 30_000);
    }

    [Fact]
    public void Page_names_nothing_outside_itself() =>
        Assert.DoesNotMatch(@"(?:src|srcset)\s*=\s*""(?!data:)|<link[^>]+href=""(?!data:)|@import|url\(\s*[""']?(?!data:|#)", Regex.Replace(NotebookPage.Render(SampleNotebook.Document()), "<script>.*?</script>", "", RegexOptions.Singleline));

    [Theory]
    [InlineData("text/html,image/svg+xml,text/plain", "<div class=\"html\">text/html</div>")]
    [InlineData("image/png,image/svg+xml,application/vnd.plotly.v1+json", "<figure class=\"figure\"><img src=\"data:image/svg+xml;base64,")]
    [InlineData("text/plain,image/jpeg", "<figure class=\"picture\"><img src=\"data:image/jpeg;base64,image/jpeg\" alt=\"text/plain\"></figure>")]
    [InlineData("text/plain,text/latex,text/markdown", "<div class=\"text\"><p>text/markdown</p>\n</div>")]
    [InlineData("text/plain,application/json", "<pre class=\"value\">&quot;application/json&quot;</pre>")]
    [InlineData("text/plain,application/vnd.plotly.v1+json", "<pre>text/plain</pre>")]
    [InlineData("application/unknown", "<div class=\"output\"></div>")]
    public void Richest_form_that_works_offline_is_shown(string types, string html) =>
        Assert.Contains(html, NotebookPage.Render(Output(CellOutput.Display(new(types.Split(',').Select(type => KeyValuePair.Create(type, (JsonNode?)JsonValue.Create(type)))), []))));

    [Theory]
    [InlineData("[[1, 2],\n [3, 4]]", "<pre class=\"value\">")]
    [InlineData("a sentence that is longer than the page is wide", "<pre>")]
    public void Lines_under_each_other_are_kept_and_a_single_one_is_wrapped(string text, string pre) =>
        Assert.Contains(pre + text, NotebookPage.Render(Output(CellOutput.Display(new() { ["text/plain"] = text }, []))));

    [Fact]
    public void Description_of_a_figure_is_its_alt_text()
    {
        var metadata = (JsonObject)JsonNode.Parse("""{"imagelearn": {"figure": {"alt": "A <curve>"}}}""")!;
        Assert.Contains("aria-label=\"A &lt;curve&gt;\"", NotebookPage.Render(Output(CellOutput.Display(new() { ["image/svg+xml"] = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>" }, metadata))));
        var animated = NotebookPage.Render(Output(CellOutput.Display(new() { ["text/html"] = "<b>slider</b>", ["image/svg+xml"] = "<svg/>" }, (JsonObject)metadata.DeepClone())));
        Assert.Contains("<figure class=\"figure\" aria-label=\"A &lt;curve&gt;\"><b>slider</b></figure>", animated);
    }

    [Fact]
    public void Failed_cell_is_marked_and_the_page_leads_to_it()
    {
        var document = Output(CellOutput.Error("E", "went wrong", []));
        document.Cells.Insert(0, new(CellKind.Code, "1") { ExecutionCount = 1 });
        var page = NotebookPage.Render(document);
        Assert.Contains("<a class=\"bad\" href=\"#cell-2\">1 cell failed</a>", page);
        Assert.Contains("<section class=\"cell code failed\" id=\"cell-2\">", page);
        Assert.Contains("<pre class=\"error\">E: went wrong</pre>", page);
    }

    [Fact]
    public void Code_that_is_not_CSharp_is_not_coloured()
    {
        var document = Output();
        document.Cells[0].Source = "def f(): return 1";
        document.Metadata["language_info"] = new JsonObject { ["name"] = "python" };
        Assert.Contains("<code>def f(): return 1</code>", NotebookPage.Render(document));
    }

    [Fact]
    public void Headings_of_equal_text_get_different_ids()
    {
        var document = Text("# A\n## Hint\n## Hint");
        document.Cells.Add(new(CellKind.Markdown, "## Hint\n### $x^2$\n## Content"));
        Assert.Equal(["a", "hint", "hint-2", "hint-3", "section", "content-2"], Regex.Matches(NotebookPage.Render(document), "<h[1-6] id=\"([^\"]*)\"").Select(heading => heading.Groups[1].Value));
    }

    [Fact]
    public void Pictures_come_from_the_folder_when_one_is_given()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a b.png"], Convert.FromBase64String(SampleNotebook.Png));
        var document = Text("![a](a%20b.png) <img alt=\"raw\" src=\"a b.png\"> ![no picture](../secret.txt) ![none](none.png)");
        Assert.Equal(2, Regex.Count(NotebookPage.Render(document, new() { PictureFolder = folder.Path }), Regex.Escape(SampleNotebook.Png)));
        Assert.Equal(4, Regex.Count(NotebookPage.Render(document), "picture not found"));
    }

    [Fact]
    public void Links_to_notebooks_lead_to_their_pages() =>
        Assert.Contains("<a href=\"02-linear.html#idea\">next</a> and <a href=\"https://example.org/a.ipynb\">", NotebookPage.Render(Text("[next](02-linear.ipynb#idea) and <https://example.org/a.ipynb>")));

    [Fact]
    public void All_foreign_HTML_passes_the_sanitiser()
    {
        var document = Text("<b onclick=\"x\">text</b>\n\n## <b onclick=\"x\">heading</b>");
        document.Cells.Add(new(CellKind.Code) { ExecutionCount = 1, Outputs = { Show("text/html", "<b onclick=\"x\">html</b>"), Show("image/svg+xml", "<svg onclick=\"x\"/>"), Show("text/markdown", "<b onclick=\"x\">markdown</b>") } });
        document.Cells.Add(new(CellKind.Code, "<b onclick=\"x\">") { ExecutionCount = 2, Outputs = { Show("text/plain", "<b onclick=\"x\">") } });
        Assert.Equal(5, Regex.Count(NotebookPage.Render(document), "onclick=\"x\""));
        Assert.DoesNotContain("onclick=\"x\"", NotebookPage.Render(document, new() { Sanitise = html => html.Replace(" onclick=\"x\"", "") }));
    }

    [Fact]
    public void Data_of_a_picture_cannot_leave_its_attribute()
    {
        var document = Output(Show("image/png", "AA\nAA\" onload=\"x"));
        document.Cells.Add(new(CellKind.Markdown, "![a](attachment:a)") { Attachments = new() { ["a"] = new JsonObject { ["image/x\" onload=\"x"] = "AA", ["image/gif"] = "\" onload=\"x" } } });
        var page = NotebookPage.Render(document);
        Assert.Contains("<img src=\"data:image/png;base64,AAAAonload=x\" alt", page);
        Assert.DoesNotContain("onload=\"", page);
    }

    [Fact]
    public void Any_notebook_has_a_page()
    {
        foreach (var seed in Enumerable.Range(1, 300)) Assert.EndsWith("</html>\n", NotebookPage.Render(NotebookDocument.Parse(new Documents.RandomNotebook(seed).Json(), "random")));
    }

    [Theory]
    [InlineData("> ")]
    [InlineData("- ")]
    [InlineData("[")]
    [InlineData("![")]
    [InlineData("*a_")]
    [InlineData("<img ")]
    [InlineData("<a href=\"")]
    [InlineData("|a\n")]
    [InlineData("\uFDD07\uFDD1 &#xFDD0;7&#xFDD1;")]
    public async Task Hostile_Markdown_has_a_page_in_time(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 50_000 / piece.Length));
        await Task.Run(() => NotebookPage.Render(Text(text))).WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Same_notebook_gives_the_same_page() => Assert.Equal(NotebookPage.Render(SampleNotebook.Document()), NotebookPage.Render(SampleNotebook.Document()));

    [Theory]
    [InlineData(0.0004, "0 ms")]
    [InlineData(0.3, "300 ms")]
    [InlineData(0.96, "1.0 s")]
    [InlineData(9.97, "10 s")]
    [InlineData(59.6, "1 min 0 s")]
    [InlineData(125, "2 min 5 s")]
    public void Times_are_read_at_a_glance(double seconds, string text) => Assert.Equal(text, HtmlText.Duration(seconds));

    static NotebookDocument Text(string markdown) => new() { Cells = { new(CellKind.Markdown, markdown) } };

    static NotebookDocument Output(params CellOutput[] outputs)
    {
        var cell = new NotebookCell(CellKind.Code, "x") { ExecutionCount = 1 };
        cell.Outputs.AddRange(outputs);
        return new() { Cells = { cell } };
    }

    static CellOutput Show(string type, string text) => CellOutput.Display(new() { [type] = text }, []);
}
