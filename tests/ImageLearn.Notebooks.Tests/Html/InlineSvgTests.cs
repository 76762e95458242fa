using ImageLearn.Notebooks.Html;

namespace ImageLearn.Notebooks.Tests.Html;

public class InlineSvgTests
{
    [Fact]
    public void Ids_and_what_refers_to_them_get_the_prefix()
    {
        var html = InlineSvg.ToHtml("""
            <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="10" height="5" aria-labelledby="t other">
            <title id="t">a</title><path id="a" fill="url(#b)" style="stroke: url('#b')"/><use xlink:href="#a" href="#a"/><use href="#elsewhere"/><a href="https://example.org/#a"/>
            <animate begin="a.click; 2s" attributeName="x"/><text>url(#a) id="a"</text></svg>
            """, "f1-", "What \"it\" shows");
        Assert.StartsWith("<figure class=\"figure\" role=\"img\" aria-label=\"What &quot;it&quot; shows\"><svg ", html);
        Assert.Contains("aria-labelledby=\"f1-t other\"", html);
        Assert.Contains("<path id=\"f1-a\" fill=\"url(#b)\" style=\"stroke: url(#b)\" />", html);
        Assert.Contains("<use xlink:href=\"#f1-a\" href=\"#f1-a\" /><use href=\"#elsewhere\" /><a href=\"https://example.org/#a\" />", html);
        Assert.Contains("begin=\"f1-a.click; 2s\"", html);
        Assert.Contains("<text>url(#a) id=\"a\"</text>", html);
        Assert.Contains("viewBox=\"0 0 10 5\"", html);
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><style>path { fill: red }</style></svg>")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\">not closed")]
    [InlineData("<s:svg xmlns:s=\"http://www.w3.org/2000/svg\"/>")]
    [InlineData("<!DOCTYPE svg [<!ENTITY a \"b\">]><svg>&a;</svg>")]
    public void What_would_reach_beyond_the_figure_stays_a_picture_of_its_own(string svg) =>
        Assert.StartsWith("<figure class=\"figure\"><img src=\"data:image/svg+xml;base64,", InlineSvg.ToHtml(svg, "f1-", "a"));
}
