using System.Numerics;

namespace ImageLearn.Tests.Signal;

/// <summary>Arithmetic against System.Numerics.Complex.</summary>
public class ComplexTensorTests
{
    static readonly ComplexTensor A = FourierTests.Noise([3, 4], 1), B = FourierTests.Noise([3, 4], 2);

    static Complex At(ComplexTensor x, int i) => new(x.Real.Data[i], x.Imag.Data[i]);

    static void Same(Func<Complex, Complex, Complex> expected, ComplexTensor actual)
    {
        for (int i = 0; i < A.Shape.Size; i++)
            Assert.True(Complex.Abs(expected(At(A, i), At(B, i)) - At(actual, i)) < 1e-5, $"element {i}: {At(actual, i)}");
    }

    [Fact]
    public void Arithmetic_is_that_of_complex_numbers()
    {
        Same((a, b) => a + b, A + B);
        Same((a, b) => a - b, A - B);
        Same((a, b) => a * b, A * B);
        Same((a, b) => a / b, A / B);
        Same((a, b) => -a, -A);
        Same((a, b) => Complex.Conjugate(a), A.Conj());
        Same((a, b) => a * b.Real, A * B.Real);
        Same((a, b) => b.Real * a, B.Real * A);
        Same((a, b) => a / b.Real, A / B.Real);
        Same((a, b) => b.Real / a, B.Real / A);
        Same((a, b) => 2 * a - new Complex(1, 3), 2 * A - new Complex(1, 3));
        Same((a, b) => a.Magnitude, A.Abs());
        Same((a, b) => a.Phase, A.Angle());
        Same((a, b) => a, ComplexTensor.FromPolar(A.Abs(), A.Angle()));
        Assert.Equal(At(A, 6), A[1, 2].Item());
        Assert.Equal([4, 3], A.Transpose().Shape);
        Assert.Equal(At(A, 6), A.Transpose()[2, 1].Item());
        Assert.Equal(At(A, 6), A.Reshape(2, -1)[1, 0].Item());
    }

    [Theory, InlineData(1e-25), InlineData(1), InlineData(1e25)]
    public void Magnitudes_and_quotients_are_right_where_squares_are_too_large_or_small(double size)
    {
        ComplexTensor z = new(Tensor.Full([20], 3 * size), Tensor.Full([20], 4 * size)), one = new Complex(size, size);
        Assert.All(z.Abs().Data.ToArray(), r => Assert.Equal(5 * size, r, 5e-7 * size));
        Assert.All((one / z).Real.Data.ToArray(), re => Assert.Equal(0.28, re, 1e-6));   // (1 + i)/(3 + 4i) = (7 − i)/25
        Assert.All((one / z).Imag.Data.ToArray(), im => Assert.Equal(-0.04, im, 1e-6));
    }

    [Fact]
    public void The_gradient_of_a_quotient_is_its_slope_and_so_is_the_gradients_gradient()
    {
        Tensor[] parts = [.. Enumerable.Range(1, 4).Select(seed => Rng.Uniform([5], seed, 0.5, 2))];
        Tensor Quotient()
        {
            var q = new ComplexTensor(parts[0], parts[1]) / new ComplexTensor(parts[2], parts[3]);
            return q.Real + 2 * q.Imag;
        }
        Assert.True(GradCheck.Verify(Quotient, parts).Passed);
        Assert.True(GradCheck.Verify(() => Quotient().Sum().VectorJacobian(parts, createGraph: true).Aggregate((a, b) => a + b * b), parts).Passed);
    }

    [Fact]
    public void Magnitude_and_phase_of_nothing_are_nothing_and_so_are_their_slopes()
    {
        Tensor re = [0, 3], im = [0, 4];
        (re.RequiresGrad, im.RequiresGrad) = (true, true);
        var z = new ComplexTensor(re, im);
        Assert.Equal([0, 5], z.Abs().Data.ToArray());
        (z.Abs().Sum() + z.Angle().Sum()).Backward();
        Assert.Equal(0, re.Grad!.Data[0]);
        Assert.Equal(0.6 - 4 / 25.0, re.Grad.Data[1], 1e-6);
        Assert.Equal(0.8 + 3 / 25.0, im.Grad!.Data[1], 1e-6);
    }
}
