namespace ImageLearn.Nn;

/// <summary>x·Wᵀ + b as one operation: the product of matrices, and the bias added while its rows are in the cache.</summary>
static class Affine
{
    /// <summary>y = x·Wᵀ + b for x [.., inputs], W [outputs, inputs], b [outputs] → [.., outputs].</summary>
    public static Tensor Apply(Tensor x, Tensor w, Tensor? b)
    {
        int inputs = w.Shape[1], outputs = w.Shape[0], rows = x.Shape.SizeOf(..^1);
        ReadOnlySpan<int> lengths = x.Shape;
        var y = Tensor.Fresh([.. lengths[..^1], outputs]);
        var flat = x.Rank == 2 ? x : x.Reshape(rows, inputs);
        Gemm.Multiply(MatrixView.Dense(flat.Elements, 0, rows, inputs), MatrixView.Dense(w.Elements, 0, outputs, inputs).Transposed, MatrixView.Dense(y.Elements, 0, rows, outputs));
        if (b is not null) y.AddInPlace(b);
        return Tensor.Records(x, w) || b is not null && Tensor.Records(b) ? Noted(x, flat, w, b, y) : y;
    }

    static Tensor Noted(Tensor x, Tensor flat, Tensor w, Tensor? b, Tensor y)
    {
        int rows = flat.Shape[0], outputs = w.Shape[0];
        Tensor Rows(Tensor g) => g.Rank == 2 ? g : g.Reshape(rows, outputs);
        (Tensor, Func<Tensor, Tensor>, Action<Tensor, float[]>?) ofX = (x,
            g => Tensor.Product(Rows(g), false, w, false) is var gx && x.Rank == 2 ? gx : gx.Reshape(x.Shape),
            (g, sum) => Tensor.Multiply(Rows(g), false, w, false, sum, add: true));
        (Tensor, Func<Tensor, Tensor>, Action<Tensor, float[]>?) ofW = (w,
            g => Tensor.Product(Rows(g), true, flat, false),
            (g, sum) => Tensor.Multiply(Rows(g), true, flat, false, sum, add: true));
        return b is null ? y.From("Linear", ofX, ofW) : y.From("Linear", ofX, ofW, (b, g => g.SumTo(b.Shape), null));
    }
}
