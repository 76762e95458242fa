namespace ImageLearn.Nn;

/// <summary>
/// The three operations behind convolution layers. Each is linear in both of its operands, and the gradients of each are the other two:
/// with ⋆ the convolution, ⟨x ⋆ w, g⟩ = ⟨x, g ⋆ᵀ w⟩ = ⟨w, weights(x, g)⟩.
/// </summary>
internal static class Convolution
{
    /// <summary>y = x ⋆ w + bias: x [n, c, height, width], w [o, c/groups, i, j], bias [o] → [n, o, rows, columns].</summary>
    public static Tensor Apply(Tensor x, Tensor w, Tensor? bias, ConvGeometry geometry) => WithBias("Conv2d", ConvKernel.Correlate(x, w, bias, geometry, adjoint: false), bias,
        (x, g => Adjoint(g, w, null, geometry)), (w, g => Weights(x, g, geometry)));

    /// <summary>y = g ⋆ᵀ w + bias: g [n, o, rows, columns], w [o, c/groups, i, j], bias [c] → [n, c, height, width].</summary>
    public static Tensor Adjoint(Tensor g, Tensor w, Tensor? bias, ConvGeometry geometry) => WithBias("ConvTranspose2d", ConvKernel.Correlate(g, w, bias, geometry.Transposed, adjoint: true), bias,
        (g, u => Apply(u, w, null, geometry)), (w, u => Weights(u, g, geometry)));

    /// <summary>The gradient of w in x ⋆ w when that of the result is g. → [o, c/groups, i, j]</summary>
    static Tensor Weights(Tensor x, Tensor g, ConvGeometry geometry) => ConvKernel.Weights(x, g, geometry).From("Conv2d",
        (x, v => Adjoint(g, v, null, geometry)), (g, v => Apply(x, v, null, geometry)));

    static Tensor WithBias(string op, Tensor y, Tensor? bias, (Tensor, Func<Tensor, Tensor>) first, (Tensor, Func<Tensor, Tensor>) second) =>
        bias is null ? y.From(op, first, second) : y.From(op, first, second, (bias, ChannelSums));

    /// <summary>Σ over images and places of each channel: [n, c, height, width] → [c].</summary>
    static Tensor ChannelSums(Tensor g)
    {
        int images = g.Shape[0], channels = g.Shape[1], size = g.Size / Math.Max(1, images * channels);
        var sums = Tensor.Fresh([channels]);
        Work.Split(channels, Work.Grain(images * size), (from, end) =>
        {
            for (int c = from; c < end; c++)
            {
                double sum = 0;
                for (int n = 0; n < images; n++) sum += Accumulate.Sum(g.Data.Slice((n * channels + c) * size, size));
                sums.Elements[c] = (float)sum;
            }
        });
        return sums.From("Conv2d", (g, u => u.Reshape(1, channels, 1, 1).BroadcastTo(g.Shape)));
    }
}
