namespace ImageLearn.Imaging;

/// <summary>Disturbances, the same for the same seed on every machine.</summary>
public static class Noise
{
    /// <summary>Adds normal noise of mean 0 to every value. Results may leave the range of x.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative.</exception>
    public static Tensor Gaussian(Tensor x, double deviation, long seed) => x + Rng.Normal(x.Shape, seed, deviation: deviation);

    /// <summary>Replaces a share of the pixels, half of them by <paramref name="low"/> and half by <paramref name="high"/>, in all channels.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The share is not within 0..1.</exception>
    public static Tensor SaltAndPepper(Tensor x, double share, long seed, double low = 0, double high = 1)
    {
        var raster = Raster.Of("Noise.SaltAndPepper", x);
        if (!(share >= 0 && share <= 1)) throw new ArgumentOutOfRangeException(null, $"Noise.SaltAndPepper: the share of pixels is {share}, but goes from 0 to 1.");
        var chance = Rng.Uniform(x.Rank == 2 ? [raster.Height, raster.Width] : [raster.Height, raster.Width, 1], seed);
        return Tensor.Where(chance < share / 2, low, Tensor.Where(chance < share, high, x));
    }
}
