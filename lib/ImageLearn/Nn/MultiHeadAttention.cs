namespace ImageLearn.Nn;

/// <summary>
/// Attention softmax(q·kᵀ/√d)·v in several heads side by side (Vaswani et al. 2017, arXiv:1706.03762): queries, keys and values are linear
/// in their inputs, each head has a share d = length/heads of them, and a last linear layer joins what the heads found. A batch comes first.
/// </summary>
public sealed class MultiHeadAttention : Module
{
    readonly int _length, _heads;
    readonly Dropout? _dropout;

    /// <param name="length">Length of a token.</param>
    /// <param name="heads">How many heads; they divide the length.</param>
    /// <param name="rng">Where the first weights come from.</param>
    /// <param name="dropout">The probability with which attention is paid to nothing while training.</param>
    /// <exception cref="ArgumentOutOfRangeException">The heads do not divide the length, or the probability is not from 0 to below 1.</exception>
    public MultiHeadAttention(int length, int heads, Rng rng, double dropout = 0)
    {
        if (heads < 1 || length % heads != 0) throw new ArgumentOutOfRangeException(null, $"MultiHeadAttention: {heads} heads do not divide tokens of length {length}. Each head gets an equal share.");
        (_length, _heads, _dropout) = (length, heads, dropout != 0 ? new(dropout, rng) : null);
        InProjWeight = new(Init.XavierUniform([3 * length, length], rng));
        InProjBias = new(Tensor.Zeros([3 * length]));
        OutProj = new(length, length, rng);
        OutProj.Bias!.Assign(Tensor.Zeros([length]));
    }

    /// <summary>The weights of queries, keys and values, one below the other, [3·length, length].</summary>
    public Parameter InProjWeight { get; }

    /// <summary>The biases of queries, keys and values, [3·length].</summary>
    public Parameter InProjBias { get; }

    /// <summary>The layer that joins the heads.</summary>
    public Linear OutProj { get; }

    /// <summary>Self-attention: queries, keys and values all from x, [batch, tokens, length] → [batch, tokens, length].</summary>
    protected override Tensor Compute(Tensor x)
    {
        var all = Split(Affine.Apply(Checked(x, "tokens"), InProjWeight, InProjBias), parts: 3);   // [batch, 3·heads, tokens, d]
        return Join(Attention(all[.., .._heads], all[.., _heads..(2 * _heads)], all[.., (2 * _heads)..], null).Output);
    }

    /// <summary>Attention of queries to keys and values of another sequence, and what weight each query gave to each key.</summary>
    /// <param name="query">[batch, queries, length]</param>
    /// <param name="key">[batch, keys, length]</param>
    /// <param name="value">[batch, keys, length]; the keys when left out.</param>
    /// <param name="mask">1 where a query may look at a key, 0 where not; any shape that broadcasts to [batch, heads, queries, keys].</param>
    /// <returns>Output [batch, queries, length] and weights [batch, heads, queries, keys].</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public (Tensor Output, Tensor Weights) Attend(Tensor query, Tensor key, Tensor? value = null, Tensor? mask = null) => Located(query, (_, query) =>
    {
        var (q, k, v) = (Projected(query, 0, "queries"), Projected(key, 1, "keys"), Projected(value ?? key, 2, "values"));
        if (k.Shape != v.Shape || q.Shape[0] != k.Shape[0])
            throw new ShapeException($"queries {query.Shape}, keys {key.Shape} and values {(value ?? key).Shape} do not fit. All need the same batch, keys and values the same tokens.");
        var (output, weights) = Attention(q, k, v, mask);
        return (Join(output), weights);
    });

    (Tensor Output, Tensor Weights) Attention(Tensor q, Tensor k, Tensor v, Tensor? mask)
    {
        static Tensor Stack(Tensor x) => x.Reshape(x.Shape[0] * x.Shape[1], x.Shape[2], x.Shape[3]);
        var scores = Tensor.Product(Stack(q / Math.Sqrt(_length / _heads)), false, Stack(k), true).Reshape(q.Shape[0], _heads, q.Shape[2], k.Shape[2]);
        var weights = (mask is null ? scores : Tensor.Where(mask, scores, double.NegativeInfinity)).Softmax();
        return ((_dropout?.Forward(weights) ?? weights).MatMul(v), weights);
    }

    Tensor Projected(Tensor x, int part, string what) =>
        Split(Affine.Apply(Checked(x, what), InProjWeight[(part * _length)..((part + 1) * _length)], InProjBias[(part * _length)..((part + 1) * _length)]), parts: 1);

    Tensor Checked(Tensor x, string what) => x.Rank == 3 && x.Shape[2] == _length ? x
        : throw new ShapeException($"expected [batch, {what}, {_length}], got {x.Shape}. The batch comes first; one sequence needs Unsqueeze(0).");

    /// <summary>[batch, tokens, parts·length] → [batch, parts·heads, tokens, d]</summary>
    Tensor Split(Tensor x, int parts) => x.Reshape(x.Shape[0], x.Shape[1], parts * _heads, _length / _heads).Transpose(1, 2);

    /// <summary>[batch, heads, tokens, d] → [batch, tokens, length], through the last layer.</summary>
    Tensor Join(Tensor x) => OutProj.Forward(x.Transpose(1, 2).Reshape(x.Shape[0], x.Shape[2], _length));

    /// <inheritdoc/>
    public override string ToString() => $"MultiHeadAttention({_length}, {_heads} heads)";
}
