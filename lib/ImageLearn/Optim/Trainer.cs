using System.Diagnostics;
using ImageLearn.Data;
using ImageLearn.Nn;
using ImageLearn.Output;

namespace ImageLearn.Optim;

/// <summary>
/// The training loop: for each batch a prediction, its loss, the gradients and a step; after each epoch the validation, the schedule, the
/// curves and a checkpoint.
/// </summary>
/// <example><code>
/// var trainer = new Trainer(net, new Adam(net.Parameters), (y, t) => Loss.CrossEntropy(y, t)) { Metric = (y, t) => y.ArgMax(axis: 1).EqualTo(t).Mean().Item(), MetricName = "accuracy" };
/// trainer.Fit(new DataLoader(train, 64, shuffle: 1), epochs: 50, new DataLoader(validation, 500))
/// </code></example>
/// <param name="model">What to train.</param>
/// <param name="optimizer">What changes its parameters.</param>
/// <param name="loss">The loss of a batch's predictions and targets: a single number.</param>
public sealed partial class Trainer(Module model, Optimizer optimizer, Func<Tensor, Tensor, Tensor> loss)
{
    /// <summary>A figure of merit of a batch's predictions and targets, shown beside the loss.</summary>
    public Func<Tensor, Tensor, double>? Metric { get; init; }

    /// <summary>What the metric is called.</summary>
    public string MetricName { get; init; } = "metric";

    /// <summary>Changes the learning rate after each epoch; it is told the validation loss, or without validation the training loss.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Ends the training when that loss no longer improves, and brings back the parameters of the best epoch.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Gradients are scaled down to this norm.</summary>
    public double? LargestGradientNorm { get; init; }

    /// <summary>A file to save everything to after each epoch. If it exists when training starts, training goes on from there.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Whether to show progress and curves while training.</summary>
    public bool Live { get; init; } = true;

    /// <summary>What each epoch measured so far.</summary>
    public History History => _history ??= new(Metric is null ? "" : MetricName);

    History? _history;
    Dictionary<string, Tensor>? _best;
    bool _stopped;

    /// <summary>Trains until so many epochs are done in all.</summary>
    /// <param name="train">The examples to train with.</param>
    /// <param name="epochs">How many epochs, those of earlier calls and of a checkpoint included.</param>
    /// <param name="validation">Examples to measure with after each epoch.</param>
    /// <exception cref="OperationCanceledException">The user interrupted the cell; the checkpoint is of the last whole epoch.</exception>
    public History Fit(DataLoader train, int epochs, DataLoader? validation = null)
    {
        if (History.Epochs == 0 && Checkpoint is not null && File.Exists(Checkpoint)) Resume(train);
        using var progress = Live ? Progress.Over(Math.Max(0, epochs - History.Epochs) * train.Count, "training") : null;
        var curves = Live ? new LiveCurves() : null;

        for (int epoch = History.Epochs; epoch < epochs && !_stopped; epoch++)
        {
            var (measured, merit) = Train(train, progress);
            History.Losses.Add(measured);
            if (Metric is not null) History.Metrics.Add(merit);
            if (validation is not null)
            {
                (measured, merit) = Evaluate(validation);
                History.ValidationLosses.Add(measured);
                if (Metric is not null) History.ValidationMetrics.Add(merit);
            }
            EndEpoch(measured);
            if (EarlyStopping?.BestEpoch == epoch) _best = model.StateDict();
            if (Checkpoint is not null) Save();
            if (progress is not null) progress.Note = $"{History}";
            curves?.Update(History, last: _stopped || epoch == epochs - 1);
        }
        if (_best is not null) model.LoadStateDict(_best);
        return History;
    }

    /// <summary>The mean loss and metric over a loader's examples, in use and without gradients.</summary>
    public (float Loss, float Metric) Evaluate(DataLoader data)
    {
        model.Eval();
        var mean = new Means();
        using (Tensor.NoGrad())
            foreach (var (x, y) in data)
            {
                Cell.Checkpoint();
                var prediction = model.Forward(x);
                mean.Add(x.Shape[0], loss(prediction, y).Item(), Metric?.Invoke(prediction, y) ?? 0);
            }
        return mean.Values;
    }

    /// <summary>One epoch of steps. Returns the mean loss and metric on the way.</summary>
    (float Loss, float Metric) Train(DataLoader data, ProgressLoop<int>? progress)
    {
        model.Train();
        var mean = new Means();
        foreach (var (x, y) in data)
        {
            Cell.Checkpoint();
            optimizer.ZeroGrad();
            var prediction = model.Forward(x);
            var error = loss(prediction, y);
            error.Backward();
            if (LargestGradientNorm is { } largest) GradientClipping.ByNorm(optimizer.Parameters, largest);
            optimizer.Step();
            mean.Add(x.Shape[0], error.Item(), Metric?.Invoke(prediction.Detach(), y) ?? 0);
            progress?.Step();
        }
        return mean.Values;
    }

    /// <summary>Tells schedule and early stopping the loss they go by: that of the validation, if there is one.</summary>
    void EndEpoch(double loss)
    {
        Schedule?.Step(loss);
        _stopped = EarlyStopping?.Step(loss) ?? false;
    }

    /// <summary>Means over examples of what is measured by batch.</summary>
    sealed class Means
    {
        double _loss, _metric;
        long _examples;
        public void Add(int examples, double loss, double metric) => (_loss, _metric, _examples) = (_loss + examples * loss, _metric + examples * metric, _examples + examples);
        public (float Loss, float Metric) Values => _examples > 0 ? ((float)(_loss / _examples), (float)(_metric / _examples))
            : throw new InvalidOperationException("Trainer: the loader gave no batch, so there is nothing to learn or measure. Give it examples, and with dropLast no larger batches than there are examples.");
    }

    /// <summary>The curves in one display, which is redrawn at most twice a second: drawing must not slow down training.</summary>
    sealed class LiveCurves
    {
        DisplayHandle? _display;
        long _drawn;

        public void Update(History history, bool last)
        {
            if (!last && (Cell.Host is ConsoleHost || _display is not null && Stopwatch.GetElapsedTime(_drawn).TotalSeconds < 0.5)) return;
            var bundle = last ? history.Curves().ToMimeBundle() : new Measured(history.Curves()).ToMimeBundle();
            if (_display is null) _display = Cell.Show(bundle);
            else _display.Update(bundle);
            _drawn = Stopwatch.GetTimestamp();
        }
    }
}
