using Simd = System.Numerics.Tensors.TensorPrimitives;

namespace ImageLearn;

// The functions between the layers of a network, written as in Tensor.Elementwise.cs.
public partial class Tensor
{
    /// <summary>tanh x = (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ), in −1 … 1.</summary>
    public Tensor Tanh() => Map(nameof(Tanh), this, Kernels.Tanh, static (g, x, y) => g * (1 - y * y), Kernels.SlopeOfTanh);

    /// <summary>σ(x) = 1/(1 + e⁻ˣ), in 0 … 1.</summary>
    public Tensor Sigmoid() => Map(nameof(Sigmoid), this, Kernels.Sigmoid, static (g, x, y) => g * y * (1 - y), Kernels.SlopeOfSigmoid);

    /// <summary>max(x, 0), with slope 0 at 0.</summary>
    public Tensor Relu() => Map(nameof(Relu), this, static (x, y) => Simd.Max(x, 0, y), static (g, x, y) => g * (x > 0), Kernels.SlopeOfRelu);

    /// <summary>x where x &gt; 0, <paramref name="slope"/>·x elsewhere; at 0 its slope is that one.</summary>
    public Tensor LeakyRelu(double slope = 0.01) => Where(this > 0, this, slope * this);

    /// <summary>x where x &gt; 0, <paramref name="alpha"/>·(eˣ − 1) elsewhere (Clevert, Unterthiner and Hochreiter 2016, arXiv:1511.07289).</summary>
    public Tensor Elu(double alpha = 1) => Where(this > 0, this, alpha * Clamp(high: 0).Expm1());

    /// <summary>x·Φ(x), where Φ is the probability that a standard normal number is below x (Hendrycks and Gimpel 2016, arXiv:1606.08415); the exact form, PyTorch's default.</summary>
    public Tensor Gelu() => Map(nameof(Gelu), this, Kernels.Gelu, static (g, x, y) => g * (x.NormalCdf() + x * x.NormalDensity()), Kernels.SlopeOfGelu);

    /// <summary>ln(1 + eˣ), a smooth max(x, 0); no overflow for large x. −(−x).Softplus() is ln σ(x).</summary>
    public Tensor Softplus() => Map(nameof(Softplus), this, Kernels.Softplus, static (g, x, y) => g * x.Sigmoid());

    /// <summary>eˣ / Σ eˣ along an axis: weights that sum to 1. The largest x is subtracted first, which changes nothing but avoids overflow.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Softmax(int axis = -1) => AlongLast(nameof(Softmax), axis, static x => MapRows(nameof(Softmax), x, Kernels.Softmax,
        static (g, x, y) => y * (g - (g * y).Sum(axis: -1, keepDims: true))));

    /// <summary>ln Softmax = x − ln Σ eˣ along an axis, without the loss of digits where a weight is near 0.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor LogSoftmax(int axis = -1) => AlongLast(nameof(LogSoftmax), axis, static x => MapRows(nameof(LogSoftmax), x, Kernels.LogSoftmax,
        static (g, x, y) => g - y.Exp() * g.Sum(axis: -1, keepDims: true)));

    /// <summary>Φ(x) = (1 + erf(x/√2))/2, with all its digits also where it is small.</summary>
    Tensor NormalCdf() => Map(nameof(NormalCdf), this, Kernels.NormalCdf, static (g, x, y) => g * x.NormalDensity());

    /// <summary>φ(x) = e^(−x²/2)/√(2π)</summary>
    Tensor NormalDensity() => (this * this * -0.5).Exp() * (1 / Math.Sqrt(2 * Math.PI));
}
