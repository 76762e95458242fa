using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace ImageLearn.Imaging;

/// <summary>Correlation with a kernel that is a column times a row: first along the rows, then down the columns, in bands of rows that stay in the cache.</summary>
static class Separable
{
    const int Band = 32;

    /// <summary>y[i, j] = Σ down[k] · across[l] · x[i + k − |down|/2, j + l − |across|/2], channel by channel.</summary>
    public static Tensor Correlate(Raster x, float[] down, float[] across, Border border)
    {
        var result = x.Like();
        var values = result.Elements;
        int stride = x.Stride, above = down.Length / 2, left = across.Length / 2;
        Work.Split((x.Height + Band - 1) / Band, 1, (first, end) =>
        {
            float[] rented = ArrayPool<float>.Shared.Rent((x.Width + across.Length - 1) * x.Channels), band = ArrayPool<float>.Shared.Rent((Band + down.Length - 1) * stride);
            var padded = rented.AsSpan(0, (x.Width + across.Length - 1) * x.Channels);
            for (int top = first * Band; top < Math.Min(end * Band, x.Height); top += Band)
            {
                int rows = Math.Min(Band, x.Height - top);
                for (int i = 0; i < rows + down.Length - 1; i++)
                {
                    var line = band.AsSpan(i * stride, stride);
                    int source = Borders.Source(top + i - above, x.Height, border);
                    if (source < 0) line.Clear();
                    else if (across is [1f]) x.Row(source).CopyTo(line);
                    else
                    {
                        Borders.Extend(x.Row(source), x.Channels, left, across.Length - 1 - left, border, padded);
                        Taps(padded, x.Channels, across, line);
                    }
                }
                for (int i = 0; i < rows; i++) Taps(band.AsSpan(i * stride), stride, down, values.AsSpan((top + i) * stride, stride));
            }
            ArrayPool<float>.Shared.Return(rented);
            ArrayPool<float>.Shared.Return(band);
        });
        return result;
    }

    /// <summary>y[i] = Σₖ w[k] · x[i + k·step].</summary>
    public static void Taps(ReadOnlySpan<float> x, int step, ReadOnlySpan<float> w, Span<float> y)
    {
        int lanes = Vector<float>.Count, i = 0;
        if (x.Length < y.Length + (w.Length - 1) * step) throw new ArgumentException("Taps: the source is too short.");
        ref float from = ref MemoryMarshal.GetReference(x), to = ref MemoryMarshal.GetReference(y);
        for (; i <= y.Length - 4 * lanes; i += 4 * lanes)
        {
            Vector<float> a = default, b = default, c = default, d = default;
            int at = i;
            foreach (float weight in w)
            {
                var factor = new Vector<float>(weight);
                a = Vector.FusedMultiplyAdd(factor, Vector.LoadUnsafe(ref from, (nuint)at), a);
                b = Vector.FusedMultiplyAdd(factor, Vector.LoadUnsafe(ref from, (nuint)(at + lanes)), b);
                c = Vector.FusedMultiplyAdd(factor, Vector.LoadUnsafe(ref from, (nuint)(at + 2 * lanes)), c);
                d = Vector.FusedMultiplyAdd(factor, Vector.LoadUnsafe(ref from, (nuint)(at + 3 * lanes)), d);
                at += step;
            }
            a.StoreUnsafe(ref to, (nuint)i);
            b.StoreUnsafe(ref to, (nuint)(i + lanes));
            c.StoreUnsafe(ref to, (nuint)(i + 2 * lanes));
            d.StoreUnsafe(ref to, (nuint)(i + 3 * lanes));
        }
        for (; i < y.Length; i++)
        {
            float sum = 0;
            for (int k = 0; k < w.Length; k++) sum = MathF.FusedMultiplyAdd(w[k], x[i + k * step], sum);
            y[i] = sum;
        }
    }
}
