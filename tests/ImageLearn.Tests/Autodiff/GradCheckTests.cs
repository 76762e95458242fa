namespace ImageLearn.Tests.Autodiff;

public class GradCheckTests
{
    [Fact]
    public void A_right_gradient_passes_and_says_where_it_is_worst()
    {
        Tensor x = [1, 2, 3], w = [[1, 2, 3], [4, 5, 6]];
        var report = GradCheck.Verify(() => w.MatMul(x).Tanh(), [x, w]);
        Assert.True(report.Passed);
        Assert.StartsWith("✓ Gradients agree: the largest difference is ", report.ToString());
        Assert.Equal([1, 2, 3], x.Data.ToArray());
        Assert.False(x.RequiresGrad);
        Assert.Null(x.Grad);
    }

    [Theory]
    [InlineData(2.0, "✗ Gradients differ at input 0, element [1]: Backward gives 8, but the measured slope is 4. That is 2 times the slope.")]
    [InlineData(-1.0, "✗ Gradients differ at input 0, element [1]: Backward gives -4, but the measured slope is 4. The sign is reversed.")]
    [InlineData(0.0, "✗ Gradients differ at input 0, element [1]: Backward gives 0, but the measured slope is 4. No gradient arrives: look for a Detach, a NoGrad, or a Floor, Round or comparison on the way.")]
    [InlineData(double.NaN, "✗ Gradients differ at input 0, element [0]: Backward gives NaN, but the measured slope is 0. Not a number: look for 0/0, the Log or Sqrt of 0, or ∞ − ∞.")]
    public void A_wrong_gradient_is_found_and_described(double factor, string verdict)
    {
        Tensor x = [1, 2];
        Tensor f()
        {
            var y = (x * x * new Tensor([2], [0, 1])).Sum();
            var nothing = y - y.Detach();   // 0, but with the gradient of y
            return y + (double.IsNaN(factor) ? Tensor.Where(0, nothing.Sqrt(), 0) : (factor - 1) * nothing);
        }
        var report = GradCheck.Verify(f, [x]);
        Assert.False(report.Passed);
        Assert.Equal(verdict, report.ToString());
    }

    [Fact]
    public void A_gradient_wrong_in_one_small_place_is_found_among_many()
    {
        Tensor x = Rng.Normal([200], seed: 1), wrong = Tensor.Zeros([200]);
        wrong[123] = 1;
        var report = GradCheck.Verify(() => { var y = x.Sin() * 1e-3; return (y + 0.01 * wrong * (y - y.Detach())).Mean(); }, [x]);
        Assert.False(report.Passed);
        Assert.Equal([123], report.Index);
    }

    [Fact]
    public void An_input_that_does_not_matter_has_gradient_zero()
    {
        Tensor x = [1, 2], unused = [3];
        Assert.True(GradCheck.Verify(() => x.Exp(), [x, unused]).Passed);
        Assert.True(GradCheck.Verify(() => (x - x).Sum(), [x]).Passed);
    }

    [Fact]
    public void A_kink_is_not_a_mistake_but_is_told()
    {
        Tensor x = [-1, 0, 0.001, 2];
        var report = GradCheck.Verify(() => x.Relu().Sum(), [x]);
        Assert.True(report.Passed);
        Assert.Equal(2, report.Kinks);
        Assert.EndsWith(" ⚠ At 2 elements of input 0 the function has a kink: no slope can be measured there. Check at other values.", report.ToString());

        // A mistake beside a kink is still one, and so is a gradient outside the slopes on either side of it.
        Assert.False(GradCheck.Verify(() => { var y = x.Relu(); return (2 * y - y.Detach()).Sum(); }, [x]).Passed);
        Tensor zero = [0];
        Assert.False(GradCheck.Verify(() => { var y = zero.Abs() + zero; return 3 * y - 2 * y.Detach(); }, [zero]).Passed);
    }

    [Fact]
    public void A_strong_curvature_is_no_kink()
    {
        Tensor x = [0.3, 1.2, -0.7];
        foreach (Func<Tensor> f in new Func<Tensor>[] { () => (6 * x).Sin().Sum(), () => (3 * x).Exp().Sum(), () => (20 * x).Tanh().Sum() })
        {
            Assert.Equal(0, GradCheck.Verify(f, [x], within: 0.05).Kinks);
            Assert.Equal(0, GradCheck.Verify(() => { var y = f(); return 1.5 * y - 0.5 * y.Detach(); }, [x], within: 0.05).Kinks);
        }
    }

    [Fact]
    public void Only_a_sample_of_a_large_input_is_stepped()
    {
        int calls = 0;
        var x = Rng.Normal([100, 100], seed: 1);
        var report = GradCheck.Verify(() => { calls++; return (x * x).Mean(); }, [x], most: 25);
        Assert.True(report.Passed);
        Assert.Equal((25, 126), (report.Checked, calls));   // five values of f an element, and the one that Backward starts from
    }

    [Fact]
    public void An_interrupt_leaves_the_inputs_as_they_were()
    {
        Tensor x = [1, 2];
        int calls = 0;
        Assert.Throws<OperationCanceledException>(() => GradCheck.Verify(() => ++calls == 4 ? throw new OperationCanceledException() : x.Exp(), [x]));
        Assert.Equal([1, 2], x.Data.ToArray());
    }
}
