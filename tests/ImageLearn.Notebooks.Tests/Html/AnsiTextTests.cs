using System.Net;
using System.Text.RegularExpressions;
using ImageLearn.Notebooks.Html;

namespace ImageLearn.Notebooks.Tests.Html;

public class AnsiTextTests
{
    [Theory]
    [InlineData("a < b & \"c\"", "a &lt; b &amp; &quot;c&quot;")]
    [InlineData("\u001b[31mred\u001b[0m plain", "<span class=\"ansi-1\">red</span> plain")]
    [InlineData("\u001b[1;92mbright\u001b[22m thin\u001b[39m", "<span class=\"ansi-bold ansi-10\">bright</span><span class=\"ansi-10\"> thin</span>")]
    [InlineData("\u001b[44;37mon blue\u001b[m", "<span class=\"ansi-7 ansi-on-4\">on blue</span>")]
    [InlineData("\u001b[7mturned\u001b[27m", "<span class=\"ansi-paper ansi-on-ink\">turned</span>")]
    [InlineData("\u001b[7;31mturned", "<span class=\"ansi-paper ansi-on-1\">turned</span>")]
    [InlineData("\u001b[38;5;9mnamed", "<span class=\"ansi-9\">named</span>")]
    [InlineData("\u001b[38;5;208mcube", "<span style=\"color:#ff8700\">cube</span>")]
    [InlineData("\u001b[48;5;244mgrey", "<span style=\"background-color:#808080\">grey</span>")]
    [InlineData("\u001b[38;2;1;2;300mtrue", "<span style=\"color:#0102ff\">true</span>")]
    [InlineData("\u001b[38;5mshort", "short")]
    [InlineData("\u001b]0;title\u0007\u001b[2J\u001b[1;1Hgone\u001b(B", "gone")]
    [InlineData("tab\tand\nline\u0008", "tab\tand\nline")]
    public void Escapes_become_spans(string text, string html) => Assert.Equal(html, AnsiText.ToHtml(text));

    [Fact]
    public void Any_text_keeps_its_characters_and_closes_its_spans()
    {
        var random = new Random(3);
        string[] pieces = ["\u001b[", "31", ";", "m", "48", "5", "2", "0", "a", "<b>", "\u001b]", "\u0007", "\n", "7", "\u001b", "é"];
        for (var i = 0; i < 2000; i++)
        {
            var html = AnsiText.ToHtml(string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => pieces[random.Next(pieces.Length)])));
            Assert.Equal(Regex.Count(html, "<span[^<>]*>"), Regex.Count(html, "</span>"));
            Assert.DoesNotMatch(@"[\x00-\x08\x0b\x0c\x0e-\x1f]", WebUtility.HtmlDecode(html));
            Assert.DoesNotContain("<b>", html);
        }
    }
}
