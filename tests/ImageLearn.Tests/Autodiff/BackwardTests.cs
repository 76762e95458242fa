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

    [Fact]
    public void A_gradient_that_is_added_to_does_not_change_a_copy_kept_of_it_nor_one_that_was_set()
    {
        Tensor x = Leaf([2]), mine = [10];
        (x * x).Sum().Backward();
        var kept = x.Grad!.Detach();
        (x * x).Sum().Backward();
        Assert.Equal((4, 8), (kept[0], x.Grad[0]));
        x.Grad = mine;
        (x * x).Sum().Backward();
        (x * x).Sum().Backward();
        Assert.Equal((10, 18), (mine[0], x.Grad[0]));
    }

    [Fact]
    public void Memory_used_again_does_not_show_in_any_gradient()
    {
        // Large enough for the buffers; each use of a gradient (kept, hooked, shared by two operands, given from outside) stays as it was.
        var seen = new List<(Tensor Gradient, float[] Copy)>();
        void See(Tensor g) => seen.Add((g, g.Data.ToArray()));
        Tensor a = Leaf(Rng.Normal([64, 64], 1)), b = Leaf(Rng.Normal([64, 64], 2)), w = Leaf(Rng.Normal([64, 64], 3));
        for (int step = 0; step < 4; step++)
        {
            Tensor sum = a + b, product = sum.MatMul(w), part = product[..32, ..] * product[32.., ..], y = part.Tanh() + part;
            sum.RequiresGrad = true;
            using var hook = product.RegisterHook(g => { See(g); return null; });
            var given = Rng.Normal([32, 64], 4);
            y.Backward(given);
            foreach (var g in new[] { given, sum.Grad!, a.Grad!, b.Grad!, w.Grad! }) See(g);
            a.Grad = b.Grad = w.Grad = null;
        }
        Assert.All(seen, item => Assert.Equal(item.Copy, item.Gradient.Data.ToArray()));
        Assert.Equal(seen[1].Copy, seen[^5].Copy);   // and every step found the same
        for (int i = 0; i < 6; i++) Assert.Equal(seen[i].Copy, seen[i + 18].Copy);
    }

    [Fact]
    public void A_gradient_somebody_saw_stays_as_it_was_when_the_next_step_begins()
    {
        var w = Leaf(Rng.Normal([64, 64], 1));
        void Step(double factor) { w.ForgetGrad(); (w * factor).Sum().Backward(); }
        Step(1);
        var seen = w.Grad!;
        Step(2);
        Step(3);
        Step(4);   // takes the memory of the gradient before, which nobody saw
        Assert.True(seen.EqualTo(1).All());
        Assert.True(w.Grad!.EqualTo(4).All());
    }

    [Fact]
    public void Gradients_that_come_through_many_uses_add_up()
    {
        var w = Leaf(Rng.Normal([40, 40], 1, deviation: 0.1));
        var x = Rng.Normal([30, 40], 2);
        Tensor Recurrent()   // one weight, five times
        {
            var h = x;
            for (int step = 0; step < 5; step++) h = h.MatMul(w) + h[(..).By(-1), ..];
            return h.Mean();
        }
        Assert.True(GradCheck.Verify(Recurrent, [w], most: 40).Passed);
        Recurrent().Backward();
        var once = w.Grad!.Detach();
        Recurrent().Backward();
        Assert.True(((2 * once - w.Grad).Abs() <= 1e-5 * once.Abs().Max()).All());
    }

    [Fact]
    public void Hooks_see_the_whole_gradient_once_and_may_replace_it()
    {
        Tensor x = Leaf([1, 2]), y = x * 3;
        var seen = new List<float[]>();
        using (y.RegisterHook(g => { seen.Add(g.Data.ToArray()); return g * 10; }))
        using (x.RegisterHook(g => { seen.Add(g.Data.ToArray()); return null; }))
        {
            (y * y + y).Sum().Backward();
            Assert.Equal([[7, 13], [210, 390]], seen);
            Assert.Equal([210, 390], x.Grad!.Data.ToArray());
        }
        x.Grad = null;
        (y * y + y).Sum().Backward();
        Assert.Equal(2, seen.Count);
        Assert.Equal([21, 39], x.Grad!.Data.ToArray());
    }

    [Fact]
    public void A_hook_that_throws_leaves_the_graph_ready_for_another_sweep()
    {
        Tensor x = Leaf([1, 2]), y = x * 3, loss = (y * y).Sum() + x.Sum();
        using (y.RegisterHook(_ => throw new NotSupportedException())) Assert.Throws<NotSupportedException>(() => loss.Backward());
        x.Grad = null;
        loss.Backward();
        Assert.Equal([19, 37], x.Grad!.Data.ToArray());
    }

    [Fact]
    public void A_hook_may_sweep_through_what_the_sweep_it_stands_in_has_begun_to_sum()
    {
        Tensor x = Leaf([2]), h = x * 3, y = h * h, other = (h * 5).Sum(), deep = h * x.Exp().Log().Exp().Log();   // h gets its gradient from deep before y is visited
        double seen = 0;
        using var hook = y.RegisterHook(_ => { seen = other.VectorJacobian([x])[0].Item(); return null; });
        (y.Sum() + deep.Sum()).Backward();
        Assert.Equal(15, seen);
        Assert.Equal(2 * 9 * 2 + 2 * 3 * 2, x.Grad!.Item(), 1e-4);   // 9x² + 3x²
    }

    [Fact]
    public void VectorJacobian_gives_gradients_and_touches_none()
    {
        Tensor x = Leaf([1, 2, 3]), w = Leaf([2, 2, 2]), unused = Leaf([5]), y = x * x * w;
        x.Grad = [7, 7, 7];
        var found = y.VectorJacobian([x, w, unused], [1, 0, 10]);
        Assert.Equal([4, 0, 120], found[0].Data.ToArray());
        Assert.Equal([1, 0, 90], found[1].Data.ToArray());
        Assert.Equal([0], found[2].Data.ToArray());
        Assert.Equal((7, true), (x.Grad[0], w.Grad is null));

        // The Hessian of Σ x³ times a vector, by differentiating twice.
        var slope = (x * x * x).Sum().VectorJacobian([x], createGraph: true)[0];
        Assert.Equal([6, 0, 18], slope.VectorJacobian([x], [1, 0, 1])[0].Data.ToArray());
    }
}
