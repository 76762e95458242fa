namespace ImageLearn.Nn;

/// <summary>
/// A block of a transformer (Vaswani et al. 2017, arXiv:1706.03762): self-attention, then two linear layers for each token, each added to
/// what came in and normalised. [batch, tokens, length] → [batch, tokens, length].
/// </summary>
public sealed class TransformerEncoderLayer : Module
{
    readonly bool _normFirst;

    /// <param name="length">Length of a token.</param>
    /// <param name="heads">Heads of the attention.</param>
    /// <param name="feedForward">Length between the two linear layers.</param>
    /// <param name="rng">Where the first weights come from.</param>
    /// <param name="dropout">The probability of <see cref="Dropout"/> in the attention, between the linear layers, and after both.</param>
    /// <param name="activation">Between the linear layers; <see cref="Relu"/> when left out.</param>
    /// <param name="normFirst">Normalise what goes into each part, as vision transformers do, rather than what comes out of the sum.</param>
    /// <exception cref="ArgumentOutOfRangeException">The heads do not divide the length, a length is below 1, or the probability is not from 0 to below 1.</exception>
    public TransformerEncoderLayer(int length, int heads, int feedForward, Rng rng, double dropout = 0.1, Module? activation = null, bool normFirst = false)
    {
        SelfAttn = new(length, heads, rng, dropout);
        (Linear1, Linear2) = (new(length, feedForward, rng), new(feedForward, length, rng));
        (Norm1, Norm2) = (new(length), new(length));
        (Dropout, Activation, _normFirst) = (new(dropout, rng), activation ?? new Relu(), normFirst);
    }

    /// <summary>The attention.</summary>
    public MultiHeadAttention SelfAttn { get; }
    /// <summary>The first of the two linear layers.</summary>
    public Linear Linear1 { get; }
    /// <summary>The second of the two linear layers.</summary>
    public Linear Linear2 { get; }
    /// <summary>The normalisation of the attention.</summary>
    public LayerNorm Norm1 { get; }
    /// <summary>The normalisation of the linear layers.</summary>
    public LayerNorm Norm2 { get; }

    Dropout Dropout { get; }
    Module Activation { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        if (_normFirst)
        {
            x += Attend(Norm1.Forward(x));
            return x + Transform(Norm2.Forward(x));
        }
        x = Norm1.Forward(x + Attend(x));
        return Norm2.Forward(x + Transform(x));
    }

    Tensor Attend(Tensor x) => Dropout.Forward(SelfAttn.Forward(x));
    Tensor Transform(Tensor x) => Dropout.Forward(Linear2.Forward(Dropout.Forward(Activation.Forward(Linear1.Forward(x)))));
}
