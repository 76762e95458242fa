namespace ImageLearn.Tests.Tensors;

public class TensorTests
{
    [Fact]
    public void Nested_brackets_make_a_tensor()
    {
        Tensor x = [[1, 2, 3], [4, 5, 6]];
        Assert.Equal([2, 3], x.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], x.Data.ToArray());
        Assert.Equal(6, x[1, 2]);
        Tensor empty = [];
        Assert.Equal([0], empty.Shape);
        Tensor joined = [x[0, ..], x[1, ..] * 2];
        Assert.Equal([1, 2, 3, 8, 10, 12], joined.Data.ToArray());
    }

    [Fact]
    public void Arrays_of_any_kind_make_a_tensor()
    {
        Assert.Equal([1, 2], Tensor.Of([1, 2]).Data.ToArray());
        Assert.Equal([2, 2], Tensor.Of([[1, 2], [3, 4]]).Shape);
        Assert.Equal([1, 2, 2], Tensor.Of([[[1, 2], [3, 4]]]).Shape);
        Assert.Equal([1, 255, 3], Tensor.Of(new byte[,] { { 1 }, { 255 }, { 3 } }).Data.ToArray());
        Assert.Equal([1, 0], Tensor.Of(new bool[,] { { true, false } }).Data.ToArray());
        Assert.Equal([2, 1], Tensor.Of(new int[][] { [7], [8] }).Shape);
        Assert.Equal([1, 2, 1], Tensor.Of(new float[1][,] { new float[,] { { 1 }, { 2 } } }).Shape);
    }

    [Fact]
    public void Writing_to_one_tensor_never_changes_another()
    {
        Tensor x = [1, 2, 3, 4];
        var detached = x.Detach();
        var square = x.Reshape(2, 2);
        x[0] = 9;
        square[1, 1] = 7;
        Assert.Equal([9, 2, 3, 4], x.Data.ToArray());
        Assert.Equal([1, 2, 3, 4], detached.Data.ToArray());
        Assert.Equal([1, 2, 3, 7], square.Data.ToArray());
        detached.Assign(x);
        x[1] = 5;
        Assert.Equal([9, 2, 3, 4], detached.Data.ToArray());
        foreach (var same in new[] { x.Squeeze(), x.Reshape(4), x.BroadcastTo([4]), x.SumTo([4]), x.Permute(0), x[..], x.Take([0, 1, 2, 3]) })
        {
            same[..] = 0;
            Assert.Equal([9, 5, 3, 4], x.Data.ToArray());
        }
    }

    [Fact]
    public void Parts_are_set_by_slices_and_values_broadcast()
    {
        var image = Tensor.Zeros([4, 4, 3]);
        image[..2, 1..3, ..] = 0.5;
        image[^1, .., 0] = [1, 2, 3, 4];
        Assert.Equal(6, image[..2, .., ..].Sum().Item());
        Assert.Equal([1, 2, 3, 4], image[3, .., 0].Data.ToArray());
        Assert.Equal(4, image[^1, ^1, 0]);
        image[^1, 0, 0] = 7;
        Assert.Equal(7, image[3, 0, 0]);
        image += 1;
        Assert.Equal(8, image[3, 0, 0]);
    }

    [Fact]
    public void Parts_and_steps_beyond_the_end_are_one_part_and_one_element()
    {
        Tensor x = new([3, 4], Tensor.Arange(0, 12).Data) { RequiresGrad = true };
        Assert.Equal([3, 4], Assert.Single(x.Split(int.MaxValue)).Shape);
        Assert.Equal([1, 1], x[(..).By(1 << 29), (..).By(int.MinValue)].Shape);
        Assert.Equal(3, x[(..).By(1 << 29), (..).By(int.MinValue)].Item());
    }

    [Fact]
    public void A_new_axis_stands_at_every_place_there_is()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        foreach (var (axis, shape) in new (int, Shape)[] { (0, [1, 2, 3]), (1, [2, 1, 3]), (2, [2, 3, 1]), (-1, [2, 3, 1]), (-2, [2, 1, 3]), (-3, [1, 2, 3]) })
        {
            Assert.Equal(shape, x.Unsqueeze(axis).Shape);
            Assert.Equal(shape, Tensor.Stack([x], axis).Shape);
        }
        Assert.Equal([1], ((Tensor)1).Unsqueeze(-1).Shape);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 2], Tensor.Ones([1, 1, 1, 1, 1, 1, 1, 1, 2]).Sort().Shape);
        Assert.Equal(Shape.Of([.. Enumerable.Repeat(1, 64)]), Tensor.Ones(Shape.Of([.. Enumerable.Repeat(1, 64)])).Sum(axis: 63, keepDims: true).Exp().Shape);
    }

    [Fact]
    public void Equal_elements_stay_in_order_when_sorted_and_NaN_comes_last()
    {
        Tensor x = [1, double.NaN, -0.0, 0, double.NegativeInfinity, -double.NaN, 3, -5];
        Assert.Equal([4, 7, 2, 3, 0, 6, 1, 5], x.ArgSort().Data.ToArray());
        Assert.Equal([6, 0, 2, 3, 7, 4, 1, 5], x.ArgSort(descending: true).Data.ToArray());
    }

    [Fact]
    public void A_single_number_can_be_a_condition()
    {
        Tensor loss = 0.5;
        Assert.True(loss < 1 ? true : false);
        Assert.False(loss > 1 || loss < 0 ? true : false);
        Assert.True(loss > 0 && loss < 1 ? true : false);
        Assert.True((Rng.Uniform([50], seed: 1) >= 0).All());
        Assert.False((Rng.Uniform([50], seed: 1) < 0).Any());
        Assert.Equal([0, 1, 0], (!Tensor.Of([2, 0, -1])).Data.ToArray());
    }

    [Fact]
    public void Rows_can_be_walked_over()
    {
        Tensor x = [[1, 2], [3, 4], [5, 6]];
        var sums = new List<double>();
        foreach (var row in x) sums.Add(row.Sum().Item());
        Assert.Equal([3, 7, 11], sums);
    }

    [Fact]
    public void Sums_are_taken_in_double_precision()
    {
        Tensor x = Tensor.Full([10_000_000], 0.1);
        Assert.Equal((float)(10_000_000 * (double)0.1f), x.Sum().Data[0]);
        Assert.Equal(0.1f, x.Mean().Data[0]);
        Assert.Equal(0.1f, x.Reshape(-1, 2).Mean(axis: 0).Data[1]);
        Assert.Equal(1f, Tensor.Of([1e8, 1, -1e8]).Sum().Data[0]);
        Assert.Equal(1f, Tensor.Of([1e4, 1, -1e4]).MatMul(Tensor.Of([1e4, 1, 1e4])).Data[0]);
    }

    [Fact]
    public void Large_tensors_are_computed_in_pieces_with_the_same_bits()
    {
        var x = Rng.Normal([3, 50_001], seed: 1);
        var whole = x.Exp().Tanh() * x;
        for (int i = 0; i < 3; i++)
        {
            var part = x[i, ..].Exp().Tanh() * x[i, ..];
            Assert.Equal(whole[i, ..].Data[..49_000].ToArray(), part.Data[..49_000].ToArray());
        }
    }

    [Fact]
    public void Small_hyperbolic_tangents_keep_their_digits()
    {
        foreach (double x in new[] { 0, 1e-30, 1e-7, -3e-4, 0.1, -0.6, 0.624, 0.626, 0.7 })
        {
            Assert.Equal(Math.Tanh((float)x), ((Tensor)x).Tanh().Item(), Math.Abs(x) * 3e-7);
            Assert.Equal(Math.Tanh((float)x), Tensor.Full([9], x).Tanh()[3], Math.Abs(x) * 3e-7);
        }
    }

    [Fact]
    public void Shapes_compare_by_their_lengths()
    {
        Shape a = [2, 3], b = [2, 3], c = [3, 2];
        Assert.True(a == b && a != c && a.Equals((object)b) && a.GetHashCode() == b.GetHashCode());
        Assert.Equal((3, 2, 6, "[2, 3]"), (a[^1], a.Rank, a.Size, $"{a}"));
        Assert.Equal((0, 1), (Shape.Of([]).Rank, Shape.Of([]).Size));
    }

    [Fact]
    public void Matrices_go_to_MathNet_and_back()
    {
        var x = Rng.Normal([3, 4], seed: 1);
        Assert.Equal(x.Data.ToArray(), Tensor.FromMatrix(x.ToMatrix()).Data.ToArray());
        Assert.Equal(x[1, 2], x.ToMatrix()[1, 2]);
    }

    [Fact]
    public void Least_squares_fits_the_ramp_of_an_image_patch()
    {
        // 80 + 1.2x + 0.8y, exactly representable in no float32, to the last digit that float32 holds
        Tensor index = Tensor.Arange(0, 1024), y = (index / 32).Floor(), x = index - 32 * y;
        var a = Tensor.Stack([Tensor.Ones([1024]), x, y], axis: 1);
        var w = Tensor.LeastSquares(a, 80 + 1.2 * x + 0.8 * y);
        Assert.Equal(80, w[0], 1e-5);
        Assert.Equal(1.2, w[1], 1e-6);
        Assert.Equal(0.8, w[2], 1e-6);

        // The residual of a noisy fit is orthogonal to every column.
        var noisy = 80 + 1.2 * x + 0.8 * y + Rng.Normal([1024], seed: 3, deviation: 2);
        var residual = noisy - a.MatMul(Tensor.LeastSquares(a, noisy));
        Assert.True((a.Transpose().MatMul(residual).Abs() < 0.05).All());
    }
}
