using ImageLearn.Output;
using ImageLearn.Tests.Output;
using static ImageLearn.Checks.Predictions;

namespace ImageLearn.Tests.Checks;

[Collection(nameof(RunningCell))]
public sealed class PredictionsTests : IDisposable
{
    readonly RecordingHost _cell = new();

    public void Dispose() => _cell.Dispose();

    [Fact]
    public void A_guess_is_shown_again_beside_the_truth()
    {
        Predict("overflow", "exp(1000) is huge");
        Reveal("overflow", Math.Exp(1000), "The largest double is about 1.8e308.");
        Assert.Equal("Noted: exp(1000) is huge\nYou predicted: exp(1000) is huge\nIt turned out: Infinity\nThe largest double is about 1.8e308.", _cell.Text);
        Assert.Equal("""{"prediction":{"id":"overflow","guess":"exp(1000) is huge","truth":"Infinity"}}""", _cell.Ours.ToJsonString());
    }

    [Fact]
    public void The_template_is_no_guess_and_takes_an_earlier_one_back()
    {
        Predict("template", 3);
        Predict("template", "exp(1000) is …");
        Reveal("template", "∞");
        Assert.Equal("Noted: 3\nWrite your guess in place of … and run this cell. Then read on.\nYou predicted: no guess (it is not too late for one)\nIt turned out: ∞", _cell.Text);
        Assert.Null(_cell.Ours["prediction"]!["guess"]);
    }

    [Fact]
    public void A_later_guess_replaces_an_earlier_one_and_html_is_escaped()
    {
        Predict("twice", "a");
        Predict("twice", "<b>");
        Reveal("twice", "a < b");
        Assert.Contains("<b>&lt;b&gt;</b>", RecordingHost.HtmlOf(_cell.Outputs[^1]));
        Assert.Contains("<b>a &lt; b</b>", RecordingHost.HtmlOf(_cell.Outputs[^1]));
    }

    [Fact]
    public void A_measured_truth_is_marked_as_one_that_may_differ_from_run_to_run()
    {
        Predict("time", "10 times");
        Assert.Null(_cell.Ours["volatile"]);
        Reveal("time", new Measured("251 times"));
        Assert.Equal("""{"prediction":{"id":"time","guess":"10 times","truth":"251 times"},"volatile":true}""", _cell.Ours.ToJsonString());
    }
}
