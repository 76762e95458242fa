using ImageLearn.Checks;
using ImageLearn.Output;
using ImageLearn.Plotting;
using ImageLearn.Tests.Output;

namespace ImageLearn.Tests.Checks;

[Collection(nameof(RunningCell))]
public sealed class ProbeTests : IDisposable
{
    readonly RecordingHost _cell = new();

    public void Dispose() => _cell.Dispose();

    [Fact]
    public void A_probe_emits_the_value_with_the_question_that_was_checked_last()
    {
        Check.Question("Q7", () => 1);
        Probe.Value("rows", () => Tensor.Of([1, 2]), within: 1e-3, points: 2);
        Assert.Equal("""{"probe":{"question":"Q7","name":"rows","points":2,"within":0.001,"value":{"kind":"numbers","type":"float32","shape":[2],"data":"AACAPwAAAEA="}}}""",
            _cell.Ours.ToJsonString());
    }

    [Fact]
    public void A_probe_never_throws_and_never_judges()
    {
        Probe.Value("stub", () => throw new NotImplementedException("Q1"));
        var value = Assert.IsType<ProbeValue.Error>(ProbeValue.FromJson(_cell.Ours["probe"]!["value"]));
        Assert.Equal("System.NotImplementedException", value.Types[0]);
        Assert.DoesNotContain("outcome", _cell.Ours.ToJsonString());
    }

    [Fact]
    public void A_figure_lacks_what_its_check_would_ask_for()
    {
        Tensor y = [3, 1];
        Assert.Equal("", Probe.Lacks(Figure.Line(.., y, alt: "It falls.", title: "It falls", xTitle: "epoch", yTitle: "loss")));
        Assert.Equal("the y axis has no label.", Probe.Lacks(Figure.Line(.., y, alt: "It falls.", title: "It falls", xTitle: "epoch")));
        Assert.Equal("the figure has no title.", Probe.Lacks(Figure.Line(.., y, alt: "It falls.", xTitle: "epoch", yTitle: "loss")));
    }

    [Fact]
    public void An_interruption_ends_a_probe() => Assert.ThrowsAny<OperationCanceledException>(() => Probe.Value("x", () =>
    {
        Cell.SetInterrupted(true);
        Cell.Checkpoint();
        return 1;
    }));
}
