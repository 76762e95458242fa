namespace ImageLearn.Imaging;

/// <summary>What a filter sees beyond the edge of a picture whose row is <c>a b c d</c>.</summary>
public enum Border
{
    /// <summary><c>b a | a b c d | d c</c>: mirrored with the edge pixel repeated (SciPy's reflect, OpenCV's REFLECT).</summary>
    Reflect,
    /// <summary><c>c b | a b c d | c b</c>: mirrored about the edge pixel (SciPy's mirror, OpenCV's REFLECT_101).</summary>
    Mirror,
    /// <summary><c>a a | a b c d | d d</c>: the edge pixel goes on (SciPy's nearest, OpenCV's REPLICATE).</summary>
    Nearest,
    /// <summary><c>c d | a b c d | a b</c>: the picture repeats (SciPy's wrap).</summary>
    Wrap,
    /// <summary><c>0 0 | a b c d | 0 0</c>.</summary>
    Zero,
}

/// <summary>Rows and columns beyond the edge.</summary>
static class Borders
{
    /// <summary>Which of n pixels stands for number i; -1 for a zero.</summary>
    public static int Source(int i, int n, Border border)
    {
        if ((uint)i < (uint)n) return i;
        switch (border)
        {
            case Border.Zero: return -1;
            case Border.Nearest: return Math.Clamp(i, 0, n - 1);
            case Border.Wrap: return (i % n + n) % n;
            case Border.Reflect:
                i = (i % (2 * n) + 2 * n) % (2 * n);
                return i < n ? i : 2 * n - 1 - i;
            default:
                if (n == 1) return 0;
                i = (i % (2 * n - 2) + 2 * n - 2) % (2 * n - 2);
                return i < n ? i : 2 * n - 2 - i;
        }
    }

    /// <summary>A row of pixels with <paramref name="before"/> and <paramref name="after"/> more on its sides.</summary>
    public static void Extend(ReadOnlySpan<float> row, int channels, int before, int after, Border border, Span<float> target)
    {
        int width = row.Length / channels;
        row.CopyTo(target[(before * channels)..]);
        for (int x = -before; x < width + after; x = x == -1 ? width : x + 1)
        {
            var pixel = target.Slice((before + x) * channels, channels);
            if (Source(x, width, border) is var source and >= 0) row.Slice(source * channels, channels).CopyTo(pixel);
            else pixel.Clear();
        }
    }
}
