using System.Numerics.Tensors;

namespace ImageLearn.Nn;

/// <summary>x·Wᵀ + b as one operation: the product of matrices, and the bias added while its rows are in the cache.</summary>
static class Affine
{
    /// <summary>y = x·Wᵀ + b for x [.., inputs], W [outputs, inputs], b [outputs] → [.., outputs].</summary>
    public static Tensor Apply(Tensor x, Tensor w, Tensor? b)
    {
        int inputs = w.Shape[1], outputs = w.Shape[0], rows = x.Size / Math.Max(1, inputs);
        var shape = Shape.Of([.. x.Shape.SkipLast(1), outputs]);
        var y = Tensor.Fresh(shape);
        var flat = x.Rank == 2 ? x : x.Reshape(rows, inputs);
        Gemm.Multiply(MatrixView.Dense(flat.Elements, 0, rows, inputs), MatrixView.Dense(w.Elements, 0, outputs, inputs).Transposed, MatrixView.Dense(y.Elements, 0, rows, outputs));
        if (b is not null)
            Work.Split(rows, Work.Grain(outputs), (from, end) =>
            {
                for (int i = from; i < end; i++) { var row = y.Elements.AsSpan(i * outputs, outputs); TensorPrimitives.Add(row, b.Data, row); }
            });

        if (!Tensor.Records(x, w) && (b is null || !Tensor.Records(b))) return y;

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
