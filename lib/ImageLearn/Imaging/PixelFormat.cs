namespace ImageLearn.Imaging;

/// <summary>What the samples of a pixel mean. The number behind each name is the count of samples a pixel has.</summary>
public enum PixelFormat
{
    /// <summary>One brightness.</summary>
    Grey = 1,
    /// <summary>Brightness and opacity.</summary>
    GreyAlpha = 2,
    /// <summary>Red, green, blue.</summary>
    Rgb = 3,
    /// <summary>Red, green, blue, opacity.</summary>
    Rgba = 4,
}
