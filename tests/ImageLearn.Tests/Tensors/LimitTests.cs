namespace ImageLearn.Tests.Tensors;

/// <summary>No NaN, and no lost digits, where the maths has a value.</summary>
public class LimitTests
{
    [Fact]
    public void Large_scores_have_weights_and_logarithms()
    {
        Tensor x = Leaf([-1e4, 1e4, 0]);
        Assert.Equal([0, 1, 0], x.Softmax().Data.ToArray());
        Assert.Equal([-2e4f, 0, -1e4f], x.LogSoftmax().Data.ToArray());
        Assert.Equal(1e4, x.LogSumExp().Item());
        Assert.Equal([0, 1, 0], Gradient(x, x => x.LogSumExp()));
        Assert.Equal([1, -2, 1], Gradient(x, x => x.LogSoftmax()));   // 1 − 3·softmax
        Assert.Equal([0, 1e4f, MathF.Log(2)], x.Softplus().Data.ToArray());
    }

    [Fact]
    public void Masked_scores_have_weight_zero_and_no_gradient()
    {
        Tensor x = Leaf([double.NegativeInfinity, 1, 1]);
        Assert.Equal([0, 0.5f, 0.5f], x.Softmax().Data.ToArray());
        Assert.Equal([0, 0.5f, 0.5f], Gradient(x, x => x.LogSumExp()));
        Tensor nothing = Leaf([double.NegativeInfinity, double.NegativeInfinity]);
        Assert.Equal(double.NegativeInfinity, nothing.LogSumExp().Item());
        Assert.Equal([0, 0], Gradient(nothing, x => x.LogSumExp()));
    }

    [Fact]
    public void Functions_stay_finite_at_the_ends_of_the_range()
    {
        Tensor x = Leaf([-1e30, -1000, 1000, 1e30]);
        Assert.Equal([0, 0, 1, 1], x.Sigmoid().Data.ToArray());
        Assert.Equal([-1, -1, 1, 1], x.Tanh().Data.ToArray());
        Assert.Equal([0, 0, 1000, 1e30f], x.Gelu().Data.ToArray());
        Assert.Equal([-1, -1, 1000, 1e30f], x.Elu().Data.ToArray());
        Assert.Equal([-1, -1, 1, 1], x.Erf().Data.ToArray());
        foreach (Func<Tensor, Tensor> f in new Func<Tensor, Tensor>[] { x => x.Sigmoid(), x => x.Tanh(), x => x.Gelu(), x => x.Elu(), x => x.Erf(), x => x.Softplus(), x => x.Atan(), x => x.LeakyRelu() })
            Assert.All(Gradient(x, f), g => Assert.True(float.IsFinite(g)));
    }

    [Fact]
    public void The_exponential_keeps_its_digits_over_its_whole_range()
    {
        var x = Tensor.Linspace(-110, 95, 41_003);   // no whole number of vectors
        var y = x.Exp();
        for (int i = 0; i < x.Size; i++)
        {
            float exact = (float)Math.Exp(x.Data[i]);
            if (float.IsInfinity(exact)) Assert.Equal(exact, y.Data[i]);
            else Assert.InRange(Math.Abs(y.Data[i] - exact), 0, Math.Max(2.5e-7 * exact, float.Epsilon));   // below 1e-38 there are fewer digits
        }
        Assert.Equal([1, 0, float.PositiveInfinity, float.NaN], Tensor.Of([0, double.NegativeInfinity, double.PositiveInfinity, double.NaN]).Exp().Data.ToArray());
    }

    [Fact]
    public void Functions_of_nothing_are_nothing()
    {
        foreach (Func<Tensor, Tensor> f in new Func<Tensor, Tensor>[] { x => x.Sigmoid(), x => x.Tanh(), x => x.Relu(), x => x.Gelu(), x => x.Elu(), x => x.Softplus(), x => x.Exp(), x => x.Log(), x => x.Softmax(axis: 1), x => x.LogSoftmax(axis: 1) })
            Assert.Equal([0, 3], f(Tensor.Zeros([0, 3])).Shape);
    }

    [Fact]
    public void Equal_elements_vary_by_nothing()
    {
        Tensor x = Leaf(Tensor.Full([1000], 0.1));
        Assert.Equal((0, 0), (x.Var().Item(), x.Std().Item()));
        Assert.All(Gradient(x, x => x.Std() + x.Var()), g => Assert.Equal(0, g));
        Assert.All(Gradient(Leaf(Tensor.Zeros([4])), x => x.Norm()), g => Assert.Equal(0, g));
    }

    [Fact]
    public void Numbers_that_are_large_and_close_together_vary_as_they_do()
    {
        Tensor x = Leaf([1e6, 1e6 + 0.0625]);   // neighbours in float32, and their mean is none
        Assert.Equal(0.03125 * 0.03125, x.Var().Item());
        Assert.Equal([0.03125f], x.Std(axis: 0, keepDims: true).Data.ToArray());
        var y = 1e4 + Rng.Normal([3, 1000], seed: 1, deviation: 0.003);
        double[] row = [.. y.Data[..1000].ToArray()];
        Assert.Equal(row.Sum(v => Math.Pow(v - row.Average(), 2)) / 999, y.Var(axis: 1, correction: 1)[0], 1e-12);
        Assert.Equal(double.NaN, Tensor.Zeros([0, 3]).Var(axis: 0)[0]);
        Assert.Equal(double.NaN, Tensor.Ones([1]).Var(correction: 1).Item());
    }

    [Fact]
    public void Products_with_zeros_have_gradients()
    {
        Assert.Equal([6, 0, 0], Gradient(Leaf([0, 2, 3]), x => x.Prod()));
        Assert.Equal([0, 0, 0], Gradient(Leaf([0, 0, 3]), x => x.Prod()));
    }

    [Fact]
    public void Softmax_does_not_see_a_constant_added_to_all_scores()
    {
        var x = Rng.Normal([5, 9], seed: 1, deviation: 3).Round();   // whole numbers, so that adding 100 rounds nothing
        Assert.Equal(x.Softmax().Data.ToArray(), (x + 100).Softmax().Data.ToArray());
        Assert.True(((x.Softmax().Sum(axis: 1) - 1).Abs() < 1e-6).All());
    }

    static Tensor Leaf(Tensor x) { x.RequiresGrad = true; return x; }

    static float[] Gradient(Tensor x, Func<Tensor, Tensor> f)
    {
        x.Grad = null;
        f(x).Sum().Backward();
        return x.Grad!.Data.ToArray();
    }
}
