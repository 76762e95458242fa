namespace ImageLearn.Data;

/// <summary>Text as a person writes it, to try a reader on.</summary>
public static class Handwriting
{
    const double LineHeight = 19, Gap = 4.5, WordGap = 9, Edge = 4;   // in tenths of a capital's height, as strokes are

    /// <summary>
    /// Writes text by hand in separate capitals, one writer a seed: <c>Handwriting.Write("TO DO\n1. NAP", seed: 3)</c>. The same on every machine.
    /// → [height, width] as the text needs, 1 where ink is, 0 where none is, between them at a stroke's edge
    /// </summary>
    /// <param name="text">A–Z, 0–9, full stops, spaces and line breaks.</param>
    /// <param name="seed">Where the writer's habits and the differences between letters come from.</param>
    /// <param name="height">A capital's height in pixels.</param>
    /// <param name="nib">The pen's width in pixels.</param>
    /// <exception cref="ArgumentException">There is nothing to write, or a character that this hand has not learned.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The letters are not 8 to 1000 pixels high, or the pen is not between 1 pixel and half their height.</exception>
    public static Tensor Write(string text, long seed, int height = 64, double nib = 4)
    {
        if (string.IsNullOrWhiteSpace(text)) throw new ArgumentException("Handwriting.Write: there is nothing to write. Give some capitals.");
        if (height is < 8 or > 1000) throw new ArgumentOutOfRangeException(null, $"Handwriting.Write: letters {height} pixels high are no handwriting. Give 8 to 1000.");
        if (!(nib >= 1 && nib <= height / 2.0)) throw new ArgumentOutOfRangeException(null, $"Handwriting.Write: a pen {nib} pixels wide does not suit letters {height} pixels high. Give 1 to {height / 2.0}.");

        var rng = new Rng(seed);
        var strokes = Set(text.ReplaceLineEndings("\n").Split('\n'), rng);
        double scale = height / 10.0;
        int wide = (int)(scale * (strokes.Max(static stroke => stroke.Max(static p => p.X)) + Edge)) + 1;
        int high = (int)(scale * (strokes.Max(static stroke => stroke.Max(static p => p.Y)) + Edge)) + 1;
        var ink = new float[high * wide];
        foreach (var stroke in strokes)
        {
            double press = 1;
            for (int i = 1; i < stroke.Length; i++)
            {
                press += 0.1 * (1 - press) + 0.03 * rng.NextNormal();
                Draw(ink, wide, scale * stroke[i - 1], scale * stroke[i], nib / 2 * Math.Clamp(press, 0.7, 1.3));
            }
        }
        return Tensor.Adopt([high, wide], ink);
    }

    /// <summary>Sets letter beside letter and line below line, neither quite straight nor quite evenly spaced.</summary>
    static List<InkPoint[]> Set(string[] lines, Rng rng)
    {
        var hand = new Hand(rng, care: 2.2);
        var strokes = new List<InkPoint[]>();
        for (int row = 0; row < lines.Length; row++)
        {
            double x = Edge + 0.8 * (1 + Math.Clamp(rng.NextNormal(), -1, 1)), rise = 0.012 * rng.NextNormal();
            foreach (char character in lines[row])
            {
                if (character == ' ') { x += WordGap * (0.9 + 0.2 * rng.NextDouble()); continue; }
                if (!Letterforms.Knows(character)) throw new ArgumentException($"Handwriting.Write: '{character}' is no character this hand has learned. Write A–Z, 0–9, full stops, spaces and line breaks.");
                var letter = hand.Write(character);
                double left = letter.Min(static stroke => stroke.Min(static p => p.X)), right = letter.Max(static stroke => stroke.Max(static p => p.X));
                InkPoint place = new(x - left, Edge + 5 + LineHeight * row + 2 + rise * x + 0.25 * rng.NextNormal());
                strokes.AddRange(letter.Select(stroke => Array.ConvertAll(stroke, p => p + place)));
                x += right - left + Gap * (0.8 + 0.4 * rng.NextDouble());
            }
        }
        return strokes;
    }

    /// <summary>A stretch of a stroke: full ink up to the nib's radius from it, none a pixel further out.</summary>
    static void Draw(float[] ink, int wide, InkPoint from, InkPoint to, double radius)
    {
        var way = to - from;
        double square = Math.Max(1e-12, way.X * way.X + way.Y * way.Y), reach = radius + 1;
        int left = Math.Max(0, (int)(Math.Min(from.X, to.X) - reach)), right = Math.Min(wide - 1, (int)(Math.Max(from.X, to.X) + reach));
        int top = Math.Max(0, (int)(Math.Min(from.Y, to.Y) - reach)), bottom = Math.Min(ink.Length / wide - 1, (int)(Math.Max(from.Y, to.Y) + reach));
        for (int y = top; y <= bottom; y++)
            for (int x = left; x <= right; x++)
            {
                InkPoint pixel = new InkPoint(x + 0.5, y + 0.5) - from;
                double along = Math.Clamp((pixel.X * way.X + pixel.Y * way.Y) / square, 0, 1);
                float cover = (float)Math.Clamp(radius + 0.5 - (pixel - along * way).Length, 0, 1);
                ref float place = ref ink[y * wide + x];
                if (cover > place) place = cover;
            }
    }
}
