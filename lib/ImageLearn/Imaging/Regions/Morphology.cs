namespace ImageLearn.Imaging;

/// <summary>
/// Mathematical morphology of binary and grey pictures, [height, width] or [height, width, channels] (Serra 1982). A structuring element is a matrix
/// whose non-zero entries belong to it; its origin is at [(rows − 1)/2, (columns − 1)/2] (scikit-image's;
/// OpenCV has that of an element of even size one further on). Beyond the edge there is nothing: neither an erosion nor a
/// dilation starts there, and where no pixel at all lies under the element they give ∞ and −∞ (of 0 and 1: 1 and 0). A picture of nothing but 0 and 1 stays one, and is the
/// fastest. The time for a rectangle grows with the logarithm of its size. Results are constants to <see cref="Tensor.Backward"/>.
/// </summary>
public static class Morphology
{
    /// <summary>A rectangle. → [rows, columns] of ones</summary>
    public static Tensor Rectangle(int rows, int columns) => Tensor.Ones([rows, columns]);

    /// <summary>A disk: all pixels within <paramref name="radius"/> of the middle (scikit-image's <c>disk</c>). → [2r + 1, 2r + 1]</summary>
    public static Tensor Disk(int radius) => Element(radius, (dy, dx) => dy * dy + dx * dx <= radius * radius);

    /// <summary>A diamond: all pixels within <paramref name="radius"/> steps of the middle; of radius 1, the cross of a pixel and its four neighbours. → [2r + 1, 2r + 1]</summary>
    public static Tensor Diamond(int radius) => Element(radius, (dy, dx) => Math.Abs(dy) + Math.Abs(dx) <= radius);

    static Tensor Element(int radius, Func<int, int, bool> within)
    {
        if (radius is < 0 or > 1000) throw new ArgumentOutOfRangeException(null, $"Morphology: a radius of {radius} is no structuring element. Give 0 to 1000.");
        int size = 2 * radius + 1;
        return Tensor.Adopt([size, size], [.. Enumerable.Range(0, size * size).Select(i => within(i / size - radius, i % size - radius) ? 1f : 0)]);
    }

    /// <summary>Erosion: the least value under the element placed at each pixel, min x[p + s]. Bright parts shrink.</summary>
    /// <exception cref="ShapeException">The element is no matrix, or has no entry but zeros.</exception>
    public static Tensor Erode(Tensor x, Tensor element) => Extremum("Morphology.Erode", x, element, greatest: false);

    /// <summary>Dilation: the greatest value under the reflected element, max x[p − s]. Bright parts grow.</summary>
    /// <exception cref="ShapeException">The element is no matrix, or has no entry but zeros.</exception>
    public static Tensor Dilate(Tensor x, Tensor element) => Extremum("Morphology.Dilate", x, element, greatest: true);

    /// <summary>Opening: erosion, then dilation. Bright parts that the element does not fit into go.</summary>
    public static Tensor Open(Tensor x, Tensor element) => Dilate(Erode(x, element), element);

    /// <summary>Closing: dilation, then erosion. Dark gaps that the element does not fit into go.</summary>
    public static Tensor Close(Tensor x, Tensor element) => Erode(Dilate(x, element), element);

    /// <summary>The morphological gradient: dilation less erosion, bright along edges.</summary>
    public static Tensor Gradient(Tensor x, Tensor element) => Dilate(x, element) - Erode(x, element);

    /// <summary>What an opening takes away: small bright parts.</summary>
    public static Tensor TopHat(Tensor x, Tensor element) => x - Open(x, element);

    /// <summary>What a closing adds: small dark parts.</summary>
    public static Tensor BottomHat(Tensor x, Tensor element) => Close(x, element) - x;

    static Tensor Extremum(string op, Tensor x, Tensor element, bool greatest)
    {
        var raster = Raster.Of(op, x);
        if (element is not { Rank: 2, Size: > 0 }) throw new ShapeException($"{op}: expected a structuring element [rows, columns], got {element?.Shape.ToString() ?? "null"}. Make one with Morphology.Rectangle, Disk or Diamond.");
        int rows = element.Shape[0], columns = element.Shape[1], sign = greatest ? -1 : 1;
        var entries = element.Elements;
        (int Y, int X)[] offsets = [.. Enumerable.Range(0, entries.Length).Where(i => entries[i] != 0).Select(i => (sign * (i / columns - (rows - 1) / 2), sign * (i % columns - (columns - 1) / 2)))];
        if (offsets.Length == 0) throw new ShapeException($"{op}: the structuring element {element.Shape} has no entry but zeros.");
        if (BinaryRows.Of(raster) is { } binary)
        {
            var result = raster.Like();
            // An erosion is a dilation of the background.
            (greatest ? binary.Any(offsets) : binary.Complement().Any(offsets).Complement()).CopyTo(result);
            return result;
        }
        int top = offsets.Min(static o => o.Y), left = offsets.Min(static o => o.X), height = offsets.Max(static o => o.Y) - top + 1, width = offsets.Max(static o => o.X) - left + 1;
        return greatest
            ? Extrema<Greatest>.Of(raster, offsets, top, left, height, width)
            : Extrema<Least>.Of(raster, offsets, top, left, height, width);
    }
}
