using ImageLearn.Output;

namespace ImageLearn;

public partial class Tensor
{
    // What a sweep has found of this tensor's gradient so far, and whether nobody else has that tensor.
    Tensor? _pending;
    bool _ownsPending;

    /// <summary>
    /// One walk from a result back to what it was computed from, deepest results first, so that a gradient is complete before it is pulled
    /// on. Sums are made in place, and memory that held a gradient nobody needs any more is used again.
    /// </summary>
    /// <param name="createGraph">Record the gradients' own computation.</param>
    /// <param name="found">Where to put the gradients of these tensors; when null, into every <see cref="Grad"/> that is kept.</param>
    sealed class Sweep(bool createGraph, Dictionary<Tensor, Tensor?>? found)
    {
        readonly PriorityQueue<Tensor, int> _deepest = new();

        public bool CreatesGraph => createGraph;

        public void Run(Tensor start, Tensor gradient)
        {
            var outer = _sweep;
            var aside = outer?.PutAside();
            using var resume = createGraph && Paused.Value ? new Pause(false) : null;
            _sweep = this;
            try
            {
                Receive(start, gradient, owned: false);
                while (_deepest.TryDequeue(out var y, out _))
                {
                    Cell.Checkpoint();
                    Visit(y);
                }
            }
            finally
            {
                _sweep = outer;
                foreach (var (y, _) in _deepest.UnorderedItems) y._pending = null;   // after an exception
                foreach (var (y, g, owned) in aside ?? []) (y._pending, y._ownsPending) = (g, owned);
            }
        }

        /// <summary>Takes off the tensors what was found so far: a hook may sweep through some of them for itself.</summary>
        List<(Tensor, Tensor, bool)> PutAside()
        {
            var aside = new List<(Tensor, Tensor, bool)>();
            foreach (var (y, _) in _deepest.UnorderedItems)
            {
                aside.Add((y, y._pending!, y._ownsPending));
                y._pending = null;
            }
            return aside;
        }

        void Visit(Tensor y)
        {
            var (g, owned) = (y._pending!, y._ownsPending);
            y._pending = null;
            foreach (var hook in y._hooks?.ToArray() ?? [])
            {
                owned = false;   // the hook may keep what it saw
                if (hook(g) is not { } replaced) continue;
                g = replaced.Shape == y.Shape ? replaced : throw new ShapeException($"RegisterHook: the hook returned a gradient of shape {replaced.Shape}, but the tensor has {y.Shape}. They must be equal.");
            }
            if (found is not null ? found.ContainsKey(y) : y._keepsGrad)
            {
                if (found is not null) found[y] = createGraph ? g : g.Detach();
                else y.AddToGrad(g, owned && y._node is null, createGraph);
                owned = false;
            }
            if (y._node is not { } node) return;
            foreach (var input in node.Inputs)
            {
                var x = input.Operand;
                if (x._version != input.Version)
                    throw new InvalidOperationException($"Backward: a tensor of shape {x.Shape} was changed after {node.Op} used it. Call Backward before changing it, or let the operation use x.Detach().");
                if (x.RequiresGrad && (x._node is not null || found?.ContainsKey(x) != false)) owned &= !Send(g, input);
            }
            if (owned && !g._shared) Buffers.Return(g._data);
        }

        /// <summary>Adds the gradient that comes through one use of an operand to what the operand has. Returns whether g itself lives on there.</summary>
        bool Send(Tensor g, Input input)
        {
            var x = input.Operand;
            if (input.Add is { } add && !createGraph)
            {
                if (x._pending is { } sum && x._ownsPending) { add(g, sum._data); return false; }
                if (GradTakes(x) && x is { _grad: { } grad, _ownsGrad: true }) { add(g, grad.BeforeWrite("Adding a gradient")); return false; }
            }
            var pulled = input.Pull(g);
            bool own = !ReferenceEquals(pulled, g) && !pulled._shared && !pulled.RequiresGrad;
            if (GradTakes(x)) x.AddToGrad(pulled, own, createGraph);
            else Receive(x, pulled, own);
            return ReferenceEquals(pulled, g);
        }

        /// <summary>Whether a gradient can go to <see cref="Grad"/> bit by bit: a leaf that no hook waits for.</summary>
        bool GradTakes(Tensor x) => found is null && !createGraph && x is { _node: null, _hooks: null };

        void Receive(Tensor x, Tensor g, bool owned)
        {
            if (x._pending is not { } sum)
            {
                (x._pending, x._ownsPending) = (g, owned);
                _deepest.Enqueue(x, -(x._node?.Depth ?? 0));
            }
            else if (x._ownsPending && !createGraph)
            {
                sum.AddInPlace(g);
                if (owned) Buffers.Return(g._data);
            }
            else (x._pending, x._ownsPending) = (sum + g, !createGraph);
        }
    }
}
