namespace ImageLearn.Imaging;

public static partial class Filters
{
    /// <summary>
    /// Edges one pixel wide: where the Sobel gradient is steepest across the edge, above <paramref name="high"/>, or above <paramref name="low"/> and joined
    /// to such a place (Canny 1986, doi:10.1109/TPAMI.1986.4767851). As OpenCV's <c>Canny</c> with L2gradient. Smooth first: <c>Canny(Gaussian(x, 1), …)</c>.
    /// [height, width] → [height, width] of 1 (edge) and 0.
    /// </summary>
    /// <param name="x">The picture, one channel.</param>
    /// <param name="low">The least length of the gradient (of <see cref="Sobel"/>, not divided by 8) on an edge.</param>
    /// <param name="high">The length that an edge must reach somewhere.</param>
    /// <exception cref="ArgumentOutOfRangeException">low is above high, or one is negative.</exception>
    public static Tensor Canny(Tensor x, double low, double high)
    {
        var raster = Raster.Grey("Filters.Canny", x);
        if (!(low >= 0 && low <= high)) throw new ArgumentOutOfRangeException(null, $"Filters.Canny: low is {low} and high is {high}, but 0 ≤ low ≤ high is needed.");
        int height = raster.Height, width = raster.Width;
        float[] dy = Sobel(x, 0, Border.Nearest).Elements, dx = Sobel(x, 1, Border.Nearest).Elements;
        var steepness = new float[height * width];
        for (int i = 0; i < steepness.Length; i++) steepness[i] = dx[i] * dx[i] + dy[i] * dy[i];

        var edges = raster.Like();
        var result = edges.Elements;
        Array.Clear(result);
        var open = new Stack<int>();
        var candidate = new bool[height * width];
        for (int y = 0; y < height; y++)
            for (int j = 0; j < width; j++)
            {
                int i = y * width + j;
                if (steepness[i] <= low * low || !IsRidge(y, j)) continue;
                candidate[i] = true;
                if (steepness[i] > high * high) open.Push(i);
            }
        while (open.TryPop(out int i))
        {
            if (!candidate[i]) continue;
            candidate[i] = false;
            result[i] = 1;
            int row = i / width, column = i % width;
            for (int y = Math.Max(0, row - 1); y <= Math.Min(height - 1, row + 1); y++)
                for (int j = Math.Max(0, column - 1); j <= Math.Min(width - 1, column + 1); j++)
                    if (candidate[y * width + j]) open.Push(y * width + j);
        }
        return edges;

        float At(int y, int j) => (uint)y < (uint)height && (uint)j < (uint)width ? steepness[y * width + j] : 0;

        // The gradient's direction, to the nearest of four: tan 22.5° and tan 67.5° part them. One of two equal neighbours is kept.
        bool IsRidge(int y, int j)
        {
            int i = y * width + j;
            double across = Math.Abs((double)dx[i]), down = Math.Abs((double)dy[i]), m = steepness[i];
            if (down < across * 0.41421356237309503) return m > At(y, j - 1) && m >= At(y, j + 1);
            if (down > across * 2.414213562373095) return m > At(y - 1, j) && m >= At(y + 1, j);
            int side = dx[i] < 0 != dy[i] < 0 ? -1 : 1;
            return m > At(y - 1, j - side) && m > At(y + 1, j + side);
        }
    }
}
