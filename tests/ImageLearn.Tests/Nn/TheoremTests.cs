using ImageLearn.Nn;

namespace ImageLearn.Tests.Nn;

/// <summary>What the maths of the layers promises, whatever the numbers.</summary>
public class TheoremTests
{
    static readonly Rng Any = new(1);

    [Fact]
    public void ConvTranspose2d_is_the_adjoint_of_Conv2d()
    {
        var down = new Conv2d(3, 5, 3, Any, stride: 2, padding: 1, bias: false);
        var up = new ConvTranspose2d(5, 3, 3, Any, stride: 2, padding: 1, outputPadding: 1, bias: false);
        up.Weight.Assign(down.Weight);
        Tensor x = Rng.Normal([2, 3, 8, 6], seed: 2), y = Rng.Normal([2, 5, 4, 3], seed: 3);
        Assert.Equal((down.Forward(x) * y).Sum().Item(), (x * up.Forward(y)).Sum().Item(), 1e-3);
    }

    [Fact]
    public void A_convolution_of_a_shifted_image_is_the_shifted_convolution()
    {
        var layer = new Conv2d(2, 4, 5, Any);
        var x = Rng.Normal([1, 2, 16, 16], seed: 2);
        Near(layer.Forward(x)[.., .., 2.., ..^3], layer.Forward(x.Roll(-2, axis: 2).Roll(3, axis: 3))[.., .., ..^2, 3..], 1e-5);
    }

    [Fact]
    public void Patch_embedding_is_a_convolution_whose_windows_do_not_overlap()
    {
        var layer = new PatchEmbedding(3, (4, 2), 5, Any);
        var convolution = new Conv2d(3, 5, (4, 2), Any, stride: (4, 2));
        convolution.Weight.Assign(layer.Projection.Weight.Detach().Reshape(5, 3, 4, 2));
        convolution.Bias!.Assign(layer.Projection.Bias!);
        var x = Rng.Normal([2, 3, 8, 6], seed: 2);
        Near(convolution.Forward(x).Reshape(2, 5, 6).Transpose(), layer.Forward(x), 1e-5);
    }

    [Fact]
    public void Softmax_does_not_change_when_a_number_is_added_to_all_scores()
    {
        var x = Rng.Normal([3, 5], seed: 2);
        Near(new Softmax().Forward(x), new Softmax().Forward(x + 100), 1e-5);
        Near(Loss.CrossEntropy(x, [0, 4, 2], reduction: Reduction.None), Loss.CrossEntropy(x - 100, [0, 4, 2], reduction: Reduction.None), 2e-5);
    }

    [Fact]
    public void Cross_entropy_of_huge_scores_is_finite_and_right()
    {
        Tensor x = [[1e4, -1e4, 0]];
        x.RequiresGrad = true;
        var loss = Loss.CrossEntropy(x, [1]);
        loss.Backward();
        Assert.Equal(2e4, loss.Item());
        Assert.Equal([1f, -1f, 0f], x.Grad!.Data.ToArray());
        Assert.Equal(0, Loss.CrossEntropy(x, [0]).Item());
        Assert.Equal(1e4, Loss.BceWithLogits([-1e4], [1]).Item());
    }

    [Fact]
    public void An_empty_batch_goes_through_and_stays_empty() =>
        Assert.Equal([0, 4], new Sequential(new Conv2d(2, 3, 3, Any), new Relu(), new MaxPool2d(2), new Flatten(), new Linear(12, 4, Any)).Forward(Tensor.Zeros([0, 2, 6, 6])).Shape);

    [Fact]
    public void A_class_that_is_impossible_costs_nothing_where_it_is_not_the_label()
    {
        Tensor x = [[double.NegativeInfinity, 0, 0]];
        x.RequiresGrad = true;
        var loss = Loss.Nll(x.LogSoftmax(), [1]);
        Assert.Equal(Math.Log(2), loss.Item(), 1e-6);
        Assert.Equal(loss.Item(), Loss.CrossEntropy(x, [1]).Item(), 1e-6);
        loss.Backward();
        Near([[0, -0.5, 0.5]], x.Grad!, 1e-6);
    }

    [Fact]
    public void NtXent_is_the_loop_over_its_definition()
    {
        var z = Rng.Normal([8, 5], seed: 2);
        double Similarity(int i, int j) => (z[i, ..] * z[j, ..]).Sum().Item() / z[i, ..].Norm().Item() / z[j, ..].Norm().Item() / 0.2;
        double sum = 0;
        for (int i = 0; i < 8; i++)
            sum -= Math.Log(Math.Exp(Similarity(i, (i + 4) % 8)) / Enumerable.Range(0, 8).Where(k => k != i).Sum(k => Math.Exp(Similarity(i, k))));
        Assert.Equal(sum / 8, Loss.NtXent(z, 0.2).Item(), 1e-5);
    }

    [Fact]
    public void Attention_is_the_loops_over_heads_queries_and_keys()
    {
        const int length = 6, heads = 2, d = length / heads;
        var layer = new MultiHeadAttention(length, heads, Any);
        layer.InProjBias.Assign(Rng.Normal([3 * length], seed: 2));
        var x = Rng.Normal([1, 4, length], seed: 3);
        double Projected(int part, int token, int i) => layer.InProjBias[part * length + i] + Enumerable.Range(0, length).Sum(k => (double)layer.InProjWeight[part * length + i, k] * x[0, token, k]);
        var joined = new double[4, length];
        for (int head = 0; head < heads; head++)
            for (int q = 0; q < 4; q++)
            {
                double[] weights = [.. Enumerable.Range(0, 4).Select(k => Math.Exp(Enumerable.Range(head * d, d).Sum(i => Projected(0, q, i) * Projected(1, k, i)) / Math.Sqrt(d)))];
                for (int i = head * d; i < (head + 1) * d; i++) joined[q, i] = Enumerable.Range(0, 4).Sum(k => weights[k] / weights.Sum() * Projected(2, k, i));
            }
        var expected = layer.OutProj.Forward(Tensor.Of(joined)).Unsqueeze(0);
        Near(expected, layer.Forward(x), 1e-5);
        Near(expected, layer.Attend(x, x).Output, 1e-5);
    }

    [Fact]
    public void Attention_without_positions_does_not_see_the_order_of_its_tokens()
    {
        var layer = new MultiHeadAttention(6, 3, Any);
        var x = Rng.Normal([1, 4, 6], seed: 3);
        int[] order = [2, 0, 3, 1];
        Near(layer.Forward(x).Take(order, axis: 1), layer.Forward(x.Take(order, axis: 1)), 1e-5);
        var positions = new SinusoidalPositions(6);
        Assert.True((layer.Forward(positions.Forward(x)).Take(order, axis: 1) - layer.Forward(positions.Forward(x.Take(order, axis: 1)))).Abs().Max().Item() > 1e-2);
    }

    [Fact]
    public void BatchNorm_makes_mean_0_and_variance_1_and_keeps_running_statistics()
    {
        var layer = new BatchNorm2d(3);
        var x = Rng.Normal([8, 3, 4, 4], seed: 2, mean: 5, deviation: 3);
        var y = layer.Forward(x);
        Near(Tensor.Zeros([3]), y.Mean(axis: [0, 2, 3]), 1e-5);
        Near(Tensor.Ones([3]), y.Var(axis: [0, 2, 3]), 1e-4);
        Near(0.1 * x.Mean(axis: [0, 2, 3]), layer.RunningMean, 1e-6);
        Near(0.9 + 0.1 * x.Var(axis: [0, 2, 3], correction: 1), layer.RunningVar, 1e-5);
        for (int i = 0; i < 200; i++) layer.Forward(x);
        layer.Eval();
        Near(y, layer.Forward(x), 0.02);   // n against n − 1
        Assert.Equal(layer.Forward(x[..1]).Data.ToArray(), layer.Forward(x)[..1].Data.ToArray());   // in use, an example does not depend on its batch
    }

    [Fact]
    public void LayerNorm_does_not_see_scale_and_offset()
    {
        var x = Rng.Normal([4, 6], seed: 2);
        Near(new LayerNorm(6).Forward(x), new LayerNorm(6).Forward(3 * x - 7), 1e-4);
        Assert.All(new LayerNorm(3).Forward(Tensor.Ones([2, 3])).Data.ToArray(), y => Assert.Equal(0, y));
    }

    [Fact]
    public void Dropout_keeps_the_mean_while_training_and_does_nothing_in_use()
    {
        var layer = new Dropout(0.3, new(4));
        var x = Tensor.Ones([100, 100]);
        var y = layer.Forward(x);
        Assert.Equal(1, y.Mean().Item(), 0.03);
        Assert.Equal([0, (float)(1 / 0.7)], y.Data.ToArray().Distinct().Order());
        Assert.Equal(0.3, y.EqualTo(0).Mean().Item(), 0.02);
        Assert.Equal(y.Data.ToArray(), new Dropout(0.3, new(4)).Forward(x).Data.ToArray());
        layer.Eval();
        Assert.Same(x, layer.Forward(x));
    }

    [Fact]
    public void Initial_weights_have_the_spread_of_their_formula()
    {
        Shape shape = [200, 50, 3, 3];
        double inputs = 50 * 9, outputs = 200 * 9;
        Assert.Equal(Math.Sqrt(6 / (inputs + outputs)), Init.XavierUniform(shape, Any).Abs().Max().Item(), 1e-4);
        Assert.Equal(Math.Sqrt(2 / (inputs + outputs)), Init.XavierNormal(shape, Any).Std().Item(), 3e-4);
        Assert.Equal(Math.Sqrt(6 / inputs), Init.HeUniform(shape, Any).Abs().Max().Item(), 1e-4);
        Assert.Equal(Math.Sqrt(2 / inputs), Init.HeNormal(shape, Any).Std().Item(), 5e-4);
        Assert.Equal(1 / Math.Sqrt(50), new Linear(50, 400, Any).Weight.Abs().Max().Item(), 1e-4);
    }

    [Fact]
    public void The_same_seed_gives_the_same_model()
    {
        float[] Weights(long seed) => [.. new Sequential(new Conv2d(1, 3, 3, new Rng(seed)), new Linear(4, 2, new Rng(seed))).Parameters.SelectMany(p => p.Data.ToArray())];
        Assert.Equal(Weights(7), Weights(7));
        Assert.NotEqual(Weights(7), Weights(8));
    }

    static void Near(Tensor expected, Tensor actual, double within)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.InRange((expected - actual).Abs().Max().Item(), 0, within);
    }
}
