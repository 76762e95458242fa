using ImageLearn.Data;
using ImageLearn.Nn;
using ImageLearn.Optim;
using ImageLearn.Tests.Output;

namespace ImageLearn.Tests.Optim;

[Collection(nameof(RunningCell))]
public class TrainerTests
{
    /// <summary>Two classes of points, inside and outside a circle.</summary>
    static TensorDataset Circle(long seed)
    {
        var x = Rng.Uniform([200, 2], seed, low: -1, high: 1);
        return new(x, (x * x).Sum(axis: 1) > 0.5);
    }

    static Sequential Net() => new(new Linear(2, 16, new(1)), new Tanh(), new Linear(16, 2, new(2)));

    static Trainer Trainer(Sequential net, EarlyStopping? stopping = null, string? checkpoint = null, double rate = 0.02) => Made(net, new Adam(net.Parameters, rate), stopping, checkpoint);

    static Trainer Made(Sequential net, Optimizer optimizer, EarlyStopping? stopping, string? checkpoint) => new(net, optimizer, (y, t) => Loss.CrossEntropy(y, t))
    {
        Metric = (y, t) => y.ArgMax(axis: 1).EqualTo(t).Mean().Item(), MetricName = "accuracy",
        Schedule = Schedule.Steps(optimizer, 5, 0.9), EarlyStopping = stopping, LargestGradientNorm = 1, Checkpoint = checkpoint, Live = false,
    };

    [Fact]
    public void Learns_and_measures_what_it_says()
    {
        var net = Net();
        var trainer = Trainer(net, rate: 0.05);
        DataLoader train = new(Circle(1), 20, shuffle: 3), validation = new(Circle(2), 64);
        var history = trainer.Fit(train, 30, validation);
        Assert.Equal(30, history.Epochs);
        Assert.True(history.Loss[^1] < history.Loss[0] / 2, string.Join(", ", history.Loss));
        Assert.True(history.ValidationMetric[^1] > 0.85, $"{history}");

        net.Eval();
        var (x, y) = Circle(2).Batch([.. Enumerable.Range(0, 200)]);
        Assert.Equal(Loss.CrossEntropy(net.Forward(x), y).Item(), history.ValidationLoss[^1], 1e-5);
        Assert.Equal(net.Forward(x).ArgMax(axis: 1).EqualTo(y).Mean().Item(), history.ValidationMetric[^1], 1e-5);
    }

    [Fact]
    public void Goes_on_from_a_checkpoint_as_if_it_had_not_stopped()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            static DataLoader Train() => new(Circle(1), 20, shuffle: 3);
            var validation = new DataLoader(Circle(2), 64);
            var whole = Net();
            var expected = Trainer(whole, new(patience: 3)).Fit(Train(), 12, validation);

            Trainer(Net(), new(patience: 3), path).Fit(Train(), 5, validation);
            var resumed = Net();
            var found = Trainer(resumed, new(patience: 3), path).Fit(Train(), 12, validation);
            Assert.Equal(expected.Loss, found.Loss);
            Assert.Equal(expected.ValidationMetric, found.ValidationMetric);
            Assert.Equal(whole.Parameters.SelectMany(p => p.Data.ToArray()), resumed.Parameters.SelectMany(p => p.Data.ToArray()));
        }
        finally { File.Delete(path); }
    }

    [Fact]
    public void Stops_early_and_brings_back_the_best_parameters()
    {
        var net = Net();
        var stopping = new EarlyStopping(patience: 2);
        var trainer = Trainer(net, stopping, rate: 1);   // far too large: it gets worse soon
        var validation = new DataLoader(Circle(2), 200);
        var history = trainer.Fit(new DataLoader(Circle(1), 20, shuffle: 3), 60, validation);
        Assert.True(history.Epochs < 60);
        Assert.Equal(stopping.BestEpoch + 4, history.Epochs);
        Assert.Equal(history.ValidationLoss.Min(), trainer.Evaluate(validation).Loss);
    }

    [Fact]
    public void Shows_one_progress_and_one_figure_of_its_curves()
    {
        using var host = new RecordingHost();
        var net = Net();
        new Trainer(net, new Sgd(net.Parameters, 0.1), (y, t) => Loss.CrossEntropy(y, t)).Fit(new DataLoader(Circle(1), 50), 3);
        Assert.Equal(2, host.Outputs.Count);
        Assert.StartsWith("training: 12 of 12 · epoch 3: loss ", RecordingHost.TextOf(host.Outputs[0]));
        Assert.StartsWith("Training curves over 3 epochs. Loss: ", (string)host.Ours["figure"]!["alt"]!);
        Assert.Null(host.Ours["volatile"]);
        Assert.True(host.Frames.Count > 4);   // it was live
    }

    [Fact]
    public void A_training_step_allocates_little()
    {
        var net = new Sequential(new Linear(256, 64, new(1)), new Sigmoid(), new Linear(64, 10, new(2)));
        var optimizer = new Sgd(net.Parameters, 0.01, momentum: 0.9);
        Tensor x = Rng.Normal([32, 256], seed: 1), y = Rng.Uniform([32], seed: 2, high: 10).Floor();
        void Step()
        {
            optimizer.ZeroGrad();
            Loss.CrossEntropy(net.Forward(x), y).Backward();
            optimizer.Step();
        }
        for (int i = 0; i < 20; i++) Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++) Step();
        long perStep = (GC.GetAllocatedBytesForCurrentThread() - before) / 10;
        Assert.True(perStep < 50_000, $"{perStep} bytes a step");   // the gradients alone are 68 kB: they are used again
    }
}
