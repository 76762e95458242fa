using ImageLearn.Nn;
using ImageLearn.Optim;

namespace ImageLearn.Tests.Nn;

public class ModuleTests
{
    sealed class Net(Rng rng) : Module
    {
        readonly Module[] _blocks = [new Linear(4, 4, rng), new Lambda(x => x)];
        Linear HiddenLayer { get; } = new(3, 4, rng);
        Parameter Scale1 { get; } = new(Tensor.Ones([4]));
        protected override IEnumerable<(string, Tensor)> OwnBuffers => [("steps", Steps)];
        public Tensor Steps { get; } = Tensor.Zeros([1]);
        protected override Tensor Compute(Tensor x) => _blocks.Aggregate(HiddenLayer.Forward(x) * Scale1, (y, block) => block.Forward(y));
    }

    [Fact]
    public void Parameters_are_found_in_fields_and_properties_and_named_as_PyTorch_names_them()
    {
        var net = new Net(new(1));
        Assert.Equal(["scale1", "blocks.0.weight", "blocks.0.bias", "hidden_layer.weight", "hidden_layer.bias"], net.NamedParameters.Select(p => p.Name));
        Assert.Equal(["steps"], net.NamedBuffers.Select(b => b.Name));
        Assert.Equal(["", "blocks.0", "blocks.1", "hidden_layer"], net.NamedModules.Select(m => m.Name));
        Assert.Equal(4 + 20 + 16, net.Parameters.Sum(p => p.Size));
    }

    [Fact]
    public void Train_and_Eval_reach_every_module()
    {
        var net = new Net(new(1));
        net.Eval();
        Assert.All(net.NamedModules, m => Assert.False(m.Module.Training));
        net.Train();
        Assert.All(net.NamedModules, m => Assert.True(m.Module.Training));
    }

    [Fact]
    public void A_state_is_a_snapshot_that_another_model_can_load()
    {
        Net net = new(new(1)), other = new(new(2));
        var x = Rng.Normal([5, 3], seed: 3);
        var (state, y) = (net.StateDict(), net.Forward(x).Data.ToArray());

        net.Forward(x).Sum().Backward();
        new Sgd(net.Parameters, 0.1).Step();
        Assert.NotEqual(y, net.Forward(x).Data.ToArray());

        other.LoadStateDict(state);
        Assert.Equal(y, other.Forward(x).Data.ToArray());
    }

    [Fact]
    public void PyTorchs_state_of_a_BatchNorm_is_loaded_with_its_count_of_batches()
    {
        var net = new Sequential(new BatchNorm2d(2), new Relu());
        net.LoadStateDict(new Dictionary<string, Tensor> { ["0.weight"] = [1, 2], ["0.bias"] = [3, 4], ["0.running_mean"] = [5, 6], ["0.running_var"] = [7, 8], ["0.num_batches_tracked"] = 9 });
        Assert.Equal([7f, 8], ((BatchNorm2d)net[0]).RunningVar.Data.ToArray());
    }

    [Fact]
    public void A_wrong_shape_names_the_layer_that_got_it()
    {
        var rng = new Rng(1);
        var x = Tensor.Zeros([2, 5]);
        Assert.Equal("Linear(64 → 36): expected [.., 64], got [2, 5]. Build the layer for the inputs it gets, or reshape them.",
            Assert.Throws<ShapeException>(() => new Linear(64, 36, rng).Forward(x)).Message);
        Assert.Equal("Sequential[1][0] Linear(64 → 36): expected [.., 64], got [2, 8]. Build the layer for the inputs it gets, or reshape them.",
            Assert.Throws<ShapeException>(() => new Sequential(new Linear(5, 8, rng), new Sequential(new Linear(64, 36, rng))).Forward(x)).Message);
        Assert.Equal("Net.hidden_layer Linear(3 → 4): expected [.., 3], got [2, 5]. Build the layer for the inputs it gets, or reshape them.",
            Assert.Throws<ShapeException>(() => new Net(rng).Forward(x)).Message);
        Assert.Equal("Sequential[0] Square: MatMul: inner axes differ, 5 and 2 (left [2, 5], right [2, 5]). Transpose one operand, or check the layer's input size.",
            Assert.Throws<ShapeException>(() => new Sequential(new Lambda(x => x.MatMul(x), "Square")).Forward(x)).Message);
    }

    [Fact]
    public void After_an_error_the_path_starts_afresh()
    {
        var net = new Sequential(new Linear(3, 2, new(1)));
        Assert.Throws<ShapeException>(() => net.Forward(Tensor.Zeros([5])));
        Assert.StartsWith("Linear(3 → 2):", Assert.Throws<ShapeException>(() => net[0].Forward(Tensor.Zeros([5]))).Message);
    }

    [Fact]
    public void Forward_hooks_see_input_and_output_until_disposed()
    {
        var net = new Sequential(new Linear(3, 2, new(1)), new Relu());
        List<(Module, Shape, Shape)> seen = [];
        var hook = net[0].RegisterForwardHook((module, x, y) => seen.Add((module, x.Shape, y.Shape)));
        net.Forward(Tensor.Ones([4, 3]));
        hook.Dispose();
        net.Forward(Tensor.Ones([4, 3]));
        Assert.Equal([(net[0], [4, 3], [4, 2])], seen);
    }

    [Fact]
    public void Backward_hooks_see_the_gradients_of_input_and_output()
    {
        var net = new Sequential(new Linear(3, 2, new(1)), new Lambda(x => x * x));
        var x = Rng.Normal([4, 3], seed: 2);
        List<(Tensor? Input, Tensor Output)> seen = [];
        using var first = net[0].RegisterBackwardHook((_, input, output) => seen.Add((input, output)));
        using var second = net[1].RegisterBackwardHook((_, input, output) => seen.Add((input, output)));

        net.Forward(x).Sum().Backward();
        var y = net[0].Forward(x).Detach();
        Assert.Equal(2, seen.Count);
        Assert.All(seen[0].Output.Data.ToArray(), g => Assert.Equal(1, g));
        Assert.Equal((2 * y).Data.ToArray(), seen[0].Input!.Data.ToArray());
        Assert.Equal((2 * y).Data.ToArray(), seen[1].Output.Data.ToArray());
        Assert.Null(seen[1].Input);   // nobody asked for the gradient of x
    }
}
