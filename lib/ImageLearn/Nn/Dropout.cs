namespace ImageLearn.Nn;

/// <summary>
/// While training, sets each element to 0 with probability p and scales the others by 1/(1 − p), so that their mean stays; in use, changes
/// nothing (Srivastava et al. 2014). Any shape.
/// </summary>
public sealed class Dropout : Module
{
    readonly double _probability;
    readonly Rng _rng;

    /// <param name="probability">p, from 0 to below 1.</param>
    /// <param name="rng">Where the choices come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is not in that range.</exception>
    public Dropout(double probability, Rng rng)
    {
        if (!(probability is >= 0 and < 1)) throw new ArgumentOutOfRangeException(null, $"Dropout: the probability is {probability}. It must be from 0 to below 1: at 1 nothing would pass.");
        (_probability, _rng) = (probability, rng);
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Training && _probability > 0 ? x * (_rng.Uniform(x.Shape) >= _probability) / (1 - _probability) : x;

    /// <inheritdoc/>
    public override string ToString() => $"Dropout({_probability})";
}
