using System.Security.Cryptography;
using ImageLearn.Data;
using ImageLearn.Nn;
using ImageLearn.Optim;

namespace ImageLearn.Tests.Data;

public class HandwritingTests
{
    static readonly Lazy<CharacterSet> s_set = new(() => Datasets.Handwriting36(keptIn: null));

    [Fact]
    public void The_set_has_NIST36s_sizes_and_as_many_pictures_of_each_class_sorted_by_class()
    {
        var set = s_set.Value;
        Assert.Equal("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", string.Concat(set.ClassNames));
        Assert.Equal("Handwriting36, generated handwriting of the course's own: 10800 pictures to train with, 3600 to validate, 1800 to test, 36 classes", set.ToString());
        foreach (var (part, perClass) in ((CharacterExamples, int)[])[(set.Train, 300), (set.Validation, 100), (set.Test, 50)])
        {
            Assert.Equal([36 * perClass, 1024], part.Images.Shape);
            Assert.Equal([36 * perClass, 36], part.Targets.Shape);
            Assert.Equal(Enumerable.Range(0, 36 * perClass).Select(i => (float)(i / perClass)), part.Labels.Data.ToArray());
            Assert.Equal(part.Labels.Data.ToArray(), part.Targets.ArgMax(1).Data.ToArray());
            Assert.Equal(36 * perClass, part.Targets.Sum().Item());
        }
    }

    [Fact]
    public void The_same_bytes_come_from_every_machine()
    {
        byte[] bytes = [.. Bytes(s_set.Value.Train), .. Bytes(s_set.Value.Validation), .. Bytes(s_set.Value.Test)];
        Assert.Equal(Datasets.Handwriting36Hash, Convert.ToHexStringLower(SHA256.HashData(bytes)));

        static IEnumerable<byte> Bytes(CharacterExamples part) => part.Images.Data.ToArray().Select(value => (byte)Math.Round(value * 192 + 32));
    }

    [Fact]
    public void One_thread_makes_what_two_make()
    {
        byte[] labels = [.. Enumerable.Range(0, 720).Select(i => (byte)(i % 36))];
        int before = Work.Threads;
        try
        {
            Work.Threads = 1;
            var alone = HandwritingGenerator.Make(labels, 5);
            Work.Threads = 2;
            Assert.Equal(alone, HandwritingGenerator.Make(labels, 5));
            Assert.NotEqual(alone, HandwritingGenerator.Make(labels, 6));
        }
        finally
        {
            Work.Threads = before;
        }
    }

    [Fact]
    public void Ink_is_near_0_paper_is_1_and_the_edges_overshoot_a_little()
    {
        var pixels = s_set.Value.Validation.Images.Data.ToArray();
        Assert.InRange(pixels.Min(), -1 / 6f, -0.05f);
        Assert.InRange(pixels.Max(), 1.04f, 1.163f);
        Assert.InRange(pixels.Count(x => x == 1) / (double)pixels.Length, 0.5, 0.8);
        Assert.InRange(pixels.Count(x => x < 0.5f) / (double)pixels.Length, 0.12, 0.2);
    }

    [Fact]
    public void A_picture_lies_column_after_column()
    {
        // An L is dark at the left and at the bottom; read row after row, it would be dark at the left and at the top.
        var letters = s_set.Value.Train.Images[(11 * 300)..(12 * 300), ..].Mean(0).Reshape(32, 32);
        double Ink(Slice columns, Slice rows) => 1 - letters[columns, rows].Mean().Item();
        Assert.True(Ink(5..27, 24..29) > 3 * Ink(5..27, 3..8));
        Assert.True(Ink(6..14, 5..27) > 3 * Ink(20..28, 5..27));

        var example = s_set.Value.Train;
        var upright = example.Picture(3300);
        Assert.Equal(example.Images[3300, 5 * 32 + 20], upright[20, 5]);
        Assert.Equal(upright.Data.ToArray(), example.Planes()[3300, 0, .., ..].Data.ToArray());
    }

    [Fact]
    public void The_nearest_class_mean_tells_the_classes_apart_but_not_well()
    {
        var set = s_set.Value;
        var means = set.Train.Images.Reshape(36, 300, 1024).Mean(1);
        var scores = set.Test.Images.MatMul(means.Transpose()) - 0.5 * (means * means).Sum(1);
        var right = set.Test.Labels.Data.ToArray().Zip(scores.ArgMax(1).Data.ToArray(), (label, guess) => label == guess).ToArray();
        Assert.InRange(right.Average(r => r ? 1.0 : 0), 0.4, 0.75);   // chance is 0.03
        for (int c = 0; c < 36; c++)
            Assert.True(right[(50 * c)..(50 * (c + 1))].Count(r => r) >= 8, $"{set.ClassNames[c]} is hardly ever told");
    }

    [Fact]
    public void The_set_is_kept_and_a_damaged_file_is_made_anew()
    {
        var folder = Directory.CreateTempSubdirectory("handwriting");
        try
        {
            var file = Path.Combine(folder.FullName, "handwriting36.bytes");
            File.WriteAllBytes(file, new byte[16200 * 1024]);
            Assert.Equal(s_set.Value.Test.Images.Data.ToArray(), Datasets.Handwriting36(folder.FullName).Test.Images.Data.ToArray());
            Assert.Equal(file, Assert.Single(Directory.GetFiles(folder.FullName)));
            Assert.Equal(Datasets.Handwriting36Hash, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));

            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
            Assert.Equal(s_set.Value.Train.Images.Data.ToArray(), Datasets.Handwriting36(folder.FullName).Train.Images.Data.ToArray());
            Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(file));   // read, not made
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Where_nothing_can_be_kept_the_set_is_there_all_the_same()
    {
        var file = Path.GetTempFileName();
        Assert.Equal(1800, Datasets.Handwriting36(Path.Combine(file, "below a file no folder can be")).Test.Count);
        File.Delete(file);
    }

    [RealLettersFact]
    public void The_course_s_network_learns_it_as_well_as_it_learns_NIST36_and_then_reads_real_handwriting()
    {
        var rng = new Rng(8);
        var net = new Sequential(new Linear(1024, 64, rng), new Sigmoid(), new Linear(64, 36, rng));
        foreach (var layer in net.OfType<Linear>())
        {
            Init.XavierUniform(layer.Weight.Shape, rng).Data.CopyTo(layer.Weight.Elements);
            Array.Clear(layer.Bias!.Elements);
        }
        Learn(net, new Sgd(net.Parameters, 0.002), s_set.Value.Train.Images, epochs: 50);
        Assert.InRange(Accuracy(net.Forward(s_set.Value.Validation.Images), s_set.Value.Validation.Labels), 0.75, 0.85);   // published on NIST36: 0.76

        var (letters, labels) = RealLetters();
        Assert.InRange(Accuracy(net.Forward(letters)[.., ..26], labels), 0.62, 0.9);
    }

    [RealLettersFact]
    public void A_small_convolutional_network_reads_real_handwriting_better()
    {
        var rng = new Rng(9);
        var net = new Sequential(new Conv2d(1, 8, 5, rng, padding: 2), new Relu(), new MaxPool2d(2), new Conv2d(8, 16, 5, rng, padding: 2), new Relu(), new MaxPool2d(2),
            new Flatten(), new Linear(1024, 36, rng));
        Learn(net, new Adam(net.Parameters, 0.001), s_set.Value.Train.Planes(), epochs: 3);

        var (letters, labels) = RealLetters();
        Assert.InRange(Accuracy(net.Forward(new CharacterExamples(letters, labels, labels).Planes())[.., ..26], labels), 0.78, 0.95);
    }

    /// <summary>Batches of 64 in random order; the loss is summed over a batch, and Adam does not mind.</summary>
    static void Learn(Sequential net, Optimizer optimizer, Tensor images, int epochs)
    {
        var loader = new DataLoader(new TensorDataset(images, s_set.Value.Train.Labels), 64, shuffle: 1);
        for (int epoch = 0; epoch < epochs; epoch++)
            foreach (var (x, y) in loader)
            {
                optimizer.ZeroGrad();
                Loss.CrossEntropy(net.Forward(x), y, reduction: Reduction.Sum).Backward();
                optimizer.Step();
            }
    }

    static (Tensor Letters, Tensor Labels) RealLetters()
    {
        var file = MatFile.Load(RealLettersFactAttribute.Path!);
        return (file["valid_data"].ToTensor(), file["valid_labels"].ToTensor().ArgMax(1));
    }

    static double Accuracy(Tensor scores, Tensor labels) => labels.Data.ToArray().Zip(scores.ArgMax(1).Data.ToArray(), (label, guess) => label == guess ? 1.0 : 0).Average();
}
