using System.Numerics;

namespace ImageLearn.Imaging;

public static partial class Filters
{
    /// <summary>
    /// The middle one of the values of a neighbourhood, which removes specks and keeps edges (SciPy's <c>median_filter</c>, OpenCV's <c>medianBlur</c> with
    /// <see cref="Border.Nearest"/>).
    /// </summary>
    /// <param name="x">The picture.</param>
    /// <param name="size">Pixels a side, odd.</param>
    /// <param name="border">What lies beyond the edge.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is even or below 1.</exception>
    public static Tensor Median(Tensor x, int size, Border border = Border.Reflect)
    {
        var raster = Raster.Of("Filters.Median", x);
        RefuseSize("Filters.Median", size);
        if (size % 2 == 0) throw new ArgumentOutOfRangeException(null, $"Filters.Median: the size is {size}, but only an odd number of values has a middle one. Take {size + 1}.");
        int radius = size / 2, stride = raster.Width + 2 * radius;
        var planes = raster.Planes(radius, border);
        var result = raster.Like();
        var values = result.Elements;
        Work.Split(raster.Height, Work.Grain(raster.Stride * size * size), (from, to) =>
        {
            var window = new float[size * size];
            var line = new float[raster.Width];
            for (int y = from; y < to; y++)
                for (int c = 0; c < raster.Channels; c++)
                {
                    var plane = planes[c].AsSpan(y * stride);
                    if (size == 3) OfNine(plane, stride, line);
                    else
                        for (int j = 0; j < line.Length; j++)
                        {
                            for (int row = 0; row < size; row++) plane.Slice(row * stride + j, size).CopyTo(window.AsSpan(row * size));
                            line[j] = Middle(window);
                        }
                    for (int j = 0; j < line.Length; j++) values[y * raster.Stride + j * raster.Channels + c] = line[j];
                }
        });
        return result;
    }

    /// <summary>Hoare's selection: parts the values round a pivot and goes on with the part that holds the middle.</summary>
    static float Middle(Span<float> values)
    {
        int low = 0, high = values.Length - 1, middle = values.Length / 2;
        while (low < high)
        {
            float pivot = values[(low + high) / 2];
            int i = low, j = high;
            while (i <= j)
            {
                while (values[i] < pivot) i++;
                while (values[j] > pivot) j--;
                if (i <= j) (values[i], values[j]) = (values[j--], values[i++]);
            }
            if (middle <= j) high = j;
            else if (middle >= i) low = i;
            else break;
        }
        return values[middle];
    }

    /// <summary>
    /// The median of 3×3 for a whole row: sort each column of three; the middle one is the median of the largest low, the median middle and the
    /// smallest high value.
    /// </summary>
    static void OfNine(ReadOnlySpan<float> plane, int stride, Span<float> line)
    {
        int lanes = Vector<float>.Count;
        for (int j = 0; j < line.Length; j += lanes)
        {
            if (j + lanes > line.Length)
            {
                if (line.Length >= lanes) j = line.Length - lanes;   // the last vector overlaps the one before
                else
                {
                    Span<float> nine = stackalloc float[9];
                    for (; j < line.Length; j++)
                    {
                        for (int row = 0; row < 3; row++) plane.Slice(row * stride + j, 3).CopyTo(nine[(3 * row)..]);
                        line[j] = Middle(nine);
                    }
                    return;
                }
            }
            var (low0, mid0, high0) = Sorted(plane, stride, j);
            var (low1, mid1, high1) = Sorted(plane, stride, j + 1);
            var (low2, mid2, high2) = Sorted(plane, stride, j + 2);
            var low = Vector.Max(low0, Vector.Max(low1, low2));
            var high = Vector.Min(high0, Vector.Min(high1, high2));
            Between(low, Between(mid0, mid1, mid2), high).CopyTo(line[j..]);
        }

        static (Vector<float>, Vector<float>, Vector<float>) Sorted(ReadOnlySpan<float> plane, int stride, int j)
        {
            Vector<float> a = new(plane[j..]), b = new(plane[(stride + j)..]), c = new(plane[(2 * stride + j)..]);
            var (low, high) = (Vector.Min(a, b), Vector.Max(a, b));
            return (Vector.Min(low, c), Vector.Max(low, Vector.Min(high, c)), Vector.Max(high, c));
        }

        static Vector<float> Between(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.Max(Vector.Min(a, b), Vector.Min(Vector.Max(a, b), c));
    }
}
