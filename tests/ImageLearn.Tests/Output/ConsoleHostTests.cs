using ImageLearn.Checks;
using ImageLearn.Output;

namespace ImageLearn.Tests.Output;

[Collection(nameof(RunningCell))]
public sealed class ConsoleHostTests
{
    static string Printed(Action run)
    {
        var (before, host) = (Console.Out, Cell.Host);
        var text = new StringWriter { NewLine = "\n" };
        try
        {
            Console.SetOut(text);
            Cell.Host = new ConsoleHost();
            run();
            return text.ToString();
        }
        finally
        {
            Cell.Host = host;
            Console.SetOut(before);
        }
    }

    [Fact]
    public void A_display_that_grows_prints_its_new_lines_only() =>
        Assert.Equal("… Q1\n✓ Q1  for [1]\n✗ Q1  for [2]: expected [9], got [4].\n", Printed(() => Check.Question("Q1", (Tensor x) => x * 2).Close([1], [2]).Close([2], [9])));

    [Fact]
    public void Another_display_between_prints_everything_again() => Assert.Equal("a\nb\na\nc\n", Printed(() =>
    {
        var first = Cell.Show(MimeBundle.Plain("a"));
        Cell.Show(MimeBundle.Plain("b"));
        first.Update(MimeBundle.Plain("a\nc"));
    }));

    [Fact]
    public void A_value_without_text_is_named_by_its_forms() => Assert.Equal("(image/png)\n", Printed(() => Cell.Show(new MimeBundle().With("image/png", "AAAA"))));

    [Fact]
    public void What_takes_long_to_make_is_not_made_for_a_console() => Assert.Equal("a figure\n", Printed(() => Cell.Show(MimeBundle.Plain("a figure").With("image/svg+xml", () => throw new NotSupportedException()))));

    /// <summary>Test runs have no terminal: what changes all the time stays out of the log.</summary>
    [Fact]
    public void Running_progress_stays_out_of_a_log() => Assert.Equal("training: 3 of 3\n", Printed(() => { foreach (int _ in Progress.Over(3, "training")) { } }));

    [Fact]
    public void What_was_measured_is_printed() => Assert.Equal("2.1 ms\n", Printed(() => Cell.Show(new Measured("2.1 ms").ToMimeBundle())));
}
