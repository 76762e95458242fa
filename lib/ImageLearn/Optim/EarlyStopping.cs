namespace ImageLearn.Optim;

/// <summary>Tells when to stop training: when the validation loss has not improved for some epochs.</summary>
/// <param name="patience">How many epochs without improvement are put up with.</param>
/// <param name="improvement">By how much the loss must fall below its best to count.</param>
public sealed class EarlyStopping(int patience = 5, double improvement = 0)
{
    int _epoch;

    /// <summary>The lowest loss so far; ∞ at first.</summary>
    public double Best { get; private set; } = double.PositiveInfinity;

    /// <summary>In which epoch that was, from 0; −1 at first.</summary>
    public int BestEpoch { get; private set; } = -1;

    /// <summary>Takes note of an epoch's loss. Returns whether to stop.</summary>
    public bool Step(double loss)
    {
        if (loss < Best - improvement) (Best, BestEpoch) = (loss, _epoch);
        return ++_epoch - 1 - BestEpoch > patience;
    }
}
