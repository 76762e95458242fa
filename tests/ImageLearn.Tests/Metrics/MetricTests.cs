using ImageLearn.Metrics;

namespace ImageLearn.Tests.Metrics;

/// <summary>What the peers' cases (Signal/ScipyTests) do not say.</summary>
public class MetricTests
{
    [Fact]
    public void Scores_and_one_hot_labels_count_as_their_largest()
    {
        Tensor scores = [[0.1, 0.7, 0.2], [2, 1, 0], [0, 0, 1]], labels = [[0, 1, 0], [0, 0, 1], [0, 0, 1]];
        Assert.Equal(2 / 3.0, Metric.Accuracy(scores, labels), 1e-12);
        Assert.Equal([0, 0, 0, 0, 1, 0, 1, 0, 1], Metric.ConfusionMatrix(scores, labels).Data.ToArray());
        Assert.Equal(1, Metric.TopK(scores, labels, 3));
    }

    [Fact]
    public void Equal_scores_are_ranked_by_class() => Assert.Equal([0, 1, 1], ((int[])[1, 2, 3]).Select(k => Metric.TopK([[5, 5, 1]], [1], k)));

    [Fact]
    public void A_model_that_broke_down_is_not_right()
    {
        Assert.Equal(0, Metric.TopK(Tensor.Full([4, 5], double.NaN), [0, 1, 3, 4], 3));
        Assert.Equal([0, 1], ((int[])[1, 2]).Select(k => Metric.TopK([[1, double.NaN, 0]], [0], k)));   // NaN is the largest, as for PyTorch
    }

    [Fact]
    public void Psnr_of_several_pictures_is_one_number_each()
    {
        Tensor a = Rng.Uniform([3, 8, 9], 1), b = Rng.Uniform([3, 8, 9], 2);
        var each = Metric.Psnr(a, b, axis: [1, 2]);
        Assert.Equal([3], each.Shape);
        for (int i = 0; i < 3; i++) Assert.Equal(Metric.Psnr(a[i, .., ..], b[i, .., ..]).Item(), each.Data[i]);
        Assert.Equal(each.Data.ToArray(), Metric.Psnr(a.Permute(1, 0, 2), b.Permute(1, 0, 2), axis: [0, 2]).Data.ToArray());
        Assert.Equal(float.PositiveInfinity, Metric.Psnr(a, a).Item());
        Assert.Equal(20, Metric.Psnr(Tensor.Zeros([5, 5]), Tensor.Full([5, 5], 25.5), range: 255).Item(), 1e-5);
    }

    [Fact]
    public void Ssim_is_one_for_equal_pictures_symmetric_and_the_mean_of_several()
    {
        Tensor a = Rng.Uniform([2, 16, 20], 1), b = Rng.Uniform([2, 16, 20], 2);
        Assert.Equal(1, Metric.Ssim(a, a), 1e-6);
        Assert.Equal(Metric.Ssim(a, b), Metric.Ssim(b, a), 1e-6);
        Assert.Equal((Metric.Ssim(a[0, .., ..], b[0, .., ..]) + Metric.Ssim(a[1, .., ..], b[1, .., ..])) / 2, Metric.Ssim(a, b), 1e-6);
    }

    [Fact]
    public void Empty_masks_agree_and_disjoint_ones_do_not()
    {
        Tensor none = Tensor.Zeros([4]), left = [1, 1, 0, 0], right = [0, 0, 1, 1], three = [1, 1, 1, 0];
        Assert.Equal((1, 1), (Metric.Iou(none, none), Metric.Dice(none, none)));
        Assert.Equal((0, 0), (Metric.Iou(left, right), Metric.Dice(left, right)));
        Assert.Equal((2 / 3.0, 0.8), (Metric.Iou(left, three), Metric.Dice(left, three)));
    }

    [Theory, InlineData("", "", 0), InlineData("kitten", "sitting", 3), InlineData("flaw", "lawn", 2), InlineData("", "abc", 3), InlineData("TODOLIST", "T0D0LIST", 2), InlineData("abc", "abc", 0)]
    public void Edit_distance_counts_insertions_deletions_and_replacements(string a, string b, int distance)
    {
        Assert.Equal(distance, Metric.EditDistance(a, b));
        Assert.Equal(distance, Metric.EditDistance(b, a));
        if (b.Length > 0) Assert.Equal(distance / (double)b.Length, Metric.CharacterErrorRate(a, b));
    }

    [Fact]
    public void R2_of_constants_is_one_or_nothing()
    {
        Assert.Equal(1, Metric.R2([3, 3], [3, 3]));
        Assert.Equal(0, Metric.R2([3, 4], [3, 3]));
        Assert.Equal(0, Metric.R2([2, 2], [1, 3]));
    }
}
