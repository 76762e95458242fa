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
    public void Adams_first_step_of_a_parameter_is_the_rate_whatever_the_decay_rates_and_however_late_it_comes()
    {
        foreach (double beta2 in (double[])[0.9, 0.999, 0.99999])
        {
            Parameter always = new([0]), late = new([0]);
            var optimizer = new Adam([always, late], 0.1, beta1: 0.99, beta2: beta2);
            for (int step = 0; step < 50; step++) { always.Grad = [0.5]; optimizer.Step(); }
            (always.Grad, late.Grad) = ([0.5], [0.5]);
            optimizer.Step();
            Assert.Equal((51, -0.1, -5.1), (optimizer.Steps, late[0], always[0]), (a, b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 / b.Item2 - 1) < 1e-6 && Math.Abs(a.Item3 / b.Item3 - 1) < 1e-5);
        }
    }

    [Fact]
    public void RmsProps_mean_square_of_a_constant_gradient_is_its_square()
    {
        var w = new Parameter([0]);
        var optimizer = new RmsProp([w], 0.1, smoothing: 0.9999);
        w.Grad = [0.5];
        optimizer.Step();
        Assert.Equal(0.25 * (1 - 0.9999), optimizer.StateDict()["0.first"][0], 1e-11);
    }

    [Fact]
    public void A_parameter_that_is_named_twice_is_clipped_and_stepped_once()
    {
        var w = new Parameter([1]);
        w.Grad = [4];
        Assert.Equal(4, GradientClipping.ByNorm([w, w], 2));
        new Sgd([w, w], 0.25).Step();
        Assert.Equal(0.5, w[0]);
    }

    [Fact]
    public void A_plateau_never_raises_the_rate()
    {
        var optimizer = new Sgd([new([0])], 0.01);
        var schedule = Schedule.Plateau(optimizer, factor: 0.5, patience: 0, lowest: 0.02);
        for (int epoch = 0; epoch < 3; epoch++) schedule.Step(1);
        Assert.Equal(0.01, optimizer.LearningRate);
    }

    [Fact]
    public void A_warm_up_after_a_warm_up_ends_at_the_whole_rate()
    {
        var optimizer = new Sgd([new([0])], 1);
        var schedule = Schedule.WarmUp(optimizer, 2, start: 0.5, then: Schedule.WarmUp(optimizer, 2, start: 0.2));
        List<double> rates = [optimizer.LearningRate];
        for (int epoch = 0; epoch < 5; epoch++) { schedule.Step(); rates.Add(Math.Round(optimizer.LearningRate, 12)); }
        Assert.Equal([0.5, 0.75, 0.2, 0.6, 1, 1], rates);
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
        foreach (var (make, slot) in new (Func<Parameter, Optimizer>, string)[] { (p => new Sgd([p], 0.1, momentum: 0.9), "0.first"), (p => new Sgd([p], 0.1, momentum: 0.9, nesterov: true), "0.first"), (p => new Adam([p], 0.1), "0.first"), (p => new RmsProp([p], 0.1, momentum: 0.9), "0.second") })
        {
            Parameter w = new(Tensor.Ones([19]));
            var optimizer = make(w);
            for (int step = 0; step < 1000; step++)
            {
                optimizer.ZeroGrad();
                (w * (step == 0 ? 1 : 0)).Sum().Backward();
                optimizer.Step();
            }
            Assert.All(optimizer.StateDict()[slot].Data.ToArray(), velocity => Assert.Equal(0, velocity));   // 0.9¹⁰⁰⁰ is not
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
