namespace ImageLearn.Imaging;

/// <summary>Parts of binary pictures, [height, width]: every value but 0 is foreground.</summary>
public static partial class Regions
{
    /// <summary>Finds the connected parts: <c>foreach (var letter in Regions.Label(ink).Regions) …</c></summary>
    /// <exception cref="ShapeException">The tensor is no picture of one channel.</exception>
    public static Labels Label(Tensor mask, Connectivity connectivity = Connectivity.Eight) => new(Raster.Grey("Regions.Label", mask), connectivity);

    /// <summary>Without the parts of fewer than <paramref name="minArea"/> pixels. → [height, width] of 1 and 0</summary>
    public static Tensor RemoveSmall(Tensor mask, int minArea, Connectivity connectivity = Connectivity.Eight) => Label(mask, connectivity).Keep(region => region.Area >= minArea);

    /// <summary>
    /// With its holes filled: background that no path joins to the picture's edge becomes foreground. Paths go over sides, so that a closed line of
    /// diagonal steps holds (SciPy's <c>binary_fill_holes</c>). → [height, width] of 1 and 0
    /// </summary>
    public static Tensor FillHoles(Tensor mask)
    {
        var raster = Raster.Grey("Regions.FillHoles", mask);
        int height = raster.Height, width = raster.Width;
        var outside = Label(mask.EqualTo(0), Connectivity.Four).Keep(region => region.Top == 0 || region.Left == 0 || region.Bottom == height || region.Right == width);
        return 1 - outside;
    }

    /// <summary>
    /// How far each foreground pixel is from the nearest background pixel: √(Δrow² + Δcolumn²), exact (Felzenszwalb and Huttenlocher 2012,
    /// doi:10.4086/toc.2012.v008a019; SciPy's <c>distance_transform_edt</c>). ∞ where there is no background. → [height, width]
    /// </summary>
    public static Tensor Distance(Tensor mask)
    {
        var raster = Raster.Grey("Regions.Distance", mask);
        int height = raster.Height, width = raster.Width;
        var squares = new double[height * width];
        // Down each column first: the square of the steps to the nearest background above or below.
        Work.Split(width, Work.Grain(4L * height), (from, to) =>
        {
            for (int x = from; x < to; x++)
            {
                double steps = double.PositiveInfinity;
                for (int y = 0; y < height; y++) squares[y * width + x] = steps = Zero(y, x) ? 0 : steps + 1;
                steps = double.PositiveInfinity;
                for (int y = height - 1; y >= 0; y--)
                {
                    steps = Zero(y, x) ? 0 : steps + 1;
                    double nearest = Math.Min(steps, squares[y * width + x]);
                    squares[y * width + x] = nearest * nearest;
                }
            }
        });
        var result = raster.Like();
        var values = result.Elements;
        Work.Split(height, Work.Grain(20L * width), (from, to) =>
        {
            var envelope = new Parabolas(width);
            for (int y = from; y < to; y++) envelope.Lowest(squares.AsSpan(y * width, width), values.AsSpan(y * width, width));
        });
        return result;

        bool Zero(int y, int x) => mask.Elements[y * width + x] == 0;
    }

    /// <summary>The lower envelope of parabolas (x − i)² + f(i), which is the distance transform along a row.</summary>
    sealed class Parabolas(int width)
    {
        readonly int[] _apex = new int[width];
        readonly double[] _from = new double[width + 1];

        /// <summary>Writes √ min over i of (x − i)² + f(i).</summary>
        public void Lowest(ReadOnlySpan<double> f, Span<float> distance)
        {
            int count = 0;
            for (int i = 0; i < f.Length; i++)
            {
                if (double.IsPositiveInfinity(f[i])) continue;
                double start = double.NegativeInfinity;
                while (count > 0)
                {
                    int last = _apex[count - 1];
                    start = (f[i] + (double)i * i - f[last] - (double)last * last) / (2.0 * (i - last));
                    if (start > _from[count - 1]) break;
                    start = double.NegativeInfinity;
                    count--;
                }
                (_apex[count], _from[count]) = (i, start);
                _from[++count] = double.PositiveInfinity;
            }
            if (count == 0)
            {
                distance.Fill(float.PositiveInfinity);
                return;
            }
            for (int x = 0, k = 0; x < distance.Length; x++)
            {
                while (_from[k + 1] < x) k++;
                double away = x - _apex[k];
                distance[x] = (float)Math.Sqrt(away * away + f[_apex[k]]);
            }
        }
    }
}
