namespace ImageLearn.Checks;

/// <summary>Whether two values match, and if not, where and how they differ.</summary>
public readonly record struct ProbeMatch(bool IsMatch, string Reason);

public abstract partial record ProbeValue
{
    /// <summary>
    /// Whether <paramref name="actual"/> is what was expected. Numbers match when |actual - expected| ≤ within · max(1, |expected|):
    /// <paramref name="within"/> is an absolute tolerance for numbers up to 1 and a relative one beyond.
    /// NaN matches only NaN, an infinity only the same infinity. Shapes, lengths and kinds must be equal; texts match exactly.
    /// An expected exception matches one of the same or a derived type, whatever it says.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="within"/> is negative, NaN or infinite.</exception>
    public static ProbeMatch Matches(ProbeValue expected, ProbeValue actual, double within)
    {
        if (!(within >= 0 && double.IsFinite(within))) throw new ArgumentOutOfRangeException(nameof(within), within, "A tolerance is 0 or more.");
        var reason = Difference(expected, actual, within, "");
        return new(reason is null, reason ?? "");
    }

    /// <summary>Whether two numbers are the same within the tolerance of <see cref="Matches"/>.</summary>
    internal static bool AreClose(double expected, double actual, double within) =>
        expected == actual || double.IsNaN(expected) && double.IsNaN(actual)
        || double.IsFinite(expected) && double.IsFinite(actual) && Math.Abs(actual - expected) <= within * Math.Max(1, Math.Abs(expected));

    static string? Difference(ProbeValue expected, ProbeValue actual, double within, string place)
    {
        switch (expected, actual)
        {
            case (Null, Null): return null;
            case (Unsupported u, _): return $"{place}the expected value cannot be compared: {u.Type}. {u.Reason}";
            case (_, Unsupported u): return $"{place}the value cannot be compared: {u.Type}. {u.Reason}";
            case (Error e, Error a): return a.Types.Contains(e.Types[0]) ? null : $"{place}expected {e.Types[0]}, got {a.Types[0]}: {a.Message}";
            case (_, Error a): return $"{place}expected {Kind(expected)}, got {a.Types[0]}: {a.Message}";
            case (Bool e, Bool a): return e == a ? null : $"{place}expected {e.Value}, got {a.Value}";
            case (Text e, Text a): return e == a ? null : $"{place}expected {ValueText.Of(e)}, got {ValueText.Of(a)}";
            case (Number e, Number a):
                return AreClose(e.Value, a.Value, within) ? null : $"{place}expected {ValueText.Of(e)}, got {ValueText.Of(a)} (within {ValueText.Of(within)})";
            case (Numbers e, Numbers a):
                return e.Shape != a.Shape ? $"{place}expected shape {e.Shape}, got {a.Shape}" : FirstDifference(e, a, within, place);
            case (List e, List a):
                if (e.Items.Count != a.Items.Count) return $"{place}expected {e.Items.Count} items, got {a.Items.Count}";
                for (int i = 0; i < e.Items.Count; i++)
                    if (Difference(e.Items[i], a.Items[i], within, $"{place}item {i}: ") is { } reason) return reason;
                return null;
            default: return $"{place}expected {Kind(expected)}, got {Kind(actual)}";
        }
    }

    static string? FirstDifference(Numbers expected, Numbers actual, double within, string place)
    {
        int count = 0, first = -1;
        for (int i = 0; i < expected.Shape.Size; i++)
            if (!AreClose(expected[i], actual[i], within) && count++ == 0) first = i;
        if (count == 0) return null;
        return $"{place}element {ValueText.Place(expected.Shape, first)} is {ValueText.Of(actual[first])}, expected {ValueText.Of(expected[first])}; "
            + $"{count} of {expected.Shape.Size} differ (within {ValueText.Of(within)})";
    }

    /// <summary>What a value is, in words: "a text", "numbers of shape [2, 3]".</summary>
    internal static string Kind(ProbeValue value) => value switch
    {
        Null => "null",
        Bool => "true or false",
        Number => "a number",
        Text => "a text",
        Numbers n => $"numbers of shape {n.Shape}",
        List l => $"a list of {l.Items.Count}",
        Error e => $"an exception ({e.Types[0]})",
        Unsupported u => $"a value of type {u.Type}",
        _ => throw new InvalidOperationException(),
    };
}
