namespace ImageLearn.Imaging.Png;

/// <summary>The five ways in which a PNG row may hold pixels, numbered as in the file.</summary>
enum PngColor : byte { Grey = 0, Rgb = 2, Palette = 3, GreyAlpha = 4, Rgba = 6 }

/// <summary>What the IHDR chunk says.</summary>
sealed record PngHeader(int Width, int Height, int BitDepth, PngColor Color, bool Interlaced)
{
    public int SamplesPerPixel => Color switch { PngColor.Rgb => 3, PngColor.GreyAlpha => 2, PngColor.Rgba => 4, _ => 1 };

    /// <summary>The distance, in whole bytes, to the byte of the pixel on the left that filters refer to.</summary>
    public int FilterDistance => Math.Max(1, SamplesPerPixel * BitDepth / 8);

    public int RowBytes(int width) => checked((int)(((long)width * SamplesPerPixel * BitDepth + 7) / 8));

    /// <summary>The reduced pictures of Adam7, or the whole picture as the only one. Empty ones are left out, as the file does.</summary>
    public IEnumerable<PngPass> Passes() =>
        (Interlaced ? Adam7 : [new(0, 0, 1, 1)])
        .Select(pass => pass with { Width = Count(Width, pass.X, pass.StepX), Height = Count(Height, pass.Y, pass.StepY) })
        .Where(pass => pass.Width > 0 && pass.Height > 0);

    /// <summary>The bytes that decompression must give: each row with its filter type in front.</summary>
    public long UncompressedBytes => Passes().Sum(pass => (1L + RowBytes(pass.Width)) * pass.Height);

    static int Count(int length, int start, int step) => length <= start ? 0 : (length - start - 1) / step + 1;

    static readonly PngPass[] Adam7 = [new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2)];
}

/// <summary>Every <paramref name="StepX"/>-th column from <paramref name="X"/> of every <paramref name="StepY"/>-th row from <paramref name="Y"/>.</summary>
record struct PngPass(int X, int Y, int StepX, int StepY, int Width = 0, int Height = 0);
