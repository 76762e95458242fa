using System.Text.Json.Nodes;
using ImageLearn.Checks;
using ImageLearn.Output;
using ImageLearn.Plotting;
using ImageLearn.Tests.Output;

namespace ImageLearn.Tests.Checks;

[Collection(nameof(RunningCell))]
public sealed class AnswerCheckTests : IDisposable
{
    readonly RecordingHost _cell = new();

    public void Dispose() => _cell.Dispose();

    [Fact]
    public void A_number_is_compared_within_its_tolerance_and_told_with_its_unit()
    {
        Assert.Equal(CheckOutcome.Passed, Check.Question("Q1", () => 9.81).Is(9.8, within: 0.01, unit: "m/s²").Outcome);
        Check.Question("Q1", () => 9.7).Is(9.8, within: 0.001, unit: "m/s²");
        Assert.EndsWith("✗ Q1  the answer: expected 9.8 m/s², got 9.7 m/s².", _cell.Text);
    }

    [Fact]
    public void Numbers_that_agree_in_four_digits_are_told_apart()
    {
        Check.Question("Q1", () => 0.123456).Is(0.123457, within: 1e-9);
        Assert.EndsWith("expected 0.123457, got 0.123456.", _cell.Text);
    }

    [Fact]
    public void A_shape_a_text_and_a_list_are_compared_exactly()
    {
        Assert.Equal(CheckOutcome.Passed, Check.Question("Q1", () => new[] { 32, 3, 5, 5 }).Is([32, 3, 5, 5]).Outcome);
        Assert.Equal(CheckOutcome.Passed, Check.Question("Q1", () => Shape.Of([2, 3])).Is([2, 3]).Outcome);
        Check.Question("Q1", () => "HELO").Is("HELLO");
        Assert.EndsWith("expected \"HELLO\", got \"HELO\".", _cell.Text);
        Check.Question("Q1", () => Tensor.Zeros([2, 3])).Shape([3, 2]);
        Assert.EndsWith("expected shape [3, 2], got [2, 3].\n  Rows and columns are exchanged. Transpose, or exchange the operands.", _cell.Text);
    }

    [Fact]
    public void The_answer_runs_once_and_after_its_exception_no_step_does()
    {
        int runs = 0;
        Check.Question("Q1", () => ++runs).Holds("a", _ => true).Holds("b", _ => false).Is(1);
        Assert.Equal(1, runs);
        Check.Question("Q1", () => runs++ > 0 ? throw new InvalidOperationException("no") : 0).Is(1).Is(2);
        Assert.Equal(2, runs);
        Assert.Equal("failed", (string?)_cell.Ours["check"]!["outcome"]);
        Assert.Single(_cell.Ours["check"]!["steps"]!.AsArray());
    }

    [Fact]
    public void A_choice_is_checked_without_giving_the_answer_away()
    {
        string seal = Check.Seal("Q1", "both");
        Assert.Equal(CheckOutcome.Passed, Check.Question("Q1", () => " Both").OneOf("left", "right", "both").Sealed(seal).Outcome);
        var wrong = Check.Question("Q1", () => "left").OneOf("left", "right", "both").Sealed(seal, wrongMeans: "Look again at the figure.");
        Assert.Equal(CheckOutcome.Wrong, wrong.Outcome);
        Assert.EndsWith("✓ Q1  one of the choices\n✗ Q1  the answer: \"left\" is not it.\n  Look again at the figure.", _cell.Text);
        Check.Question("Q1", () => "up").OneOf("left", "right");
        Assert.EndsWith("\"up\" is not among the choices.\n  Answer with one of \"left\", \"right\".", _cell.Text);
    }

    [Fact]
    public void A_seal_holds_for_its_question_alone_and_for_numbers_lists_and_orderings()
    {
        Assert.NotEqual(Check.Seal("Q1", 3), Check.Seal("Q2", 3));
        Assert.NotEqual(Check.Seal("Q1", new[] { "a", "b" }), Check.Seal("Q1", new[] { "b", "a" }));
        Assert.Equal(Check.Seal("Q1", 3), Check.Seal("Q1", 3.0));
        // Pinned: seals stand in notebooks, so the function may never change. sha256("Q1\nboth")
        Assert.Equal("c70d05b9885d", Check.Seal("Q1", "both"));
        Assert.Equal(CheckOutcome.Passed, Check.Question("Q1", () => 832 + 2400 - 832).Sealed(Check.Seal("Q1", 2400)).Outcome);
    }

    [Fact]
    public void An_ordering_holds_each_item_once()
    {
        Assert.Equal(CheckOutcome.Passed, Check.Question("Q1", () => new[] { "b", "a", "c" }).OrderOf(["a", "b", "c"]).Outcome);
        Assert.Equal(CheckOutcome.Wrong, Check.Question("Q1", () => new[] { "b", "a", "a" }).OrderOf(["a", "b", "c"]).Outcome);
        Assert.Equal(CheckOutcome.Wrong, Check.Question("Q1", () => new[] { 1, 2 }).OrderOf([1, 2, 3]).Outcome);
    }

    sealed class Drawing(string plotly, string alt = "a line that falls") : IRichOutput
    {
        public MimeBundle ToMimeBundle()
        {
            var bundle = MimeBundle.Plain("a figure").With("application/vnd.plotly.v1+json", JsonNode.Parse(plotly)!);
            bundle.Metadata["imagelearn"] = new JsonObject { ["figure"] = new JsonObject { ["alt"] = alt } };
            return bundle;
        }
    }

    const string Good = """{"data":[{"type":"scatter","x":[1,2],"y":[3,4]}],"layout":{"title":{"text":"The loss falls"},"xaxis":{"title":{"text":"epoch"}},"yaxis":{"title":"loss"}}}""";

    [Theory]
    [InlineData(Good, 1, null)]
    [InlineData(Good, 2, "expected 2 curves or layers, got 1.")]
    [InlineData("""{"data":[{"type":"scatter","x":[],"y":[]}]}""", 1, "curve 1 has no data.")]
    [InlineData("""{"data":[{"y":[3,4]}],"layout":{"xaxis":{"title":"a"},"yaxis":{"title":"b"}}}""", 1, "the figure has no title.")]
    [InlineData("""{"data":[{"y":[3,4]}],"layout":{"title":"t","yaxis":{"title":"b"}}}""", 1, "the x axis has no label.")]
    [InlineData("""{"data":[{"y":[3,4]}],"layout":{"title":"t","xaxis":{"title":"b"},"yaxis":{"title":" "}}}""", 1, "the y axis has no label.")]
    [InlineData("""{"data":[{"type":"heatmap","z":[[3,4]]}],"layout":{"title":"t"}}""", 1, null)]
    [InlineData("""{"data":[]}""", 1, "expected 1 curve or layer, got 0.")]
    public void A_figure_needs_data_a_title_and_labels(string plotly, int traces, string? problem)
    {
        var check = Check.Question("Q1", () => new Drawing(plotly)).Figure(traces);
        Assert.Equal(problem is null ? CheckOutcome.Passed : CheckOutcome.Wrong, check.Outcome);
        Assert.Equal(problem ?? "", check.Steps[0].Message);
    }

    [Fact]
    public void Our_figures_are_understood()
    {
        var line = Figure.Line([1, 2], [3, 4], title: "The loss falls", xTitle: "epoch", yTitle: "loss", alt: "A line.");
        Assert.Equal(CheckOutcome.Passed, Check.Question("Q1", () => line).Figure().Outcome);
        var pair = Figure.Grid(1, 2, [new Panel("", "epoch", "loss").Add(Trace.Line([1, 2], [3, 4])), new Panel("", "", "loss").Add(Trace.Line([1, 2], [3, 4]))], title: "Two runs", alt: "Two lines.");
        Assert.Equal("the x axis has no label.", Check.Question("Q1", () => pair).Figure(2).Steps[0].Message);
    }

    [Fact]
    public void What_a_figure_draws_is_compared_like_any_numbers()
    {
        Tensor picture = [[1, 2, 3], [4, 5, 6]];
        var pair = Figure.Grid(1, 2, [Trace.Line(.., [1, 4, 9]), Trace.Image(picture)], alt: "A line and a picture.");
        var check = Check.Question("Q1", () => pair).Draws(Channel.X, [0, 1, 2]).Draws(Channel.Y, [1, 4, 9]).Draws(Channel.Z, picture, trace: 1);
        Assert.Equal(CheckOutcome.Passed, check.Outcome);
        Assert.Equal(["trace 1, x", "trace 1, y", "trace 2, z"], check.Steps.Select(step => step.Name));

        var wrong = Check.Question("Q1", () => pair).Draws(Channel.Y, [-1, -4, -9]).Steps[0];
        Assert.Equal("expected [-1, -4, -9], got [1, 4, 9].", wrong.Message);
        Assert.StartsWith("Every sign is the opposite", wrong.Advice);
        Assert.Equal("Drawn: there is no trace 2, the figure has 2, counted from 0.", Check.Question("Q1", () => pair).Draws(Channel.Y, [1], trace: 2).Steps[0].Message);
        Assert.Equal("expected a figure, got Int32.", Check.Question("Q1", () => 3).Draws(Channel.Y, [1]).Steps[0].Message);
    }

    [Fact]
    public void A_figure_needs_an_alternative_text_and_to_be_a_figure()
    {
        Assert.Equal("the figure has no alternative text.", Check.Question("Q1", () => new Drawing(Good, alt: "")).Figure().Steps[0].Message);
        Assert.Equal("expected a figure, got Int32.", Check.Question("Q1", () => 3).Figure().Steps[0].Message);
    }
}
