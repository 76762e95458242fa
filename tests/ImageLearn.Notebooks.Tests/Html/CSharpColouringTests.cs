using System.Net;
using System.Text.RegularExpressions;
using ImageLearn.Notebooks.Html;

namespace ImageLearn.Notebooks.Tests.Html;

public class CSharpColouringTests
{
    [Theory]
    [InlineData("var x = 1.5;", "keyword:var number:1.5")]
    [InlineData("Tensor y = Rng.Normal([2]);", "type:Tensor type:Rng method:Normal number:2")]
    [InlineData("static int Twice(int n) => n * 2; // done", "keyword:static keyword:int method:Twice keyword:int number:2 comment:// done")]
    [InlineData("Console.WriteLine($\"a {x:0.0} b\");", "type:Console method:WriteLine string:$\"a {x:0.0} b\"")]
    [InlineData("record Point(double X);", "keyword:record method:Point keyword:double")]
    [InlineData("Tensor? a = b is Tensor t ? t.OfType<Tensor>() : null;", "type:Tensor keyword:is type:Tensor method:OfType type:Tensor keyword:null")]
    [InlineData("var record = with; async () => await x", "keyword:var keyword:async keyword:await")]
    [InlineData("new List<string> { 'c' }", "keyword:new type:List keyword:string string:'c'")]
    [InlineData("#r \"nuget: X, 1.0\"\nawait f();", "directive:#r \"nuget: X, 1.0\" keyword:await method:f")]
    [InlineData("display(\"\"\"raw\"\"\")", "method:display string:\"\"\"raw\"\"\"")]
    public void Tokens_have_their_kind(string source, string kinds)
    {
        var spans = Regex.Matches(CSharpColouring.ToHtml(source), "<span class=\"(\\w+)\">([^<]*)</span>").Select(span => $"{span.Groups[1]}:{WebUtility.HtmlDecode(span.Groups[2].Value).TrimEnd('\n')}");
        Assert.Equal(kinds, string.Join(' ', spans));
    }

    [Fact]
    public void Any_text_comes_out_as_it_went_in()
    {
        var random = new Random(4);
        string[] pieces = ["var ", "x", " = ", "\"", "'", "$\"", "{", "}", "(", ")", "[", "<", ">", "/*", "*/", "//", "\n", "\r\n", "#if X\n", "#!markdown\n", "#r \"a", "\"\"\"", "@", "\\", ";", "é", "\u0001", "1e", "=>", "class ", "await "];
        for (var i = 0; i < 2000; i++)
        {
            var source = string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => pieces[random.Next(pieces.Length)]));
            Assert.Equal(source, WebUtility.HtmlDecode(Regex.Replace(CSharpColouring.ToHtml(source), "</?span[^>]*>", "")));
        }
    }

    [Theory]
    [InlineData("(")]
    [InlineData("{")]
    [InlineData("A<")]
    [InlineData("$\"{")]
    [InlineData("!")]
    [InlineData("#if X\n")]
    public void Nesting_without_end_is_no_trouble(string piece)
    {
        var source = string.Concat(Enumerable.Repeat(piece, 20_000));
        Assert.Equal(source, WebUtility.HtmlDecode(Regex.Replace(CSharpColouring.ToHtml(source), "</?span[^>]*>", "")));
    }
}
