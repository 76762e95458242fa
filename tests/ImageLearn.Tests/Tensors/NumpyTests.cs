using System.Text.Json;

namespace ImageLearn.Tests.Tensors;

/// <summary>Every case of fixtures/tensor.json, which make_tensor_fixtures.py wrote with NumPy.</summary>
public class NumpyTests
{
    static readonly Dictionary<string, Func<Tensor[], Tensor>> Twins = new()
    {
        ["exp"] = t => t[0].Exp(), ["log"] = t => t[0].Log(), ["sqrt"] = t => t[0].Sqrt(), ["abs"] = t => t[0].Abs(), ["sin"] = t => t[0].Sin(),
        ["cos"] = t => t[0].Cos(), ["tanh"] = t => t[0].Tanh(), ["sigmoid"] = t => t[0].Sigmoid(), ["relu"] = t => t[0].Relu(), ["sign"] = t => t[0].Sign(),
        ["floor"] = t => t[0].Floor(), ["round"] = t => t[0].Round(), ["clamp"] = t => t[0].Clamp(-1, 2),
        ["ceiling"] = t => t[0].Ceiling(), ["expm1"] = t => t[0].Expm1(), ["log1p"] = t => t[0].Log1p(), ["tan"] = t => t[0].Tan(), ["asin"] = t => t[0].Asin(), ["acos"] = t => t[0].Acos(), ["atan"] = t => t[0].Atan(),
        ["atan2"] = t => Tensor.Atan2(t[0], t[1]), ["erf"] = t => t[0].Erf(), ["leaky_relu"] = t => t[0].LeakyRelu(0.25), ["elu"] = t => t[0].Elu(1.5), ["softplus"] = t => t[0].Softplus(), ["gelu"] = t => t[0].Gelu(),
        ["add"] = t => t[0] + t[1], ["subtract"] = t => t[0] - t[1], ["multiply"] = t => t[0] * t[1], ["divide"] = t => t[0] / t[1],
        ["maximum"] = t => Tensor.Maximum(t[0], t[1]), ["minimum"] = t => Tensor.Minimum(t[0], t[1]), ["pow"] = t => t[0].Pow(t[1]),
        ["greater"] = t => t[0] > t[1], ["greater_equal"] = t => t[0] >= t[1], ["less"] = t => t[0] < t[1], ["less_equal"] = t => t[0] <= t[1],
        ["equal"] = t => t[0].EqualTo(t[1]), ["and"] = t => t[0] & t[1], ["or"] = t => t[0] | t[1], ["where"] = t => Tensor.Where(t[0], t[1], t[2]),
        ["sum"] = t => t[0].Sum(Axes(t)), ["sum_keep"] = t => t[0].Sum(Axes(t), keepDims: true), ["mean"] = t => t[0].Mean(Axes(t)), ["mean_keep"] = t => t[0].Mean(Axes(t), keepDims: true),
        ["var"] = t => t[0].Var(Axes(t)), ["var_keep"] = t => t[0].Var(Axes(t), keepDims: true), ["std"] = t => t[0].Std(Axes(t)), ["std_keep"] = t => t[0].Std(Axes(t), keepDims: true),
        ["max"] = t => t[0].Max(Axes(t)), ["max_keep"] = t => t[0].Max(Axes(t), keepDims: true), ["min"] = t => t[0].Min(Axes(t)), ["min_keep"] = t => t[0].Min(Axes(t), keepDims: true),
        ["prod"] = t => t[0].Prod(Axes(t)), ["prod_keep"] = t => t[0].Prod(Axes(t), keepDims: true), ["norm"] = t => t[0].Norm(Axes(t)), ["norm_keep"] = t => t[0].Norm(Axes(t), keepDims: true),
        ["norm1"] = t => t[0].Norm(Axes(t), p: 1), ["norm1_keep"] = t => t[0].Norm(Axes(t), keepDims: true, p: 1),
        ["norm_max"] = t => t[0].Norm(Axes(t), p: double.PositiveInfinity), ["norm_max_keep"] = t => t[0].Norm(Axes(t), keepDims: true, p: double.PositiveInfinity),
        ["logsumexp"] = t => (20 * t[0]).LogSumExp(Axes(t)), ["logsumexp_keep"] = t => (20 * t[0]).LogSumExp(Axes(t), keepDims: true),
        ["any"] = t => (t[0] / 2).Round().Any(Axes(t)), ["any_keep"] = t => (t[0] / 2).Round().Any(Axes(t), keepDims: true), ["all"] = t => (t[0] * 2).Round().All(Axes(t)), ["all_keep"] = t => (t[0] * 2).Round().All(Axes(t), keepDims: true),
        ["softmax"] = t => t[0].Softmax((int)t[1][0]), ["log_softmax"] = t => t[0].LogSoftmax((int)t[1][0]), ["cumsum"] = t => t[0].CumSum((int)t[1][0]), ["cumsum_reverse"] = t => t[0].CumSum((int)t[1][0], reverse: true),
        ["diff"] = t => t[0].Diff((int)t[1][0]), ["flip"] = t => t[0].Flip((int)t[1][0]), ["roll"] = t => t[0].Roll(3, (int)t[1][0]), ["sort"] = t => t[0].Sort((int)t[1][0]),
        ["sort_descending"] = t => t[0].Sort((int)t[1][0], descending: true), ["argsort"] = t => t[0].Round().ArgSort((int)t[1][0]), ["topk"] = t => t[0].TopK(1, (int)t[1][0]).Values,
        ["tile"] = t => t[0].Tile(2, 1, 3), ["tile_rank"] = t => t[0].Tile(2, 3), ["split"] = t => t[0].Split(2, axis: 1)[1], ["masked"] = t => t[0].MaskedSelect(t[0] > 0.5), ["one_hot"] = t => Tensor.OneHot(t[0], 4),
        ["argmax"] = t => t[0].ArgMax(Axis(t)), ["argmax_keep"] = t => t[0].ArgMax(Axis(t), keepDims: true),
        ["argmin"] = t => t[0].ArgMin(Axis(t)), ["argmin_keep"] = t => t[0].ArgMin(Axis(t), keepDims: true), ["var_sample"] = t => t[0].Var(correction: 1),
        ["matmul"] = t => t[0].MatMul(t[1]), ["least_squares"] = t => Tensor.LeastSquares(t[0], t[1]),
        ["slice_rows"] = t => t[0][1..3], ["slice_index"] = t => t[0][2, .., ..], ["slice_last"] = t => t[0][.., .., ^1], ["slice_step"] = t => t[0][(..).By(2), (1..5).By(3), 5],
        ["slice_reverse"] = t => t[0][(..).By(-1), .., 1..^1], ["slice_reverse_step"] = t => t[0][.., (2..5).By(-2)], ["slice_empty"] = t => t[0][.., 2..2],
        ["permute"] = t => t[0].Permute(2, 0, 1), ["transpose"] = t => t[0].Transpose(), ["reshape"] = t => t[0].Reshape(10, -1), ["pad"] = t => t[0].Pad([(1, 0), (0, 2), (3, 1)], value: 7),
        ["take"] = t => t[0].Take([3, 0, 3, 1]), ["take_middle"] = t => t[0].Take([4, 0], axis: 1), ["concat"] = t => Tensor.Concat([t[0], t[0][.., ..2], t[0]], axis: 1),
        ["stack"] = t => Tensor.Stack([t[0], t[0] + 1], axis: 2), ["stack_last"] = t => Tensor.Stack([t[0], t[0] + 1], axis: -1), ["gather"] = t => t[0].Gather(t[1], axis: 1),
        ["arange"] = _ => Tensor.Arange(2, 5, 0.25), ["arange_down"] = _ => Tensor.Arange(3, -1, -1), ["linspace"] = _ => Tensor.Linspace(-1, 2, 7), ["eye"] = _ => Tensor.Eye(3),
        ["rng_uniform"] = t => Rng.Uniform([40], seed: (long)t[0].Data[0]), ["rng_normal"] = t => Rng.Normal([40], seed: (long)t[0].Data[0], mean: 3, deviation: 2),
    };

    static readonly JsonElement File = JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "tensor.json"))).RootElement;
    static readonly Tensor[] Arrays = [.. File.GetProperty("arrays").EnumerateArray().Select(Read)];

    public static TheoryData<string> Operations => [.. File.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("op").GetString()!).Distinct()];

    [Theory, MemberData(nameof(Operations))]
    public void Agrees_with_NumPy(string op)
    {
        foreach (var c in File.GetProperty("cases").EnumerateArray().Where(c => c.GetProperty("op").GetString() == op))
        {
            Tensor[] inputs = [.. c.GetProperty("inputs").EnumerateArray().Select(i => Arrays[i.GetInt32()])];
            var (expected, actual) = (Arrays[c.GetProperty("result").GetInt32()], op.StartsWith("einsum ") ? Tensor.Einsum(op[7..], inputs) : Twins[op](inputs));
            string what = $"{op} of {string.Join(" and ", inputs.Select(x => x.Shape))}";
            Assert.True(expected.Shape == actual.Shape, $"{what}: shape {actual.Shape}, NumPy {expected.Shape}");
            // Rounding errors of a product of matrices, and of a variance, are relative to the terms, not to the sum.
            double scale = op is "matmul" or "least_squares" or "acos" or "log_softmax" || op.StartsWith("einsum") || op.StartsWith("cumsum") || op.StartsWith("logsumexp") || op.StartsWith("var") || op.StartsWith("std") ? Math.Max(1, expected.Data.ToArray().Select(Math.Abs).DefaultIfEmpty().Max()) : 0;
            double within = op == "gelu" ? 5e-6 : 3e-7;   // e^(−x²/2) is rounded before it is small
            for (int i = 0; i < expected.Size; i++)
            {
                float e = expected.Data[i], a = actual.Data[i];
                Assert.True(e.Equals(a) || e == a || Math.Abs((double)e - a) <= within * Math.Max(Math.Abs(e), scale), $"{what}, element {i}: {a:G9}, NumPy {e:G9}");
            }
        }
    }

    [Fact]
    public void Every_twin_has_a_case() => Assert.Empty(Twins.Keys.Except(File.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("op").GetString()!)));

    /// <summary>The axes a reduction was given: the second input, where −99 stands for all.</summary>
    static AxisSet Axes(Tensor[] inputs) => inputs[1].Data is [-99] ? default : AxisSet.Of([.. inputs[1].Data.ToArray().Select(x => (int)x)]);
    static int? Axis(Tensor[] inputs) => inputs[1].Data is [-99] ? null : (int)inputs[1].Data[0];

    static Tensor Read(JsonElement array) => new(
        Shape.Of([.. array.GetProperty("shape").EnumerateArray().Select(n => n.GetInt32())]),
        [.. array.GetProperty("data").EnumerateArray().Select(x => x.ValueKind == JsonValueKind.Number ? x.GetSingle() : x.GetString() switch { "inf" => float.PositiveInfinity, "-inf" => float.NegativeInfinity, _ => float.NaN })]);
}
