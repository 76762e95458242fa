using System.Runtime.Intrinsics;

namespace ImageLearn.Nn;

/// <summary>
/// Convolution without a matrix of windows: a product of the kernel, as a matrix [channels out, channels in · taps], with a matrix that
/// exists only as distances into the padded images (<see cref="ConvInput"/>). Each sum runs in the order of channels and taps, whatever
/// the number of threads.
/// </summary>
internal static unsafe partial class ConvKernel
{
    /// <summary>Images are packed together up to so many places: few enough for the second-level cache.</summary>
    const int Places = 4096;

    /// <summary>y = x ⋆ w + bias, or the adjoint of ⋆ w: x [n, channels in, height, width] → y [n, channels out, rows, columns].</summary>
    /// <param name="x">The images.</param>
    /// <param name="w">[o, c/groups, i, j]: o are channels out, for the adjoint channels in.</param>
    /// <param name="bias">What each output starts from; null for 0.</param>
    /// <param name="geometry">Of the convolution; that of the adjoint is its <see cref="ConvGeometry.Transposed"/>.</param>
    /// <param name="adjoint">Whether it is the adjoint.</param>
    public static Tensor Correlate(Tensor x, Tensor w, Tensor? bias, ConvGeometry geometry, bool adjoint)
    {
        var y = Tensor.Fresh([x.Shape[0], adjoint ? w.Shape[1] * geometry.Groups : w.Shape[0], geometry.Rows.Output, geometry.Columns.Output]);
        if (y.Size == 0) return y;
        if (Vector512.IsHardwareAccelerated) Correlate<ConvTile8<Lane512, Vector512<float>>, ConvTile4<Lane512, Vector512<float>>>(x, w, bias, geometry, adjoint, y);
        else if (Vector256.IsHardwareAccelerated) Correlate<ConvTile4<Lane256, Vector256<float>>, ConvTile4<Lane256, Vector256<float>>>(x, w, bias, geometry, adjoint, y);
        else Correlate<ConvTile8<Lane128, Vector128<float>>, ConvTile4<Lane128, Vector128<float>>>(x, w, bias, geometry, adjoint, y);
        return y;
    }

    /// <summary>The same with given tiles: one for many channels, one for the last few.</summary>
    internal static void Correlate<TMany, TFew>(Tensor x, Tensor w, Tensor? bias, ConvGeometry geometry, bool adjoint, Tensor y) where TMany : IConvTile where TFew : IConvTile
    {
        int images = x.Shape[0], channelsIn = x.Shape[1] / geometry.Groups;
        int together = Math.Clamp(Places / geometry.Plane, 1, Math.Max(1, images / (2 * Work.Threads)));
        using var kernel = new ConvWeights(w, bias, geometry.Groups, adjoint, TMany.Rows, TFew.Rows);
        Work.Split(images, together, (first, end) =>
        {
            using var input = new ConvInput(geometry, channelsIn, together);
            for (int group = 0; group < geometry.Groups; group++)
            {
                input.Pack(x, first, end - first, group * channelsIn);
                var job = new Job(input, kernel, group, new(geometry, y.Shape[1], first, end - first), y.Elements);
                int tiles = (job.Places.Count + TMany.Width - 1) / TMany.Width;
                Work.Split(tiles, Work.Grain((long)TMany.Width * kernel.Outputs * input.Offsets.Length), (from, to) => job.Run<TMany, TFew>(from, to));
            }
        });
    }

    /// <summary>The outputs of one group of channels, for a group of images.</summary>
    readonly record struct Job(ConvInput Input, ConvWeights Kernel, int Group, ConvPlaces Places, float[] Output)
    {
        /// <summary>Computes some tiles of places, for all channels.</summary>
        public void Run<TMany, TFew>(int from, int end) where TMany : IConvTile where TFew : IConvTile
        {
            Span<(int, int, nint)> runs = stackalloc (int, int, nint)[ConvTile.Widest];
            fixed (float* packed = Input.Packed, weights = &Kernel.Packed[Group * Kernel.PerGroup], bias = &Kernel.Bias[Group * Kernel.Rows], y = Output)
            fixed (int* offsets = Input.Offsets)
                for (int tile = from; tile < end; tile++)
                {
                    var found = runs[..Places.Runs(tile * TMany.Width, TMany.Width, runs)];
                    for (int r = 0; r < Kernel.Outputs; r += TMany.Rows)
                        if (Kernel.Outputs - r > TFew.Rows) One<TMany>(packed, tile, weights, offsets, bias, r, y, found);
                        else One<TFew>(packed, tile, weights, offsets, bias, r, y, found);
                }
        }

        void One<T>(float* packed, int tile, float* weights, int* offsets, float* bias, int row, float* y, ReadOnlySpan<(int From, int Length, nint At)> runs) where T : IConvTile
        {
            int taps = Input.Offsets.Length, channel = Group * Kernel.Outputs + row, height = Math.Min(T.Rows, Kernel.Outputs - row);
            float* x = packed + tile * T.Width, w = weights + (nint)row * taps;
            if (runs is [(_, var length, var at)] && length == T.Width && height == T.Rows) { T.Correlate(w, x, offsets, taps, bias + row, y + at + (nint)channel * Places.Size, Places.Size); return; }
            float* edge = stackalloc float[8 * ConvTile.Widest];
            T.Correlate(w, x, offsets, taps, bias + row, edge, T.Width);
            Places.CopyOut(runs, edge, T.Width, channel, height, y);
        }
    }
}
