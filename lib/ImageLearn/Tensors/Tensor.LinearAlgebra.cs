using MathNet.Numerics.LinearAlgebra;

namespace ImageLearn;

public partial class Tensor
{
    /// <summary>
    /// The x for which |a·x − b|² is least: [rows, unknowns], [rows] → [unknowns], or one solution per column of b [rows, columns].
    /// By QR factorisation in double precision: a = Q·R, R·x = Qᵀ·b. No gradient flows through.
    /// </summary>
    /// <exception cref="ShapeException">The shapes do not fit, or there are fewer rows than unknowns.</exception>
    /// <exception cref="ArgumentException">A column of a depends on the others, so that x is not unique; or a number is not finite.</exception>
    public static Tensor LeastSquares(Tensor a, Tensor b)
    {
        RefuseNull(nameof(LeastSquares), a, b);
        if (a.Rank != 2 || b.Rank is not (1 or 2) || a.Shape[0] != b.Shape[0])
            throw new ShapeException($"LeastSquares: expected a [rows, unknowns] and b [rows] or [rows, columns], got {a.Shape} and {b.Shape}.");
        if (a.Shape[0] < a.Shape[1])
            throw new ShapeException($"LeastSquares: {Count(a.Shape[0], "row")} cannot determine {Count(a.Shape[1], "unknown")} (a is {a.Shape}). Give at least as many rows as columns.");
        if (!a.Data.ToArray().Concat(b.Data.ToArray()).All(float.IsFinite))
            throw new ArgumentException("LeastSquares: a or b holds NaN or ∞. Find out where it comes from, or leave those rows out.");
        if (a.Size == 0) return Zeros([a.Shape[1], .. b.Shape.Skip(1)]);

        var matrix = a.ToMatrix();
        var qr = matrix.QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin);
        for (int column = 0; column < a.Shape[1]; column++)   // what of a column is left when the ones before it are taken out
            if (Math.Abs(qr.R[column, column]) <= 1e-7 * matrix.Column(column).L2Norm())
                throw new ArgumentException($"LeastSquares: column {column} of a is a combination of the columns before it, so the solution is not unique. Leave one of them out.");
        return FromMatrix(qr.Solve(b.Reshape(b.Shape[0], -1).ToMatrix())).Reshape([a.Shape[1], .. b.Shape.Skip(1)]);
    }

    /// <summary>
    /// The eigenvalues of a symmetric matrix, smallest first, and its unit eigenvectors, the columns of V: a·V = V·diag(λ).
    /// [n, n] → [n], [n, n]. In double precision; the sign of a vector is such that its largest component is positive. No gradient flows through.
    /// </summary>
    /// <exception cref="ShapeException">This is no square matrix.</exception>
    /// <exception cref="ArgumentException">It is not symmetric, or a number is not finite.</exception>
    public (Tensor Values, Tensor Vectors) SymmetricEigen()
    {
        if (Rank != 2 || Shape[0] != Shape[1]) throw new ShapeException($"SymmetricEigen: expected a square matrix [n, n], got {Shape}.");
        if (!_data.All(float.IsFinite)) throw new ArgumentException("SymmetricEigen: the matrix holds NaN or ∞. Find out where it comes from.");
        double largest = _data.Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (int row = 0; row < Shape[0]; row++)
            for (int column = 0; column < row; column++)
                if (Math.Abs(this[row, column] - this[column, row]) > 1e-5 * largest)
                    throw new ArgumentException($"SymmetricEigen: element [{row}, {column}] is {this[row, column]}, but [{column}, {row}] is {this[column, row]}. Only symmetric matrices will do, such as xᵀ·x.");
        if (Size == 0) return (Zeros([0]), Zeros([0, 0]));

        var eigen = ToMatrix().Evd(Symmetricity.Symmetric);
        var vectors = eigen.EigenVectors;
        for (int column = 0; column < vectors.ColumnCount; column++)
            if (vectors[vectors.Column(column).AbsoluteMaximumIndex(), column] < 0) vectors.SetColumn(column, -vectors.Column(column));
        return (Of(eigen.EigenValues.Select(value => value.Real).ToArray()), FromMatrix(vectors));
    }

    /// <summary>This matrix as one of Math.NET Numerics, in double precision.</summary>
    /// <exception cref="ShapeException">This tensor is not a matrix.</exception>
    public Matrix<double> ToMatrix() => Rank == 2
        ? Matrix<double>.Build.Dense(Shape[0], Shape[1], (row, column) => _data[row * Shape[1] + column])
        : throw new ShapeException($"ToMatrix: expected 2 axes (rows, columns), got {Shape}. Reshape it, or index the axes you do not want.");

    /// <summary>A matrix of Math.NET Numerics as a tensor [rows, columns], rounded to float32.</summary>
    public static Tensor FromMatrix(Matrix<double> matrix) => Of(matrix.ToArray());
}
