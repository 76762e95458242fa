namespace ImageLearn;

public partial class Tensor
{
    Tensor? _grad;
    bool _ownsGrad;   // Backward made _grad and may add to its numbers
    bool _gradSeen;   // somebody has asked for it, and may have kept it
    List<Func<Tensor, Tensor?>>? _hooks;

    /// <summary>
    /// The gradient that <see cref="Backward"/> found, of this tensor's shape. It adds to what is there, in place: set it to null before the
    /// next step, or keep a <see cref="Detach"/>ed copy of what you want to keep.
    /// </summary>
    /// <exception cref="ShapeException">A gradient that is set has another shape.</exception>
    public Tensor? Grad
    {
        get
        {
            _gradSeen = true;
            return _grad;
        }
        set
        {
            if (value is not null && value.Shape != Shape)   // or the next sum would stretch
                throw new ShapeException($"Grad: this tensor has shape {Shape}, but the gradient {value.Shape}. They must be equal. Set it to null to begin anew.");
            (_grad, _ownsGrad, _gradSeen) = (value, false, true);
        }
    }

    /// <summary><see cref="Grad"/> for a reader that does not keep it.</summary>
    internal Tensor? PassingGrad => _grad;

    /// <summary>Sets <see cref="Grad"/> to null. If nobody has seen it, the next gradient takes its memory.</summary>
    internal void ForgetGrad()
    {
        if (_grad is { _shared: false } grad && _ownsGrad && !_gradSeen) Buffers.Return(grad._data);
        Grad = null;
    }

    /// <summary>
    /// Adds d(this)/d(x) to the <see cref="Grad"/> of every tensor x with <see cref="RequiresGrad"/> that this one was computed from.
    /// The record of the computation stays as long as its result does, so a second call adds the same again.
    /// </summary>
    /// <param name="gradient">What the sums start from, for a tensor that is not a single number: the result is the product gradientᵀ·Jacobian.</param>
    /// <param name="createGraph">Record the gradients' own computation, so that they can be differentiated again.</param>
    /// <exception cref="ShapeException">This tensor is not a single number and no gradient was given, or one of another shape.</exception>
    /// <exception cref="InvalidOperationException">Nothing it was computed from requires gradients, or an operand was changed since.</exception>
    public void Backward(Tensor? gradient = null, bool createGraph = false) => new Sweep(createGraph, null).Run(this, Start(nameof(Backward), gradient));

    /// <summary>
    /// The product vectorᵀ·Jacobian with respect to each input, without touching any <see cref="Grad"/>; for a single number, its gradients.
    /// An input that this tensor does not depend on gets zeros.
    /// </summary>
    /// <param name="inputs">Tensors with <see cref="RequiresGrad"/> that this one was computed from.</param>
    /// <param name="vector">Of this tensor's shape; 1 when left out.</param>
    /// <param name="createGraph">Record the gradients' own computation, so that they can be differentiated again.</param>
    /// <exception cref="ShapeException">This tensor is not a single number and no vector was given, or one of another shape.</exception>
    /// <exception cref="InvalidOperationException">Nothing it was computed from requires gradients, or an operand was changed since.</exception>
    public Tensor[] VectorJacobian(ReadOnlySpan<Tensor> inputs, Tensor? vector = null, bool createGraph = false)
    {
        RefuseNull(nameof(VectorJacobian), inputs);
        var found = new Dictionary<Tensor, Tensor?>();
        foreach (var x in inputs)
            found[x] = x.RequiresGrad ? null : throw new InvalidOperationException($"VectorJacobian: an input of shape {x.Shape} does not require gradients. Set RequiresGrad = true on it before computing.");
        new Sweep(createGraph, found).Run(this, Start(nameof(VectorJacobian), vector));
        return [.. inputs.ToArray().Select(x => found[x] ?? Zeros(x.Shape))];
    }

    /// <summary>
    /// Calls <paramref name="hook"/> with this tensor's gradient whenever a sweep has found all of it, before it is passed on; what the hook
    /// returns takes its place, null leaves it. Dispose the result to stop.
    /// </summary>
    /// <exception cref="InvalidOperationException">This tensor does not require gradients.</exception>
    public IDisposable RegisterHook(Func<Tensor, Tensor?> hook)
    {
        if (!RequiresGrad) throw new InvalidOperationException("RegisterHook: no gradient reaches this tensor. Set RequiresGrad = true first.");
        (_hooks ??= []).Add(hook);
        return new Registration(this, hook);
    }

    sealed class Registration(Tensor tensor, Func<Tensor, Tensor?> hook) : IDisposable
    {
        public void Dispose()
        {
            tensor._hooks?.Remove(hook);
            if (tensor._hooks?.Count == 0) tensor._hooks = null;
        }
    }

    /// <summary>What a sweep starts from.</summary>
    Tensor Start(string op, Tensor? gradient)
    {
        if (!RequiresGrad)
            throw new InvalidOperationException($"{op}: this tensor was not computed from any tensor that requires gradients. Set RequiresGrad = true on the inputs before computing, outside NoGrad.");
        if (gradient is null && Size != 1)
            throw new ShapeException($"{op}: expected a single number, but this tensor has shape {Shape}. Reduce it first, e.g. loss.Mean().Backward().");
        if (gradient is not null && gradient.Shape != Shape)
            throw new ShapeException($"{op}: the gradient has shape {gradient.Shape}, but this tensor has {Shape}. They must be equal.");
        return gradient ?? Ones(Shape);
    }

    /// <summary>Adds to <see cref="Grad"/>, in place if Backward made it.</summary>
    void AddToGrad(Tensor g, bool owned, bool createGraph)
    {
        if (_grad is null) (_grad, _ownsGrad, _gradSeen) = (createGraph ? g.Reshape(g.Shape) : owned ? g : g.Detach(), !createGraph, false);
        else if (createGraph || !_ownsGrad) (_grad, _ownsGrad, _gradSeen) = (_grad + g, !createGraph, false);
        else _grad.AddInPlace(g);
    }

    /// <summary>Adds a tensor that stretches to this one's shape to its numbers.</summary>
    internal void AddInPlace(Tensor b)
    {
        BeforeWrite("Adding");
        Apply(System.Numerics.Tensors.TensorPrimitives.Add, this, b, this);
    }
}
