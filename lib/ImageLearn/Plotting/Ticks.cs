using System.Globalization;

namespace ImageLearn.Plotting;

/// <summary>A mark on an axis. A minor one has no label.</summary>
readonly record struct Tick(double Value, string Label);

/// <summary>Round numbers along an axis and how they are written.</summary>
static class Ticks
{
    /// <summary>
    /// Multiples of 1, 2 or 5 times a power of ten within the range, about <paramref name="count"/> of them, but not a single one, which
    /// says nothing of the scale; of <paramref name="whole"/> numbers no others, if there are any in the range.
    /// </summary>
    public static IReadOnlyList<Tick> Linear(double low, double high, int count, bool whole = false)
    {
        var step = Step((high - low) / Math.Max(1, count));
        if (Multiples(step, low, high).Length < 2) step = Step(step / 2);
        if (whole && step < 1 && Math.Ceiling(low) <= high) step = 1;
        var values = Multiples(step, low, high);
        return [.. values.Select(value => new Tick(value, Label(value, step, values.Max(Math.Abs))))];
    }

    /// <summary>The multiples of a step within the range, the first thousand of them.</summary>
    public static double[] Multiples(double step, double low, double high)
    {
        // The rounding of low / step must not lose one that lies on the end of the range.
        double first = Math.Ceiling(low / step - 1e-9), last = Math.Floor(high / step + 1e-9);
        return [.. Enumerable.Range(0, (int)Math.Min(1000, last - first + 1)).Select(i => (first + i) * step)];
    }

    /// <summary>Of 1, 2 and 5 times the powers of ten, the one that <paramref name="about"/> is nearest to as a factor.</summary>
    public static double Step(double about)
    {
        var power = (int)Math.Floor(Math.Log10(about));
        var digit = new[] { 1, 2, 5, 10 }.MinBy(digit => Math.Abs(Math.Log10(about / digit) - power));
        return Scientific(digit, power);
    }

    /// <summary>
    /// Powers of ten within the range, every second or third when there are many, with 2, 5 (or all of 1–9) between when there are few;
    /// the unlabelled steps between neighbouring powers are minor ticks. A range too narrow for that has linear ticks.
    /// </summary>
    public static IReadOnlyList<Tick> Log(double low, double high, int count)
    {
        double from = Math.Log10(low), to = Math.Log10(high);
        if (to - from < 0.7) return Linear(low, high, count);
        int first = (int)Math.Floor(from + 1e-9), last = (int)Math.Ceiling(to - 1e-9);
        var stride = Math.Max(1, (int)Math.Ceiling((to - from) / Math.Max(1, count)));
        int[] labelled = to - from < 2 ? [1, 2, 5] : [1];
        var plain = from >= -3.01 && to <= 4.01;
        var ticks = from power in Enumerable.Range(first, last - first + 1)
                    from digit in stride == 1 ? Enumerable.Range(1, 9) : [1]
                    let value = Scientific(digit, power)
                    where value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)
                    select new Tick(value, labelled.Contains(digit) && power % stride == 0 ? (plain ? Plain(value, Math.Max(0, -power)) : Power(digit, power)) : "");
        return [.. ticks];
    }

    static string Label(double value, double step, double largest)
    {
        if (value == 0) return "0";
        int stepPower = (int)Math.Floor(Math.Log10(step) + 1e-9), power = (int)Math.Floor(Math.Log10(largest) + 1e-9);
        if (power is >= -3 and < 5) return Plain(value, Math.Max(0, -stepPower));
        // All labels of an axis have the same power, so that their digits can be compared.
        return $"{Plain(value / Math.Pow(10, power), Math.Max(0, power - stepPower))}×10{Superscript(power)}";
    }

    /// <summary>The double nearest to digit·10^power, which a product with Math.Pow may miss.</summary>
    static double Scientific(int digit, int power) => double.Parse(string.Create(CultureInfo.InvariantCulture, $"{digit}e{power}"), CultureInfo.InvariantCulture);

    static string Power(int digit, int power) => digit == 1 ? $"10{Superscript(power)}" : $"{digit}×10{Superscript(power)}";

    /// <summary>Decimal notation with a true minus sign.</summary>
    static string Plain(double value, int decimals)
    {
        var text = Math.Abs(value).ToString($"F{Math.Min(decimals, 15)}", CultureInfo.InvariantCulture);
        return value < 0 && text.AsSpan().ContainsAnyInRange('1', '9') ? $"−{text}" : text;
    }

    static string Superscript(int power) =>
        string.Concat(power.ToString(CultureInfo.InvariantCulture).Select(static c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
}
