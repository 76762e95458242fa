using System.Numerics;

namespace ImageLearn.Data;

/// <summary>
/// Turns strokes into the pictures of NIST's collection: 128 × 128 pixels, ink or paper, as a scanner saw a pen's stroke with its
/// uneven edge; then made four times smaller with the cubic filter, whose negative lobes overshoot at an edge (Keys 1981, doi:10.1109/TASSP.1981.1163711).
/// </summary>
internal sealed class Scanner
{
    public const int Size = 32;
    const int Shrink = 4, Fine = Size * Shrink, Coarse = Fine / 4 + 1, Taps = 4 * Shrink, Margin = (Taps - Shrink) / 2;
    static readonly int Lanes = Vector<float>.Count;
    static readonly float[] Filter = CubicFilter();

    readonly float[] _nearness = new float[Fine * Fine];   // (distance to the pen's path / pen's radius)², the least over the path
    readonly float[] _grain = new float[Coarse * Coarse];
    readonly float[] _paper = new float[(Fine + 2 * Margin) * Fine];

    /// <summary>Draws a character in the middle of a picture: ink 0, paper 1, column after column.</summary>
    public void Draw(List<InkPoint[]> strokes, Rng rng, Span<float> columns)
    {
        double nib = 2.45 - 0.3 * (Rng.Log(1 - rng.NextDouble()) + Rng.Log(1 - rng.NextDouble()));   // widths: most thin, a few bold
        nib = Math.Min(nib, 5.5);
        var placed = Place(strokes, nib, rng);
        Array.Fill(_nearness, float.MaxValue);
        foreach (var stroke in placed) Ink(stroke, Shrink * nib / 2, rng);
        if (rng.NextDouble() < 0.03) Dot(new(Fine * rng.NextDouble(), Fine * rng.NextDouble()), 0.8 + 1.2 * rng.NextDouble());   // a speck of dirt
        Develop(rng, columns);
    }

    /// <summary>Scales the strokes to a size people write in, and centres their box as the collection does, more or less.</summary>
    static List<InkPoint[]> Place(List<InkPoint[]> strokes, double nib, Rng rng)
    {
        InkPoint low = strokes[0][0], high = low;
        foreach (var stroke in strokes)
            foreach (var p in stroke)
                (low, high) = (new(Math.Min(low.X, p.X), Math.Min(low.Y, p.Y)), new(Math.Max(high.X, p.X), Math.Max(high.Y, p.Y)));
        double longer = Math.Max(Math.Max(high.X - low.X, high.Y - low.Y), 0.1), room = Size - 0.5 - nib;
        double scale = Math.Min(2.25 * (1 + 0.15 * Math.Clamp(rng.NextNormal(), -2, 2.5)), room / longer);
        double astray = rng.NextDouble() < 0.1 ? 1.2 : 0.25, free = Math.Max(0, (room - scale * longer) / 2);
        InkPoint centre = 0.5 * (low + high), middle = new(Middle(), Middle());
        return strokes.ConvertAll(stroke => Array.ConvertAll(stroke, p => Shrink * (middle + scale * (p - centre))));

        double Middle() => Size / 2 + Math.Clamp(astray * rng.NextNormal(), -free, free);
    }

    /// <summary>Leads a round nib along a stroke; it presses unevenly, and now and then fails.</summary>
    void Ink(InkPoint[] stroke, double radius, Rng rng)
    {
        double press = 1 + 0.1 * rng.NextNormal(), change = 0;
        int gap = rng.NextDouble() < 0.03 ? (int)(stroke.Length * rng.NextDouble()) : int.MaxValue;
        int gapEnd = gap == int.MaxValue ? gap : gap + 2 + (int)(3 * radius / Shrink * rng.NextDouble() * 2);
        for (int i = 1; i < stroke.Length; i++)
        {
            change = 0.9 * change + 0.025 * rng.NextNormal();
            if (i >= gap && i < gapEnd) continue;
            double r = radius * Math.Clamp(press + change, 0.6, 1.4);
            var way = stroke[i] - stroke[i - 1];
            int dots = (int)(way.Length / 1.5) + 1;
            for (int k = 1; k <= dots; k++) Dot(stroke[i - 1] + (double)k / dots * way, r);
        }
    }

    void Dot(InkPoint at, double radius)
    {
        double reach = radius + 3;   // further away the edge's unevenness cannot make ink
        int left = Math.Max(0, (int)(at.X - reach)) / Lanes * Lanes, right = Math.Min(Fine - 1, (int)(at.X + reach));
        int top = Math.Max(0, (int)(at.Y - reach)), bottom = Math.Min(Fine - 1, (int)(at.Y + reach));
        float perRadius = (float)(1 / (radius * radius)), x0 = (float)(at.X - 0.5), y0 = (float)(at.Y - 0.5);
        for (int y = top; y <= bottom; y++)
        {
            var downSquared = new Vector<float>((y - y0) * (y - y0));
            for (int x = left; x <= right; x += Lanes)
            {
                var across = Vector.CreateSequence(x, 1f) - new Vector<float>(x0);
                ref float place = ref _nearness[y * Fine + x];
                Vector.Min(Vector.LoadUnsafe(ref place), (across * across + downSquared) * perRadius).StoreUnsafe(ref place);
            }
        }
    }

    /// <summary>Ink where the nib came near enough, the edge moved by the paper's grain; then the smaller picture.</summary>
    void Develop(Rng rng, Span<float> columns)
    {
        for (int i = 0; i < _grain.Length; i++) _grain[i] = (float)(1 + 0.22 * (rng.NextDouble() - 0.5));
        Array.Fill(_paper, 1);
        for (int y = 0; y < Fine; y++)
            for (int x = 0; x < Fine; x++)
                if (_nearness[y * Fine + x] is < 1.25f and var near && IsInk(x, y, near)) _paper[(y + Margin) * Fine + x] = 0;

        Span<float> rows = stackalloc float[Size * Fine];
        ShrinkRows(_paper, Fine, rows);
        Array.Fill(_paper, 1);
        for (int y = 0; y < Size; y++)
            for (int x = 0; x < Fine; x++) _paper[(x + Margin) * Size + y] = rows[y * Fine + x];
        ShrinkRows(_paper, Size, columns);
    }

    bool IsInk(int x, int y, float near)
    {
        int corner = y / 4 * Coarse + x / 4;
        float u = x % 4 / 4f, v = y % 4 / 4f;
        float above = _grain[corner] + u * (_grain[corner + 1] - _grain[corner]);
        float below = _grain[corner + Coarse] + u * (_grain[corner + Coarse + 1] - _grain[corner + Coarse]);
        float edge = above + v * (below - above);
        return near < edge * edge;
    }

    /// <summary>Makes <see cref="Size"/> rows of <see cref="Fine"/> with a margin. Every number is a sum of its own in a fixed order: as many lanes as there are, the result is the same.</summary>
    static void ShrinkRows(ReadOnlySpan<float> fine, int width, Span<float> rows)
    {
        for (int row = 0; row < Size; row++)
            for (int x = 0; x < width; x += Lanes)
            {
                var sum = Vector<float>.Zero;
                for (int i = 0; i < Taps; i++) sum += Filter[i] * new Vector<float>(fine[((row * Shrink + i) * width + x)..]);
                sum.CopyTo(rows[(row * width + x)..]);
            }
    }

    /// <summary>Keys's cubic with a = −1/2, stretched over four pixels a side of the small picture's, at the fine pixels' centres.</summary>
    static float[] CubicFilter()
    {
        var weights = new double[Taps];
        for (int i = 0; i < Taps; i++)
        {
            double t = Math.Abs(i - (Taps - 1) / 2.0) / Shrink;
            weights[i] = t < 1 ? (1.5 * t - 2.5) * t * t + 1 : ((-0.5 * t + 2.5) * t - 4) * t + 2;
        }
        double sum = weights.Sum();
        return Array.ConvertAll(weights, weight => (float)(weight / sum));
    }
}
