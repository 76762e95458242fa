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
        RefuseNull(nameof(MatMul), b);
        var a = this;
        if (a.Rank == 0 || b.Rank == 0) throw new ShapeException($"MatMul: expected vectors or matrices, got {a.Shape} and {b.Shape}. Multiply by a single number with *.");
        int inner = a.Shape[^1], innerB = b.Rank == 1 ? b.Shape[0] : b.Shape[^2];
        if (inner != innerB)
            throw new ShapeException($"MatMul: inner axes differ, {inner} and {innerB} (left {a.Shape}, right {b.Shape}). Transpose one operand, or check the layer's input size.");

        if (a.Rank == 2 && b.Rank == 2) return Product(a, false, b, false);
        ReadOnlySpan<int> left = a.Shape, right = b.Shape;
        Shape batch = Shape.Broadcast([.. left[..Math.Max(0, a.Rank - 2)]], [.. right[..Math.Max(0, b.Rank - 2)]], "MatMul (batches)");
        ReadOnlySpan<int> rows = left[Math.Max(0, a.Rank - 2)..^1], columns = b.Rank == 1 ? [] : right[^1..];
        int height = rows is [var r] ? r : 1, width = columns is [var c] ? c : 1;
        var y = b.Rank <= 2
            ? Product(a.Reshape(batch.Size * height, inner), false, b.Reshape(inner, width), false)   // a batch of rows is one tall matrix
            : Product(Stack(a, batch, height, inner), false, Stack(b, batch, inner, width), false);
        return y.Reshape([.. (ReadOnlySpan<int>)batch, .. rows, .. columns]);

        static Tensor Stack(Tensor x, Shape batch, int rows, int columns)
        {
            if (x.Size == batch.Size * rows * columns) return x.Reshape(batch.Size, rows, columns);
            ReadOnlySpan<int> lengths = x.Shape, all = batch;
            return x.Reshape([.. lengths[..Math.Max(0, x.Rank - 2)], rows, columns]).BroadcastTo([.. all, rows, columns]).Reshape(batch.Size, rows, columns);
        }
    }

    /// <summary>op(a)·op(b) for two matrices, or two stacks of equally many [batch, ·, ·], where op transposes or does not.</summary>
    internal static Tensor Product(Tensor a, bool transposeA, Tensor b, bool transposeB)
    {
        int rows = a.Shape[transposeA ? ^1 : ^2], columns = b.Shape[transposeB ? ^2 : ^1];
        var y = Fresh(a.Rank == 2 ? [rows, columns] : [a.Shape[0], rows, columns]);
        Multiply(a, transposeA, b, transposeB, y._data, add: false);
        return Records(a, b) ? Noted(a, transposeA, b, transposeB, y) : y;
    }

    static Tensor Noted(Tensor a, bool transposeA, Tensor b, bool transposeB, Tensor y) => y.From(nameof(MatMul),
        (a, g => transposeA ? Product(b, transposeB, g, true) : Product(g, false, b, !transposeB),
            (g, sum) => { if (transposeA) Multiply(b, transposeB, g, true, sum, add: true); else Multiply(g, false, b, !transposeB, sum, add: true); }),
        (b, g => transposeB ? Product(g, true, a, transposeA) : Product(a, !transposeA, g, false),
            (g, sum) => { if (transposeB) Multiply(g, true, a, transposeA, sum, add: true); else Multiply(a, !transposeA, g, false, sum, add: true); }));

    /// <summary>y = op(a)·op(b), or y += op(a)·op(b).</summary>
    internal static void Multiply(Tensor a, bool transposeA, Tensor b, bool transposeB, float[] y, bool add)
    {
        int rows = a.Shape[transposeA ? ^1 : ^2], columns = b.Shape[transposeB ? ^2 : ^1], inner = a.Shape[transposeA ? ^2 : ^1];
        if (a.Rank == 2) One(0, a, transposeA, b, transposeB, y, rows, columns, add);
        else Work.Split(a.Shape[0], Work.Grain((long)rows * columns * inner), (from, end) =>
        {
            for (int i = from; i < end; i++) One(i, a, transposeA, b, transposeB, y, rows, columns, add);
        });

        static void One(int i, Tensor a, bool transposeA, Tensor b, bool transposeB, float[] y, int rows, int columns, bool add) =>
            Gemm.Multiply(MatrixView.Of(a, a._data, i, transposeA), MatrixView.Of(b, b._data, i, transposeB), MatrixView.Dense(y, i * rows * columns, rows, columns), add);
    }
}
