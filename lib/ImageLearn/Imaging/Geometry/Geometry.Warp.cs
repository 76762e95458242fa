namespace ImageLearn.Imaging;

public static partial class Geometry
{
    /// <summary>
    /// Each pixel of the result looks up where it comes from: result[i, j] = x at (rows[i, j], columns[i, j]), where whole numbers are the middles of pixels (as
    /// OpenCV's <c>remap</c>, SciPy's <c>map_coordinates</c>). Backward warping by an optical flow (u, v) is <c>Remap(next, i + v, j + u)</c>.
    /// </summary>
    /// <param name="x">The picture.</param>
    /// <param name="rows">The row each pixel comes from, [height, width] of the result.</param>
    /// <param name="columns">The column, of the same shape.</param>
    /// <param name="interpolation">How values between pixels are found; not <see cref="Interpolation.Area"/>.</param>
    /// <param name="border">What lies beyond the edge.</param>
    /// <exception cref="ShapeException">The maps differ in shape, or are no matrices.</exception>
    public static Tensor Remap(Tensor x, Tensor rows, Tensor columns, Interpolation interpolation = Interpolation.Bilinear, Border border = Border.Zero)
    {
        var raster = Raster.Of("Geometry.Remap", x);
        if (rows.Rank != 2 || rows.Shape != columns.Shape) throw new ShapeException($"Geometry.Remap: rows {rows.Shape} and columns {columns.Shape} must both be [height, width] of the result.");
        return Sampled("Geometry.Remap", raster, x.Rank, rows.Shape[0], rows.Shape[1], interpolation, border, (i, j) => (rows.Elements[i * rows.Shape[1] + j], columns.Elements[i * rows.Shape[1] + j]));
    }

    /// <summary>
    /// A linear or projective change of shape: pixel (column u, row v) of the result comes from (x, y) ∝ M · (u, v, 1), whole numbers being the middles of pixels
    /// (OpenCV's <c>warpAffine</c> and <c>warpPerspective</c> with WARP_INVERSE_MAP).
    /// </summary>
    /// <param name="x">The picture.</param>
    /// <param name="matrix">From the result back to x: [2, 3] affine, [3, 3] projective.</param>
    /// <param name="height">Rows of the result; 0 for as many as x has.</param>
    /// <param name="width">Columns of the result; 0 for as many as x has.</param>
    /// <param name="interpolation">How values between pixels are found; not <see cref="Interpolation.Area"/>.</param>
    /// <param name="border">What lies beyond the edge.</param>
    /// <exception cref="ShapeException">The matrix is neither [2, 3] nor [3, 3].</exception>
    public static Tensor Warp(Tensor x, Tensor matrix, int height = 0, int width = 0, Interpolation interpolation = Interpolation.Bilinear, Border border = Border.Zero)
    {
        var raster = Raster.Of("Geometry.Warp", x);
        if (matrix.Rank != 2 || matrix.Shape[1] != 3 || matrix.Shape[0] is not (2 or 3)) throw new ShapeException($"Geometry.Warp: expected a matrix [2, 3] (affine) or [3, 3] (projective), got {matrix.Shape}.");
        double[] m = [.. matrix.Data.ToArray().Select(static value => (double)value), .. matrix.Shape[0] == 2 ? (double[])[0, 0, 1] : []];
        return Sampled("Geometry.Warp", raster, x.Rank, height > 0 ? height : raster.Height, width > 0 ? width : raster.Width, interpolation, border, (v, u) =>
        {
            double w = m[6] * u + m[7] * v + m[8];
            return ((m[3] * u + m[4] * v + m[5]) / w, (m[0] * u + m[1] * v + m[2]) / w);
        });
    }

    /// <summary>Turned about its middle by an angle in degrees, counterclockwise as one sees it; the size stays.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The angle is not a finite number.</exception>
    public static Tensor Rotate(Tensor x, double degrees, Interpolation interpolation = Interpolation.Bilinear, Border border = Border.Zero)
    {
        if (!double.IsFinite(degrees)) throw new ArgumentOutOfRangeException(null, $"Geometry.Rotate: the angle is {degrees}. Give a number of degrees.");
        var raster = Raster.Of("Geometry.Rotate", x);
        double cos = Math.Cos(degrees * Math.PI / 180), sin = Math.Sin(degrees * Math.PI / 180), middleX = (raster.Width - 1) / 2.0, middleY = (raster.Height - 1) / 2.0;
        return Sampled("Geometry.Rotate", raster, x.Rank, raster.Height, raster.Width, interpolation, border,
            (i, j) => (middleY + sin * (j - middleX) + cos * (i - middleY), middleX + cos * (j - middleX) - sin * (i - middleY)));
    }

    static Tensor Sampled(string op, Raster x, int rank, int height, int width, Interpolation interpolation, Border border, Func<int, int, (double Row, double Column)> from)
    {
        if (interpolation == Interpolation.Area) throw new ArgumentException($"{op}: areas are for Resize. Take Bilinear, and smooth before making smaller.");
        int channels = x.Channels, taps = interpolation switch { Interpolation.Nearest => 1, Interpolation.Bilinear => 2, _ => 4 };
        var result = Tensor.Zeros(rank == 2 ? [height, width] : [height, width, channels]);
        var values = result.Elements;
        Work.Split(height, Work.Grain(width * channels * taps * taps), (first, end) =>
        {
            Span<double> down = stackalloc double[4], across = stackalloc double[4];
            for (int i = first; i < end; i++)
                for (int j = 0; j < width; j++)
                {
                    var (row, column) = from(i, j);
                    if (!double.IsFinite(row) || !double.IsFinite(column) || Math.Abs(row) > 1e9 || Math.Abs(column) > 1e9) continue;   // beyond the horizon: 0
                    int top = Weigh(row, taps, down), left = Weigh(column, taps, across);
                    var pixel = values.AsSpan((i * width + j) * channels, channels);
                    for (int k = 0; k < taps; k++)
                    {
                        int y = Borders.Source(top + k, x.Height, border);
                        if (y < 0 || down[k] == 0) continue;
                        var line = x.Row(y);
                        for (int l = 0; l < taps; l++)
                        {
                            int at = Borders.Source(left + l, x.Width, border);
                            if (at < 0) continue;
                            var weight = (float)(down[k] * across[l]);
                            for (int c = 0; c < channels; c++) pixel[c] += weight * line[at * channels + c];
                        }
                    }
                }
        });
        return result;
    }

    /// <summary>The weights of the pixels about a place, and the first of these pixels.</summary>
    static int Weigh(double place, int taps, Span<double> weights)
    {
        if (taps == 1)
        {
            weights[0] = 1;
            return (int)Math.Floor(place + 0.5);
        }
        int start = (int)Math.Floor(place);
        double part = place - start;
        if (taps == 2)
        {
            (weights[0], weights[1]) = (1 - part, part);
            return start;
        }
        for (int k = 0; k < 4; k++) weights[k] = Resampling.Keys(part + 1 - k, -0.75);
        return start - 1;
    }
}
