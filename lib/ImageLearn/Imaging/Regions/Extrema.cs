using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace ImageLearn.Imaging;

/// <summary>Least or greatest, by one instruction: what a processor makes of NaN is not settled, and settling it takes five.</summary>
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
    public static Vector<float> Of(Vector<float> a, Vector<float> b) => Vector.MinNative(a, b);
    public static float Of(float a, float b) => a < b ? a : b;
}

readonly struct Greatest : IExtremum
{
    public static float Nothing => float.NegativeInfinity;
    public static Vector<float> Of(Vector<float> a, Vector<float> b) => Vector.MaxNative(a, b);
    public static float Of(float a, float b) => a > b ? a : b;
}

/// <summary>
/// The extremum over a neighbourhood of each pixel, in bands of rows that stay in the cache. Over a rectangle: along rows, then down columns. A few numbers
/// are taken directly, many by doubling: the extremum of 2, 4, 8, … neighbours from two of half as many, and of n from two overlapping ones. That
/// is log₂ n steps of whole vectors, which beats the three steps of van Herk and Gil–Werman that do not go into vectors along a row.
/// </summary>
static class Extrema<T> where T : struct, IExtremum
{
    const int Band = 32;

    /// <summary>Up to so many numbers, taking each is quicker than doubling.</summary>
    const int Few = 8;

    public static Tensor Of(Raster x, (int Y, int X)[] offsets, int top, int left, int height, int width)
    {
        var result = x.Like();
        var values = result.Elements;
        int stride = x.Stride, padded = (x.Width + width - 1) * x.Channels;
        bool rectangle = offsets.Length == height * width;
        Work.Split((x.Height + Band - 1) / Band, 1, (first, end) =>
        {
            int lineLength = rectangle ? stride : padded;
            float[] rented = ArrayPool<float>.Shared.Rent(padded), band = ArrayPool<float>.Shared.Rent((Band + height - 1) * lineLength);
            var line = rented.AsSpan(0, padded);
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
                    // Column j of the window at pixel p is pixel p + left + j, so the row begins −left pixels in (or loses its first).
                    if (!rectangle)
                    {
                        CopyShifted(x.Row(y), -left * x.Channels, target);
                        continue;
                    }
                    CopyShifted(x.Row(y), -left * x.Channels, line);
                    Along(line, x.Channels, width, target);
                }
                var output = values.AsSpan(from * stride, rows * stride);
                if (rectangle) Along(band.AsSpan(0, (rows + height - 1) * stride), stride, height, output);
                else Scattered(band, padded, offsets, top, left, x.Channels, output, stride);
            }
            ArrayPool<float>.Shared.Return(rented);
            ArrayPool<float>.Shared.Return(band);
        });
        return result;
    }

    /// <summary>The row some places in, with nothing before and after it.</summary>
    static void CopyShifted(ReadOnlySpan<float> row, int shift, Span<float> line)
    {
        if (shift < 0) row = row[Math.Min(-shift, row.Length)..];
        shift = Math.Clamp(shift, 0, line.Length);
        int count = Math.Min(row.Length, line.Length - shift);
        line[..shift].Fill(T.Nothing);
        row[..count].CopyTo(line[shift..]);
        line[(shift + count)..].Fill(T.Nothing);
    }

    /// <summary>y[i] is the extremum of x[i], x[i + step], … of <paramref name="count"/> numbers. Uses up x.</summary>
    static void Along(Span<float> x, int step, int count, Span<float> y)
    {
        if (count <= Few)
        {
            Each(x, step, count, y);
            return;
        }
        int reach = 1;
        for (; 2 * reach < count; reach *= 2) Each(x, reach * step, 2, x[..(x.Length - reach * step)]);
        Each(x, (count - reach) * step, 2, y);
    }

    /// <summary>y may begin where x does: what is written is not read again.</summary>
    static void Each(ReadOnlySpan<float> x, int step, int count, Span<float> y)
    {
        int lanes = Vector<float>.Count, i = 0;
        if (x.Length < y.Length + (count - 1) * step) throw new ArgumentException("Each: the source is too short.");
        ref float from = ref MemoryMarshal.GetReference(x), to = ref MemoryMarshal.GetReference(y);
        for (; i <= y.Length - 4 * lanes; i += 4 * lanes)
        {
            Vector<float> a = Vector.LoadUnsafe(ref from, (nuint)i), b = Vector.LoadUnsafe(ref from, (nuint)(i + lanes));
            Vector<float> c = Vector.LoadUnsafe(ref from, (nuint)(i + 2 * lanes)), d = Vector.LoadUnsafe(ref from, (nuint)(i + 3 * lanes));
            for (int k = 1, at = i + step; k < count; k++, at += step)
            {
                a = T.Of(a, Vector.LoadUnsafe(ref from, (nuint)at));
                b = T.Of(b, Vector.LoadUnsafe(ref from, (nuint)(at + lanes)));
                c = T.Of(c, Vector.LoadUnsafe(ref from, (nuint)(at + 2 * lanes)));
                d = T.Of(d, Vector.LoadUnsafe(ref from, (nuint)(at + 3 * lanes)));
            }
            a.StoreUnsafe(ref to, (nuint)i);
            b.StoreUnsafe(ref to, (nuint)(i + lanes));
            c.StoreUnsafe(ref to, (nuint)(i + 2 * lanes));
            d.StoreUnsafe(ref to, (nuint)(i + 3 * lanes));
        }
        for (; i < y.Length; i++)
        {
            float extremum = x[i];
            for (int k = 1; k < count; k++) extremum = T.Of(extremum, x[i + k * step]);
            y[i] = extremum;
        }
    }

    /// <summary>Any element: each of its places in turn.</summary>
    static void Scattered(float[] band, int padded, (int Y, int X)[] offsets, int top, int left, int channels, Span<float> output, int stride)
    {
        int lanes = Vector<float>.Count;
        int[] places = [.. offsets.Select(offset => (offset.Y - top) * padded + (offset.X - left) * channels)];
        for (int row = 0; row < output.Length / stride; row++)
        {
            var target = output.Slice(row * stride, stride);
            int j = 0;
            ref float origin = ref band[row * padded];
            for (; j <= stride - 2 * lanes; j += 2 * lanes)
            {
                Vector<float> a = new(T.Nothing), b = a;
                foreach (int place in places)
                {
                    a = T.Of(a, Vector.LoadUnsafe(ref origin, (nuint)(place + j)));
                    b = T.Of(b, Vector.LoadUnsafe(ref origin, (nuint)(place + j + lanes)));
                }
                a.CopyTo(target[j..]);
                b.CopyTo(target[(j + lanes)..]);
            }
            for (; j < stride; j++)
            {
                float extremum = T.Nothing;
                foreach (int place in places) extremum = T.Of(extremum, band[row * padded + place + j]);
                target[j] = extremum;
            }
        }
    }
}
