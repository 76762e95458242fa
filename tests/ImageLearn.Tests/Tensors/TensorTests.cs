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
    }

    [Fact]
    public void Arrays_of_any_kind_make_a_tensor()
    {
        Assert.Equal([1, 2], Tensor.Of([1, 2]).Data.ToArray());
        Assert.Equal([2, 2], Tensor.Of([[1, 2], [3, 4]]).Shape);
        Assert.Equal([1, 2, 2], Tensor.Of([[[1, 2], [3, 4]]]).Shape);
        Assert.Equal([2, 3], Tensor.Of(new byte[2, 3]).Shape);
        Assert.Equal([2, 1], Tensor.Of(new int[][] { [7], [8] }).Shape);
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
    }
}
