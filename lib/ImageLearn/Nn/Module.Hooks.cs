namespace ImageLearn.Nn;

public abstract partial class Module
{
    event Action<Module, Tensor, Tensor>? Forwarded;
    event Action<Module, Tensor?, Tensor>? Backwarded;

    /// <summary>Calls <paramref name="hook"/>(module, input, output) after each <see cref="Forward"/>, until the result is disposed.</summary>
    public IDisposable RegisterForwardHook(Action<Module, Tensor, Tensor> hook)
    {
        Forwarded += hook;
        return new Registration(() => Forwarded -= hook);
    }

    /// <summary>
    /// Calls <paramref name="hook"/>(module, gradient of the input, gradient of the output) when <see cref="Tensor.Backward"/> has passed
    /// through this module, until the result is disposed. An input that does not require gradients has none: null.
    /// </summary>
    public IDisposable RegisterBackwardHook(Action<Module, Tensor?, Tensor> hook)
    {
        Backwarded += hook;
        return new Registration(() => Backwarded -= hook);
    }

    sealed class Registration(Action end) : IDisposable
    {
        public void Dispose() => end();
    }

    Tensor Hooked(Tensor x)
    {
        var y = Backwarded is { } hooks ? Watched(x, hooks) : Compute(x);
        Forwarded?.Invoke(this, x, y);
        return y;
    }

    /// <summary>The output, with a stand-in for it and one for the input, on which gradients are seen as they enter and leave.</summary>
    Tensor Watched(Tensor x, Action<Module, Tensor?, Tensor> hooks)
    {
        static Tensor StandIn(Tensor x) => x.Detach().From(nameof(Forward), (x, static g => g));
        Tensor? gradOutput = null;
        var input = StandIn(x);
        var y = StandIn(Compute(input));
        if (!y.RequiresGrad) return y;
        y.RegisterHook(g =>
        {
            gradOutput = g;
            if (!input.RequiresGrad) hooks(this, null, g);
            return null;
        });
        if (input.RequiresGrad) input.RegisterHook(g => { hooks(this, g, gradOutput!); return null; });
        return y;
    }
}
