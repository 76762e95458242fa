using ImageLearn.Output;
using ImageLearn.Plotting;

namespace ImageLearn.Optim;

/// <summary>What training measured in each epoch. As the last expression of a cell it shows its curves.</summary>
/// <param name="metric">The name of the metric; "" if there is none.</param>
[TypeFormatterSource(typeof(RichFormatterSource))]
public sealed class History(string metric = "") : IRichOutput
{
    internal List<float> Losses { get; } = [];
    internal List<float> Metrics { get; } = [];
    internal List<float> ValidationLosses { get; } = [];
    internal List<float> ValidationMetrics { get; } = [];

    /// <summary>How many epochs there are.</summary>
    public int Epochs => Losses.Count;

    /// <summary>The mean loss of each epoch over the training examples, as they were trained with.</summary>
    public IReadOnlyList<float> Loss => Losses;

    /// <summary>The mean metric of each epoch over the training examples; empty without a metric.</summary>
    public IReadOnlyList<float> Metric => Metrics;

    /// <summary>The mean loss over the validation examples after each epoch; empty without any.</summary>
    public IReadOnlyList<float> ValidationLoss => ValidationLosses;

    /// <summary>The mean metric over the validation examples after each epoch; empty without any.</summary>
    public IReadOnlyList<float> ValidationMetric => ValidationMetrics;

    /// <summary>The curves of loss and metric against the epoch, those of training and validation together.</summary>
    public Figure Curves()
    {
        if (Epochs == 0) throw new InvalidOperationException("History.Curves: no epoch has ended yet. Train first.");
        List<Panel> panels = [Panel("loss", Losses, ValidationLosses)];
        if (Metrics.Count > 0) panels.Add(Panel(metric, Metrics, ValidationMetrics));
        return Figure.Grid(1, panels.Count, panels, title: $"{(Metrics.Count > 0 ? $"Loss and {metric}" : "Loss")} over {Tensor.Count(Epochs, "epoch")}", alt: $"Training curves over {Tensor.Count(Epochs, "epoch")}. {Told("Loss", Losses, ValidationLosses)}{(Metrics.Count > 0 ? " " + Told(metric, Metrics, ValidationMetrics) : "")}");
    }

    static Panel Panel(string what, List<float> training, List<float> validation)
    {
        Numbers epochs = 1..(training.Count + 1);
        bool few = training.Count < 10;
        var panel = new Panel("", "epoch", what).Add(Trace.Line(epochs, [.. training], "training", Palette.Blue, markers: few));
        return validation.Count == 0 ? panel : panel.Add(Trace.Line(epochs, [.. validation], "validation", Palette.Orange, markers: few));
    }

    static string Told(string what, List<float> training, List<float> validation) => FormattableString.Invariant($"{what}: {training[0]:G3} at first, {training[^1]:G3} at the end")
        + (validation.Count == 0 ? "." : FormattableString.Invariant($"; on validation data {validation[0]:G3} and {validation[^1]:G3}."));

    /// <summary>The last epoch in a line.</summary>
    public override string ToString() => Epochs == 0 ? "no epoch yet"
        : FormattableString.Invariant($"epoch {Epochs}: loss {Losses[^1]:G4}") + (Metrics.Count == 0 ? "" : FormattableString.Invariant($", {metric} {Metrics[^1]:G4}"))
        + (ValidationLosses.Count == 0 ? "" : FormattableString.Invariant($"; validation loss {ValidationLosses[^1]:G4}") + (ValidationMetrics.Count == 0 ? "" : FormattableString.Invariant($", {metric} {ValidationMetrics[^1]:G4}")));

    /// <inheritdoc/>
    public MimeBundle ToMimeBundle() => Epochs == 0 ? MimeBundle.Plain(ToString()) : Curves().ToMimeBundle();
}
