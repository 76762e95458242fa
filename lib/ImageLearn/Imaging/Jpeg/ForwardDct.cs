namespace ImageLearn.Imaging.Jpeg;

/// <summary>From 8×8 samples, centred at 0, to coefficients times 8: the mirror image of <see cref="InverseDct"/>, with the same constants.</summary>
static class ForwardDct
{
    const int ConstantBits = 13, FirstPassBits = 2;

    public static void Transform(Span<int> block)
    {
        for (int y = 0; y < 8; y++) Pass(block[(8 * y)..], 1, ConstantBits - FirstPassBits, -FirstPassBits);
        for (int x = 0; x < 8; x++) Pass(block[x..], 8, ConstantBits + FirstPassBits, FirstPassBits);
    }

    /// <summary>Eight numbers at a distance. The two that need no constant are shifted by <paramref name="plain"/>, the others by <paramref name="shift"/>.</summary>
    static void Pass(Span<int> x, int step, int shift, int plain)
    {
        int x0 = x[0], x1 = x[step], x2 = x[2 * step], x3 = x[3 * step], x4 = x[4 * step], x5 = x[5 * step], x6 = x[6 * step], x7 = x[7 * step];
        int s0 = x0 + x7, d0 = x0 - x7, s1 = x1 + x6, d1 = x1 - x6, s2 = x2 + x5, d2 = x2 - x5, s3 = x3 + x4, d3 = x3 - x4;

        int e0 = s0 + s3, e3 = s0 - s3, e1 = s1 + s2, e2 = s1 - s2;
        x[0] = Shifted(e0 + e1, plain);
        x[4 * step] = Shifted(e0 - e1, plain);
        int z1 = (e2 + e3) * 4433;
        x[2 * step] = Shifted(z1 + e3 * 6270, shift);
        x[6 * step] = Shifted(z1 - e2 * 15137, shift);

        int z3 = d3 + d1, z4 = d2 + d0, z5 = (z3 + z4) * 9633;
        z1 = (d3 + d0) * -7373;
        int z2 = (d2 + d1) * -20995;
        z3 = z3 * -16069 + z5;
        z4 = z4 * -3196 + z5;
        x[7 * step] = Shifted(d3 * 2446 + z1 + z3, shift);
        x[5 * step] = Shifted(d2 * 16819 + z2 + z4, shift);
        x[3 * step] = Shifted(d1 * 25172 + z2 + z3, shift);
        x[step] = Shifted(d0 * 12299 + z1 + z4, shift);
    }

    static int Shifted(int x, int shift) => shift < 0 ? x << -shift : x + (1 << (shift - 1)) >> shift;
}
