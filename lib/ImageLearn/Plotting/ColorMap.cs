namespace ImageLearn.Plotting;

/// <summary>How numbers become colours in a heat map, a picture of values or a surface. All but <see cref="Grey"/> were made for readers with any kind of colour vision.</summary>
public enum ColorMap
{
    /// <summary>Dark to bright in steps that look equal, purple to yellow (matplotlib's).</summary>
    Viridis,
    /// <summary>Black for the lowest value, white for the highest: for brightness.</summary>
    Grey,
    /// <summary>White for the lowest value, black for the highest: for ink.</summary>
    Ink,
    /// <summary>Dark blue to yellow, the same to readers with and without red-green blindness (Nuñez, Anderton, Renslow 2018, doi:10.1371/journal.pone.0199239).</summary>
    Cividis,
    /// <summary>Blue below zero, white at zero, red above: for residuals and weights. Its range is symmetric unless one is given (ColorBrewer's RdBu).</summary>
    BlueRed,
}

/// <summary>A colour map over a range of values.</summary>
sealed record ColorScale(ColorMap Map, double Low, double High)
{
    /// <summary>The range of the finite <paramref name="values"/>, symmetric around zero for <see cref="ColorMap.BlueRed"/>, unless a range is given.</summary>
    /// <exception cref="ArgumentException">The range given is not finite, or runs backwards.</exception>
    public static ColorScale Over(IEnumerable<double> values, ColorMap map, (double Low, double High)? range)
    {
        if (range is { } given && !(given.Low <= given.High && double.IsFinite(given.High - given.Low)))
            throw new ArgumentException($"The range of the colours goes from {given.Low} to {given.High}. Give two finite numbers, the lower first.");
        var (low, high) = range ?? Extent.Of(values).OrUnit();
        if (range is null && map == ColorMap.BlueRed) (low, high) = (-Math.Max(Math.Abs(low), Math.Abs(high)), Math.Max(Math.Abs(low), Math.Abs(high)));
        return new ColorScale(map, low, high > low ? high : low + 1);
    }

    /// <summary>Red, green, blue of a value; beyond the range the colour of its end.</summary>
    public (byte R, byte G, byte B) At(double value)
    {
        var stops = Stops(Map);
        var position = Math.Clamp((value - Low) / (High - Low), 0, 1) * (stops.Length - 1);
        var i = Math.Min((int)position, stops.Length - 2);
        var part = position - i;
        return (Mix(stops[i] >> 16, stops[i + 1] >> 16, part), Mix(stops[i] >> 8, stops[i + 1] >> 8, part), Mix(stops[i], stops[i + 1], part));

        static byte Mix(int from, int to, double part) => (byte)Math.Round((from & 255) + ((to & 255) - (from & 255)) * part);
    }

    /// <summary>The colours at equal steps; between them they are mixed in RGB.</summary>
    public static ReadOnlySpan<int> Stops(ColorMap map) => map switch
    {
        ColorMap.Grey => [0x000000, 0xFFFFFF],
        ColorMap.Ink => [0xFFFFFF, 0x000000],
        ColorMap.Cividis => [0x00224E, 0x123570, 0x3B496C, 0x575D6D, 0x707173, 0x8A8678, 0xA59C74, 0xC3B369, 0xE1CC55, 0xFEE838],
        ColorMap.BlueRed => [0x053061, 0x2166AC, 0x4393C3, 0x92C5DE, 0xD1E5F0, 0xF7F7F7, 0xFDDBC7, 0xF4A582, 0xD6604D, 0xB2182B, 0x67001F],
        _ => [0x440154, 0x482878, 0x3E4989, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6ECE58, 0xB5DE2B, 0xFDE725],
    };
}
