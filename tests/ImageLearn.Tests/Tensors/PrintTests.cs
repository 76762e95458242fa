namespace ImageLearn.Tests.Tensors;

public class PrintTests
{
    static readonly Tensor Whole = [[1, 2], [3, 40]], Tenths = [0.1, 0.25, -3], Tiny = [1e-5, -0.00025], Huge = [1, 3e9], Odd = [double.NaN, 1.5, double.PositiveInfinity, double.NegativeInfinity];

    public static TheoryData<Tensor, string> Texts => new()
    {
        { 3.14159265, "3.1416" },
        { 919.2345, "919.2345" },
        { -0.000012, "-1.2e-05" },
        { Whole, "[[ 1,  2],\n [ 3, 40]]" },
        { Tenths, "[ 0.10,  0.25, -3.00]" },
        { Tiny, "[   1e-05, -2.5e-04]" },
        { Huge, "[1e+00, 3e+09]" },
        { Odd, "[NaN, 1.5,   ∞,  -∞]" },
        { Tensor.Zeros([0, 3]), "[]" },
        { Tensor.Zeros([2, 0]), "[[],\n []]" },
        { Tensor.Arange(0, 8).Reshape(2, 2, 2), "[[[0, 1],\n  [2, 3]],\n\n [[4, 5],\n  [6, 7]]]" },
        { Tensor.Arange(0, 3000), "[   0,    1,    2, ..., 2997, 2998, 2999]  (shape [3000])" },
        { Tensor.Arange(0, 2000).Reshape(50, 40), "[[   0,    1,    2, ...,   37,   38,   39],\n [  40,   41,   42, ...,   77,   78,   79],\n [  80,   81,   82, ...,  117,  118,  119],\n ...,\n"
            + " [1880, 1881, 1882, ..., 1917, 1918, 1919],\n [1920, 1921, 1922, ..., 1957, 1958, 1959],\n [1960, 1961, 1962, ..., 1997, 1998, 1999]]  (shape [50, 40])" },
        { Tensor.Arange(0, 40), "[ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,\n 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39]" },
    };

    [Theory, MemberData(nameof(Texts))]
    public void Numbers_are_written_as_a_reader_would(Tensor x, string text) => Assert.Equal(text, x.ToString());

    [Fact]
    public void A_format_applies_to_every_element() => Assert.Equal("w = [ 0.1,  0.2, -3.0], loss 919.23", $"w = {Tenths:F1}, loss {(Tensor)919.2345:F2}");

    [Fact]
    public void What_is_written_is_small_for_a_large_tensor_of_many_axes()
    {
        Assert.InRange(Tensor.Zeros([30, 20, 64, 64]).ToString().Length, 100, 2000);
        Assert.InRange(Html(Tensor.Zeros([30, 20, 64, 64])).Length, 1000, 60_000);
        Assert.InRange(Tensor.Zeros([1_000_000, 0]).ToString().Length, 10, 100);
    }

    [Fact]
    public void A_notebook_shows_a_table_with_shape_and_range_and_the_plain_text()
    {
        var bundle = Rng.Normal([30, 40], seed: 1).ToMimeBundle();
        Assert.StartsWith("[[ 1.8844,", (string?)bundle.Data["text/plain"]);
        string html = (string)bundle.Data["text/html"]!;
        Assert.Contains("Tensor [30, 40] · -3.3032 … 3.5206<", html);
        Assert.Equal(11, html.Split("<tr").Length - 1);        // head, 5 rows, the gap, 4 rows
        Assert.Equal(10 * 11, html.Split("<td").Length - 1);   // 6 columns, the gap, 4 columns
        Assert.Contains(">29</th>", html);
        Assert.Contains(">…</td>", html);
    }

    [Fact]
    public void The_table_says_what_else_there_is_to_know()
    {
        Assert.Contains("Tensor [4] · 1.5 … 1.5 · 3 not finite<", Html(Odd));
        Assert.Contains("Tensor []<", Html(2));
        Assert.Contains("Tensor [0, 3]<", Html(Tensor.Zeros([0, 3])));
        Assert.DoesNotContain("<table", Html(Tensor.Zeros([0, 3])));
        Assert.Contains("requires gradients", Html(new Tensor([2], [1, 2]) { RequiresGrad = true }));
        Assert.Contains("[1, 0, .., ..]</caption>", Html(Tensor.Zeros([3, 1, 2, 2])));
        var many = Html(Tensor.Zeros([10, 2, 2]));
        Assert.Contains("[9, .., ..]</caption>", many);
        Assert.DoesNotContain("[1, .., ..]</caption>", many);
    }

    static string Html(Tensor x) => (string)x.ToMimeBundle().Data["text/html"]!;
}
