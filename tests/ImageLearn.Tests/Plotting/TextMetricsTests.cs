using System.Globalization;
using ImageLearn.Plotting.Svg;
using ImageLearn.Tests.Imaging;

namespace ImageLearn.Tests.Plotting;

public class TextMetricsTests
{
    [PilFact]
    public void Widths_are_those_of_DejaVu_Sans()
    {
        const string font = "/usr/share/fonts/truetype/dejavu/DejaVuSans";
        if (!File.Exists($"{font}.ttf")) return;
        string[] texts = ["MSE (grey levels²)", "After scaling, descent reaches the closed form in 40 epochs", "−1.5×10⁶", "w₁ · x + θ", string.Concat(Enumerable.Range(33, 94).Select(static c => (char)c))];
        foreach (var (bold, file) in new[] { (false, $"{font}.ttf"), (true, $"{font}-Bold.ttf") })
        {
            var widths = Python.Run("import sys, PIL.ImageFont\nfont = PIL.ImageFont.truetype(sys.argv[1], 1000)\nfor text in sys.argv[2:]: print(font.getlength(text) / 1000)", [file, .. texts]).Split('\n');
            for (int i = 0; i < texts.Length; i++)
                Assert.InRange(TextMetrics.Width(texts[i], 1, bold) / double.Parse(widths[i], CultureInfo.InvariantCulture), 0.96, 1.07);
        }
    }

    [Fact]
    public void Wrapped_lines_hold_the_same_words_and_fit()
    {
        const string text = "After scaling x and y, descent reaches the closed form in 60 epochs";
        foreach (var width in new[] { 80.0, 150, 300, 1000 })
        {
            var lines = TextMetrics.Wrap(text, width, 13);
            Assert.Equal(text, string.Join(' ', lines));
            Assert.All(lines, line => Assert.True(TextMetrics.Width(line, 13) <= width));
        }
        Assert.Empty(TextMetrics.Wrap("", 100, 13));
    }
}
