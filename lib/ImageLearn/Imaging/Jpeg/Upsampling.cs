namespace ImageLearn.Imaging.Jpeg;

/// <summary>
/// A component with fewer samples than pixels, stretched: by two with a triangle filter (three parts the nearer sample, one part the farther, samples
/// lying between the pixels they cover), by other factors by repetition. Roundings as in the Independent JPEG Group's decoder.
/// </summary>
static class Upsampling
{
    /// <summary>Row <paramref name="y"/> of the picture, as this component sees it; <paramref name="target"/> holds one sample more than an odd width.</summary>
    public static void Row(JpegFrame frame, JpegComponent c, int y, Span<byte> target)
    {
        bool twiceAcross = frame.MaxH == 2 * c.H, twiceDown = frame.MaxV == 2 * c.V, sameAcross = frame.MaxH == c.H, sameDown = frame.MaxV == c.V;
        if (sameAcross && sameDown) c.Row(y)[..frame.Width].CopyTo(target);
        else if (twiceAcross && sameDown && c.Width > 2) Across(c.Row(y)[..c.Width], target);
        else if (twiceDown && (sameAcross || (twiceAcross && c.Width > 2)))
        {
            int near = y / 2, far = Math.Clamp(y % 2 == 0 ? near - 1 : near + 1, 0, c.Height - 1);
            if (sameAcross) Down(c.Row(near)[..c.Width], c.Row(far)[..c.Width], 1 + y % 2, target);
            else Both(c.Row(near)[..c.Width], c.Row(far)[..c.Width], target);
        }
        else
        {
            var row = c.Row(y * c.V / frame.MaxV);
            for (int x = 0; x < frame.Width; x++) target[x] = row[x * c.H / frame.MaxH];
        }
    }

    static void Across(ReadOnlySpan<byte> row, Span<byte> target)
    {
        int last = row.Length - 1;
        target[0] = row[0];
        target[1] = (byte)(3 * row[0] + row[1] + 2 >> 2);
        for (int x = 1; x < last; x++)
        {
            target[2 * x] = (byte)(3 * row[x] + row[x - 1] + 1 >> 2);
            target[2 * x + 1] = (byte)(3 * row[x] + row[x + 1] + 2 >> 2);
        }
        target[2 * last] = (byte)(3 * row[last] + row[last - 1] + 1 >> 2);
        target[2 * last + 1] = row[last];
    }

    static void Down(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, int bias, Span<byte> target)
    {
        for (int x = 0; x < near.Length; x++) target[x] = (byte)(3 * near[x] + far[x] + bias >> 2);
    }

    static void Both(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<byte> target)
    {
        far = far[..near.Length];
        int before = 3 * near[0] + far[0], here = before;
        for (int x = 0; x < near.Length - 1; x++)
        {
            int after = 3 * near[x + 1] + far[x + 1];
            target[2 * x] = (byte)(3 * here + before + 8 >> 4);
            target[2 * x + 1] = (byte)(3 * here + after + 7 >> 4);
            (before, here) = (here, after);
        }
        int end = 2 * near.Length - 2;
        target[end] = (byte)(3 * here + before + 8 >> 4);
        target[end + 1] = (byte)(4 * here + 7 >> 4);
    }
}
