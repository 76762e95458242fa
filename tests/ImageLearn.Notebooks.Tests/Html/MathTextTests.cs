using ImageLearn.Notebooks.Html;

namespace ImageLearn.Notebooks.Tests.Html;

public class MathTextTests
{
    [Theory]
    [InlineData("a $x_1$ b", "x_1")]
    [InlineData("$x$, $y$ and $$z$$", "x|y|z!")]
    [InlineData("text:\n$$\na\n- b\n= c\n$$\nmore", "\na\n- b\n= c\n!")]
    [InlineData("\\(x\\) and \\\\(y\\\\)", "x|y")]
    [InlineData("\\[x\\]\nbut an array \\[1, 2\\]", "x!")]
    [InlineData("\\begin{align*}a &= b \\\\ c\\end{align*}", "\\begin{align*}a &= b \\\\ c\\end{align*}!")]
    [InlineData("$a \\$ b$", "a \\$ b")]
    [InlineData("| $|x|$ | $y$ |", "|x|~y")]
    [InlineData("costs $5 and $6", "")]
    [InlineData("\\$5 and \\$6$", "")]
    [InlineData("`$x$` and ``a ` $y$``", "")]
    [InlineData("```\n$x$\n```\n$y$", "y")]
    [InlineData("~~~csharp\nvar s = $\"{x}\"; // $a$\n~~~", "")]
    [InlineData("1. list\n   ```\n   $x$\n   ```\n   then $y$", "y")]
    [InlineData("```not closed\n$x$", "")]
    [InlineData("$x\n\ny$", "")]
    [InlineData("an odd ` tick and $x$", "x")]
    [InlineData("$", "")]
    [InlineData("ends in \\", "")]
    public void Formulas_are_found(string markdown, string found)
    {
        List<Formula> formulas = [];
        var rest = MathText.TakeOut(markdown, formulas);
        Assert.Equal(found.Replace('~', '\u0001'), string.Join(found.Contains('~') ? '\u0001' : '|', formulas.Select(formula => formula.Latex + (formula.Display ? "!" : ""))));
        Assert.Equal(markdown, MathText.PutBack(rest, formulas, formula => formula.Source));
    }

    [Theory]
    [InlineData("$")]
    [InlineData("$a ")]
    [InlineData("\\(")]
    [InlineData("\\[")]
    [InlineData("`")]
    [InlineData("``` ")]
    [InlineData("\\begin{a}")]
    [InlineData("$$\\")]
    [InlineData("\n```\n~~~")]
    [InlineData("> \t-")]
    public async Task Long_text_without_ends_takes_no_long_time(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length));
        await Task.Run(() => MathText.TakeOut(text, [])).WaitAsync(TimeSpan.FromSeconds(20));
    }
}
