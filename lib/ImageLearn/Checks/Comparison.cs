using ImageLearn.Output;

namespace ImageLearn.Checks;

/// <summary>Judges what an answer gave, in words.</summary>
static class Comparison
{
    const int LongestName = 40;
    const string HowToRefuse = "Test the input first, and throw new ArgumentException(\"…\") with a sentence that says what is wrong.";

    /// <summary>What came against what was expected: a known mistake if it is one, else what the numbers themselves tell, else the likely mistake.</summary>
    public static Verdict Of(ProbeValue expected, ProbeValue actual, double within, string? wrongMeans, IReadOnlyList<(ProbeValue Gives, string Means)> mistakes, ProbeValue? input, string unit = "")
    {
        if (ProbeValue.Matches(expected, actual, within).IsMatch) return Verdict.Passed;
        var known = mistakes.FirstOrDefault(mistake => ProbeValue.Matches(mistake.Gives, actual, within).IsMatch).Means;
        var (place, e, a) = FirstDifferent(expected, actual, within, "");
        var message = place + Message(e, a, within, unit.Length > 0 ? $" {unit}" : "");
        if (known is not null) return Verdict.Wrong(message, known);
        var clue = e is ProbeValue.Null || a is ProbeValue.Null ? null : Clues.Find(Numbers(e), Numbers(a), within, Shapes(input));
        return Verdict.Wrong(message, clue switch
        {
            null => wrongMeans,
            { Explains: true } => clue.Text,
            _ => Join(clue.Text, wrongMeans),
        });
    }

    public static Verdict OfShape(Shape expected, ProbeValue actual, string? wrongMeans) => Numbers(actual) switch
    {
        null => Verdict.Wrong($"expected shape {expected}, got {ProbeValue.Kind(actual)}.", wrongMeans),
        { } numbers when numbers.Shape == expected => Verdict.Passed,
        { } numbers => Verdict.Wrong($"expected shape {expected}, got {numbers.Shape}.", Join(Clues.OfShape(expected, numbers.Shape)?.Text, wrongMeans)),
    };

    public static Verdict OfProperty(Func<bool> holds, ProbeValue actual, string? wrongMeans)
    {
        bool broken = false;
        string what = "it does not hold.";
        try { broken = !holds(); }
        // The property is ours, the result it stumbles over is not.
        catch (Exception e) when (!Cell.IsInterruption(e) && !Thrown.IsStub(e)) { (broken, what) = (true, e is ShapeException ? $"it cannot be tested. {e.Message}" : "it cannot be tested: the result lacks what is looked at."); }
        if (!broken) return Verdict.Passed;
        var notFinite = Numbers(actual) is { } numbers ? Clues.OfNotFinite(numbers)?.Text : null;
        if (actual is ProbeValue.Unsupported) return Verdict.Wrong(what, wrongMeans);   // its name alone, "Figure", tells nothing
        var got = Numbers(actual) is { } n && !ValueText.IsWhole(n.Shape) ? ProbeValue.Kind(actual) : ValueText.Of(actual);
        return Verdict.Wrong($"{what} The result: {got}.", Join(notFinite, wrongMeans));
    }

    public static Verdict OfRefusal(Func<ProbeValue> call, string? wrongMeans)
    {
        ProbeValue result;
        try { result = call(); }
        catch (Exception e) when (!Cell.IsInterruption(e) && !Thrown.IsStub(e))
        {
            return Thrown.Unwrap(e) is ArgumentException ? Verdict.Passed : Verdict.Wrong(
                $"expected a refusal on purpose, an ArgumentException, got {(Thrown.IsAccident(e) ? "an accident: " : "")}{Thrown.Unwrap(e).GetType().Name}.", wrongMeans ?? HowToRefuse);
        }
        return Verdict.Wrong($"expected an exception, got {ValueText.Of(result)}.", wrongMeans ?? HowToRefuse);
    }

    /// <summary>Null when the input is as it was before the call.</summary>
    public static Verdict? OfInput(ProbeValue before, ProbeValue after)
    {
        if (Changed(before, after, "") is not (var place, var e, var a)) return null;
        return Verdict.Wrong($"the answer changes its input: {place}{Message(e, a, 0, "")}",
            "The caller still needs those numbers. Make new ones (x - m does; x[i, j] = … and Assign change x itself), or start from a copy.");
    }

    /// <summary>A name for a step that has none: its input, or the input's shape.</summary>
    public static string NameOf(ProbeValue input)
    {
        var text = ValueText.Of(input);
        return text.Length <= LongestName ? $"for {text}" : Shapes(input) is [var shape, ..] ? $"for numbers of shape {shape}" : "for a longer input";
    }

    public static IReadOnlyList<(ProbeValue, string)> Forms<T>(IReadOnlyList<Mistake<T>>? mistakes) =>
        mistakes is null ? [] : [.. mistakes.Select(mistake => (ProbeValue.Unlimited(mistake.Gives), mistake.Means))];

    static string Message(ProbeValue expected, ProbeValue actual, double within, string unit)
    {
        if (expected is ProbeValue.Numbers e && actual is ProbeValue.Numbers a)
        {
            if (e.Shape != a.Shape) return $"expected shape {e.Shape}, got {a.Shape}.";
            if (!ValueText.IsWhole(e.Shape))
            {
                var wrong = Enumerable.Range(0, e.Shape.Size).Where(i => !ProbeValue.AreClose(e[i], a[i], within)).ToList();
                var (want, got) = Apart(new ProbeValue.Number(e[wrong[0]]), new ProbeValue.Number(a[wrong[0]]));
                return $"expected {want}{unit} at {ValueText.Place(e.Shape, wrong[0])}, got {got}{unit}; {wrong.Count} of {e.Shape.Size} numbers differ.";
            }
        }
        else if (expected is ProbeValue.Unsupported || actual is ProbeValue.Unsupported)
            return $"{ProbeValue.Matches(expected, actual, within).Reason}";
        else if (expected.GetType() != actual.GetType() || expected is ProbeValue.List)
            return $"expected {ProbeValue.Kind(expected)}, got {ProbeValue.Kind(actual)}.";
        var (x, y) = Apart(expected, actual);
        return $"expected {x}{unit}, got {y}{unit}.";
    }

    /// <summary>Both values with as many digits as it takes to tell them apart.</summary>
    static (string, string) Apart(ProbeValue expected, ProbeValue actual)
    {
        for (int digits = 4; ; digits++)
        {
            var texts = (ValueText.Of(expected, digits), ValueText.Of(actual, digits));
            if (texts.Item1 != texts.Item2) return texts;
            // Long texts that begin alike: from shortly before the place where they part.
            if (digits == 17) return expected is ProbeValue.Text e && actual is ProbeValue.Text a && e.Value.Zip(a.Value).TakeWhile(pair => pair.First == pair.Second).Count() is > 10 and var same
                ? ($"…{ValueText.Of(new ProbeValue.Text(e.Value[(same - 10)..]))}", $"…{ValueText.Of(new ProbeValue.Text(a.Value[(same - 10)..]))}") : texts;
        }
    }

    static (string Place, ProbeValue, ProbeValue) FirstDifferent(ProbeValue expected, ProbeValue actual, double within, string place)
    {
        if (expected is ProbeValue.List e && actual is ProbeValue.List a && e.Items.Count == a.Items.Count)
            for (int i = 0; i < e.Items.Count; i++)
                if (!ProbeValue.Matches(e.Items[i], a.Items[i], within).IsMatch) return FirstDifferent(e.Items[i], a.Items[i], within, $"{place}item {i + 1}: ");
        return (place, expected, actual);
    }

    /// <summary>Parts that have no form to compare (a random generator) may change.</summary>
    static (string Place, ProbeValue, ProbeValue)? Changed(ProbeValue before, ProbeValue after, string place) => (before, after) switch
    {
        (ProbeValue.Unsupported, _) => null,
        (ProbeValue.List b, ProbeValue.List a) when b.Items.Count == a.Items.Count =>
            b.Items.Zip(a.Items).Select((pair, i) => Changed(pair.First, pair.Second, $"{place}item {i + 1}: ")).FirstOrDefault(change => change is not null),
        _ => ProbeValue.Matches(before, after, within: 0).IsMatch ? null : (place, before, after),
    };

    static ProbeValue.Numbers? Numbers(ProbeValue value) => value switch
    {
        ProbeValue.Numbers n => n,
        ProbeValue.Number n => new(Shape.Scalar, [n.Value]),
        _ => null,
    };

    /// <summary>The shapes of the numbers in an input, which explain factors in a result.</summary>
    static IReadOnlyList<Shape> Shapes(ProbeValue? input) => input switch
    {
        ProbeValue.Numbers n => [n.Shape],
        ProbeValue.List l => [.. l.Items.SelectMany(Shapes)],
        _ => [],
    };

    static string? Join(string? first, string? second) => first is null ? second : second is null ? first : $"{first} {second}";
}
