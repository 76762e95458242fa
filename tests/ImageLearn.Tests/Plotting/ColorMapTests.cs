using ImageLearn.Plotting;

namespace ImageLearn.Tests.Plotting;

public class ColorMapTests
{
    /// <summary>CIE lightness of an sRGB colour, 0 to 100.</summary>
    static double Lightness((byte R, byte G, byte B) color)
    {
        static double Linear(byte value) => value / 255.0 is var v && v <= 0.04045 ? v / 12.92 : Math.Pow((value / 255.0 + 0.055) / 1.055, 2.4);
        var y = 0.2126 * Linear(color.R) + 0.7152 * Linear(color.G) + 0.0722 * Linear(color.B);
        return y <= 0.008856 ? 903.3 * y : 116 * Math.Cbrt(y) - 16;
    }

    [Theory]
    [InlineData(ColorMap.Viridis), InlineData(ColorMap.Cividis), InlineData(ColorMap.Grey)]
    public void Larger_values_are_lighter_so_that_the_map_reads_without_colour(ColorMap map)
    {
        var scale = new ColorScale(map, 0, 1);
        var lightness = Enumerable.Range(0, 101).Select(i => Lightness(scale.At(i / 100.0))).ToArray();
        Assert.All(lightness.Zip(lightness.Skip(1)), static pair => Assert.True(pair.Second > pair.First - 0.05));
        Assert.InRange(lightness[^1] - lightness[0], 60, 101);
    }

    [Fact]
    public void A_diverging_map_is_white_in_the_middle_and_as_dark_at_both_ends()
    {
        var scale = ColorScale.Over([-3, 1, 2], ColorMap.BlueRed, null);
        Assert.Equal((-3.0, 3.0), (scale.Low, scale.High));
        Assert.Equal(((byte)0xF7, (byte)0xF7, (byte)0xF7), scale.At(0));
        foreach (var v in new[] { 0.5, 1, 2, 3 }) Assert.Equal(Lightness(scale.At(-v)), Lightness(scale.At(v)), 8.0);
        Assert.True(scale.At(-3).B > scale.At(-3).R && scale.At(3).R > scale.At(3).B);
    }

    [Fact]
    public void Values_beyond_the_range_have_the_colour_of_its_end_and_a_flat_picture_has_one()
    {
        var scale = new ColorScale(ColorMap.Grey, 10, 20);
        Assert.Equal(((byte)0, (byte)255, (byte)128), (scale.At(-5).R, scale.At(99).R, scale.At(15).R));
        Assert.Equal(ColorScale.Over([7, 7], ColorMap.Viridis, null).At(7), ColorScale.Over([7], ColorMap.Viridis, null).At(7));
    }

    [Fact]
    public void Colours_not_asked_for_are_those_not_taken()
    {
        Assert.Equal(Palette.Blue, PaletteColors.Next([]));
        Assert.Equal(Palette.Green, PaletteColors.Next([Palette.Blue, Palette.Vermilion]));
        Assert.Equal(Palette.Blue, PaletteColors.Next([Palette.Vermilion]));
        Assert.Equal(Palette.Blue, PaletteColors.Next([.. Enumerable.Range(1, 7).Select(static i => (Palette)i)]));
    }
}
