using System.Text.Json;
using ImageLearn.Notebooks.Html;
using ImageLearn.Notebooks.Tests.Peers;

namespace ImageLearn.Notebooks.Tests.Html;

/// <summary>The pages in a browser without network.</summary>
public class BrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    static readonly string Page = NotebookPage.Render(SampleNotebook.Document(), new() { IndexLink = "index.html", NotebookLink = "a.ipynb", Seconds = new Dictionary<string, double> { ["c1"] = 0.02, ["c3"] = 3.21 } });

    static readonly string Index = CourseIndex.Render(
    [
        new("00", new("Start", "A tour that proves the installation.", 12, 0, 0, null), 2.1, null, "00.html", "00.ipynb"),
        new("01", NotebookSummary.Of(SampleNotebook.Document()), 4.04, null, "01.html", "01.ipynb"),
        new("02", new("Linear regression", "Fit a line to eye-tracking data by least squares, and see the error as a surface.", 30, 1, 4, PagePictureOf(SampleNotebook.Png)), 12.7, "1 cell failed", "02.html", "02.ipynb"),
    ]);

    [ChromiumFact]
    public async Task Page_complains_of_nothing_and_asks_for_nothing()
    {
        await using var page = await chromium.OpenAsync(Page, "unit");
        await using var index = await chromium.OpenAsync(Index, "index");
        Assert.Empty(page.Complaints.Concat(index.Complaints));
    }

    [ChromiumFact]
    public async Task Browser_reports_what_a_page_does_wrong()
    {
        await using var page = await chromium.OpenAsync("<p>a</p><script>console.error('x'); fetch('https://example.org');</script><img src='b.png'>", "wrong");
        Assert.Contains(page.Complaints, complaint => complaint.StartsWith("error: x", StringComparison.Ordinal));
        Assert.Contains(page.Complaints, complaint => complaint.StartsWith("request: ", StringComparison.Ordinal));
    }

    [ChromiumFact]
    public async Task Figures_and_pictures_are_there()
    {
        await using var open = await chromium.OpenAsync(Page, "unit");
        var sizes = await open.Page.EvaluateAsync<double[]>("[...document.querySelectorAll('figure svg, figure img, .text img')].flatMap(f => [f.getBoundingClientRect().width, f.getBoundingClientRect().height])");
        Assert.Equal(8, sizes.Length);
        Assert.Equal([256, 256, 640, 360, 640, 360, 4, 4], sizes.Select(size => Math.Round(size)));
        Assert.True(await open.Page.EvaluateAsync<bool>("[...document.images].every(image => image.complete && image.naturalWidth > 0)"));
        var alts = await open.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('figure')].map(f => f.getAttribute('aria-label') ?? f.querySelector('img').alt)");
        Assert.Equal(["A patch that brightens to the right.", "Loss against epoch: a long flat tail.", "Loss against epoch: down to noise after 40 epochs."], alts);
    }

    [ChromiumFact]
    public async Task Ids_are_unique_and_a_figure_refers_to_its_own()
    {
        await using var open = await chromium.OpenAsync(Page, "unit");
        Assert.Empty(await open.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, i, all) => all.indexOf(id) < i)"));
        Assert.True(await open.Page.EvaluateAsync<bool>("""
            [...document.querySelectorAll('svg [clip-path], svg [stroke^=url]')].length == 4 && [...document.querySelectorAll('svg [clip-path], svg [stroke^=url]')].every(e =>
                e.closest('svg').querySelector((e.getAttribute('clip-path') ?? e.getAttribute('stroke')).slice(4, -1)) != null)
            """));
    }

    [ChromiumFact]
    public async Task Formulas_are_set_by_KaTeX()
    {
        await using var open = await chromium.OpenAsync(Page, "unit");
        // The idea has 8 with its table and footnote, the hint 1, the outputs 2.
        Assert.Equal(11, await open.Page.EvaluateAsync<int>("document.querySelectorAll('main .math > .katex, main .math > .katex-display > .katex').length"));
        Assert.Equal(0, await open.Page.EvaluateAsync<int>("document.querySelectorAll('.katex-error').length"));
        Assert.True(await open.Page.EvaluateAsync<bool>("document.fonts.ready.then(() => document.fonts.check('16px KaTeX_Math') && [...document.fonts].some(f => f.family.includes('KaTeX_Math') && f.status === 'loaded'))"));
        Assert.Contains("A price of $5 and of $6 is no formula, and $x$ in code", await open.Page.InnerTextAsync("main"), StringComparison.Ordinal);
    }

    [ChromiumFact]
    public async Task Every_link_within_the_page_leads_somewhere()
    {
        await using var open = await chromium.OpenAsync(Page, "unit");
        Assert.Empty(await open.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.hash).filter(hash => document.getElementById(decodeURIComponent(hash.slice(1))) == null)"));
        await open.Page.ClickAsync(".contents a[href='#what-goes-wrong']");
        var top = await open.Page.EvaluateAsync<double>("document.getElementById('what-goes-wrong').getBoundingClientRect().top");
        Assert.InRange(top, 0, 700);
        await open.Page.WaitForFunctionAsync("document.querySelector('.contents a.here') != null");
    }

    [ChromiumFact]
    public async Task Page_fits_a_phone()
    {
        await using var open = await chromium.OpenAsync(Page, "unit", width: 375);
        await using var index = await chromium.OpenAsync(Index, "index", width: 375);
        foreach (var page in new[] { open.Page, index.Page })
            Assert.Equal(375, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.False(await open.Page.EvaluateAsync<bool>("document.querySelector('.contents details').open"));
        Assert.Empty(open.Complaints);
    }

    // WCAG 2.2, success criterion 1.4.3: at least 4.5 to 1.
    [ChromiumFact]
    public async Task Text_stands_out_from_its_ground_in_light_and_dark()
    {
        foreach (var dark in new[] { false, true })
            foreach (var (html, name) in new[] { (Page, "unit"), (Index, "index") })
            {
                await using var open = await chromium.OpenAsync(html, name, dark: dark);
                var weak = await open.Page.EvaluateAsync<JsonElement>(Contrast);
                Assert.Equal("[]", weak.ToString());
            }
    }

    // Of each element with text of its own: the contrast of its colour with the nearest ground that is not transparent.
    const string Contrast = """
        (() => {
          const luminance = ([r, g, b]) => { const f = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b); };
          const rgb = colour => colour.match(/[\d.]+/g).map(Number);
          const ground = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
          return [...document.querySelectorAll('body *:not(script):not(svg *):not(.anchor):not(.katex *)')]
            .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && e.getClientRects().length)
            .map(e => { const [a, b] = [luminance(rgb(getComputedStyle(e).color)), luminance(ground(e))]; return [e.className || e.tagName, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)]; })
            .filter(([, ratio]) => ratio < 4.5);
        })()
        """;

    static string PagePictureOf(string png) => $"data:image/png;base64,{png}";
}
