namespace ImageLearn.Nn;

/// <summary>
/// First values for weights. Fan-in is the number of inputs that one output sums, fan-out the number of outputs that one input reaches:
/// for a weight [outputs, inputs, kernel..] they are inputs · kernel and outputs · kernel.
/// </summary>
/// <example><c>layer.Weight.Assign(Init.XavierUniform(layer.Weight.Shape, rng));</c></example>
public static class Init
{
    /// <summary>Evenly distributed over ±gain·√(6/(fan-in + fan-out)), so that the variance of signals and gradients stays level (Glorot and Bengio 2010).</summary>
    public static Tensor XavierUniform(Shape shape, Rng rng, double gain = 1) => Within(shape, rng, gain * Math.Sqrt(6.0 / (FanIn(shape) + FanOut(shape))));

    /// <summary>Normally distributed with deviation gain·√(2/(fan-in + fan-out)) (Glorot and Bengio 2010).</summary>
    public static Tensor XavierNormal(Shape shape, Rng rng, double gain = 1) => rng.Normal(shape, deviation: gain * Math.Sqrt(2.0 / (FanIn(shape) + FanOut(shape))));

    /// <summary>Evenly distributed over ±√(6/fan-in), for layers before a ReLU (He et al. 2015, doi:10.1109/ICCV.2015.123).</summary>
    public static Tensor HeUniform(Shape shape, Rng rng) => Within(shape, rng, Math.Sqrt(6.0 / FanIn(shape)));

    /// <summary>Normally distributed with deviation √(2/fan-in), for layers before a ReLU (He et al. 2015, doi:10.1109/ICCV.2015.123).</summary>
    public static Tensor HeNormal(Shape shape, Rng rng) => rng.Normal(shape, deviation: Math.Sqrt(2.0 / FanIn(shape)));

    /// <summary>PyTorch's start for weights and biases: evenly distributed over ±1/√fan-in.</summary>
    internal static Tensor Fan(Shape shape, Rng rng, int? fanIn = null) => Within(shape, rng, 1 / Math.Sqrt(fanIn ?? FanIn(shape)));

    static Tensor Within(Shape shape, Rng rng, double bound) => shape.Size == 0 ? Tensor.Zeros(shape) : rng.Uniform(shape, -bound, bound);

    static int FanIn(Shape shape) => Weights(shape).SizeOf(1..);
    static int FanOut(Shape shape) => Weights(shape)[0] * shape.SizeOf(2..);

    static Shape Weights(Shape shape) => shape.Rank >= 2 ? shape
        : throw new ShapeException($"Init: shape {shape} has no inputs and outputs to count. Give the shape of a weight, [outputs, inputs, ..]; start biases with Tensor.Zeros.");
}
