namespace ImageLearn.Nn;

// Losses of embeddings: which of them should lie close together.
public static partial class Loss
{
    /// <summary>
    /// NT-Xent (Chen et al. 2020, arXiv:2002.05709): of all others, each embedding should be most similar to that of the other view of its
    /// picture. The mean of −ln(exp(s(i, j)/τ) / Σ_{k≠i} exp(s(i, k)/τ)) over all i, with j the other view and s the cosine.
    /// </summary>
    /// <param name="embeddings">The first views of n pictures, then the second views in the same order: [2n, length].</param>
    /// <param name="temperature">τ: the smaller, the more the hardest negatives count. A number, or a parameter to learn.</param>
    /// <exception cref="ShapeException">The embeddings are no two halves.</exception>
    public static Tensor NtXent(Tensor embeddings, Tensor temperature)
    {
        if (embeddings.Rank != 2 || embeddings.Shape[0] % 2 != 0 || embeddings.Shape[0] == 0)
            throw new ShapeException($"Loss.NtXent: expected [2n, length], the first views of n pictures and then their second views, got {embeddings.Shape}.");
        int both = embeddings.Shape[0];
        var z = Normalized(embeddings);
        var similarities = Tensor.Product(z / temperature, false, z, true);   // z·zᵀ/τ
        return CrossEntropy(Tensor.Where(Tensor.Eye(both), double.NegativeInfinity, similarities), Tensor.Arange(0, both).Roll(both / 2, axis: 0));
    }

    /// <summary>
    /// CLIP's loss (Radford et al. 2021, arXiv:2103.00020): each picture should be most similar to its own text, and each text to its own
    /// picture; the mean of both cross-entropies of the cosines s/τ.
    /// </summary>
    /// <param name="images">Embeddings of pictures, [n, length].</param>
    /// <param name="texts">Embeddings of their texts in the same order, [n, length].</param>
    /// <param name="temperature">τ; a number, or a parameter to learn.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor Clip(Tensor images, Tensor texts, Tensor temperature)
    {
        if (images.Rank != 2 || images.Shape != texts.Shape) throw new ShapeException($"Loss.Clip: expected as many pictures as texts, [n, length] each, got {images.Shape} and {texts.Shape}.");
        var similarities = Tensor.Product(Normalized(images) / temperature, false, Normalized(texts), true);
        var own = Tensor.Arange(0, images.Shape[0]);
        return (CrossEntropy(similarities, own) + CrossEntropy(similarities.Transpose(), own)) / 2;
    }

    /// <summary>max(0, |anchor − positive| − |anchor − negative| + margin): the positive should be closer than the negative by a margin (Schroff et al. 2015, doi:10.1109/CVPR.2015.7298682).</summary>
    /// <param name="anchor">[n, length]</param>
    /// <param name="positive">What should be close, [n, length].</param>
    /// <param name="negative">What should be far, [n, length].</param>
    /// <param name="margin">By how much.</param>
    /// <param name="reduction">Mean over examples, their sum, or each.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor Triplet(Tensor anchor, Tensor positive, Tensor negative, double margin = 1, Reduction reduction = Reduction.Mean)
    {
        if (anchor.Rank != 2 || anchor.Shape != positive.Shape || anchor.Shape != negative.Shape)
            throw new ShapeException($"Loss.Triplet: expected three of [n, length], got {anchor.Shape}, {positive.Shape} and {negative.Shape}.");
        // 1e-6, as in PyTorch, keeps the slope of the distance finite where two are equal.
        return Reduce(((anchor - positive + 1e-6).Norm(axis: 1) - (anchor - negative + 1e-6).Norm(axis: 1) + margin).Relu(), reduction);
    }

    /// <summary>Rows of length 1; a row of zeros stays.</summary>
    static Tensor Normalized(Tensor x) => x / x.Norm(axis: 1, keepDims: true).Clamp(low: 1e-12);
}
