using ImageLearn.Data;

namespace ImageLearn.Tests.Data;

public class DataLoaderTests
{
    static readonly TensorDataset Numbers = new(Tensor.Arange(0, 10).Unsqueeze(1), 10 * Tensor.Arange(0, 10));

    static float[][] Targets(DataLoader loader) => [.. loader.Select(batch => batch.Y.Data.ToArray())];

    [Fact]
    public void Batches_follow_the_data_and_the_last_may_be_smaller()
    {
        var loader = new DataLoader(Numbers, 4);
        Assert.Equal(3, loader.Count);
        Assert.Equal([[0, 10, 20, 30], [40, 50, 60, 70], [80, 90]], Targets(loader));
        Assert.All(loader, batch => Assert.Equal((10 * batch.X.Squeeze(1)).Data.ToArray(), batch.Y.Data.ToArray()));
        Assert.Equal([[0, 10, 20, 30], [40, 50, 60, 70]], Targets(new DataLoader(Numbers, 4, dropLast: true)));
        Assert.Equal(10, Assert.Single(Targets(new DataLoader(Numbers, int.MaxValue))).Length);
    }

    [Fact]
    public void A_seed_shuffles_each_epoch_differently_and_each_run_alike()
    {
        DataLoader first = new(Numbers, 3, shuffle: 5), second = new(Numbers, 3, shuffle: 5);
        float[][][] epochs = [Targets(first), Targets(first)];
        Assert.Equal(epochs, [Targets(second), Targets(second)]);
        Assert.NotEqual(epochs[0], epochs[1]);
        Assert.NotEqual(epochs[0], Targets(new DataLoader(Numbers, 3, shuffle: 6)));
        Assert.Equal([0f, 10, 20, 30, 40, 50, 60, 70, 80, 90], epochs[1].SelectMany(y => y).Order());

        second.Epoch = 1;
        Assert.Equal(epochs[1], Targets(second));
    }

    [Fact]
    public void A_split_parts_all_examples_at_random()
    {
        var (train, validation) = Numbers.Split(0.7, seed: 3);
        float[] All(Dataset data) => [.. Enumerable.Range(0, data.Count).Select(i => (float)data[i].Y.Item())];
        Assert.Equal((7, 3), (train.Count, validation.Count));
        Assert.Equal([0f, 10, 20, 30, 40, 50, 60, 70, 80, 90], All(train).Concat(All(validation)).Order());
        Assert.Equal(All(train), All(Numbers.Split(0.7, seed: 3).Train));
        Assert.NotEqual(All(train), All(Numbers.Split(0.7, seed: 4).Train));
        Assert.Equal([All(train)[2], All(train)[0]], train.Batch([2, 0]).Y.Data.ToArray());
    }

    [Fact]
    public void A_random_transform_depends_on_seed_epoch_and_example_only()
    {
        var noisy = Numbers.With(Transforms.Noise(1), seed: 2);
        var one = noisy.Batch([3, 7]).X;
        Assert.Equal(one[1, 0], noisy.Batch([7]).X[0, 0]);
        Assert.Equal(one[0, 0], noisy[3].X.Item());
        Assert.NotEqual(one[1, 0], noisy.Batch([7], epoch: 1).X[0, 0]);
        Assert.NotEqual(one[1, 0], Numbers.With(Transforms.Noise(1), seed: 3).Batch([7]).X[0, 0]);
        Assert.Equal([30f, 70], noisy.Batch([3, 7]).Y.Data.ToArray());
        Assert.NotEqual(one[0, 0] - 3, one[1, 0] - 7);
    }

    [Fact]
    public void A_dataset_of_ones_own_is_stacked_into_batches()
    {
        var (x, y) = new Squares().Batch([2, 3]);
        Assert.Equal([2, 1, 1], x.Shape);
        Assert.Equal([4f, 9], y.Data.ToArray());
    }

    sealed class Squares : Dataset
    {
        public override int Count => 5;
        public override (Tensor X, Tensor Y) this[int index] => (Tensor.Full([1, 1], index), index * index);
    }

    [Fact]
    public void Transforms_change_pictures_as_they_say()
    {
        var x = Tensor.Arange(0, 12).Reshape(1, 3, 4);
        var rng = new Rng(1);
        Assert.Equal(x.Flip(-1).Data.ToArray(), Transforms.FlipHorizontally(1)(x, rng).Data.ToArray());
        Assert.Equal(x.Data.ToArray(), Transforms.FlipHorizontally(0)(x, rng).Data.ToArray());
        Assert.Equal(((x - 5) / 2).Data.ToArray(), Transforms.Normalize(5, 2)(x, rng).Data.ToArray());
        Assert.Equal([0f, 1, 4, 5], Transforms.Crop(2, 2)(x[.., ..2, ..2], rng).Data.ToArray());

        HashSet<string> shifts = [];
        for (int i = 0; i < 200; i++)
        {
            var shifted = Transforms.Shift(1, fill: -1)(x + 1, rng);
            Assert.Equal(x.Shape, shifted.Shape);
            shifts.Add(string.Join(' ', shifted.Data.ToArray()));
        }
        Assert.Equal(9, shifts.Count);   // each of the nine shifts
        var cropped = Transforms.Each(Transforms.Shift(0), Transforms.Crop(2, 3))(x, rng);
        Assert.Equal([1, 2, 3], cropped.Shape);
        Assert.Equal(cropped[0, 0, 0] + 5, cropped[0, 1, 1]);

        var light = Transforms.Light(brightness: 0.5, contrast: 0.25)(x, rng);
        double gain = light[0, 0, 1] - light[0, 0, 0];
        Assert.InRange(gain, 0.75, 1.25);
        Assert.InRange(light[0, 0, 0], -0.5, 0.5);
        Assert.Equal(11 * gain, light[0, 2, 3] - light[0, 0, 0], 1e-4);
    }
}
