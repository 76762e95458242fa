using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace ImageLearn.Nn;

internal static unsafe partial class ConvKernel
{
    /// <summary>Places summed at a time: their gradients, of as many channels as a tile has, stay in the first-level cache.</summary>
    const int RunLength = 768;

    /// <summary>The images are shared among threads in parts with sums of their own, as long as those are no more than this: how many parts there are depends on the shapes alone.</summary>
    const int Sums = 1 << 21;

    /// <summary>
    /// w[o, c, i, j] = Σ g[n, o, row, column] · x[n, c, what tap (i, j) reads for (row, column)], the gradient of the weights of a
    /// convolution of x when that of its result is g. → [o, c/groups, i, j]
    /// </summary>
    public static Tensor Weights(Tensor x, Tensor g, ConvGeometry geometry)
    {
        var w = Tensor.Zeros([g.Shape[1], x.Shape[1] / geometry.Groups, geometry.Rows.Kernel, geometry.Columns.Kernel]);
        if (x.Size == 0 || g.Size == 0) return w;
        if (Vector512.IsHardwareAccelerated) Weights<Lane512, Vector512<float>>(x, g, geometry, w);
        else if (Vector256.IsHardwareAccelerated) Weights<Lane256, Vector256<float>>(x, g, geometry, w);
        else Weights<Lane128, Vector128<float>>(x, g, geometry, w);
        return w;
    }

    /// <summary>The same with given vectors.</summary>
    internal static void Weights<L, V>(Tensor x, Tensor g, ConvGeometry geometry, Tensor w) where L : IQuadLane<V> where V : struct
    {
        int images = x.Shape[0], channelsIn = x.Shape[1] / geometry.Groups, channels = g.Shape[1] / geometry.Groups, taps = channelsIn * geometry.Taps;
        int blocks = (channels + ConvSums<L, V>.Channels - 1) / ConvSums<L, V>.Channels, tiles = (taps + ConvSums<L, V>.Taps - 1) / ConvSums<L, V>.Taps;
        int together = Math.Clamp(Places / geometry.Plane, 1, images), batches = (images + together - 1) / together;
        int perTile = 2 * L.Width * ConvSums<L, V>.Taps, size = blocks * tiles * perTile, parts = Math.Clamp(Sums / size, 1, batches);
        var sums = ArrayPool<float>.Shared.Rent(parts * size);
        for (int group = 0; group < geometry.Groups; group++)
        {
            Work.Split(parts, Work.Grain((long)size * geometry.Plane * images / parts), (from, end) => Some(group, from, end));
            Work.Split(size, Work.Grain(parts), (from, end) =>
            {
                var total = sums.AsSpan(from, end - from);
                for (int part = 1; part < parts; part++) TensorPrimitives.Add(total, sums.AsSpan(part * size + from, end - from), total);
            });
            for (int r = 0; r < channels; r++)
                for (int t = 0; t < taps; t++) w.Elements[(group * channels + r) * taps + t] = ConvSums<L, V>.Total(sums.AsSpan(r / ConvSums<L, V>.Channels * tiles * perTile), r % ConvSums<L, V>.Channels, t);
        }
        ArrayPool<float>.Shared.Return(sums);

        // Some parts of the batches, each into sums of its own.
        void Some(int group, int fromPart, int endPart)
        {
            using var input = new ConvInput(geometry, channelsIn, together);
            int[] offsets = [.. input.Offsets, .. new int[tiles * ConvSums<L, V>.Taps - taps]];   // what the last tile has beyond the last tap is not looked at
            sums.AsSpan(fromPart * size, (endPart - fromPart) * size).Clear();
            for (int part = fromPart; part < endPart; part++)
                for (int batch = (int)((long)batches * part / parts); batch < (long)batches * (part + 1) / parts; batch++)
                {
                    int first = batch * together, count = Math.Min(together, images - first), start = part * size;
                    input.Pack(x, first, count, group * channelsIn);
                    var places = new ConvPlaces(geometry, g.Shape[1], first, count);
                    Work.Split(blocks, Work.Grain((long)size / blocks * geometry.Plane), (from, end) =>
                    {
                        for (int block = from; block < end; block++)
                        {
                            int channel = block * ConvSums<L, V>.Channels;
                            fixed (float* packed = input.Packed, gradients = &g.Elements[(group * channels + channel) * places.Size], sum = &sums[start + block * tiles * perTile])
                            fixed (int* offset = offsets) Block<L, V>(places, gradients, Math.Min(ConvSums<L, V>.Channels, channels - channel), packed, offset, sum, tiles);
                        }
                    });
                }
        }
    }

    /// <summary>Adds up all taps for a block of channels over the places of some images.</summary>
    static void Block<L, V>(ConvPlaces places, float* gradients, int channels, float* packed, int* offsets, float* sums, int tiles) where L : IQuadLane<V> where V : struct
    {
        float* memory = stackalloc float[RunLength * ConvSums<L, V>.Channels + 16], quads = (float*)(((nint)memory + 63) & ~63);   // from a cache line on
        Span<(int, int, nint)> runs = stackalloc (int, int, nint)[RunLength];
        for (int place = 0; place < places.Count; place += RunLength)
        {
            int count = Math.Min(RunLength, places.Count - place);
            new Span<float>(quads, RunLength * ConvSums<L, V>.Channels).Clear();   // also what lies between the rows
            foreach (var (from, length, at) in runs[..places.Runs(place, count, runs)])
                for (int c = 0; c < channels; c++) ConvSums<L, V>.Pack(gradients + at + (nint)c * places.Size, length, from, quads + 4 * c);
            for (int t = 0; t < tiles; t++)
                ConvSums<L, V>.Add(packed + place, offsets + t * ConvSums<L, V>.Taps, quads, (count + 3) / 4, sums + t * ConvSums<L, V>.Taps * 2 * L.Width);
        }
    }
}
