using System.Text.Json;

namespace ImageLearn.Tests.Autodiff;

/// <summary>Every case of fixtures/gradients.json, which make_gradient_fixtures.py wrote with PyTorch.</summary>
public class TorchTests
{
    static readonly Dictionary<string, Func<Tensor[], Tensor>> Twins = new()
    {
        ["softmax"] = t => t[0].Softmax(axis: 0), ["log_softmax"] = t => t[0].LogSoftmax(), ["logsumexp"] = t => t[0].LogSumExp(axis: [0, 2]), ["norm"] = t => t[0].Norm(axis: 1),
        ["std"] = t => t[0].Std(axis: [0, 2], correction: 1), ["var"] = t => t[0].Var(axis: 1, keepDims: true), ["prod"] = t => t[0].Prod(axis: 1), ["cumsum"] = t => t[0].CumSum(axis: 0),
        ["diff"] = t => t[0].Diff(axis: 1), ["max"] = t => t[0].Max(axis: [0, 1]), ["sort"] = t => t[0].Sort(axis: 1, descending: true), ["topk"] = t => t[0].TopK(2, axis: 0).Values,
        ["gelu"] = t => t[0].Gelu(), ["elu"] = t => t[0].Elu(1.5), ["leaky_relu"] = t => t[0].LeakyRelu(0.2), ["softplus"] = t => t[0].Softplus(), ["erf"] = t => t[0].Erf(),
        ["sigmoid"] = t => t[0].Sigmoid(), ["tanh"] = t => t[0].Tanh(), ["expm1"] = t => t[0].Expm1(), ["log1p"] = t => (t[0] * t[0]).Log1p(), ["atan2"] = t => Tensor.Atan2(t[0], t[1]),
        ["clamp"] = t => t[0].Clamp(-0.5, 0.5), ["where"] = t => Tensor.Where(t[0] > 0, t[0] * t[1], t[1]), ["divide"] = t => t[0] / (1 + t[1] * t[1]), ["pow"] = t => (t[0] * t[0] + 1).Pow(t[1]),
        ["matmul"] = t => t[0].MatMul(t[1]), ["matmul_vector"] = t => t[0].MatMul(t[1]), ["matmul_batched"] = t => t[0].MatMul(t[1]), ["einsum"] = t => Tensor.Einsum("bhqd,bhkd->bhqk", t[0], t[1]),
        ["attention"] = t => (t[0].MatMul(t[1].Transpose()) / 2).Softmax().MatMul(t[2]), ["gather"] = t => t[0].Gather([[2, 0, 2], [1, 1, 3]], axis: 1),
        ["roll_flip"] = t => t[0].Roll(2, axis: 1).Flip(axis: 0) * t[0], ["pad_slice"] = t => t[0].Pad([(0, 1), (1, 2)])[(..).By(2), 1..].Pow(2),
    };

    static readonly JsonElement[] Cases = [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "gradients.json"))).RootElement.EnumerateArray()];

    public static TheoryData<string> Operations => [.. Cases.Select(Name)];

    [Theory, MemberData(nameof(Operations))]
    public void Results_and_gradients_are_PyTorchs(string op)
    {
        var c = Cases.Single(c => Name(c) == op);
        Tensor[] inputs = [.. c.GetProperty("inputs").EnumerateArray().Select(Read)];
        foreach (var x in inputs) x.RequiresGrad = true;
        var y = Twins[op](inputs);
        Close(op, Read(c.GetProperty("result")), y);
        y.Backward(Read(c.GetProperty("given")));
        foreach (var (x, expected) in inputs.Zip(c.GetProperty("gradients").EnumerateArray())) Close($"the gradient of {op}", Read(expected), x.Grad!);
    }

    [Fact]
    public void Every_twin_has_a_case() => Assert.Equal(Twins.Keys.Order(), Cases.Select(Name).Order());

    static string Name(JsonElement c) => c.GetProperty("op").GetString()!;

    static void Close(string what, Tensor expected, Tensor actual)
    {
        Assert.True(expected.Shape == actual.Shape, $"{what}: shape {actual.Shape}, PyTorch {expected.Shape}");
        double scale = expected.Abs().Max().Item();
        for (int i = 0; i < expected.Size; i++)
            Assert.True(Math.Abs(expected.Data[i] - actual.Data[i]) <= 1e-5 * Math.Max(Math.Abs(expected.Data[i]), 0.1 * scale), $"{what}, element {i}: {actual.Data[i]:G9}, PyTorch {expected.Data[i]:G9}");
    }

    static Tensor Read(JsonElement array) =>
        new(Shape.Of([.. array.GetProperty("shape").EnumerateArray().Select(n => n.GetInt32())]), [.. array.GetProperty("data").EnumerateArray().Select(x => x.GetSingle())]);
}
