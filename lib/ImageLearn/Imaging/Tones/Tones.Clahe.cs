namespace ImageLearn.Imaging;

public static partial class Tones
{
    const int Levels = 256;

    /// <summary>
    /// Contrast-limited adaptive equalisation: each tile's values, rounded to 256 levels, are equalised by its own histogram, whose bins are clipped first so that
    /// noise is not blown up; between the middles of tiles the results are mixed (Zuiderveld 1994, Graphics Gems IV; OpenCV's <c>createCLAHE</c>).
    /// [height, width] with values in 0..1 → the same
    /// </summary>
    /// <param name="x">The picture, one channel.</param>
    /// <param name="clipLimit">How many times the mean a bin may hold; larger means more contrast.</param>
    /// <param name="tiles">Tiles down and across.</param>
    /// <exception cref="ArgumentOutOfRangeException">The clip limit is not above 0, or there are no tiles or more than pixels.</exception>
    public static Tensor Clahe(Tensor x, double clipLimit = 2, int tiles = 8)
    {
        var raster = Raster.Grey("Tones.Clahe", x);
        if (!(clipLimit > 0) || tiles < 1 || tiles > Math.Min(raster.Height, raster.Width))
            throw new ArgumentOutOfRangeException(null, $"Tones.Clahe: a clip limit of {clipLimit} and {tiles}×{tiles} tiles do not go with a picture of {raster.Height}×{raster.Width}.");
        // Tiles of one size: the picture is continued by its mirror image.
        int tileHeight = (raster.Height + tiles - 1) / tiles, tileWidth = (raster.Width + tiles - 1) / tiles;
        if (raster.Height % tiles == 0 && raster.Width % tiles != 0) tileHeight++;   // OpenCV then adds a row to every tile
        else if (raster.Width % tiles == 0 && raster.Height % tiles != 0) tileWidth++;
        var levels = new byte[tiles * tileHeight, tiles * tileWidth];
        for (int y = 0; y < tiles * tileHeight; y++)
            for (int j = 0; j < tiles * tileWidth; j++)
                levels[y, j] = (byte)Math.Round(Math.Clamp(raster.Row(Borders.Source(y, raster.Height, Border.Mirror))[Borders.Source(j, raster.Width, Border.Mirror)], 0, 1) * (Levels - 1));

        var curves = new byte[tiles, tiles][];
        for (int v = 0; v < tiles; v++)
            for (int u = 0; u < tiles; u++) curves[v, u] = Curve(levels, v * tileHeight, u * tileWidth, tileHeight, tileWidth, clipLimit);

        var result = raster.Like();
        var values = result.Elements;
        for (int y = 0; y < raster.Height; y++)
        {
            var (above, below, down) = Between(y * (1f / tileHeight) - 0.5f, tiles);
            for (int j = 0; j < raster.Width; j++)
            {
                var (left, right, across) = Between(j * (1f / tileWidth) - 0.5f, tiles);
                int level = levels[y, j];
                float mixed = (curves[above, left][level] * (1 - across) + curves[above, right][level] * across) * (1 - down)
                    + (curves[below, left][level] * (1 - across) + curves[below, right][level] * across) * down;
                values[y * raster.Width + j] = MathF.Round(mixed) / (Levels - 1);
            }
        }
        return result;
    }

    static (int, int, float) Between(float place, int tiles)
    {
        int first = (int)MathF.Floor(place);
        return (Math.Max(0, first), Math.Min(tiles - 1, first + 1), place - first);
    }

    /// <summary>The new level of each old one, for a tile.</summary>
    static byte[] Curve(byte[,] levels, int top, int left, int height, int width, double clipLimit)
    {
        var counts = new int[Levels];
        for (int y = top; y < top + height; y++)
            for (int j = left; j < left + width; j++) counts[levels[y, j]]++;

        int most = Math.Max(1, (int)(clipLimit * height * width / Levels)), clipped = 0;
        for (int i = 0; i < Levels; i++)
        {
            clipped += Math.Max(0, counts[i] - most);
            counts[i] = Math.Min(counts[i], most);
        }
        // What was cut off is shared out evenly, the rest of the division at equal distances.
        int share = clipped / Levels, rest = clipped % Levels, step = Math.Max(1, Levels / Math.Max(1, rest));
        for (int i = 0; i < Levels; i++) counts[i] += share;
        for (int i = 0; i < Levels && rest > 0; i += step, rest--) counts[i]++;

        var curve = new byte[Levels];
        float scale = (Levels - 1f) / (height * width);
        for (int i = 0, sum = 0; i < Levels; i++) curve[i] = (byte)Math.Clamp(MathF.Round((sum += counts[i]) * scale), 0, Levels - 1);
        return curve;
    }
}
