namespace ImageLearn.Nn;

/// <summary>y = x + f(x), so that gradients reach early layers undiminished (He et al. 2016, doi:10.1109/CVPR.2016.90); f must keep the shape of x, or <c>shortcut</c> bring x to that of f(x).</summary>
/// <param name="body">f.</param>
/// <param name="shortcut">What x passes on the way past, e.g. a 1×1 <see cref="Conv2d"/>; x itself when left out.</param>
public sealed class Residual(Module body, Module? shortcut = null) : Module
{
    readonly Module _body = body;
    readonly Module? _shortcut = shortcut;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Tensor y = _body.Forward(x), past = _shortcut?.Forward(x) ?? x;
        return y.Shape == past.Shape ? past + y
            : throw new ShapeException($"the body makes {y.Shape}, but {past.Shape} comes past it. Keep the shape in the body (padding, no stride), or give a shortcut that changes it too.");
    }
}
