namespace ImageLearn.Optim;

/// <summary>Changes an optimizer's learning rate from epoch to epoch: <see cref="Step"/> after each.</summary>
public abstract class Schedule
{
    private protected Schedule(Optimizer optimizer) => Optimizer = optimizer;

    /// <summary>Whose rate it changes.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>Sets the rate for the next epoch.</summary>
    /// <param name="loss">The loss of the epoch that ended, for a schedule that looks at it: <see cref="Plateau"/>.</param>
    public abstract void Step(double loss = double.NaN);

    /// <summary>rate · factor^⌊epoch/every⌋: a drop every so many epochs.</summary>
    /// <param name="optimizer">Whose rate it changes.</param>
    /// <param name="every">Epochs from drop to drop.</param>
    /// <param name="factor">What the rate is multiplied by.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="every"/> is not 1 or more.</exception>
    public static Schedule Steps(Optimizer optimizer, int every, double factor = 0.1) =>
        Following(optimizer, nameof(Steps), every, (rate, epoch) => rate * Math.Pow(factor, epoch / every));

    /// <summary>rate · factor^epoch: a share less in every epoch.</summary>
    /// <param name="optimizer">Whose rate it changes.</param>
    /// <param name="factor">What the rate is multiplied by.</param>
    public static Schedule Exponential(Optimizer optimizer, double factor) =>
        new Formula(optimizer, (rate, epoch) => rate * Math.Pow(factor, epoch));

    /// <summary>lowest + (rate − lowest)·(1 + cos(π·epoch/epochs))/2: half a wave down (Loshchilov and Hutter 2017, arXiv:1608.03983); stays at the lowest afterwards.</summary>
    /// <param name="optimizer">Whose rate it changes.</param>
    /// <param name="epochs">How long it falls.</param>
    /// <param name="lowest">The rate at the end.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epochs"/> is not 1 or more.</exception>
    public static Schedule Cosine(Optimizer optimizer, int epochs, double lowest = 0) =>
        Following(optimizer, nameof(Cosine), epochs, (rate, epoch) => lowest + (rate - lowest) * (1 + Math.Cos(Math.PI * Math.Min(epoch, epochs) / epochs)) / 2);

    /// <summary>rate · (start + (1 − start)·epoch/epochs), which rises from a share of the rate to all of it; then stays, or follows another schedule from its beginning.</summary>
    /// <param name="optimizer">Whose rate it changes.</param>
    /// <param name="epochs">How long it rises.</param>
    /// <param name="start">The share to start from, above 0.</param>
    /// <param name="then">What follows, e.g. <c>Schedule.Cosine(optimizer, 90)</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epochs"/> is not 1 or more.</exception>
    /// <exception cref="ArgumentException"><paramref name="then"/> is no formula of the epoch, or for another optimizer.</exception>
    public static Schedule WarmUp(Optimizer optimizer, int epochs, double start = 1.0 / 3, Schedule? then = null)
    {
        if (then is not null && (then is not Formula || then.Optimizer != optimizer))
            throw new ArgumentException("Schedule.WarmUp: only Steps, Exponential, Cosine or WarmUp of the same optimizer can follow. Start a Plateau schedule when the warm-up is over.");
        var next = then as Formula;
        return Following(optimizer, nameof(WarmUp), epochs, (rate, epoch) => epoch < epochs ? rate * (start + (1 - start) * epoch / epochs) : next?.Rate(rate, epoch - epochs) ?? rate, next?.First);
    }

    /// <summary>Multiplies the rate by a factor when the loss has not become smaller than (1 − threshold) times its best for more than <paramref name="patience"/> epochs.</summary>
    /// <param name="optimizer">Whose rate it changes.</param>
    /// <param name="factor">What the rate is multiplied by.</param>
    /// <param name="patience">How many epochs without improvement are put up with.</param>
    /// <param name="threshold">How large an improvement must be, relative to the best loss.</param>
    /// <param name="lowest">The rate does not fall below this.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="factor"/> is not between 0 and 1.</exception>
    public static Schedule Plateau(Optimizer optimizer, double factor = 0.1, int patience = 10, double threshold = 1e-4, double lowest = 0) =>
        factor is > 0 and < 1 ? new Waiting(optimizer, factor, patience, threshold, lowest)
        : throw new ArgumentOutOfRangeException(null, $"Schedule.Plateau: a factor of {factor} does not lower the rate. Give a number between 0 and 1.");

    static Formula Following(Optimizer optimizer, string schedule, int epochs, Func<double, int, double> rate, double? first = null) => epochs >= 1 ? new(optimizer, rate, first)
        : throw new ArgumentOutOfRangeException(null, $"Schedule.{schedule}: {epochs} epochs are no span. Give 1 or more.");

    /// <summary>A rate that is a formula of the first rate and the epoch.</summary>
    sealed class Formula : Schedule
    {
        int _epoch;

        public Formula(Optimizer optimizer, Func<double, int, double> rate, double? first = null) : base(optimizer)
        {
            (Rate, First) = (rate, first ?? optimizer.LearningRate);
            optimizer.LearningRate = rate(First, 0);
        }

        public double First { get; }

        public Func<double, int, double> Rate { get; }

        public override void Step(double loss = double.NaN) => Optimizer.LearningRate = Rate(First, ++_epoch);
    }

    sealed class Waiting(Optimizer optimizer, double factor, int patience, double threshold, double lowest) : Schedule(optimizer)
    {
        double _best = double.PositiveInfinity;
        int _waited;

        public override void Step(double loss = double.NaN)
        {
            if (loss < _best * (1 - threshold)) (_best, _waited) = (loss, 0);
            else if (++_waited > patience) (Optimizer.LearningRate, _waited) = (Math.Min(Optimizer.LearningRate, Math.Max(lowest, Optimizer.LearningRate * factor)), 0);
        }
    }
}
