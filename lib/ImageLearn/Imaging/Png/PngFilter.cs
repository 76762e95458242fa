namespace ImageLearn.Imaging.Png;

/// <summary>
/// PNG's five row filters (PNG specification, third edition, section 9): a row is stored as its difference from what its left neighbour,
/// the row above, their mean, or Paeth's choice among the three predicts, which makes smooth pictures compress better.
/// </summary>
static class PngFilter
{
    public const int None = 0, Sub = 1, Up = 2, Average = 3, Paeth = 4;

    /// <summary>Turns a stored row back into samples, in place. <paramref name="above"/> is the row before, already undone (zeros for the first).</summary>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        switch (filter)
        {
            case Sub:
                for (int i = distance; i < row.Length; i++) row[i] += row[i - distance];
                break;
            case Up:
                for (int i = 0; i < row.Length; i++) row[i] += above[i];
                break;
            case Average:
                for (int i = 0; i < row.Length; i++) row[i] += (byte)((Left(row, i, distance) + above[i]) / 2);
                break;
            case Paeth:
                for (int i = 0; i < row.Length; i++) row[i] += Predict(Left(row, i, distance), above[i], Left(above, i, distance));
                break;
        }
    }

    /// <summary>
    /// Writes the filter type and the filtered row into <paramref name="best"/>, choosing the filter whose differences, read as signed
    /// bytes, have the smallest sum of magnitudes: the specification's own heuristic (section 12.7).
    /// </summary>
    public static void ApplyBest(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int distance, Span<byte> best, Span<byte> trial)
    {
        var least = long.MaxValue;
        for (int filter = None; filter <= Paeth; filter++)
        {
            trial[0] = (byte)filter;
            Apply(filter, row, above, distance, trial[1..]);
            long sum = 0;
            foreach (var difference in trial[1..]) sum += Math.Abs((int)(sbyte)difference);
            if (sum >= least) continue;
            least = sum;
            trial.CopyTo(best);
        }
    }

    static void Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int distance, Span<byte> result)
    {
        for (int i = 0; i < row.Length; i++)
        {
            var prediction = filter switch
            {
                Sub => Left(row, i, distance),
                Up => above[i],
                Average => (Left(row, i, distance) + above[i]) / 2,
                Paeth => Predict(Left(row, i, distance), above[i], Left(above, i, distance)),
                _ => 0,
            };
            result[i] = (byte)(row[i] - prediction);
        }
    }

    static int Left(ReadOnlySpan<byte> row, int i, int distance) => i < distance ? 0 : row[i - distance];

    /// <summary>Whichever of left, above and above-left is nearest to left + above − above-left; ties in that order.</summary>
    static byte Predict(int left, int above, int corner)
    {
        int toLeft = Math.Abs(above - corner), toAbove = Math.Abs(left - corner), toCorner = Math.Abs(left + above - 2 * corner);
        return (byte)(toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner);
    }
}
