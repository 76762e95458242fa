using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace ImageLearn.Nn;

internal static unsafe partial class ConvKernel
{
    /// <summary>Places summed at a time: eight rows of gradients stay in the first-level cache, and four runs make up most planes of <see cref="Places"/>. A multiple of every vector's width.</summary>
    const int RunLength = 1088;

    /// <summary>Taps shared by one piece of work, a multiple of 3.</summary>
    const int Share = 48;

    /// <summary>The images are shared among threads in parts with sums of their own, as long as those are no more than this: how many parts there are depends on the shapes alone.</summary>
    const int Sums = 1 << 20;

    /// <summary>
    /// w[o, c, i, j] = Σ g[n, o, row, column] · x[n, c, what tap (i, j) reads for (row, column)], the gradient of the weights of a
    /// convolution of x when that of its result is g. → [o, c/groups, i, j]
    /// </summary>
    public static Tensor Weights(Tensor x, Tensor g, ConvGeometry geometry)
    {
        var w = Tensor.Zeros([g.Shape[1], x.Shape[1] / geometry.Groups, geometry.Rows.Kernel, geometry.Columns.Kernel]);
        if (x.Size == 0 || g.Size == 0) return w;
        if (Vector512.IsHardwareAccelerated) Weights<ConvTile8<Lane512, Vector512<float>>, ConvTile4<Lane512, Vector512<float>>>(x, g, geometry, w);
        else if (Vector256.IsHardwareAccelerated) Weights<ConvTile4<Lane256, Vector256<float>>, ConvTile4<Lane256, Vector256<float>>>(x, g, geometry, w);
        else Weights<ConvTile8<Lane128, Vector128<float>>, ConvTile4<Lane128, Vector128<float>>>(x, g, geometry, w);
        return w;
    }

    /// <summary>The same with given tiles: one for many channels, one for the last few.</summary>
    internal static void Weights<TMany, TFew>(Tensor x, Tensor g, ConvGeometry geometry, Tensor w) where TMany : IConvTile where TFew : IConvTile
    {
        int images = x.Shape[0], channelsIn = x.Shape[1] / geometry.Groups, channels = g.Shape[1] / geometry.Groups, taps = channelsIn * geometry.Taps;
        int together = Math.Clamp(Places / geometry.Plane, 1, images), columns = (taps + 2) / 3 * 3, rows = (channels + TFew.Rows - 1) / TFew.Rows * TFew.Rows;
        int vector = TMany.Width / 3, places = (together * geometry.Plane + vector - 1) / vector * vector, shares = (taps + Share - 1) / Share;
        int batches = (images + together - 1) / together, parts = Math.Clamp(Sums / (rows * columns), 1, batches);
        var sums = ArrayPool<float>.Shared.Rent(parts * rows * columns);
        for (int group = 0; group < geometry.Groups; group++)
        {
            sums.AsSpan(0, parts * rows * columns).Clear();
            Work.Split(parts, Work.Grain((long)rows * columns * places * batches / parts), (from, end) => Some(group, from, end));
            for (int r = 0; r < channels; r++)
            {
                var total = w.Elements.AsSpan((group * channels + r) * taps, taps);
                for (int part = 0; part < parts; part++) TensorPrimitives.Add(total, sums.AsSpan((part * rows + r) * columns, taps), total);
            }
        }
        ArrayPool<float>.Shared.Return(sums);

        // Some parts of the batches, each into sums of its own.
        void Some(int group, int fromPart, int endPart)
        {
            using var input = new ConvInput(geometry, channelsIn, together);
            int[] offsets = [.. input.Offsets, 0, 0];   // what the last triple has beyond the last tap is not looked at
            int firstChannel = group * channels;
            var gradients = ArrayPool<float>.Shared.Rent(rows * places);
            gradients.AsSpan(0, rows * places).Clear();   // what lies between the rows stays 0
            for (int part = fromPart; part < endPart; part++)
                for (int batch = (int)((long)batches * part / parts); batch < (long)batches * (part + 1) / parts; batch++)
                {
                    int first = batch * together, count = Math.Min(together, images - first), start = part * rows * columns;
                    input.Pack(x, first, count, group * channelsIn);
                    var layout = new ConvPlaces(geometry, g.Shape[1], first, count);
                    Work.Split(channels, Work.Grain(places), (from, end) =>
                    {
                        for (int r = from; r < end; r++)
                        {
                            var row = gradients.AsSpan(r * places, places);
                            if (count < together) row.Clear();
                            layout.CopyIn(g.Data, firstChannel + r, row);
                        }
                    });
                    Work.Split((rows + TMany.Rows - 1) / TMany.Rows * shares, Work.Grain((long)TMany.Rows * Share * places), (from, end) =>
                    {
                        fixed (float* packed = input.Packed, gradient = gradients, sum = &sums[start])
                        fixed (int* offset = offsets)
                            for (int task = from; task < end; task++)
                            {
                                int r = task / shares * TMany.Rows, tap = task % shares * Share, last = Math.Min(taps, tap + Share);
                                if (rows - r >= TMany.Rows) Dots<TMany>(gradient + (nint)r * places, places, packed, offset, tap, last, sum + (nint)r * columns, columns);
                                else Dots<TFew>(gradient + (nint)r * places, places, packed, offset, tap, last, sum + (nint)r * columns, columns);
                            }
                    });
                }
            ArrayPool<float>.Shared.Return(gradients);
        }
    }

    static void Dots<T>(float* g, int places, float* x, int* offsets, int tap, int last, float* sums, int columns) where T : IConvTile
    {
        for (int run = 0; run < places; run += RunLength)
            for (int t = tap; t < last; t += 3)
                T.Dot(g + run, places, x + run, offsets + t, Math.Min(RunLength, places - run), sums + t, columns);
    }
}
