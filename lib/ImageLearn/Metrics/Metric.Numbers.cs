namespace ImageLearn.Metrics;

public static partial class Metric
{
    /// <summary>The coefficient of determination R² = 1 − Σ (y_i − p_i)² / Σ (y_i − mean)²: 1 for perfect predictions, 0 for always predicting the mean, and below for worse.</summary>
    /// <param name="predicted">The predictions p.</param>
    /// <param name="y">The true numbers, of the same shape. If they are all equal, R² is 1 for perfect predictions, else 0.</param>
    /// <exception cref="ShapeException">The shapes differ, or there are no numbers.</exception>
    public static double R2(Tensor predicted, Tensor y)
    {
        RefuseShapes(nameof(R2), predicted, y);
        if (y.Size == 0) throw new ShapeException("R2: there are no numbers to compare.");
        double mean = Accumulate.Sum(y.Data) / y.Size, error = 0, spread = 0;
        for (int i = 0; i < y.Size; i++)
        {
            error += Math.Pow((double)y.Data[i] - predicted.Data[i], 2);
            spread += Math.Pow(y.Data[i] - mean, 2);
        }
        return spread > 0 ? 1 - error / spread : error == 0 ? 1 : 0;
    }

    /// <summary>The least number of characters to insert, delete or replace to turn one text into the other (Levenshtein 1966).</summary>
    public static int EditDistance(string a, string b)
    {
        // Row i of the table: the distances of the first i characters of a to every beginning of b.
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 0; i < a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < b.Length; j++)
                (row[j + 1], diagonal) = (Math.Min(diagonal + (a[i] == b[j] ? 0 : 1), 1 + Math.Min(row[j], row[j + 1])), row[j + 1]);
        }
        return row[^1];
    }

    /// <summary>The character error rate of a recognised text: <see cref="EditDistance"/> / length of the truth. 0 is perfect; it can exceed 1.</summary>
    /// <param name="recognised">What was read.</param>
    /// <param name="truth">What is written there.</param>
    /// <exception cref="ArgumentException">The truth is empty.</exception>
    public static double CharacterErrorRate(string recognised, string truth) => truth.Length > 0 ? EditDistance(recognised, truth) / (double)truth.Length
        : throw new ArgumentException("CharacterErrorRate: the true text is empty, so there is no rate. Count insertions with EditDistance.");
}
