using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Html;

namespace ImageLearn.Notebooks.Tests.Html;

public class CourseIndexTests
{
    [Fact]
    public void Summary_is_read_off_the_notebook()
    {
        var summary = NotebookSummary.Of(SampleNotebook.Document());
        Assert.Equal("Shading an image patch", summary.Title);
        Assert.Equal("A patch of a photograph is seldom flat: light falls from one side. Here you fit a plane to it.", summary.Purpose);
        Assert.Equal((8, 1, 3), (summary.RunCells, summary.FailedCells, summary.Figures));
        Assert.StartsWith("data:image/png;base64,", summary.FirstPicture);
    }

    [Theory]
    [InlineData("# Title\nfollows *at once*\nand goes on", "Title", "follows at once and goes on")]
    [InlineData("intro\n\n# A `b`\n\n![picture](a.png)\n\n- list\n\nProse.", "A b", "Prose.")]
    [InlineData("## No title", null, null)]
    [InlineData("# Only a title", "Only a title", null)]
    public void Purpose_is_the_first_paragraph_under_the_title(string markdown, string? title, string? purpose)
    {
        var summary = NotebookSummary.Of(new() { Cells = { new(CellKind.Markdown, markdown) } });
        Assert.Equal((title, purpose), (summary.Title, summary.Purpose));
    }

    [Fact]
    public void Index_says_how_each_unit_went()
    {
        var page = CourseIndex.Render(
        [
            new("00", new("Start & go", "Try it.", 12, 0, 1, null), 2.1, null, "00.html", "00.ipynb"),
            new("01", new(null, null, 3, 1, 0, null), 4, "cell 2 failed", "01.html", "01.ipynb"),
        ], "Course");
        Assert.Contains("2 units <span aria-hidden=\"true\">·</span> 15 cells run <span aria-hidden=\"true\">·</span> 6.1 s <span aria-hidden=\"true\">·</span> 1 figure <span aria-hidden=\"true\">·</span> <span class=\"bad\">1 unit failed</span>", page);
        Assert.Contains("<h2><a href=\"00.html\"><span class=\"unit\">00</span> Start &amp; go</a></h2>", page);
        Assert.Contains("12 cells · 2.1 s · 1 figure · <span class=\"good\">✓ all cells ran</span> · <a href=\"00.ipynb\">notebook</a>", page);
        Assert.Contains("<li class=\"card failed\">", page);
        Assert.Contains("<span class=\"bad\">✗ cell 2 failed</span>", page);
    }
}
