namespace ImageLearn.Data;

/// <summary>Makes a new input from an input, with random numbers to draw from.</summary>
public delegate Tensor Transform(Tensor x, Rng rng);

/// <summary>Changes of pictures [channels, height, width] that leave what they show: more examples from the same ones.</summary>
/// <example><code>
/// var augmented = train.With(Transforms.Each(Transforms.FlipHorizontally(), Transforms.Shift(3)), seed: 1);
/// </code></example>
public static class Transforms
{
    /// <summary>One after the other.</summary>
    public static Transform Each(params Transform[] transforms) => (x, rng) => transforms.Aggregate(x, (x, transform) => transform(x, rng));

    /// <summary>(x − mean)/deviation for each channel.</summary>
    /// <param name="mean">A single number for all, or one per channel, [channels].</param>
    /// <param name="deviation">The same.</param>
    public static Transform Normalize(Tensor mean, Tensor deviation) => (x, _) => (x - PerChannel(mean)) / PerChannel(deviation);

    /// <summary>Left and right exchanged, with a probability from 0 to 1.</summary>
    public static Transform FlipHorizontally(double probability = 0.5) => (x, rng) => Draw(rng) < probability ? x.Flip(-1) : x;

    /// <summary>Moved by up to so many pixels in each direction; what comes in at the edge has one value.</summary>
    /// <param name="most">The longest way, 0 or more.</param>
    /// <param name="fill">The value of what comes in: that of the paper.</param>
    public static Transform Shift(int most, double fill = 0) => (x, rng) =>
    {
        int down = Integer(rng, 2 * most + 1), right = Integer(rng, 2 * most + 1), height = x.Shape[^2], width = x.Shape[^1];
        return Padded(x, most, fill)[.., down..(down + height), right..(right + width)];
    };

    /// <summary>A part of a size, taken from a random place.</summary>
    /// <exception cref="ShapeException">The picture is smaller.</exception>
    public static Transform Crop(int height, int width) => (x, rng) =>
    {
        if (x.Shape[^2] < height || x.Shape[^1] < width) throw new ShapeException($"Transforms.Crop: no {height}×{width} fits into {x.Shape}. Crop less, or enlarge first.");
        int top = Integer(rng, x.Shape[^2] - height + 1), left = Integer(rng, x.Shape[^1] - width + 1);
        return x[.., top..(top + height), left..(left + width)];
    };

    /// <summary>Noise added to each element, normally distributed.</summary>
    public static Transform Noise(double deviation) => (x, rng) => x + rng.Normal(x.Shape, deviation: deviation);

    /// <summary>Brightness and contrast changed: a·x + b with a from 1 − contrast to 1 + contrast and b from −brightness to brightness.</summary>
    /// <param name="brightness">How much is added or taken at most, in the picture's own units.</param>
    /// <param name="contrast">By what share differences grow or shrink at most.</param>
    public static Transform Light(double brightness, double contrast) => (x, rng) => (1 + contrast * (2 * Draw(rng) - 1)) * x + brightness * (2 * Draw(rng) - 1);

    static Tensor PerChannel(Tensor x) => x.Size == 1 ? x : x.Reshape(-1, 1, 1);
    static Tensor Padded(Tensor x, int by, double value) => x.Pad([(0, 0), (by, by), (by, by)], value);
    static double Draw(Rng rng) => rng.Uniform([]).Item();
    static int Integer(Rng rng, int below) => (int)rng.Integers([], 0, below).Item();
}
