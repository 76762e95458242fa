namespace ImageLearn.Nn;

/// <summary>max(x, 0), element by element.</summary>
public sealed class Relu : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.Relu();
}

/// <summary>σ(x) = 1/(1 + e⁻ˣ), element by element.</summary>
public sealed class Sigmoid : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.Sigmoid();
}

/// <summary>tanh x, element by element.</summary>
public sealed class Tanh : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.Tanh();
}

/// <summary>x where x &gt; 0, slope·x elsewhere.</summary>
/// <param name="slope">How much passes of what is negative.</param>
public sealed class LeakyRelu(double slope = 0.01) : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.LeakyRelu(slope);

    /// <inheritdoc/>
    public override string ToString() => $"LeakyRelu({slope})";
}

/// <summary>x where x &gt; 0, α·(eˣ − 1) elsewhere (Clevert et al. 2016, arXiv:1511.07289).</summary>
/// <param name="alpha">α, how far below 0 it goes.</param>
public sealed class Elu(double alpha = 1) : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.Elu(alpha);
}

/// <summary>x·Φ(x), with Φ the normal distribution (Hendrycks and Gimpel 2016, arXiv:1606.08415).</summary>
public sealed class Gelu : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.Gelu();
}

/// <summary>ln(1 + eˣ), a smooth <see cref="Relu"/>.</summary>
public sealed class Softplus : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.Softplus();
}

/// <summary>eˣ / Σ eˣ along an axis. For training, leave it out and use <see cref="Loss.CrossEntropy"/>, which takes raw scores.</summary>
/// <param name="axis">The axis whose elements sum to 1.</param>
public sealed class Softmax(int axis = -1) : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.Softmax(axis);
}

/// <summary>ln(eˣ / Σ eˣ) along an axis, for <see cref="Loss.Nll"/>.</summary>
/// <param name="axis">The axis whose probabilities sum to 1.</param>
public sealed class LogSoftmax(int axis = -1) : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.LogSoftmax(axis);
}
