namespace ImageLearn.Plotting;

/// <summary>
/// Colours for lines, points and bars that readers with any kind of colour vision can tell apart: the palette of Okabe and Ito (2008),
/// without its yellow, which white paper swallows.
/// </summary>
public enum Palette
{
    /// <summary>The next colour that this panel has not used.</summary>
    Auto,
    /// <summary>#0072B2</summary>
    Blue,
    /// <summary>#D55E00</summary>
    Vermilion,
    /// <summary>#009E73</summary>
    Green,
    /// <summary>#CC79A7</summary>
    Purple,
    /// <summary>#E69F00</summary>
    Orange,
    /// <summary>#56B4E9</summary>
    Sky,
    /// <summary>#000000</summary>
    Black,
    /// <summary>#7A828A, for what should stand back.</summary>
    Grey,
    /// <summary>#FFFFFF, for lines over pictures and heat maps.</summary>
    White,
}

/// <summary>How a line is drawn.</summary>
public enum Stroke
{
    /// <summary>Without gaps.</summary>
    Solid,
    /// <summary>Dashes.</summary>
    Dashed,
    /// <summary>Dots.</summary>
    Dotted,
}

static class PaletteColors
{
    /// <summary>How many colours <see cref="Palette.Auto"/> goes through before it begins again.</summary>
    const int Cycle = 7;

    public static string Hex(this Palette color) => color switch
    {
        Palette.Blue => "#0072B2",
        Palette.Vermilion => "#D55E00",
        Palette.Green => "#009E73",
        Palette.Purple => "#CC79A7",
        Palette.Orange => "#E69F00",
        Palette.Sky => "#56B4E9",
        Palette.Grey => "#7A828A",
        Palette.White => "#FFFFFF",
        _ => "#000000",
    };

    /// <summary>The first colour of the cycle that is not <paramref name="taken"/>; once all are, the cycle begins again.</summary>
    public static Palette Next(IReadOnlyCollection<Palette> taken) =>
        Enumerable.Range(1, Cycle).Select(i => (Palette)i).OrderBy(color => taken.Count(used => used == color)).First();
}
