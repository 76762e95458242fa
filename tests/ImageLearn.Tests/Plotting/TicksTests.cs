using System.Globalization;
using ImageLearn.Plotting;

namespace ImageLearn.Tests.Plotting;

public class TicksTests
{
    [Theory]
    [InlineData(0, 10, 5, "0 2 4 6 8 10")]
    [InlineData(-1, 1, 4, "−1.0 −0.5 0 0.5 1.0")]
    [InlineData(0, 800, 8, "0 100 200 300 400 500 600 700 800")]
    [InlineData(0.0001, 0.0004, 3, "1×10⁻⁴ 2×10⁻⁴ 3×10⁻⁴ 4×10⁻⁴")]
    [InlineData(0, 2e6, 4, "0 0.5×10⁶ 1.0×10⁶ 1.5×10⁶ 2.0×10⁶")]
    [InlineData(1.00001, 1.00002, 2, "1.000010 1.000015 1.000020")]
    [InlineData(-30000, -10000, 2, "−30000 −20000 −10000")]
    [InlineData(-40, 40, 2, "−40 −20 0 20 40")]
    public void Linear_ticks_are_round_and_written_alike(double low, double high, int count, string labels) =>
        Assert.Equal(labels, string.Join(' ', Ticks.Linear(low, high, count).Select(static tick => tick.Label)));

    [Theory]
    [InlineData(0.96, 2.04, 8, "1 2")]
    [InlineData(1, 5, 8, "1 2 3 4 5")]
    [InlineData(0, 50, 5, "0 10 20 30 40 50")]
    [InlineData(1.25, 1.75, 4, "1.3 1.4 1.5 1.6 1.7")]
    public void Whole_numbers_are_marked_by_whole_numbers(double low, double high, int count, string labels) =>
        Assert.Equal(labels, string.Join(' ', Ticks.Linear(low, high, count, whole: true).Select(static tick => tick.Label)));

    [Theory]
    [InlineData(0.5, 2000, 6, "1 10 100 1000")]
    [InlineData(4, 13000, 6, "10¹ 10² 10³ 10⁴")]
    [InlineData(900, 14000, 5, "10³ 2×10³ 5×10³ 10⁴")]
    [InlineData(2, 128, 8, "2 5 10 20 50 100")]
    [InlineData(1e-9, 1e9, 6, "10⁻⁹ 10⁻⁶ 10⁻³ 10⁰ 10³ 10⁶ 10⁹")]
    [InlineData(40, 80, 4, "40 50 60 70 80")]
    public void Log_ticks_are_powers_of_ten_or_finer_steps_in_a_narrow_range(double low, double high, int count, string labels) =>
        Assert.Equal(labels, string.Join(' ', Ticks.Log(low, high, count).Where(static tick => tick.Label != "").Select(static tick => tick.Label)));

    [Fact]
    public void Any_range_gets_a_readable_number_of_distinct_evenly_spaced_ticks_within_it()
    {
        var random = new Random(2);
        for (int n = 0; n < 2000; n++)
        {
            double low = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 9)), length = random.NextDouble() * Math.Pow(10, random.Next(-6, 9)) + Math.Abs(low) * 1e-6 + 1e-12;
            var ticks = Ticks.Linear(low, low + length, 6);
            Assert.InRange(ticks.Count, 3, 11);
            Assert.All(ticks, tick => Assert.InRange(tick.Value, low - 1e-6 * length, low + length * (1 + 1e-6)));
            Assert.Equal(ticks.Count, ticks.Select(static tick => tick.Label).Distinct().Count());
            var steps = ticks.Zip(ticks.Skip(1), static (a, b) => b.Value - a.Value).ToArray();
            Assert.All(steps, step => Assert.Equal(steps[0], step, steps[0] * 1e-6 + Math.Abs(low) * 1e-12));
        }
    }

    [Fact]
    public void Labels_say_the_value_at_which_they_stand()
    {
        foreach (var tick in Ticks.Linear(-0.37, 1.2, 7).Concat(Ticks.Linear(-4e7, 1e7, 7)).Concat(Ticks.Log(3e-5, 8e4, 9)).Where(static tick => tick.Label != ""))
        {
            // "−1.5×10⁷", "10⁻³" or "0.25" in the notation of the runtime.
            var exponent = string.Concat(tick.Label.Where("⁻⁰¹²³⁴⁵⁶⁷⁸⁹".Contains).Select(static c => c == '⁻' ? '-' : (char)('0' + "⁰¹²³⁴⁵⁶⁷⁸⁹".IndexOf(c))));
            var digits = tick.Label.Replace('−', '-')[..^exponent.Length];
            if (exponent != "") digits = digits == "10" ? "1" : digits[..^"×10".Length];
            Assert.Equal(tick.Value, double.Parse($"{digits}e{(exponent == "" ? "0" : exponent)}", CultureInfo.InvariantCulture), Math.Abs(tick.Value) * 1e-9);
        }
    }
}
