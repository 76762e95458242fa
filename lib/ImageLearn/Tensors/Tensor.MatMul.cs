namespace ImageLearn;

public partial class Tensor
{
    /// <summary>The matrix product y = a·b, yᵢⱼ = Σₖ aᵢₖ bₖⱼ: [rows, inner] · [inner, columns] → [rows, columns].</summary>
    /// <remarks>
    /// A vector on the left is a row, one on the right a column, and its axis is gone from the result:
    /// [rows, inner] · [inner] → [rows], [inner] · [inner] → a single number. Axes before the last two are batches and
    /// broadcast: [8, 2, 3] · [3, 5] → [8, 2, 5].
    /// </remarks>
    /// <exception cref="ShapeException">The inner lengths differ, an operand is a single number, or the batches do not broadcast.</exception>
    public Tensor MatMul(Tensor b)
    {
        if (Rank == 0 || b.Rank == 0) throw new ShapeException($"MatMul: expected vectors or matrices, got {Shape} and {b.Shape}. Multiply by a single number with *.");
        if (Rank == 1) return Reshape(1, -1).MatMul(b) is var row && b.Rank == 1 ? row.Reshape() : row.Reshape([.. row.Shape.SkipLast(2), row.Shape[^1]]);
        if (b.Rank == 1) return MatMul(b.Reshape(-1, 1)) is var column ? column.Reshape([.. column.Shape.SkipLast(1)]) : column;
        if (Shape[^1] != b.Shape[^2])
            throw new ShapeException($"MatMul: inner axes differ, {Shape[^1]} and {b.Shape[^2]} (left {Shape}, right {b.Shape}). Transpose one operand, or check the layer's input size.");
        if (b.Rank == 2) return Product(Reshape(-1, Shape[^1]), false, b, false).Reshape([.. Shape.SkipLast(1), b.Shape[1]]);   // one tall matrix
        throw new NotSupportedException("MatMul: batches on the right come with the next change.");
    }

    /// <summary>op(a)·op(b) of two matrices, where op transposes or does not.</summary>
    static Tensor Product(Tensor a, bool transposeA, Tensor b, bool transposeB)
    {
        var (rows, inner) = transposeA ? (a.Shape[1], a.Shape[0]) : (a.Shape[0], a.Shape[1]);
        int columns = transposeB ? b.Shape[0] : b.Shape[1];
        var y = Zeros([rows, columns]);
        for (int r = 0; r < rows; r++)
            for (int k = 0; k < inner; k++)
            {
                float left = a._data[transposeA ? k * rows + r : r * inner + k];
                for (int c = 0; c < columns; c++) y._data[r * columns + c] += left * b._data[transposeB ? c * inner + k : k * columns + c];
            }
        return y.From(nameof(MatMul),
            (a, g => transposeA ? Product(b, transposeB, g, true) : Product(g, false, b, !transposeB)),
            (b, g => transposeB ? Product(g, true, a, transposeA) : Product(a, !transposeA, g, false)));
    }
}
