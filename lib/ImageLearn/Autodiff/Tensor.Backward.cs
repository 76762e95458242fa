namespace ImageLearn;

public partial class Tensor
{
    /// <summary>
    /// Adds d(this)/d(x) to the <see cref="Grad"/> of every tensor x with <see cref="RequiresGrad"/> that this one was computed from.
    /// </summary>
    /// <param name="gradient">What the sums start from, for a tensor that is not a single number: the result is the product gradientᵀ·Jacobian.</param>
    /// <param name="createGraph">Record the gradients' own computation, so that they can be differentiated again.</param>
    /// <exception cref="ShapeException">This tensor is not a single number and no gradient was given, or one of another shape.</exception>
    /// <exception cref="InvalidOperationException">Nothing it was computed from requires gradients, or an operand was changed since.</exception>
    public void Backward(Tensor? gradient = null, bool createGraph = false)
    {
        if (!RequiresGrad)
            throw new InvalidOperationException("Backward: this tensor was not computed from any tensor that requires gradients. Set RequiresGrad = true on the inputs before computing, outside NoGrad.");
        if (gradient is null && Size != 1)
            throw new ShapeException($"Backward: expected a single number, but this tensor has shape {Shape}. Reduce it first, e.g. loss.Mean().Backward().");
        if (gradient is not null && gradient.Shape != Shape)
            throw new ShapeException($"Backward: the gradient has shape {gradient.Shape}, but this tensor has {Shape}. They must be equal.");

        using var pause = new Pause(!createGraph);
        var pending = new Dictionary<Tensor, Tensor> { [this] = gradient ?? Ones(Shape) };
        var deepest = new PriorityQueue<Tensor, int>([(this, 0)]);
        while (deepest.TryDequeue(out var y, out _))
        {
            var g = pending[y];
            pending.Remove(y);   // nobody needs it any more: let its memory go
            if (y._keepsGrad) y.Grad = y.Grad is not null ? y.Grad + g : createGraph ? g.Reshape(g.Shape) : g.Detach();
            foreach (var (x, version, pull) in y._node?.Inputs ?? [])
            {
                if (x._version != version)
                    throw new InvalidOperationException($"Backward: a tensor of shape {x.Shape} was changed after {y._node!.Op} used it. Call Backward before changing it, or let the operation use x.Detach().");
                if (!x.RequiresGrad) continue;
                if (pending.TryGetValue(x, out var sum)) pending[x] = sum + pull(g);
                else
                {
                    pending[x] = pull(g);
                    deepest.Enqueue(x, -(x._node?.Depth ?? 0));
                }
            }
        }
    }
}
