using System.Reflection;

namespace ImageLearn.Tests.Autodiff;

/// <summary>Every differentiable operation against measured slopes, and so its gradient's own gradient.</summary>
public class GradientTests
{
    /// <summary>The operation by its C# name, a use of it, and the shapes of its inputs.</summary>
    static readonly (string Op, Func<Tensor[], Tensor> F, Shape[] Inputs)[] Rows =
    [
        ("op_Addition", t => t[0] + t[1], [[2, 3], [3]]),
        ("op_Subtraction", t => t[0] - t[1], [[2, 1], [1, 3]]),
        ("op_Multiply", t => t[0] * t[1], [[2, 3], []]),
        ("op_Multiply", t => t[0] * t[0], [[4]]),
        ("op_Multiply", t => t[0] * t[1], [[2, 70], [2, 1]]),
        ("op_Division", t => t[0] / t[1], [[3], [2, 3]]),
        ("op_UnaryNegation", t => -t[0] * t[0], [[4]]),
        ("Pow", t => t[0].Pow(t[1]), [[2, 3], [3]]),
        ("Pow", t => (t[0] - 1.4).Pow(2), [[5]]),
        ("Maximum", t => Tensor.Maximum(t[0], t[1] * t[1]), [[2, 3], [3]]),
        ("Minimum", t => Tensor.Minimum(t[0] * t[0], t[1]), [[2, 3], [3]]),
        ("Exp", t => t[0].Exp(), [[4]]),
        ("Log", t => t[0].Log(), [[4]]),
        ("Pow", t => t[0].Pow(-1.5), [[4]]),
        ("Pow", t => t[0].Pow(0) * t[0], [[4]]),
        ("Expm1", t => t[0].Expm1(), [[4]]),
        ("Log1p", t => t[0].Log1p(), [[4]]),
        ("Sqrt", t => t[0].Sqrt(), [[4]]),
        ("Abs", t => (t[0] - 1.4).Abs() * t[0], [[5]]),
        ("Sin", t => t[0].Sin(), [[4]]),
        ("Cos", t => t[0].Cos(), [[4]]),
        ("Tan", t => (0.5 * t[0]).Tan(), [[4]]),
        ("Asin", t => (0.4 * t[0]).Asin(), [[4]]),
        ("Acos", t => (0.4 * t[0]).Acos(), [[4]]),
        ("Atan", t => t[0].Atan(), [[4]]),
        ("Atan2", t => Tensor.Atan2(t[0] - 1.4, t[1]), [[2, 3], [3]]),
        ("Erf", t => t[0].Erf(), [[4]]),
        ("Tanh", t => t[0].Tanh(), [[4]]),
        ("Sigmoid", t => t[0].Sigmoid(), [[4]]),
        ("Relu", t => (t[0] - 1.4).Relu() * t[0], [[5]]),
        ("LeakyRelu", t => (t[0] - 1.4).LeakyRelu(0.2) * t[0], [[5]]),
        ("Elu", t => (t[0] - 1.4).Elu(1.5), [[5]]),
        ("Gelu", t => (t[0] - 1.4).Gelu(), [[5]]),
        ("Softplus", t => (t[0] - 1.4).Softplus(), [[5]]),
        ("Softmax", t => t[0].Softmax() * t[0], [[2, 3]]),
        ("Softmax", t => t[0].Softmax(axis: 0) * t[0], [[3, 2]]),
        ("LogSoftmax", t => t[0].LogSoftmax() * t[0], [[2, 3]]),
        ("LogSoftmax", t => t[0].LogSoftmax(axis: 1) * t[0], [[2, 3, 2]]),
        ("Clamp", t => t[0].Clamp(0.97, 1.73) * t[0], [[6]]),
        ("Where", t => Tensor.Where([1, 0, 1], t[0], t[1] * t[1]), [[2, 3], []]),
        ("Sum", t => t[0].Sum(axis: [0, 2]) * t[0].Sum(), [[2, 3, 2]]),
        ("Mean", t => t[0].Mean(axis: 1, keepDims: true) * t[0], [[2, 3]]),
        ("Var", t => t[0].Var(axis: -1, correction: 1), [[2, 4]]),
        ("Var", t => t[0].Var() * t[0], [[2, 3]]),
        ("Var", t => t[0].Var(axis: [0, 2], keepDims: true) * t[0], [[2, 3, 2]]),
        ("Std", t => t[0].Std(axis: 0), [[4, 2]]),
        ("Norm", t => t[0].Norm(axis: 1), [[2, 4]]),
        ("Norm", t => (t[0] - 1.2).Norm(axis: [0, 1], p: 1) * t[0].Norm(p: double.PositiveInfinity), [[3, 2]]),
        ("LogSumExp", t => t[0].LogSumExp(axis: 0), [[3, 2]]),
        ("LogSumExp", t => t[0].LogSumExp(keepDims: true) * t[0], [[3]]),
        ("Prod", t => t[0].Prod(axis: [0, 2]), [[3, 2, 2]]),
        ("Prod", t => (t[0] - t[0][2..3]).Prod(), [[4]]),
        ("CumSum", t => t[0].CumSum(axis: 1).Exp(), [[2, 3, 2]]),
        ("CumSum", t => t[0].CumSum(axis: 0, reverse: true).Sin(), [[4]]),
        ("Diff", t => t[0].Diff(axis: 0).Exp(), [[3, 2]]),
        ("Max", t => t[0].Max(axis: 1, keepDims: true) * t[0], [[3, 4]]),
        ("Max", t => t[0].Max().Exp(), [[5]]),
        ("Min", t => t[0].Min(axis: [0, 2]) * t[0].Min(), [[2, 3, 2]]),
        ("BroadcastTo", t => t[0].BroadcastTo([2, 3, 4]) * t[0], [[3, 1]]),
        ("SumTo", t => t[0].SumTo([3, 1]).Exp(), [[2, 3, 2]]),
        ("Reshape", t => t[0].Reshape(3, -1).MatMul(t[0]), [[2, 3]]),
        ("Permute", t => t[0].Permute(2, 0, 1).MatMul(t[0]), [[2, 3, 2]]),
        ("Transpose", t => t[0].Transpose().MatMul(t[0]), [[2, 3]]),
        ("Transpose", t => t[0].Transpose(0, 2).Exp(), [[2, 3, 2]]),
        ("Unsqueeze", t => t[0].Unsqueeze(1) * t[0], [[3]]),
        ("Squeeze", t => t[0].Squeeze() * t[0], [[1, 3]]),
        ("get_At", t => t[0][1.., (..).By(-2)] * t[0][^1, ..2], [[3, 4]]),
        ("Flip", t => t[0].Flip(axis: [0, 2]) * t[0], [[2, 3, 2]]),
        ("Roll", t => t[0].Roll(-2, axis: 1) * t[0], [[2, 3]]),
        ("Tile", t => t[0].Tile(2, 3).Exp(), [[1, 3]]),
        ("Split", t => t[0].Split(2)[1].Exp() * t[0].Split(2)[0], [[3, 2]]),
        ("Sort", t => t[0].Sort(axis: 0) * t[0], [[4, 2]]),
        ("TopK", t => t[0].TopK(2).Values * t[0][.., ..2], [[2, 4]]),
        ("MaskedSelect", t => t[0].MaskedSelect([[1, 0, 1], [0, 0, 1]]).Exp(), [[2, 3]]),
        ("Pad", t => t[0].Pad([(1, 0), (0, 2)], value: 3).Exp(), [[2, 3]]),
        ("Take", t => t[0].Take([2, 0, 2], axis: 1).Exp(), [[2, 3]]),
        ("Gather", t => t[0].Gather([[2, 0], [1, 1]], axis: 1).Exp(), [[2, 3]]),
        ("Concat", t => Tensor.Concat([t[0], t[1], t[0]], axis: 1).Exp(), [[2, 3], [2, 1]]),
        ("Stack", t => Tensor.Stack([t[0], t[1]], axis: 1).Exp(), [[2, 3], [2, 3]]),
        ("FromParts", t => Tensor.FromParts([t[0], t[1], t[0]]).Exp(), [[], []]),
        ("Outer", t => Tensor.Outer(t[0], t[1]).Exp(), [[3], [2]]),
        ("Einsum", t => Tensor.Einsum("bik,bkj->bji", t[0], t[1]).Sin(), [[2, 2, 3], [2, 3, 2]]),
        ("Einsum", t => Tensor.Einsum("ii,jk,k->ji", t[0], t[1], t[2]).Sin(), [[2, 2], [3, 2], [2]]),
        ("MatMul", t => t[0].MatMul(t[1]).Exp(), [[2, 3], [3, 2]]),
        ("MatMul", t => t[0].MatMul(t[1]).Sin(), [[3], [3]]),
        ("MatMul", t => t[0].MatMul(t[1]).Sin(), [[2, 3], [3]]),
        ("MatMul", t => t[0].MatMul(t[1]).Sin(), [[3], [2, 3, 2]]),
        ("MatMul", t => t[0].MatMul(t[1]).Sin(), [[4, 2, 3], [3, 2]]),
        ("MatMul", t => t[0].MatMul(t[1]).Sin(), [[2, 1, 2, 3], [4, 3, 2]]),
        ("MatMul", t => t[0].MatMul(t[1].Transpose()).Sin(), [[2, 3], [2, 2, 3]]),
    ];

    /// <summary>Public methods that give a tensor but pass no gradient on.</summary>
    static readonly Dictionary<string, Func<Tensor, Tensor>?> Constant = new()
    {
        ["Zeros"] = null, ["Ones"] = null, ["Full"] = null, ["Arange"] = null, ["Linspace"] = null, ["Eye"] = null, ["Of"] = null, ["FromMatrix"] = null,
        ["op_Implicit"] = null, ["get_Grad"] = null, ["VectorJacobian"] = null, ["Detach"] = x => x.Detach(), ["Sign"] = x => x.Sign(), ["Floor"] = x => x.Floor(), ["Round"] = x => x.Round(),
        ["ArgMax"] = x => x.ArgMax(), ["ArgMin"] = x => x.ArgMin(), ["LeastSquares"] = x => Tensor.LeastSquares(x, x), ["EqualTo"] = x => x.EqualTo(x), ["OneHot"] = x => Tensor.OneHot(Tensor.Of([0]), 2),
        ["Ceiling"] = x => x.Ceiling(), ["ArgSort"] = x => x.ArgSort(), ["All"] = x => x.All(axis: 0), ["Any"] = x => x.Any(axis: 0), ["SymmetricEigen"] = x => (x + x.Transpose()).SymmetricEigen().Values,
        ["op_GreaterThan"] = x => x > 1, ["op_LessThan"] = x => x < 1, ["op_GreaterThanOrEqual"] = x => x >= 1, ["op_LessThanOrEqual"] = x => x <= 1,
        ["op_BitwiseAnd"] = x => x & x, ["op_BitwiseOr"] = x => x | x, ["op_LogicalNot"] = x => !x,
    };

    public static TheoryData<int, string> Cases { get { var data = new TheoryData<int, string>(); for (int i = 0; i < Rows.Length; i++) data.Add(i, Rows[i].Op); return data; } }

    [Theory, MemberData(nameof(Cases))]
    public void The_gradient_is_the_slope_and_so_is_the_gradients_gradient(int row, string op)
    {
        var (_, f, shapes) = Rows[row];
        Tensor[] inputs = [.. shapes.Select((shape, i) => Spaced(shape, i))];
        var first = GradCheck.Verify(() => f(inputs), inputs, within: 1e-4);
        Assert.True(first.Passed, $"{op}: {first}");

        var second = GradCheck.Verify(() => Slopes(f, inputs), inputs);
        Assert.True(second.Passed, $"the gradient of the gradient of {op}: {second}");
    }

    [Fact]
    public void Every_operation_that_gives_a_tensor_has_a_row_or_is_known_to_pass_no_gradient_on()
    {
        string[] operations = [.. typeof(Tensor).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(m => GivesTensors(m.ReturnType)).Select(m => m.Name).Distinct()];
        Assert.Empty(operations.Except(Rows.Select(row => row.Op)).Except(Constant.Keys));
        Assert.Empty(Rows.Select(row => row.Op).Concat(Constant.Keys).Except(operations));
        Assert.Empty(Rows.Select(row => row.Op).Intersect(Constant.Keys));
    }

    /// <summary>A tensor, an array of them, or a tuple with one.</summary>
    static bool GivesTensors(Type type) => type == typeof(Tensor) || type == typeof(Tensor[]) || type.Name.StartsWith("ValueTuple") && type.GenericTypeArguments.Any(GivesTensors);

    [Fact]
    public void What_passes_no_gradient_on_does_not_require_one()
    {
        var x = Spaced([3, 3], 0);
        x.RequiresGrad = true;
        foreach (var (op, f) in Constant)
            if (f is not null) Assert.False(f(x).RequiresGrad, op);
    }

    [Fact]
    public void What_a_fused_kernel_gives_is_what_the_rule_gives()
    {
        foreach (Func<Tensor, Tensor> f in new Func<Tensor, Tensor>[] { x => x.Tanh(), x => x.Sigmoid(), x => x.Relu(), x => x.Abs(), x => x.Gelu() })
            foreach (int size in new[] { 1, 7, 40, 1000 })
            {
                var x = Leaf(Rng.Normal([size], size));
                var g = Rng.Normal([size], seed: 5);
                Tensor[] fused = f(x).VectorJacobian([x], g), rule = f(x).VectorJacobian([x], g, createGraph: true);
                Assert.True(((fused[0] - rule[0]).Abs() <= 3e-7 * (1 + rule[0].Abs())).All(), $"size {size}: {fused[0]}, {rule[0]}");
            }
    }

    [Fact]
    public void Equal_candidates_share_the_gradient()
    {
        var x = Leaf([3, 1, 3, 2]);
        x.Max().Backward();
        Assert.Equal([0.5f, 0, 0.5f, 0], x.Grad!.Data.ToArray());

        var y = Leaf([1, 2]);
        Tensor.Maximum(y, [1, 1]).Sum().Backward();
        Assert.Equal([0.5f, 1], y.Grad!.Data.ToArray());
    }

    [Fact]
    public void Slopes_at_the_kinks_are_those_of_the_doc()
    {
        Assert.Equal([0], GradientAt(0, x => x.Abs()));
        Assert.Equal([0], GradientAt(0, x => x.Relu()));
        Assert.Equal([1], GradientAt(2, x => x.Clamp(0, 2)));
        Assert.Equal([float.PositiveInfinity], GradientAt(0, x => x.Sqrt()));
        Assert.Equal([0], GradientAt(0, x => x.Pow(2)));
        Assert.Equal([1], GradientAt(0, x => x.Pow(1)));
        Assert.Equal([0.25f], GradientAt(0, x => x.LeakyRelu(0.25)));
        Assert.Equal([2], GradientAt(0, x => x.Elu(2)));
        Assert.Equal([0.5f], GradientAt(0, x => x.Softplus()));
        Assert.Equal([0], GradientAt(0, x => x.Norm()));
        Assert.Equal([0], GradientAt(3, x => Tensor.Concat([x, x, x]).Std()));
        Assert.Equal([0], GradientAt(0, x => x.Pow(0)));
        Assert.Equal([0], GradientAt(0, x => ((Tensor)2).Pow(x) - x * Math.Log(2)));
    }

    static float[] GradientAt(double at, Func<Tensor, Tensor> f)
    {
        var x = Leaf([at]);
        f(x).Sum().Backward();
        return x.Grad!.Data.ToArray();
    }

    static Tensor Leaf(Tensor x) { x.RequiresGrad = true; return x; }

    /// <summary>The gradients of all inputs in one number that depends on each.</summary>
    static Tensor Slopes(Func<Tensor[], Tensor> f, Tensor[] inputs)
    {
        foreach (var x in inputs) x.Grad = null;
        var y = f(inputs);
        y.Backward(Rng.Uniform(y.Shape, seed: 9, low: 0.5, high: 1.5), createGraph: true);
        Tensor sum = 0;
        foreach (var x in inputs)
        {
            sum += (x.Grad! * Rng.Uniform(x.Shape, seed: 10, low: 0.5, high: 1.5)).Sum();
            x.Grad = null;
        }
        return sum;
    }

    /// <summary>Numbers from 0.5 to 2, far enough apart that no step of the check makes two of them change order.</summary>
    static Tensor Spaced(Shape shape, int input) => (Tensor.Linspace(0.5, 1.94, shape.Size) + 0.05 * input).Take(new Rng(input + 3).Permutation(shape.Size)).Reshape(shape);
}
