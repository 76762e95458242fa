using ImageLearn.Nn;
using ImageLearn.Optim;

namespace ImageLearn.Tests.Optim;

/// <summary>What PyTorch's fixtures do not show; those are in PyTorchTests.</summary>
public class OptimizerTests
{
    static Optimizer[] All(Parameter[] p) => [new Sgd(p, 0.1), new Sgd(p, 0.1, momentum: 0.9), new RmsProp(p, 0.1), new Adam(p, 0.1), new AdamW(p, 0.1)];

    [Fact]
    public void An_optimizer_goes_on_from_its_state_as_if_it_had_not_stopped()
    {
        static void Steps(Parameter w, Optimizer optimizer, int count)
        {
            for (int i = 0; i < count; i++)
            {
                optimizer.ZeroGrad();
                (w * w * w * w).Sum().Backward();
                optimizer.Step();
            }
        }
        for (int kind = 0; kind < 5; kind++)
        {
            Parameter whole = new(Rng.Normal([19], seed: 1)), first = new(whole);
            Steps(whole, All([whole])[kind], 8);
            var optimizer = All([first])[kind];
            optimizer.LearningRate = 1.0 / 3;
            var state = optimizer.StateDict();
            optimizer.LearningRate = 0.1;
            Steps(first, optimizer, 5);
            state = optimizer.StateDict();
            var second = new Parameter(first);
            var resumed = All([second])[kind];
            resumed.LearningRate = 99;
            resumed.LoadStateDict(state);
            Assert.Equal(0.1, resumed.LearningRate, 1e-15);
            Steps(second, resumed, 3);
            Assert.Equal(whole.Data.ToArray(), second.Data.ToArray());
        }
    }

    [Fact]
    public void Every_element_is_stepped_alike_wherever_it_lies()
    {
        foreach (int size in (int[])[1, 7, 8, 9, 31, 70_001])
            for (int kind = 0; kind < 5; kind++)
            {
                var w = new Parameter(Tensor.Ones([size]));
                var optimizer = All([w])[kind];
                for (int step = 0; step < 3; step++) { w.Grad = Tensor.Full([size], 0.5); optimizer.Step(); }
                Assert.Single(w.Data.ToArray().Distinct());
                Assert.NotEqual(1, w.Data[0]);
            }
    }

    [Fact]
    public void A_frozen_parameter_and_one_without_gradient_stay()
    {
        Parameter frozen = new([1, 2]) { RequiresGrad = false }, unused = new([3]), used = new([1, 1]);
        var optimizer = new Adam([frozen, unused, used], weightDecay: 0.1);
        (used * frozen).Sum().Backward();
        optimizer.Step();
        Assert.Equal([1f, 2, 3], frozen.Data.ToArray().Concat(unused.Data.ToArray()));
        Assert.NotEqual(1, used.Data[0]);
    }

    [Fact]
    public void A_step_leaves_earlier_copies_alone_and_tells_a_graph_that_still_needs_the_values()
    {
        var w = new Parameter([1, 2]);
        var copy = w.Detach();
        var y = (w * w).Sum();
        w.Grad = [1, 1];
        new Sgd([w], 0.5).Step();
        Assert.Equal([1f, 2], copy.Data.ToArray());
        Assert.Contains("was changed after * used it", Assert.Throws<InvalidOperationException>(() => y.Backward()).Message);
    }

    [Fact]
    public void Clipping_by_norm_scales_all_gradients_together()
    {
        Parameter a = new([0, 0]), b = new([0]), none = new([0]);
        (a.Grad, b.Grad) = ([3, 0], [4]);
        Assert.Equal(5, GradientClipping.ByNorm([a, b, none], 1));
        Assert.Equal([0.6f, 0, 0.8f], a.Grad!.Data.ToArray().Concat(b.Grad!.Data.ToArray()));
        Assert.Equal(1, GradientClipping.ByNorm([a, b], 2), 1e-6);
        Assert.Equal(0.6f, a.Grad.Data[0]);
        GradientClipping.ByValue([a, b, none], 0.7);
        Assert.Equal([0.6f, 0, 0.7f], a.Grad!.Data.ToArray().Concat(b.Grad!.Data.ToArray()));
    }

    [Fact]
    public void What_an_optimizer_remembers_of_a_dead_unit_fades_to_zero()
    {
        foreach (var make in new Func<Parameter, Optimizer>[] { p => new Sgd([p], 0.1, momentum: 0.9), p => new Sgd([p], 0.1, momentum: 0.9, nesterov: true), p => new Adam([p], 0.1) })
        {
            Parameter w = new(Tensor.Ones([19]));
            var optimizer = make(w);
            for (int step = 0; step < 1000; step++)
            {
                optimizer.ZeroGrad();
                (w * (step == 0 ? 1 : 0)).Sum().Backward();
                optimizer.Step();
            }
            Assert.All(optimizer.StateDict()["0.first"].Data.ToArray(), velocity => Assert.Equal(0, velocity));   // 0.9¹⁰⁰⁰ is not
        }
    }

    [Fact]
    public void Early_stopping_waits_for_its_patience_and_counts_only_real_improvements()
    {
        var stopping = new EarlyStopping(patience: 2, improvement: 0.1);
        Assert.Equal([false, false, false, false, true], ((double[])[5, 4, 3.95, 4, 3.91]).Select(stopping.Step));
        Assert.Equal((4, 1), (stopping.Best, stopping.BestEpoch));
        Assert.True(new EarlyStopping(patience: 0).Step(double.NaN));
    }
}
