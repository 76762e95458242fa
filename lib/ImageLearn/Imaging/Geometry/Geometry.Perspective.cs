namespace ImageLearn.Imaging;

public static partial class Geometry
{
    /// <summary>
    /// The projective map that takes four points to four others (OpenCV's <c>getPerspectiveTransform</c>): (x′, y′, 1) ∝ M · (x, y, 1). To see a page in a
    /// photograph from above, let it go from the corners of the result to those of the page, and give it to <see cref="Warp"/>:
    /// <code>
    /// var corners = Tensor.Of([[0, 0], [399, 0], [399, 299], [0, 299]]);
    /// var page = Geometry.Warp(photograph, Geometry.Perspective(from: corners, to: cornersInPhotograph), height: 300, width: 400);
    /// </code>
    /// </summary>
    /// <remarks>
    /// The map that takes (1, 0, 0), (0, 1, 0), (0, 0, 1) and (1, 1, 1) to four points has the first three as columns, each times the number that makes their sum the
    /// fourth. M is that of <paramref name="to"/> after the inverse of that of <paramref name="from"/> (Hartley and Zisserman 2004, doi:10.1017/CBO9780511811685, section 2.3).
    /// </remarks>
    /// <param name="from">Four points, a row each: x (column), y (row). [4, 2]</param>
    /// <param name="to">The points they go to, in the same order. [4, 2]</param>
    /// <returns>M, [3, 3]; its last element is 1 (or, when the map takes the point 0, 0 to infinity, its largest is).</returns>
    /// <exception cref="ShapeException">One is not [4, 2].</exception>
    /// <exception cref="ArgumentException">Three of the four points lie on a line; says which.</exception>
    public static Tensor Perspective(Tensor from, Tensor to)
    {
        double[] m = Product(Basis(to, nameof(to)), Adjugate(Basis(from, nameof(from))));
        double largest = m.MaxBy(Math.Abs), unit = Math.Abs(m[8]) > 1e-12 * Math.Abs(largest) ? m[8] : largest;
        return Tensor.Adopt([3, 3], Array.ConvertAll(m, value => (float)(value / unit)));
    }

    /// <summary>The matrix that takes the three axes and their sum to four points.</summary>
    static double[] Basis(Tensor points, string name)
    {
        if (points is not { Rank: 2 } || points.Shape[0] != 4 || points.Shape[1] != 2)
            throw new ShapeException($"Geometry.Perspective: {name} is {points?.Shape.ToString() ?? "null"}, and has to be [4, 2]: four points, a row each, first x (column), then y (row).");
        double[] v = [.. points.Data.ToArray().Select(static value => (double)value)];
        double extent = Enumerable.Range(2, 6).Max(i => Math.Abs(v[i] - v[i % 2]));
        foreach (var (a, b, c) in ((int, int, int)[])[(0, 1, 2), (0, 1, 3), (0, 2, 3), (1, 2, 3)])
            // Float32 keeps seven digits of a coordinate.
            if (!(Math.Abs(Twice(a, b, c)) > 1e-6 * extent * extent))
                throw new ArgumentException($"Geometry.Perspective: of {name}, the points {Text(a)}, {Text(b)} and {Text(c)} lie on a line, so they do not fix a projective map. Give four corners of which no three do.");

        double[] columns = [v[0], v[2], v[4], v[1], v[3], v[5], 1, 1, 1];
        double[] times = [Twice(3, 1, 2), Twice(0, 3, 2), Twice(0, 1, 3)];   // Cramer's rule, but for a common factor
        return [.. columns.Select((value, i) => value * times[i % 3])];

        double Twice(int a, int b, int c) => (v[2 * b] - v[2 * a]) * (v[2 * c + 1] - v[2 * a + 1]) - (v[2 * c] - v[2 * a]) * (v[2 * b + 1] - v[2 * a + 1]);
        string Text(int i) => FormattableString.Invariant($"({v[2 * i]}, {v[2 * i + 1]})");
    }

    /// <summary>The inverse, but for a factor.</summary>
    static double[] Adjugate(double[] m) =>
    [
        m[4] * m[8] - m[5] * m[7], m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
        m[5] * m[6] - m[3] * m[8], m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
        m[3] * m[7] - m[4] * m[6], m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3],
    ];

    static double[] Product(double[] a, double[] b) => [.. Enumerable.Range(0, 9).Select(i => Enumerable.Range(0, 3).Sum(k => a[i / 3 * 3 + k] * b[3 * k + i % 3]))];
}
