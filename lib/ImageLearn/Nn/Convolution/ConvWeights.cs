using System.Buffers;

namespace ImageLearn.Nn;

/// <summary>
/// The weights of a convolution, [channels out, channels in per group, rows, columns], packed for its tiles; or those of its adjoint, in
/// which channels in and out change places and the kernel stands back to front.
/// </summary>
internal sealed class ConvWeights : IDisposable
{
    /// <param name="w">The weights.</param>
    /// <param name="bias">What each output starts from; null for 0.</param>
    /// <param name="groups">How many groups the channels are parted into.</param>
    /// <param name="adjoint">Whether to pack the weights of the adjoint.</param>
    /// <param name="many">Rows of the larger tile.</param>
    /// <param name="few">Rows of the smaller tile.</param>
    public ConvWeights(Tensor w, Tensor? bias, int groups, bool adjoint, int many, int few)
    {
        int outer = w.Shape[0] / groups, inner = w.Shape[1], taps = w.Shape[2] * w.Shape[3];
        var (outputs, inputs) = adjoint ? (inner, outer) : (outer, inner);
        int rows = (outputs + few - 1) / few * few, perGroup = rows * inputs * taps;
        (Outputs, Rows, PerGroup) = (outputs, rows, perGroup);
        Packed = ArrayPool<float>.Shared.Rent(groups * perGroup);
        Bias = ArrayPool<float>.Shared.Rent(groups * rows);
        Bias.AsSpan(0, groups * rows).Clear();
        for (int group = 0; group < groups; group++)
        {
            bias?.Data.Slice(group * outputs, outputs).CopyTo(Bias.AsSpan(group * rows));
            var from = w.Data.Slice(group * outer * inner * taps, outer * inner * taps);
            for (int r = 0, height; r < outputs; r += height)
            {
                height = outputs - r > few ? many : few;
                var block = Packed.AsSpan(group * perGroup + r * inputs * taps, height * inputs * taps);
                if (outputs - r < height) block.Clear();
                for (int i = r; i < Math.Min(outputs, r + height); i++)
                    for (int c = 0; c < inputs; c++)
                    {
                        var kernel = from.Slice((adjoint ? c * outputs + i : i * inputs + c) * taps, taps);
                        for (int t = 0; t < taps; t++) block[(c * taps + t) * height + i - r] = kernel[adjoint ? taps - 1 - t : t];
                    }
            }
        }
    }

    /// <summary>Channels out of one group.</summary>
    public int Outputs { get; }

    /// <summary>Rows of one group: its outputs and rows of zeros to fill the last tile.</summary>
    public int Rows { get; }

    /// <summary>Numbers of one group.</summary>
    public int PerGroup { get; }

    /// <summary>For each group and block of rows: [channel in, tap, row].</summary>
    public float[] Packed { get; }

    /// <summary>[group, row]</summary>
    public float[] Bias { get; }

    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(Packed);
        ArrayPool<float>.Shared.Return(Bias);
    }
}
