namespace ImageLearn.Imaging;

public static partial class Regions
{
    /// <summary>
    /// The lines along which a picture has the value <paramref name="level"/>, between pixels at the place that linear interpolation gives (marching squares;
    /// scikit-image's <c>find_contours</c>). Lines that close end with their first point; others end at the picture's edge. On a saddle, low
    /// values hang together. Larger values lie on the right when y points down. → for each line its points (row, column), [points, 2]
    /// </summary>
    public static IReadOnlyList<Tensor> Contours(Tensor x, double level = 0.5)
    {
        var raster = Raster.Grey("Regions.Contours", x);
        var values = x.Elements;
        return [.. MarchingSquares.Lines(raster.Height, raster.Width, (row, column) => values[row * raster.Width + column], level)
            .Select(static line => Tensor.Adopt([line.Count, 2], [.. line.SelectMany(static point => (float[])[(float)point.Row, (float)point.Column])]))];
    }
}
