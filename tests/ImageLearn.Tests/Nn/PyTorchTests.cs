using System.Text.Json;
using ImageLearn.Imaging;
using ImageLearn.Nn;
using ImageLearn.Optim;

namespace ImageLearn.Tests.Nn;

/// <summary>Every case of fixtures/nn.json, which make_nn_fixtures.py wrote with PyTorch: its weights loaded give its outputs and gradients.</summary>
public class PyTorchTests
{
    static readonly Rng Any = new(1);

    /// <summary>A layer, and what of it to compare when that is not Forward of one input.</summary>
    sealed record Twin(Func<Module> Layer, Func<Module, Tensor[], Tensor>? Output = null);

    static Tensor Flat(params Tensor[] parts) => Tensor.Concat([.. parts.Select(part => part.Reshape(-1))]);

    static readonly Dictionary<string, Twin> Layers = new()
    {
        ["Linear"] = new(() => new Linear(5, 3, Any)),
        ["Linear no bias, three axes"] = new(() => new Linear(5, 3, Any, bias: false)),
        ["Conv1d"] = new(() => new Conv1d(4, 6, 3, Any, stride: 2, padding: 2, dilation: 2, groups: 2)),
        ["Conv2d"] = new(() => new Conv2d(4, 3, 3, Any, padding: 1)),
        ["Conv2d no bias"] = new(() => new Conv2d(4, 9, (2, 3), Any, bias: false)),
        ["Conv2d strided"] = new(() => new Conv2d(4, 3, (3, 2), Any, stride: (2, 3), padding: (1, 0))),
        ["Conv2d dilated, grouped"] = new(() => new Conv2d(4, 6, 3, Any, padding: 2, dilation: 2, groups: 2)),
        ["Conv2d depthwise"] = new(() => new Conv2d(4, 4, 3, Any, padding: 1, groups: 4)),
        ["Conv2d 1"] = new(() => new Conv2d(4, 5, 1, Any, stride: 2, padding: 1)),
        ["ConvTranspose2d"] = new(() => new ConvTranspose2d(4, 3, 3, Any, stride: 2, padding: 1, outputPadding: 1)),
        ["ConvTranspose2d grouped"] = new(() => new ConvTranspose2d(4, 6, (2, 3), Any, stride: (1, 2), padding: (0, 2), dilation: (2, 1), groups: 2)),
        ["MaxPool2d"] = new(() => new MaxPool2d(2)),
        ["MaxPool2d padded"] = new(() => new MaxPool2d((3, 2), stride: (1, 2), padding: 1)),
        ["AvgPool2d"] = new(() => new AvgPool2d(2)),
        ["AvgPool2d padded"] = new(() => new AvgPool2d(3, stride: 2, padding: 1)),
        ["AdaptiveAvgPool2d"] = new(() => new AdaptiveAvgPool2d((3, 4))),
        ["AdaptiveMaxPool2d"] = new(() => new AdaptiveMaxPool2d((3, 4))),
        ["GlobalAvgPool2d"] = new(() => new GlobalAvgPool2d()),
        ["BatchNorm1d"] = new(() => new BatchNorm1d(4)),
        ["BatchNorm1d of signals"] = new(() => new BatchNorm1d(4)),
        ["BatchNorm2d"] = new(() => new BatchNorm2d(4)),
        ["BatchNorm2d in use"] = new(() => { var layer = new BatchNorm2d(4); layer.Eval(); return layer; }),
        ["LayerNorm"] = new(() => new LayerNorm(6)),
        ["Embedding"] = new(() => new Embedding(7, 3, Any)),
        ["RnnCell"] = new(() => new RnnCell(3, 4, Any), (m, t) => ((RnnCell)m).Step(t[0], t[1])),
        ["LstmCell"] = new(() => new LstmCell(3, 4, Any), (m, t) => ((LstmCell)m).Step(t[0], t[1], t[2]) is var (h, c) ? Flat(h, c) : null!),
        ["GruCell"] = new(() => new GruCell(3, 4, Any), (m, t) => ((GruCell)m).Step(t[0], t[1])),
        ["Rnn"] = new(() => new Rnn(3, 4, Any, layers: 2), (m, t) => ((Rnn)m).Run(t[0], t[1]) is var (y, h) ? Flat(y, h) : null!),
        ["Gru"] = new(() => new Gru(3, 4, Any, layers: 2), (m, t) => ((Gru)m).Run(t[0], t[1]) is var (y, h) ? Flat(y, h) : null!),
        ["Lstm"] = new(() => new Lstm(3, 4, Any, layers: 2), (m, t) => ((Lstm)m).Run(t[0], t[1], t[2]) is var (y, h, c) ? Flat(y, h, c) : null!),
        ["MultiHeadAttention"] = new(() => new MultiHeadAttention(6, 2, Any), (m, t) => ((MultiHeadAttention)m).Attend(t[0], t[1], t[2]) is var (y, w) ? Flat(y, w) : null!),
        ["MultiHeadAttention masked"] = new(() => new MultiHeadAttention(6, 2, Any),
            (m, t) => ((MultiHeadAttention)m).Attend(t[0], t[1], t[2], mask: Tensor.Arange(0, 4).Unsqueeze(1) >= Tensor.Arange(0, 4)) is var (y, w) ? Flat(y, w) : null!),
        ["TransformerEncoderLayer"] = new(() => new TransformerEncoderLayer(6, 2, 10, Any, dropout: 0)),
        ["TransformerEncoderLayer norm first"] = new(() => new TransformerEncoderLayer(6, 3, 10, Any, dropout: 0, new Gelu(), normFirst: true)),
        ["Upsample nearest"] = new(() => new Upsample((2, 3))),
        ["Upsample bicubic"] = new(() => new Upsample(2, Interpolation.Bicubic)),
        ["Upsample bilinear"] = new(() => new Upsample((2, 3), Interpolation.Bilinear)),
        ["Relu"] = new(() => new Relu()), ["Sigmoid"] = new(() => new Sigmoid()), ["Tanh"] = new(() => new Tanh()), ["LeakyRelu"] = new(() => new LeakyRelu(0.2)),
        ["Elu"] = new(() => new Elu(0.7)), ["Gelu"] = new(() => new Gelu()), ["Softplus"] = new(() => new Softplus()), ["Softmax"] = new(() => new Softmax(1)),
        ["LogSoftmax"] = new(() => new LogSoftmax()), ["Flatten"] = new(() => new Flatten(2)),
    };

    static readonly Dictionary<string, Func<Tensor[], Tensor>> Losses = new()
    {
        ["Mse"] = t => Loss.Mse(t[0], t[1]), ["Mse none"] = t => Loss.Mse(t[0], t[1], Reduction.None), ["L1 sum"] = t => Loss.L1(t[0], t[1], Reduction.Sum),
        ["Huber"] = t => Loss.Huber(t[0], t[1], delta: 0.7), ["Bce"] = t => Loss.BceWithLogits(t[0], t[1]), ["Bce weighted"] = t => Loss.BceWithLogits(t[0], t[1], positiveWeight: 2.5),
        ["CrossEntropy"] = t => Loss.CrossEntropy(t[0], t[1]), ["CrossEntropy weighted"] = t => Loss.CrossEntropy(t[0], t[1], t[2]), ["CrossEntropy weighted sum"] = t => Loss.CrossEntropy(t[0], t[1], t[2], Reduction.Sum),
        ["CrossEntropy distribution"] = t => Loss.CrossEntropy(t[0], t[1]), ["CrossEntropy distribution weighted"] = t => Loss.CrossEntropy(t[0], t[1], t[2]),
        ["CrossEntropy of places"] = t => Loss.CrossEntropy(t[0], t[1], reduction: Reduction.None), ["Nll"] = t => Loss.Nll(t[0], t[1], t[2]),
        ["NtXent"] = t => Loss.NtXent(t[0], 0.3), ["Clip"] = t => Loss.Clip(t[0], t[1], 0.2), ["Triplet"] = t => Loss.Triplet(t[0], t[1], t[2], margin: 0.5), ["TotalVariation"] = t => Loss.TotalVariation(t[0]),
    };

    static readonly Dictionary<string, Func<Parameter[], Optimizer>> Optimizers = new()
    {
        ["Sgd"] = p => new Sgd(p, 0.003), ["Sgd decay"] = p => new Sgd(p, 0.003, weightDecay: 0.1), ["Sgd momentum"] = p => new Sgd(p, 0.003, momentum: 0.9, weightDecay: 0.1),
        ["Sgd Nesterov"] = p => new Sgd(p, 0.003, momentum: 0.9, nesterov: true), ["RmsProp"] = p => new RmsProp(p, 0.05),
        ["RmsProp momentum"] = p => new RmsProp(p, 0.05, smoothing: 0.9, epsilon: 1e-6, weightDecay: 0.1, momentum: 0.8), ["Adam"] = p => new Adam(p, 0.1),
        ["Adam decay"] = p => new Adam(p, 0.1, 0.8, 0.95, epsilon: 1e-6, weightDecay: 0.1), ["AdamW"] = p => new AdamW(p, 0.1, weightDecay: 0.2),
    };

    static readonly Dictionary<string, Func<Optimizer, Schedule>> Schedules = new()
    {
        ["Steps"] = o => Schedule.Steps(o, 3, 0.4), ["Exponential"] = o => Schedule.Exponential(o, 0.8), ["Cosine"] = o => Schedule.Cosine(o, 12, lowest: 0.05),
        ["WarmUp"] = o => Schedule.WarmUp(o, 4, start: 0.2), ["WarmUp, then Cosine"] = o => Schedule.WarmUp(o, 4, start: 0.2, then: Schedule.Cosine(o, 8)), ["Plateau"] = o => Schedule.Plateau(o, factor: 0.5, patience: 2),
    };

    static readonly JsonElement File = JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "nn.json"))).RootElement;

    static string[] Names(string part) => [.. File.GetProperty(part).EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];
    static JsonElement Case(string part, string name) => File.GetProperty(part).EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
    public static TheoryData<string> LayerNames => [.. Names("layers")];
    public static TheoryData<string> LossNames => [.. Names("losses")];
    public static TheoryData<string> OptimizerNames => [.. Names("optimizers")];
    public static TheoryData<string> ScheduleNames => [.. Names("schedules")];

    [Theory, MemberData(nameof(LayerNames))]
    public void A_layer_with_PyTorchs_weights_gives_its_output_and_gradients(string name)
    {
        var (c, twin) = (Case("layers", name), Layers[name]);
        var module = twin.Layer();
        module.LoadStateDict(c.GetProperty("state").EnumerateObject().ToDictionary(p => p.Name, p => Read(p.Value)));
        Tensor[] inputs = Inputs(c);
        var y = twin.Output is { } output ? output(module, inputs) : module.Forward(inputs[0]);
        Near(name, c.GetProperty("output"), y);

        y.Backward(Read(c.GetProperty("weights")));
        int i = 0;
        foreach (var grad in c.GetProperty("input_grads").EnumerateArray()) Near($"{name}, gradient of input {i}", grad, inputs[i++].Grad!);
        foreach (var grad in c.GetProperty("grads").EnumerateObject()) Near($"{name}, gradient of {grad.Name}", grad.Value, module.NamedParameters.Single(p => p.Name == grad.Name).Value.Grad!);
        foreach (var buffer in c.GetProperty("after").EnumerateObject()) Near($"{name}, {buffer.Name} afterwards", buffer.Value, module.NamedBuffers.Single(b => b.Name == buffer.Name).Value);
    }

    [Theory, MemberData(nameof(LossNames))]
    public void A_loss_is_PyTorchs_and_so_are_its_gradients(string name)
    {
        var c = Case("losses", name);
        Tensor[] inputs = Inputs(c);
        var y = Losses[name](inputs);
        Near(name, c.GetProperty("output"), y);
        y.Backward(Read(c.GetProperty("weights")));
        int i = 0;
        foreach (var grad in c.GetProperty("input_grads").EnumerateArray()) Near($"{name}, gradient of input {i}", grad, inputs[i++].Grad!);
    }

    [Theory, MemberData(nameof(OptimizerNames))]
    public void An_optimizer_goes_PyTorchs_way_for_ten_steps(string name)
    {
        var w = new Parameter(Read(File.GetProperty("start")));
        Tensor target = Read(File.GetProperty("target")), curve = Read(File.GetProperty("curve")), expected = Read(Case("optimizers", name).GetProperty("trajectory"));
        var optimizer = Optimizers[name]([w]);
        for (int step = 0; step < 10; step++)
        {
            optimizer.ZeroGrad();
            var e = w - target;
            (curve * e * e * e * e + e * e).Sum().Backward();
            optimizer.Step();
            for (int i = 0; i < w.Size; i++) Assert.Equal(expected[step, i], w.Data[i], 2e-5 * Math.Max(1, Math.Abs(expected[step, i])));
        }
    }

    [Theory, MemberData(nameof(ScheduleNames))]
    public void A_schedule_sets_PyTorchs_rates(string name)
    {
        var optimizer = new Sgd([new Parameter(Tensor.Zeros([1]))], 0.5);
        var schedule = Schedules[name](optimizer);
        double[] losses = [.. File.GetProperty("plateau").EnumerateArray().Select(x => x.GetDouble())];
        int epoch = 0;
        foreach (var rate in Case("schedules", name).GetProperty("rates").EnumerateArray())
        {
            Assert.Equal(rate.GetDouble(), optimizer.LearningRate, 1e-12);
            schedule.Step(losses[epoch++]);
        }
    }

    [Fact]
    public void Every_twin_has_a_case()
    {
        Assert.Empty(Layers.Keys.Except(Names("layers")));
        Assert.Empty(Losses.Keys.Except(Names("losses")));
        Assert.Empty(Optimizers.Keys.Except(Names("optimizers")));
        Assert.Empty(Schedules.Keys.Except(Names("schedules")));
    }

    static Tensor[] Inputs(JsonElement c)
    {
        Tensor[] inputs = [.. c.GetProperty("inputs").EnumerateArray().Select(Read)];
        for (int i = 0; i < c.GetProperty("input_grads").GetArrayLength(); i++) inputs[i].RequiresGrad = true;
        return inputs;
    }

    /// <summary>Rounding errors of sums are relative to their terms, hence to the largest element.</summary>
    static void Near(string what, JsonElement expected, Tensor actual)
    {
        var e = Read(expected);
        Assert.True(e.Shape == actual.Shape, $"{what}: shape {actual.Shape}, PyTorch {e.Shape}");
        double largest = e.Abs().Max().Item();
        for (int i = 0; i < e.Size; i++) Assert.True(Math.Abs(e.Data[i] - actual.Data[i]) <= 3e-6 * Math.Max(largest, 0.1), $"{what}, element {i}: {actual.Data[i]:G9}, PyTorch {e.Data[i]:G9}");
    }

    static Tensor Read(JsonElement array) => new(Shape.Of([.. array.GetProperty("shape").EnumerateArray().Select(n => n.GetInt32())]), [.. array.GetProperty("data").EnumerateArray().Select(x => x.GetSingle())]);
}
