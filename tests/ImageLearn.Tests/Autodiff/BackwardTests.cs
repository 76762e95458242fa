namespace ImageLearn.Tests.Autodiff;

public class BackwardTests
{
    static Tensor Leaf(Tensor x) { x.RequiresGrad = true; return x; }

    [Fact]
    public void A_line_fitted_by_descent_reaches_its_slope()
    {
        Tensor x = [[1, 0], [1, 1], [1, 2]], y = [1, 3, 5];
        var w = Leaf(Tensor.Zeros([2]));
        for (int step = 0; step < 500; step++)
        {
            var error = x.MatMul(w) - y;
            (error * error).Mean().Backward();
            w.Assign(w - 0.2 * w.Grad!);
            w.Grad = null;
        }
        Assert.Equal(1, w[0], 1e-4);
        Assert.Equal(2, w[1], 1e-4);
    }

    [Fact]
    public void A_chain_of_200_000_operations_does_not_overflow_the_stack()
    {
        var x = Leaf([1]);
        Tensor y = x;
        for (int i = 0; i < 200_000; i++) y = y + 1;
        y.Sum().Backward();
        Assert.Equal(1, x.Grad![0]);
    }

    [Fact]
    public void Gradients_of_gradients()
    {
        var x = Leaf([2, 3]);
        (x * x * x).Sum().Backward(createGraph: true);
        var slope = x.Grad!;
        x.Grad = null;
        slope.Sum().Backward();
        Assert.Equal([12, 18], x.Grad!.Data.ToArray());   // d²(x³) = 6x
    }
}
