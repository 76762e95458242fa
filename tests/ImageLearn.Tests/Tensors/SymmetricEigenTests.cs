namespace ImageLearn.Tests.Tensors;

public class SymmetricEigenTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(40)]
    public void The_vectors_are_orthonormal_and_turn_the_matrix_into_its_eigenvalues(int n)
    {
        var x = Rng.Normal([n + 3, n], seed: n);
        var a = x.Transpose().MatMul(x);
        var (values, vectors) = a.SymmetricEigen();

        Assert.Equal([n], values.Shape);
        Assert.True(values.Data.ToArray().SequenceEqual(values.Data.ToArray().Order()));
        Assert.True((vectors.Transpose().MatMul(vectors) - Tensor.Eye(n)).Abs().Max().Item() < 1e-5);
        Assert.True((a.MatMul(vectors) - vectors * values).Abs().Max().Item() < 1e-4 * n);
        foreach (var vector in vectors.Transpose()) Assert.True(vector.Max().Item() >= -vector.Min().Item());
    }

    [Fact]
    public void A_matrix_with_known_eigenvalues()
    {
        Tensor a = [[2, 1], [1, 2]];
        var (values, vectors) = a.SymmetricEigen();
        double half = Math.Sqrt(0.5);
        Assert.Equal([1f, 3f], values.Data.ToArray().Select(value => MathF.Round(value, 5)));
        Assert.Equal(half, vectors[0, 1], 1e-6);
        Assert.Equal(half, vectors[1, 1], 1e-6);
    }

    [Fact]
    public void What_has_no_such_values_is_refused()
    {
        Tensor lopsided = [[1, 2], [3, 4]], oblong = [[1, 2, 3]], broken = [[double.NaN]];
        Assert.Equal("SymmetricEigen: element [1, 0] is 3, but [0, 1] is 2. Only symmetric matrices will do, such as xᵀ·x.", Assert.Throws<ArgumentException>(() => lopsided.SymmetricEigen()).Message);
        Assert.Equal("SymmetricEigen: expected a square matrix [n, n], got [1, 3].", Assert.Throws<ShapeException>(() => oblong.SymmetricEigen()).Message);
        Assert.Equal("SymmetricEigen: the matrix holds NaN or ∞. Find out where it comes from.", Assert.Throws<ArgumentException>(() => broken.SymmetricEigen()).Message);
    }
}
