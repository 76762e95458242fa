namespace ImageLearn.Imaging;

public sealed partial class Image
{
    /// <summary>
    /// Grey levels from colours by ITU-R BT.601, the weights the eye's three sensitivities suggest: Y = 0.299 R + 0.587 G + 0.114 B.
    /// Opacity and bit depth stay. Computed in integers (weights in 1/65536, rounded), so the result is the same everywhere.
    /// </summary>
    public Image ToGrey() => IsGrey ? this : Make(Width, Height, HasAlpha ? PixelFormat.GreyAlpha : PixelFormat.Grey, BitDepth,
        (pixel, channel) => channel == 1 ? Sample(pixel, 3) : (int)((19595L * Sample(pixel, 0) + 38470L * Sample(pixel, 1) + 7471L * Sample(pixel, 2) + 32768) >> 16), Alt);

    /// <summary>The part of the picture whose top-left pixel is (<paramref name="left"/>, <paramref name="top"/>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part reaches outside the picture.</exception>
    public Image Crop(int left, int top, int width, int height)
    {
        if (left < 0 || top < 0 || width < 1 || height < 1 || left > Width - width || top > Height - height)
            throw new ArgumentOutOfRangeException(null, $"Crop: {width}×{height} pixels from column {left}, row {top} reach outside the picture, which is {Width}×{Height}.");
        return Make(width, height, Format, BitDepth, (pixel, channel) => Sample((top + pixel / width) * Width + left + pixel % width, channel), Alt);
    }
}
