namespace ImageLearn.Tests.Tensors;

/// <summary>Every message of the tensors, as the reader sees it.</summary>
public class ErrorTexts
{
    static readonly Tensor X = Rng.Normal([2, 3], seed: 1);
    static Tensor Leaf() => new([2, 3], X.Data) { RequiresGrad = true };

    static readonly (Type Type, Action Act, string Text)[] Cases =
    [
        (typeof(ShapeException), () => Shape.Of([2, -3]), "Shape: [2, -3] has an axis of length -3. Lengths are 0 or more; only Reshape takes a -1, for the length it works out."),
        (typeof(ShapeException), () => Shape.Of([1 << 20, 1 << 20]), "Shape: [1048576, 1048576] would hold 1099511627776 elements, but a tensor holds at most 2147483591. Work on parts of the data."),
        (typeof(ShapeException), () => _ = X + Rng.Normal([4], 1), "+: [2, 3] and [4] do not broadcast: axis -1 is 3 on the left but 4 on the right. Axes are matched from the last; lengths must be equal, or one of them 1."),
        (typeof(ShapeException), () => X.Sum(axis: 2), "Sum: there is no axis 2 in shape [2, 3]. Its axes are 0 to 1, or -2 to -1 from the end."),
        (typeof(ShapeException), () => ((Tensor)1).Max(axis: 0), "Max: there is no axis 0 in shape []. A single number has no axes."),
        (typeof(ShapeException), () => X.Mean(axis: [1, -1]), "Mean: axis 1 is named twice in [1, -1]. Name each axis once."),
        (typeof(ShapeException), () => X.Std(axis: -3), "Std: there is no axis -3 in shape [2, 3]. Its axes are 0 to 1, or -2 to -1 from the end."),
        (typeof(ShapeException), () => Tensor.Zeros([0, 3]).Max(axis: 0), "Max: shape [0, 3] holds no elements to choose from."),
        (typeof(ShapeException), () => Tensor.Zeros([0]).ArgMin(), "ArgMin: shape [0] holds no elements to choose from."),
        (typeof(ShapeException), () => _ = new Tensor([2, 3], [1, 2]), "Tensor: shape [2, 3] holds 6 elements, but 2 were given."),
        (typeof(ShapeException), () => X.Item(), "Item: expected one element, but shape [2, 3] holds 6. Index one, or reduce first, e.g. x.Mean().Item()."),
        (typeof(ShapeException), () => Leaf().Assign(1), "Assign: this tensor has shape [2, 3], but the new values have []."),
        (typeof(ArgumentNullException), () => Leaf().Assign(null!), "Assign: an operand is null. (A tensor's Grad is null until Backward has reached it.)"),
        (typeof(ArgumentNullException), () => _ = X - 0.1 * Leaf().Grad!, "*: an operand is null. (A tensor's Grad is null until Backward has reached it.)"),
        (typeof(ArgumentNullException), () => _ = Tensor.Where(null!, 1, 0), "Where: an operand is null. (A tensor's Grad is null until Backward has reached it.)"),
        (typeof(ArgumentNullException), () => _ = X.MatMul(null!), "MatMul: an operand is null. (A tensor's Grad is null until Backward has reached it.)"),
        (typeof(ArgumentException), () => Tensor.Arange(0, 5, 0), "Arange: from 0 to 5 in steps of 0 is no sequence. Give a step other than 0."),
        (typeof(ShapeException), () => Tensor.Arange(0, 1e12), "Arange: from 0 to 1000000000000 in steps of 1 would be 1000000000000 elements, but a tensor holds at most 2147483591."),
        (typeof(ShapeException), () => Tensor.Of([[1, 2], [3]]), "Tensor.Of: part 0 has shape [2], but part 1 has [1]. All parts must be of one shape."),
        (typeof(ArgumentException), () => Tensor.Of(new[] { "1" }), "Tensor.Of: an array of String holds no numbers."),
        (typeof(ArgumentException), () => Tensor.Of(new object[] { 1 }), "Tensor.Of: an array of Object holds no numbers."),
        (typeof(ArgumentException), () => Tensor.Concat([]), "Concat: there is nothing to join. Give at least one tensor."),
        (typeof(ShapeException), () => Tensor.Concat([X, X[.., ..2]]), "Concat: part 1 has shape [2, 2], but part 0 has [2, 3]. They may differ on axis 0 only."),
        (typeof(ArgumentException), () => Tensor.Stack([]), "Stack: there is nothing to join. Give at least one tensor."),
        (typeof(ShapeException), () => { Tensor x = [[1, 2], [3]]; }, "Stack: part 1 has shape [1], but part 0 has [2]. All parts must be of one shape."),
        (typeof(ShapeException), () => X.Pad([(1, 1)]), "Pad: shape [2, 3] has 2 axes, but 1 pair of widths were given. Give one (before, after) per axis."),
        (typeof(ArgumentOutOfRangeException), () => X.Pad([(0, 0), (-1, 0)]), "Pad: the widths of axis 1 are (-1, 0). They must be 0 or more; cut with a slice."),
        (typeof(IndexOutOfRangeException), () => X.Take([0, 2]), "Take: 2 is outside axis 0 of shape [2, 3], which has length 2. Indices count from 0."),
        (typeof(ShapeException), () => X.Gather([0, 1], axis: 1), "Gather: indices of shape [2] do not fit shape [2, 3]. They may differ on axis 1 only."),
        (typeof(IndexOutOfRangeException), () => X.Gather([[0.5], [1]], axis: 1), "Gather: 0.5 is no index of axis 1 of shape [2, 3]. Indices are the whole numbers 0 to 2."),
        (typeof(ShapeException), () => { if (X > 0) { } }, "Condition: shape [2, 3] holds 6 answers, but an if takes one. Ask for .All() or .Any() of them."),
        (typeof(ShapeException), () => _ = X[0], "Index: shape [2, 3] has 2 axes, but 1 index was given. Give one index per axis for a number, or a range for a part: x[0, ..] is the first row."),
        (typeof(ShapeException), () => _ = X[0, 0, ..], "Index: shape [2, 3] has 2 axes, but 3 indices were given. To pick several rows by number, use Take."),
        (typeof(IndexOutOfRangeException), () => _ = X[0, -1], "Index: -1 is outside axis 1 of shape [2, 3], which has length 3. Counting from the end is written ^1, ^2, …"),
        (typeof(IndexOutOfRangeException), () => _ = X[2, 0], "Index: 2 is outside axis 0 of shape [2, 3], which has length 2. They count from 0: the last is 1, or ^1."),
        (typeof(IndexOutOfRangeException), () => _ = X[.., -1], "Index: -1 is negative. Counting from the end is written ^1, ^2, …"),
        (typeof(IndexOutOfRangeException), () => _ = X[0, ^4], "Index: ^4 is outside axis 1 of shape [2, 3], which has length 3."),
        (typeof(IndexOutOfRangeException), () => _ = X[.., 1..7], "Slice: 1..7 is outside axis 1 of shape [2, 3], which has length 3."),
        (typeof(IndexOutOfRangeException), () => _ = X[.., 2..1], "Slice: 2..1 runs backwards on axis 1 of shape [2, 3]. Write the smaller end first, and .By(-1) to reverse."),
        (typeof(ArgumentOutOfRangeException), () => _ = (1..3).By(0), "(1..3).By(0): a step of 0 would never end. Give 1 or more, or -1 or less to go backwards."),
        (typeof(ShapeException), () => { var y = X.Detach(); y[0, ..] = Tensor.Zeros([2, 3]); }, "Setting a part: values of shape [2, 3] do not stretch to the part, [3]."),
        (typeof(InvalidOperationException), () => { var y = X.Detach(); y[0, ..] = Leaf()[0, ..]; }, "Setting a part: the values require gradients, which do not flow into a changed tensor. Build the result with Where, Concat or Pad, or set a Detach()ed copy."),
        (typeof(ShapeException), () => X.Permute(0, 0), "Permute: [0, 0] does not name each axis of shape [2, 3] once."),
        (typeof(ShapeException), () => X.Squeeze(0), "Squeeze: axis 0 of shape [2, 3] has length 2. Only axes of length 1 can go; reduce it, or index it."),
        (typeof(ShapeException), () => X.Reshape(4, 2), "Reshape: [2, 3] holds 6 elements, but [4, 2] would hold 8. Write -1 for one length and it is worked out."),
        (typeof(ShapeException), () => X.Reshape(-1, -1), "Reshape: [-1, -1] leaves two lengths open. Only one may be -1."),
        (typeof(ShapeException), () => X.Reshape(-1, 4), "Reshape: [2, 3] holds 6 elements, which 4 (the known lengths of [-1, 4]) does not divide."),
        (typeof(ShapeException), () => X.BroadcastTo([3]), "BroadcastTo: [2, 3] does not stretch to [3]. Only axes of length 1 stretch."),
        (typeof(ShapeException), () => X.SumTo([5, 2, 3]), "SumTo: [2, 3] does not add up to [5, 2, 3]. Each axis must stay, become 1, or be a leading axis that goes."),
        (typeof(ArgumentException), () => X.Clamp(1, 0), "Clamp: nothing lies between 1 and 0. low must not be above high."),
        (typeof(ArgumentException), () => X.Norm(p: 3), "Norm: p is 3. It can be 1, 2 or double.PositiveInfinity."),
        (typeof(ShapeException), () => Tensor.Zeros([0]).LogSumExp(), "LogSumExp: shape [0] holds no elements to choose from."),
        (typeof(ShapeException), () => X.Any(axis: 2), "Any: there is no axis 2 in shape [2, 3]. Its axes are 0 to 1, or -2 to -1 from the end."),
        (typeof(ShapeException), () => X.All(axis: -3), "All: there is no axis -3 in shape [2, 3]. Its axes are 0 to 1, or -2 to -1 from the end."),
        (typeof(ShapeException), () => Tensor.Zeros([2, 0]).Diff(), "Diff: axis 1 of shape [2, 0] has no elements, and so no neighbours."),
        (typeof(ShapeException), () => ((Tensor)1).Softmax(), "Softmax: there is no axis -1 in shape []. A single number has no axes."),
        (typeof(ShapeException), () => X.TopK(4), "TopK: axis 1 of shape [2, 3] has no 4 elements to choose. k can be 0 to 3."),
        (typeof(ArgumentOutOfRangeException), () => X.Split(0), "Split: parts of 0 never make up axis 0 of shape [2, 3]. Give 1 or more."),
        (typeof(ArgumentOutOfRangeException), () => X.Tile(2, -1), "Tile: [2, -1] asks for -1 copies. Give 0 or more per axis."),
        (typeof(ShapeException), () => X.MaskedSelect([1, 0, 1]), "MaskedSelect: this tensor has shape [2, 3], but the mask has [3]. Make it with a comparison of this tensor, or BroadcastTo its shape."),
        (typeof(IndexOutOfRangeException), () => Tensor.OneHot([0, 3], 3), "OneHot: label 1 is 3, but there are 3 classes. Labels are the whole numbers 0 to 2."),
        (typeof(ShapeException), () => Tensor.Outer(X, [1, 2]), "Outer: expected two vectors, got [2, 3] and [2]. Flatten them with Reshape(-1)."),
        (typeof(ArgumentException), () => Tensor.Einsum("ij,jk", X, X), "Einsum: \"ij,jk\" is no equation. Write one letter per axis, operands apart by commas, and after -> the letters of the result, each once: \"ij,jk->ik\"."),
        (typeof(ArgumentException), () => Tensor.Einsum("ij->ik", X), "Einsum: \"ij->ik\" is no equation. Write one letter per axis, operands apart by commas, and after -> the letters of the result, each once: \"ij,jk->ik\"."),
        (typeof(ArgumentException), () => Tensor.Einsum("ij,jk->ik", X), "Einsum: \"ij,jk->ik\" names 2 operands, but 1 were given."),
        (typeof(ShapeException), () => Tensor.Einsum("ijk->i", X), "Einsum: \"ijk\" names 3 axes, but operand 0 has shape [2, 3]."),
        (typeof(ShapeException), () => Tensor.Einsum("ij,jk->ik", X, X), "Einsum: j is 3 in operand 0, but 2 in operand 1."),
        (typeof(ShapeException), () => X.MatMul(2), "MatMul: expected vectors or matrices, got [2, 3] and []. Multiply by a single number with *."),
        (typeof(ShapeException), () => Rng.Normal([1, 3], 1).MatMul(Rng.Normal([2, 8], 1)), "MatMul: inner axes differ, 3 and 2 (left [1, 3], right [2, 8]). Transpose one operand, or check the layer's input size."),
        (typeof(ShapeException), () => Tensor.Zeros([2, 2, 3]).MatMul(Tensor.Zeros([4, 3, 1])), "MatMul (batches): [2] and [4] do not broadcast: axis -1 is 2 on the left but 4 on the right. Axes are matched from the last; lengths must be equal, or one of them 1."),
        (typeof(ShapeException), () => Tensor.LeastSquares(X, [1, 2, 3]), "LeastSquares: expected a [rows, unknowns] and b [rows] or [rows, columns], got [2, 3] and [3]."),
        (typeof(ShapeException), () => Tensor.LeastSquares(X, [1, 2]), "LeastSquares: 2 rows cannot determine 3 unknowns (a is [2, 3]). Give at least as many rows as columns."),
        (typeof(ArgumentException), () => Tensor.LeastSquares([[1], [double.NaN]], [1, 2]), "LeastSquares: a or b holds NaN or ∞. Find out where it comes from, or leave those rows out."),
        (typeof(ArgumentException), () => Tensor.LeastSquares([[1, 3], [2, 6], [0.1, 0.3]], [1, 2, 3]), "LeastSquares: column 1 of a is a combination of the columns before it, so the solution is not unique. Leave one of them out."),
        (typeof(ShapeException), () => Tensor.Ones([2]).ToMatrix(), "ToMatrix: expected 2 axes (rows, columns), got [2]. Reshape it, or index the axes you do not want."),
        (typeof(ArgumentOutOfRangeException), () => Rng.Normal([2], seed: 1, deviation: -1), "Rng.Normal: the deviation is -1. It must be 0 or more."),
        (typeof(ArgumentOutOfRangeException), () => Rng.Uniform([2], seed: 1, low: 1), "Rng.Uniform: nothing lies between 1 and 1. low must be below high."),
        (typeof(ArgumentOutOfRangeException), () => Rng.Uniform([2], seed: 1, 0, 0), "Rng.Uniform: nothing lies between 0 and 0. low must be below high: is the limit 0 because whole numbers were divided, as in 6 / 27? Write 6.0 / 27."),
        (typeof(ArgumentOutOfRangeException), () => new Rng(1).Integers([2], 3, 3), "Rng.Integers: no whole number n has 3 ≤ n < 3. low must be below high."),
        (typeof(ArgumentOutOfRangeException), () => new Rng(1).Permutation(-1), "Rng.Permutation: -1 things cannot be put in order. n must be 0 or more."),
        (typeof(ArgumentException), () => GradCheck.Verify(() => X, []), "GradCheck: there is no input to check. List the tensors whose gradients you want checked."),
        (typeof(ArgumentException), () => GradCheck.Verify(() => X, [Leaf() * 2]), "GradCheck: an input of shape [2, 3] was computed from other tensors. Check with respect to those, or Detach() it first."),
        (typeof(InvalidOperationException), () => X.Sum().Backward(), "Backward: this tensor was not computed from any tensor that requires gradients. Set RequiresGrad = true on the inputs before computing, outside NoGrad."),
        (typeof(ShapeException), () => Leaf().Exp().Backward(), "Backward: expected a single number, but this tensor has shape [2, 3]. Reduce it first, e.g. loss.Mean().Backward()."),
        (typeof(ShapeException), () => Leaf().Exp().Backward([1, 2]), "Backward: the gradient has shape [2], but this tensor has [2, 3]. They must be equal."),
        (typeof(InvalidOperationException), () => { var w = Leaf(); var y = (w * X).Sum(); w[0, 0] = 1; y.Backward(); }, "Backward: a tensor of shape [2, 3] was changed after * used it. Call Backward before changing it, or let the operation use x.Detach()."),
        (typeof(InvalidOperationException), () => X.Sum().VectorJacobian([X]), "VectorJacobian: an input of shape [2, 3] does not require gradients. Set RequiresGrad = true on it before computing."),
        (typeof(InvalidOperationException), () => X.RegisterHook(_ => null), "RegisterHook: no gradient reaches this tensor. Set RequiresGrad = true first."),
        (typeof(ShapeException), () => { var y = Leaf().Exp(); y.RegisterHook(_ => 1); y.Sum().Backward(); }, "RegisterHook: the hook returned a gradient of shape [], but the tensor has [2, 3]. They must be equal."),
        (typeof(InvalidOperationException), () => Leaf().Exp().RequiresGrad = false, "RequiresGrad: this tensor was computed by Exp from tensors that require gradients. Use Detach() for a copy that does not."),
        (typeof(InvalidOperationException), () => Leaf().Exp().Assign(X), "Assign: this tensor was computed by Exp from tensors that require gradients, and a change would make them wrong. Change a Detach()ed copy."),
        (typeof(InvalidOperationException), () => Leaf().Exp()[0, ^1] = 1, "Setting an element: this tensor was computed by Exp from tensors that require gradients, and a change would make them wrong. Change a Detach()ed copy."),
    ];

    public static TheoryData<string> Texts => [.. Cases.Select(c => c.Text)];

    [Theory, MemberData(nameof(Texts))]
    public void An_error_names_the_operation_shows_both_values_and_says_what_to_do(string text)
    {
        var (type, act, _) = Cases.Single(c => c.Text == text);
        var thrown = Assert.Throws(type, act);
        Assert.Equal(text, thrown.Message);
    }
}
