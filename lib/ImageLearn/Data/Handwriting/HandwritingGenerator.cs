namespace ImageLearn.Data;

/// <summary>Makes the pictures of <see cref="Datasets.Handwriting36()"/>: picture i is the work of writer i, whatever the number of threads.</summary>
internal static class HandwritingGenerator
{
    public const int Pixels = Scanner.Size * Scanner.Size;

    // A byte b stands for the value (b − 32)/192: 0 and 1 exactly, and −1/6 to 1.16 for the overshoot.
    const int Zero = 32, One = 192;

    /// <summary>A picture for each label, by writers of their own. → bytes, <see cref="Pixels"/> a picture, column after column</summary>
    public static byte[] Make(ReadOnlySpan<byte> labels, long seed)
    {
        var of = labels.ToArray();
        var bytes = new byte[of.Length * Pixels];
        Work.Split(of.Length, 100, (from, end) =>
        {
            var scanner = new Scanner();
            Span<float> picture = stackalloc float[Pixels];
            for (int i = from; i < end; i++)
            {
                var rng = new Rng(seed * 1_000_003 + i);
                scanner.Draw(new Hand(rng).Write(CharacterSet.Characters[of[i]]), rng, picture);
                for (int k = 0; k < Pixels; k++) bytes[i * Pixels + k] = (byte)Math.Clamp((int)(picture[k] * One + Zero + 0.5f), 0, 255);
            }
        });
        return bytes;
    }

    public static float Value(byte stored) => (stored - Zero) / (float)One;
}
