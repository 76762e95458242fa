namespace ImageLearn.Plotting;

/// <summary>One axis of a panel: what it is called, its scale and the values it spans.</summary>
/// <param name="Title">What it is called.</param>
sealed record Axis(string Title)
{
    public bool Log { get; init; }

    /// <summary>The ends asked for, instead of those of the data.</summary>
    public (double Low, double High)? Range { get; init; }

    /// <summary>Names at 0, 1, 2 … in place of numbers.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>Whether it counts something: epochs, pictures. Between two whole numbers there is nothing to mark.</summary>
    public bool Counts { get; init; }

    /// <summary>What is wrong with the range asked for, or null.</summary>
    public string? Fault(string parameter) => Range is not { } range ? null
        : !double.IsFinite(range.High - range.Low) || range.Low == range.High ? $"Axes: {parameter} from {range.Low} to {range.High} is no range. Give two different finite numbers."
        : Log && Math.Min(range.Low, range.High) <= 0 ? $"Axes: {parameter} from {range.Low} to {range.High} reaches zero, which a logarithmic axis never does. Begin above 0."
        : null;

    /// <summary>Where a value lies along the axis, before scaling to pixels: itself, or its logarithm (not a number for what has none).</summary>
    public double Place(double value) => !Log ? value : value > 0 ? Math.Log10(value) : double.NaN;

    /// <summary>The ends of the axis in places: the range asked for, or that of the data with a little room unless <paramref name="tight"/>.</summary>
    public (double Low, double High) Span(IEnumerable<double> data, bool tight)
    {
        if (Range is { } range) return (Place(range.Low), Place(range.High));
        var (low, high) = Extent.Of(data.Select(Place)).OrUnit();
        if (Categories is { Count: > 0 }) return (-0.5, Categories.Count - 0.5);
        var room = tight ? 0 : 0.04 * (high - low);
        return (low - room, high + room);
    }

    /// <summary>The marks on a span given in places, about <paramref name="count"/> of them; their values are values of the data.</summary>
    public IReadOnlyList<Tick> Ticks((double Low, double High) span, int count)
    {
        double low = Math.Min(span.Low, span.High), high = Math.Max(span.Low, span.High);
        if (Categories is not null) return [.. Categories.Select(static (name, i) => new Tick(i, name))];
        // Beyond 10^±307 a power of ten is no longer a number.
        return Log ? Plotting.Ticks.Log(Math.Pow(10, Math.Clamp(low, -307, 307)), Math.Pow(10, Math.Clamp(high, -307, 307)), count) : Plotting.Ticks.Linear(low, high, count, Counts);
    }
}
