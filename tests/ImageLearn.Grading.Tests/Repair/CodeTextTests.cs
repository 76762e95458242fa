using ImageLearn.Grading.Repair;

namespace ImageLearn.Grading.Tests.Repair;

public sealed class CodeTextTests
{
    [Theory]
    [InlineData("Walk(epochs: 3)", "Walk")]
    [InlineData("walk.Losses + walk.Last()", "walk Last")]   // Last may be an extension method of the notebook's own
    [InlineData("new { rate = 3, x.Size }", "rate x")]
    [InlineData("double F(double w) => w * k;", "F k")]
    [InlineData("double F() { var (a, b) = G(); double c = 1; return a + b + c + d; }", "F G d")]
    [InlineData("double F() { if (t) { double size = 1; } return size; }", "F t size")]  // the inner one hides nothing outside of its block
    [InlineData("Select(x => x + size)", "Select size")]
    [InlineData("Check((Tensor X, double rate) => { var w = X; return Walk(w, rate); }); var y = w;", "Check Tensor Walk y w")]
    [InlineData("var f = (double x) => x; var g = x;", "f g x")]
    public void Names_are_those_that_may_mean_something_of_another_cell(string code, string names) => Assert.Equal(names.Split(' ').Order(), CodeText.Names(code).Order());

    [Theory]
    [InlineData("var (a, b) = F();", "")]
    [InlineData("(a, var b) = F(); c[2] += 1; d.Size++;", "a c d Size")]
    [InlineData("void F() { a = 3; }", "")]
    public void Assigned_are_variables_that_get_a_value(string code, string names) => Assert.Equal(names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), CodeText.Assigned(code).Order());
}
