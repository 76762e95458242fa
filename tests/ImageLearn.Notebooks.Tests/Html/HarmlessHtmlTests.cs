using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Html;
using ImageLearn.Notebooks.Tests.Peers;
using System.Text.Json.Nodes;

namespace ImageLearn.Notebooks.Tests.Html;

/// <summary>A stranger's HTML can do nothing, and a friend's looks as it was meant.</summary>
public class HarmlessHtmlTests(Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>Each would put 1 into window.hurt, or ask for a file, if it were let through.</summary>
    public static TheoryData<string> Hostile() =>
    [
        "<script>window.hurt = 1</script>",
        "<SCRIPT>window.hurt = 1</SCRIPT >",
        "<scr<script>ipt>window.hurt = 1</scr</script>ipt>",
        "<img src=x onerror=\"window.hurt = 1\">",
        "<img src='data:image/png;base64,AAAA' onerror='window.hurt = 1'>",
        "<img/src=x/onerror=window.hurt=1>",
        "<img src=\"x\" title='\"><script>window.hurt = 1</script>'>",
        "<img alt=\"&quot;><script>window.hurt = 1</script>\" src=\"data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+\">",
        "<svg onload=\"window.hurt = 1\"><script>window.hurt = 1</script></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=window.hurt=1></style></mglyph></table></mtext></math>",
        "<noscript><p title=\"</noscript><img src=x onerror=window.hurt=1>\"></noscript>",
        "<iframe srcdoc=\"<script>parent.hurt = 1</script>\"></iframe>",
        "<object data=\"data:text/html,<script>parent.hurt = 1</script>\"></object><embed src=x><link rel=stylesheet href=x><base href=\"https://example.org/\">",
        "<style>@import url(https://example.org/x.css); body { display: none }</style>",
        "<div style=\"background:url(https://example.org/x)\">a</div>",
        "<details open ontoggle=\"window.hurt = 1\"><summary>a</summary></details>",
        "<input autofocus onfocus=\"window.hurt = 1\">",
        "<a href=\"javascript:window.hurt = 1\" id=\"bait\">a</a>",
        "<a href=\"java&#115;cript:window.hurt = 1\" id=\"bait\">a</a>",
        "<a href=\" \u0001javascript:window.hurt = 1\" id=\"bait\">a</a>",
        "<a href=\"data:text/html,<script>window.hurt = 1</script>\" id=\"bait\">a</a>",
        "<!--><script>window.hurt = 1</script>-->",
        "<!-- a --!><script>window.hurt = 1</script>",
        "<![CDATA[<script>window.hurt = 1</script>]]><?php <script>window.hurt = 1</script> ?>",
        "<meta http-equiv=refresh content=\"0;url=https://example.org\"><form action=\"https://example.org\"><button>a</button></form>",
        "</div></section></main></div><h1>Outside</h1>",
        "<p title='a' title='b' \n onclick\n=\nwindow.hurt=1>a",
        "<b onclick='window.hurt=1'",
    ];

    [ChromiumTheory]
    [MemberData(nameof(Hostile))]
    public async Task Nothing_runs_nothing_is_asked_for_and_nothing_reaches_out_of_its_place(string hostile)
    {
        var document = new NotebookDocument();
        document.Cells.Add(new(CellKind.Markdown, hostile));
        var code = new NotebookCell(CellKind.Code, hostile) { ExecutionCount = 1 };
        code.Outputs.Add(CellOutput.Display(new JsonObject { ["text/html"] = hostile }, []));
        code.Outputs.Add(CellOutput.Display(new JsonObject { ["text/markdown"] = hostile }, []));
        code.Outputs.Add(CellOutput.Display(new JsonObject { ["image/svg+xml"] = $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\" onload=\"window.hurt = 1\"><script>window.hurt = 1</script><foreignObject><div xmlns=\"http://www.w3.org/1999/xhtml\">{System.Net.WebUtility.HtmlEncode(hostile)}</div></foreignObject></svg>" }, []));
        code.Outputs.Add(CellOutput.Stream("stdout", hostile));
        code.Outputs.Add(CellOutput.Error(hostile, hostile, [hostile]));
        document.Cells.Add(code);

        // With the page's policy, and without: one wall must hold when the other falls.
        var page = NotebookPage.Render(document, new() { Title = hostile, Sanitise = HarmlessHtml.Of });
        foreach (var html in (string[])[page, page.Replace("Content-Security-Policy", "x")])
        {
            await using var open = await chromium.OpenAsync(html, "hostile");
            await open.Page.EvaluateAsync("document.querySelectorAll('main [id=bait]').forEach(a => a.click()); document.querySelectorAll('main *').forEach(e => { e.dispatchEvent(new Event('click')); })");
            Assert.False(await open.Page.EvaluateAsync<bool>("'hurt' in window"));
            Assert.Equal(1, await open.Page.EvaluateAsync<int>("document.querySelectorAll('script').length"));
            Assert.Equal(0, await open.Page.EvaluateAsync<int>("document.querySelectorAll('body style, iframe, object, embed, form, base, main svg').length + document.querySelectorAll('h1').length - document.querySelectorAll('.cell h1').length"));
            Assert.Empty(open.Complaints);
        }
    }

    [ChromiumFact]
    public async Task The_policy_alone_stops_a_script_that_slips_through()
    {
        var document = new NotebookDocument();
        document.Cells.Add(new(CellKind.Markdown, "$x$ <script>window.hurt = 1</script><b onclick=\"window.hurt = 1\">a</b>"));
        await using var open = await chromium.OpenAsync(NotebookPage.Render(document, new() { Sanitise = html => html }), "slipped");
        await open.Page.EvaluateAsync("document.querySelector('main b').click()");
        Assert.False(await open.Page.EvaluateAsync<bool>("'hurt' in window"));
        Assert.Equal(1, await open.Page.EvaluateAsync<int>("document.querySelectorAll('main .katex').length")); // our own script ran
    }

    [ChromiumTheory]
    [InlineData("<script>window.hurt = 1</script>")]
    [InlineData("<img src=x onerror=\"window.hurt = 1\">")]
    public async Task Without_both_it_would_run(string hostile)
    {
        var document = new NotebookDocument();
        document.Cells.Add(new(CellKind.Markdown, hostile));
        await using var open = await chromium.OpenAsync(NotebookPage.Render(document), "unwalled");
        await open.Page.WaitForFunctionAsync("'hurt' in window");
    }

    [Theory]
    [InlineData("<p>a <b>b</b> &amp; &lt;c&gt; &#8470;</p>", "<p>a <b>b</b> &amp; &lt;c&gt; &#8470;</p>")]
    [InlineData("<table><tr><td style=\"text-align: right;\" colspan=\"2\">1</td></tr></table>", "<table><tr><td style=\"text-align: right;\" colspan=\"2\">1</td></tr></table>")]
    [InlineData("<a href=\"https://example.org/?a=1&amp;b=2\">a</a>", "<a href=\"https://example.org/?a=1&amp;b=2\" rel=\"noopener noreferrer nofollow\">a</a>")]
    [InlineData("1 < 2 && 3 > 2", "1 &lt; 2 &amp;&amp; 3 &gt; 2")]
    [InlineData("<details><summary>Hint</summary><span class=\"math note\">x</span></details>", "<details><summary>Hint</summary><span class=\"math\">x</span></details>")]
    [InlineData("</div><i>a<b>b</i>c</b>", "<i>a<b>b</b></i>c")]
    [InlineData("<ul><li>a", "<ul><li>a</li></ul>")]
    [InlineData("a<!-- b -->c", "ac")]
    public void What_is_harmless_stays_and_is_balanced(string html, string harmless) => Assert.Equal(harmless, HarmlessHtml.Of(html));

    [Fact]
    public void Deep_and_long_ones_take_no_time()
    {
        Assert.InRange(HarmlessHtml.Of(string.Concat(Enumerable.Repeat("<div>", 100_000))).Length, 1, 2000);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        foreach (var part in (string[])["<a \"<a '", "<", "<a ", "&", "<!--", "<b a='", "</b>"]) HarmlessHtml.Of(string.Concat(Enumerable.Repeat(part, 30_000)));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
    }
}
