using System.Numerics;
using System.Runtime.InteropServices;

namespace ImageLearn.Imaging;

/// <summary>Least or greatest.</summary>
interface IExtremum
{
    /// <summary>What changes nothing: it stands beyond the edge.</summary>
    static abstract float Nothing { get; }
    static abstract Vector<float> Of(Vector<float> a, Vector<float> b);
    static abstract float Of(float a, float b);
}

readonly struct Least : IExtremum
{
    public static float Nothing => float.PositiveInfinity;
    public static Vector<float> Of(Vector<float> a, Vector<float> b) => Vector.Min(a, b);
    public static float Of(float a, float b) => Math.Min(a, b);
}

readonly struct Greatest : IExtremum
{
    public static float Nothing => float.NegativeInfinity;
    public static Vector<float> Of(Vector<float> a, Vector<float> b) => Vector.Max(a, b);
    public static float Of(float a, float b) => Math.Max(a, b);
}

/// <summary>
/// The extremum over a neighbourhood of each pixel, in bands of rows that stay in the cache. Over a rectangle: along rows, then down columns, each by
/// doubling: the extremum of 2, 4, 8, … neighbours from two of half as many, and of n from two overlapping ones. That is log₂ n steps of whole
/// vectors, which beats the three steps of van Herk and Gil–Werman that do not go into vectors along a row.
/// </summary>
static class Extrema<T> where T : struct, IExtremum
{
    const int Band = 32;

    public static Tensor Of(Raster x, (int Y, int X)[] offsets, int top, int left, int height, int width)
    {
        var result = x.Like();
        var values = result.Elements;
        int stride = x.Stride, padded = (x.Width + width - 1) * x.Channels;
        bool rectangle = offsets.Length == height * width;
        Work.Split((x.Height + Band - 1) / Band, 1, (first, end) =>
        {
            int lineLength = rectangle ? stride : padded;
            var line = new float[padded];
            var band = new float[(Band + height - 1) * lineLength];
            for (int from = first * Band; from < Math.Min(end * Band, x.Height); from += Band)
            {
                int rows = Math.Min(Band, x.Height - from);
                for (int i = 0; i < rows + height - 1; i++)
                {
                    int y = from + i + top;
                    var target = band.AsSpan(i * lineLength, lineLength);
                    if ((uint)y >= (uint)x.Height)
                    {
                        target.Fill(T.Nothing);
                        continue;
                    }
                    Array.Fill(line, T.Nothing);
                    // Column j of the window at pixel p is pixel p + left + j, so the row begins −left pixels in (or loses its first).
                    CopyShifted(x.Row(y), -left * x.Channels, line);
                    if (rectangle) Along(line, x.Channels, width);
                    line.AsSpan(0, lineLength).CopyTo(target);
                }
                var output = values.AsSpan(from * stride, rows * stride);
                if (rectangle)
                {
                    Along(band.AsSpan(0, (rows + height - 1) * stride), stride, height);
                    band.AsSpan(0, rows * stride).CopyTo(output);
                }
                else Scattered(band, padded, offsets, top, left, x.Channels, output, stride);
            }
        });
        return result;
    }

    static void CopyShifted(ReadOnlySpan<float> row, int shift, Span<float> line)
    {
        if (shift < 0)
        {
            row = row[Math.Min(-shift, row.Length)..];
            shift = 0;
        }
        if (shift >= line.Length) return;
        row[..Math.Min(row.Length, line.Length - shift)].CopyTo(line[shift..]);
    }

    /// <summary>In place: x[i] becomes the extremum of x[i], x[i + step], … of <paramref name="count"/> numbers. Those without as many behind them are left unfinished.</summary>
    static void Along(Span<float> x, int step, int count)
    {
        int reach = 1;
        for (; 2 * reach <= count; reach *= 2) Pair(x, reach * step);
        if (reach < count) Pair(x, (count - reach) * step);
    }

    static void Pair(Span<float> x, int distance)
    {
        int lanes = Vector<float>.Count, i = 0, count = x.Length - distance;
        ref float start = ref MemoryMarshal.GetReference(x);
        for (; i <= count - lanes; i += lanes)
            T.Of(Vector.LoadUnsafe(ref start, (nuint)i), Vector.LoadUnsafe(ref start, (nuint)(i + distance))).StoreUnsafe(ref start, (nuint)i);
        for (; i < count; i++) x[i] = T.Of(x[i], x[i + distance]);
    }

    static void Scattered(float[] band, int padded, (int Y, int X)[] offsets, int top, int left, int channels, Span<float> output, int stride)
    {
        int lanes = Vector<float>.Count;
        for (int row = 0; row < output.Length / stride; row++)
        {
            var target = output.Slice(row * stride, stride);
            int j = 0;
            for (; j <= stride - lanes; j += lanes)
            {
                var extremum = new Vector<float>(T.Nothing);
                foreach (var (y, x) in offsets) extremum = T.Of(extremum, Vector.LoadUnsafe(ref band[(row + y - top) * padded + (x - left) * channels + j]));
                extremum.CopyTo(target[j..]);
            }
            for (; j < stride; j++)
            {
                float extremum = T.Nothing;
                foreach (var (y, x) in offsets) extremum = T.Of(extremum, band[(row + y - top) * padded + (x - left) * channels + j]);
                target[j] = extremum;
            }
        }
    }
}
