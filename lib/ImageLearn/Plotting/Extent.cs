namespace ImageLearn.Plotting;

/// <summary>The smallest and largest of some finite numbers; empty (low above high) when there were none.</summary>
readonly record struct Extent(double Low, double High)
{
    public static readonly Extent Empty = new(double.PositiveInfinity, double.NegativeInfinity);

    public bool IsEmpty => Low > High;

    public static Extent Of(IEnumerable<double> values) => values.Where(double.IsFinite).Aggregate(Empty, static (extent, value) => extent.With(value));

    public Extent With(double value) => new(Math.Min(Low, value), Math.Max(High, value));

    public Extent Union(Extent other) => new(Math.Min(Low, other.Low), Math.Max(High, other.High));

    /// <summary>0..1 when empty, and never of length zero.</summary>
    public (double Low, double High) OrUnit() => IsEmpty ? (0, 1) : Low < High ? (Low, High) : (Low - Half, High + Half);

    double Half => Low == 0 ? 0.5 : Math.Abs(Low) / 2;
}
