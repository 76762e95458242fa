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
    public void A_ladder_of_shared_results_takes_time_in_proportion_to_its_length()
    {
        var x = Leaf([1]);
        Tensor y = x;
        for (int i = 0; i < 60; i++) y = (y + y) / 2;   // 2⁶⁰ paths, 120 operations
        y.Sum().Backward();
        Assert.Equal(1, x.Grad![0]);
    }

    [Fact]
    public void A_result_used_at_different_depths_is_visited_once_all_its_gradient_has_arrived()
    {
        var x = Leaf([3]);
        var y = x * x;
        var z = (y * y).Exp().Log() + y;   // y⁠² + y, one use of y four operations deep, one direct
        z.Sum().Backward();
        Assert.Equal(2 * 3 * (2 * 9 + 1), x.Grad![0], 1e-3);
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

    [Fact]
    public void Gradients_accumulate_until_set_to_null()
    {
        var x = Leaf([2]);
        var y = (x * x).Sum();
        y.Backward();
        y.Backward();
        Assert.Equal(8, x.Grad![0]);
        x.Grad = null;
        y.Backward();
        Assert.Equal(4, x.Grad![0]);
    }

    [Fact]
    public void A_gradient_given_from_outside_weights_the_results()
    {
        var x = Leaf([1, 2, 3]);
        (x * x).Backward([1, 0, 10]);
        Assert.Equal([2, 0, 60], x.Grad!.Data.ToArray());
    }

    [Fact]
    public void Intermediate_results_keep_their_gradient_when_asked()
    {
        var x = Leaf([2]);
        Tensor y = x * 3, z = y * y;
        y.RequiresGrad = true;
        z.Sum().Backward();
        Assert.Equal(12, y.Grad![0]);
        Assert.Equal(36, x.Grad![0]);
        Assert.Null(z.Grad);
    }

    [Fact]
    public void Two_inputs_do_not_share_one_gradient()
    {
        Tensor a = Leaf([1, 2]), b = Leaf([3, 4]);
        (a + b).Sum().Backward();
        a.Grad![0] = 50;
        Assert.Equal([1, 1], b.Grad!.Data.ToArray());
    }

    [Fact]
    public void Detached_tensors_and_those_computed_inside_NoGrad_are_constants()
    {
        var x = Leaf([2]);
        (x * x.Detach()).Sum().Backward();
        Assert.Equal(2, x.Grad![0]);
        using (Tensor.NoGrad())
        {
            Assert.False((x * x).RequiresGrad);
            using (Tensor.NoGrad()) { }
            Assert.False((x * x).RequiresGrad);
        }
        Assert.True((x * x).RequiresGrad);
        Assert.True((x * x).Reshape(1, 1).RequiresGrad);
        Assert.False((x * x).IsLeaf);
        Assert.True((x * x).Detach().IsLeaf);
    }

    [Fact]
    public async Task NoGrad_follows_the_code_across_await_and_stays_out_of_other_tasks()
    {
        var x = Leaf([2]);
        using (Tensor.NoGrad())
        {
            await Task.Yield();
            Assert.False((x * x).RequiresGrad);
            var other = new TaskCompletionSource<bool>();
            new Thread(() => other.SetResult((x * x).RequiresGrad)).UnsafeStart();
            Assert.True(await other.Task);
        }
        await Task.Run(() => Assert.True((x * x).RequiresGrad));
    }

    [Fact]
    public void An_exception_inside_Backward_leaves_recording_on()
    {
        var x = Leaf([2]);
        var y = x * x;
        x.Assign([3]);
        Assert.Throws<InvalidOperationException>(() => y.Sum().Backward());
        Assert.True((x * x).RequiresGrad);
    }

    [Fact]
    public void Rows_that_are_walked_over_pass_their_gradient_on()
    {
        var x = Leaf([[1, 2], [3, 4]]);
        Tensor sum = 0;
        foreach (var row in x) sum += (row * row).Sum();
        sum.Backward();
        Assert.Equal([2, 4, 6, 8], x.Grad!.Data.ToArray());
    }
}
