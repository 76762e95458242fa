using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
                    var target = values.AsSpan(y * raster.Stride, raster.Stride);
                    if (raster.Channels == 1) line.CopyTo(target);
                    else for (int j = 0; j < line.Length; j++) target[j * raster.Channels + c] = line[j];
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
        int lanes = Vector<float>.Count, j = 0;
        ref float from = ref MemoryMarshal.GetReference(plane);
        for (; j <= line.Length - lanes; j += lanes)
        {
            var (low0, mid0, high0) = Sorted(ref from, stride, j);
            var (low1, mid1, high1) = Sorted(ref from, stride, j + 1);
            var (low2, mid2, high2) = Sorted(ref from, stride, j + 2);
            Between(Vector.Max(low0, Vector.Max(low1, low2)), Between(mid0, mid1, mid2), Vector.Min(high0, Vector.Min(high1, high2))).CopyTo(line[j..]);
        }
        Span<float> nine = stackalloc float[9];
        for (; j < line.Length; j++)
        {
            for (int row = 0; row < 3; row++) plane.Slice(row * stride + j, 3).CopyTo(nine[(3 * row)..]);
            line[j] = Middle(nine);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (Vector<float>, Vector<float>, Vector<float>) Sorted(ref float from, int stride, int j)
    {
        Vector<float> a = Vector.LoadUnsafe(ref from, (nuint)j), b = Vector.LoadUnsafe(ref from, (nuint)(stride + j)), c = Vector.LoadUnsafe(ref from, (nuint)(2 * stride + j));
        Vector<float> low = Vector.Min(a, b), high = Vector.Max(a, b);
        return (Vector.Min(low, c), Vector.Max(low, Vector.Min(high, c)), Vector.Max(high, c));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector<float> Between(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.Max(Vector.Min(a, b), Vector.Min(Vector.Max(a, b), c));
}
