using System.Reflection;
using ImageLearn.Imaging;
using ImageLearn.Nn;
using Module = ImageLearn.Nn.Module;

namespace ImageLearn.Tests.Nn;

/// <summary>Every layer and every loss against measured slopes, with respect to input and parameters, and the gradients' own gradients.</summary>
public class LayerGradientTests
{
    /// <summary>A layer, and the shape of an input. Kinks are kept away from by the inputs: they are spaced.</summary>
    static readonly (Func<Rng, Module> Layer, Shape Input)[] Layers =
    [
        (r => new Linear(3, 2, r), [2, 3]), (r => new Linear(3, 2, r, bias: false), [2, 2, 3]),
        (r => new Conv1d(2, 3, 3, r, stride: 2, padding: 1), [2, 2, 5]), (r => new Conv2d(2, 3, (2, 3), r, stride: (1, 2), padding: 1, dilation: (2, 1)), [1, 2, 5, 4]),
        (r => new Conv2d(4, 2, 3, r, padding: 1, groups: 2), [1, 4, 3, 3]), (r => new ConvTranspose2d(2, 3, 3, r, stride: 2, padding: 1, outputPadding: 1), [1, 2, 3, 2]),
        (_ => new MaxPool2d(2), [1, 2, 4, 4]), (_ => new MaxPool2d(3, stride: 1, padding: 1), [1, 1, 4, 4]), (_ => new AvgPool2d(2, stride: 1, padding: 1), [1, 2, 3, 4]),
        (_ => new AdaptiveAvgPool2d((2, 3)), [1, 2, 3, 5]), (_ => new AdaptiveMaxPool2d((2, 3)), [1, 2, 3, 5]), (_ => new GlobalAvgPool2d(), [2, 2, 3, 3]),
        (_ => new BatchNorm1d(3), [4, 3]), (_ => new BatchNorm1d(2), [2, 2, 3]), (_ => new BatchNorm2d(2), [2, 2, 2, 3]), (_ => new LayerNorm(4), [3, 4]),
        (r => new RnnCell(2, 3, r), [2, 2]), (r => new LstmCell(2, 3, r), [2, 2]), (r => new GruCell(2, 3, r), [2, 2]),
        (r => new Rnn(2, 3, r, layers: 2), [2, 3, 2]), (r => new Lstm(2, 3, r), [2, 3, 2]), (r => new Gru(2, 3, r), [2, 3, 2]),
        (r => new MultiHeadAttention(4, 2, r), [2, 3, 4]), (r => new TransformerEncoderLayer(4, 2, 5, r, dropout: 0, new Gelu(), normFirst: true), [1, 3, 4]),
        (r => new TransformerEncoderLayer(4, 2, 5, r, dropout: 0, new Tanh()), [1, 3, 4]), (r => new PatchEmbedding(2, 2, 3, r), [1, 2, 4, 4]),
        (r => new ClassToken(3, r), [2, 2, 3]), (r => new LearnedPositions(3, 4, r), [2, 3, 4]), (_ => new SinusoidalPositions(4), [2, 3, 4]),
        (_ => new Upsample(2), [1, 2, 2, 3]), (_ => new Upsample((3, 2), Interpolation.Bilinear), [1, 1, 3, 2]),
        (r => new Residual(new Linear(3, 3, r)), [2, 3]), (r => new Residual(new Linear(3, 2, r), new Linear(3, 2, r)), [2, 3]), (r => new Sequential(new Linear(3, 3, r), new Sigmoid(), new Linear(3, 2, r)), [2, 3]),
        (_ => new Relu(), [7]), (_ => new Sigmoid(), [5]), (_ => new Tanh(), [5]), (_ => new LeakyRelu(), [7]), (_ => new Elu(), [7]), (_ => new Gelu(), [5]), (_ => new Softplus(), [5]),
        (_ => new Softmax(0), [3, 2]), (_ => new LogSoftmax(), [2, 3]), (_ => new Flatten(), [2, 2, 2]), (_ => new Lambda(x => x * x), [3]),
        (_ => { var layer = new Dropout(0.5, new(1)); layer.Eval(); return layer; }, [4]),
    ];

    static readonly (string Name, Func<Tensor[], Tensor> F, Shape[] Inputs)[] Losses =
    [
        ("Mse", t => Loss.Mse(t[0], t[1]), [[2, 3], [2, 3]]), ("L1", t => Loss.L1(t[0], t[1], Reduction.Sum), [[2, 3], [2, 3]]),
        ("Huber", t => Loss.Huber(t[0], t[1], delta: 0.37), [[2, 3], [2, 3]]), ("BceWithLogits", t => Loss.BceWithLogits(t[0], [[0, 1, 0.3], [1, 0, 1]], positiveWeight: 2), [[2, 3]]),
        ("CrossEntropy", t => Loss.CrossEntropy(t[0], [2, 0]), [[2, 3]]), ("CrossEntropy", t => Loss.CrossEntropy(t[0], [2, 0], weights: [1, 2, 0.5]), [[2, 3]]),
        ("CrossEntropy", t => Loss.CrossEntropy(t[0], [[0.2, 0.3, 0.5], [1, 0, 1]], reduction: Reduction.None), [[2, 3]]),
        ("Nll", t => Loss.Nll(t[0], [[2, 0], [1, 1]], weights: [1, 2, 0.5], reduction: Reduction.None), [[2, 3, 2]]),
        ("NtXent", t => Loss.NtXent(t[0], 0.5 * t[1]), [[6, 3], []]), ("Clip", t => Loss.Clip(t[0], t[1], 0.7), [[3, 4], [3, 4]]),
        ("Triplet", t => Loss.Triplet(t[0], t[1], t[2], margin: 3), [[2, 3], [2, 3], [2, 3]]), ("TotalVariation", t => Loss.TotalVariation(t[0], Reduction.Mean), [[2, 3, 4]]),
    ];

    public static TheoryData<int, string> LayerCases { get { var data = new TheoryData<int, string>(); for (int i = 0; i < Layers.Length; i++) data.Add(i, $"{Layers[i].Layer(new(1))}"); return data; } }
    public static TheoryData<int, string> LossCases { get { var data = new TheoryData<int, string>(); for (int i = 0; i < Losses.Length; i++) data.Add(i, Losses[i].Name); return data; } }

    [Theory, MemberData(nameof(LayerCases))]
    public void The_gradient_of_a_layer_is_the_slope_and_so_is_the_gradients_gradient(int row, string name)
    {
        var module = Layers[row].Layer(new(5));
        Tensor[] inputs = [Spaced(Layers[row].Input, 0), .. module.Parameters];
        Verify(name, inputs, () => module.Forward(inputs[0]));
    }

    [Theory, MemberData(nameof(LossCases))]
    public void The_gradient_of_a_loss_is_the_slope_and_so_is_the_gradients_gradient(int row, string name)
    {
        Tensor[] inputs = [.. Losses[row].Inputs.Select(Spaced)];
        Verify(name, inputs, () => Losses[row].F(inputs));
    }

    static void Verify(string name, Tensor[] inputs, Func<Tensor> f)
    {
        var first = GradCheck.Verify(f, inputs, within: 2e-3, most: 30);
        Assert.True(first.Passed, $"{name}: {first}");
        Tensor Slopes()
        {
            foreach (var x in inputs) x.Grad = null;
            var y = f();
            y.Backward(Rng.Uniform(y.Shape, seed: 9, low: 0.5, high: 1.5), createGraph: true);
            Tensor sum = 0;
            foreach (var x in inputs)
            {
                if (x.Grad is { } g) sum += (g * Rng.Uniform(x.Shape, seed: 10, low: 0.5, high: 1.5)).Sum();
                x.Grad = null;
            }
            return sum;
        }
        foreach (var x in inputs) x.RequiresGrad = true;
        var second = GradCheck.Verify(Slopes, inputs, within: 5e-3, most: 12);
        Assert.True(second.Passed, $"the gradient of the gradient of {name}: {second}");
    }

    [Fact]
    public void Every_layer_and_every_loss_has_a_row()
    {
        var layers = typeof(Module).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Module)) && !type.IsAbstract);
        Assert.Empty(layers.Except(Layers.Select(row => row.Layer(new(1)).GetType())).Except([typeof(Embedding)]));   // of which only the table has gradients: see PyTorchTests
        var losses = typeof(Loss).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(method => method.Name);
        Assert.Empty(losses.Except(Losses.Select(row => row.Name)));
    }

    /// <summary>Numbers from −1 to 1, none near 0, far enough apart that no step of the check makes two of them change order.</summary>
    static Tensor Spaced(Shape shape, int input)
    {
        var spread = Tensor.Linspace(-1, 1.03, Math.Max(2, shape.Size))[..shape.Size] + 0.013 * input;
        spread = Tensor.Where(spread.Abs() < 0.06, spread + 0.12, spread);
        return shape.Rank == 0 ? Tensor.Ones([]) : spread.Take(new Rng(input + 3).Permutation(shape.Size)).Reshape(shape);
    }
}
