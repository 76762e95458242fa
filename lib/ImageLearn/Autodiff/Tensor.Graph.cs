namespace ImageLearn;

public partial class Tensor
{
    static readonly AsyncLocal<bool> Paused = new();   // follows the code across await, unlike a thread's own flag

    Node? _node;         // how this tensor was computed, if gradients flow through it
    bool _keepsGrad;
    int _version;        // counts changes, so that Backward can tell that a value it needs is gone

    /// <summary>How a tensor was computed: from which tensors, and the rules that pull a gradient back to them.</summary>
    /// <param name="Op">The operation's name, for messages.</param>
    /// <param name="Inputs">The operands, each as it was then, with its rule.</param>
    /// <param name="Depth">More than that of every operand: going down in depth visits results before operands.</param>
    sealed record Node(string Op, (Tensor Operand, int Version, Func<Tensor, Tensor> Pull)[] Inputs, int Depth);

    /// <summary>
    /// Whether gradients are found with respect to this tensor: set it on the inputs of a computation. What is computed
    /// from them has it too; setting it on such a result makes <see cref="Backward"/> keep its <see cref="Grad"/> as well.
    /// </summary>
    public bool RequiresGrad
    {
        get => _keepsGrad || _node is not null;
        set => _keepsGrad = value || _node is null ? value
            : throw new InvalidOperationException($"RequiresGrad: this tensor was computed by {_node.Op} from tensors that require gradients. Use Detach() for a copy that does not.");
    }

    /// <summary>Whether this tensor was given, not computed from tensors that require gradients.</summary>
    public bool IsLeaf => _node is null;

    /// <summary>The gradient that <see cref="Backward"/> found, of this tensor's shape; it adds to what is there. Set it to null before the next step.</summary>
    public Tensor? Grad { get; set; }

    /// <summary>The same numbers, cut off from the computation: gradients do not flow through.</summary>
    public Tensor Detach() => Sharing(Shape);

    /// <summary>Inside <c>using (Tensor.NoGrad()) { … }</c> nothing is recorded: faster, and results do not require gradients.</summary>
    public static IDisposable NoGrad() => new Pause(true);

    sealed class Pause : IDisposable
    {
        readonly bool _before = Paused.Value;
        public Pause(bool paused) => Paused.Value = paused;
        public void Dispose() => Paused.Value = _before;
    }

    /// <summary>Notes how this fresh result was computed. Returns it.</summary>
    internal Tensor From(string op, params ReadOnlySpan<(Tensor Operand, Func<Tensor, Tensor> Pull)> inputs)
    {
        int depth = 0;
        bool tracked = false;
        foreach (var (operand, _) in inputs)
        {
            tracked |= operand.RequiresGrad;
            depth = Math.Max(depth, operand._node?.Depth ?? 0);
        }
        if (!tracked || Paused.Value) return this;
        var noted = new (Tensor, int, Func<Tensor, Tensor>)[inputs.Length];
        for (int i = 0; i < noted.Length; i++) noted[i] = (inputs[i].Operand, inputs[i].Operand._version, inputs[i].Pull);
        _node = new(op, noted, depth + 1);
        return this;
    }

    void RefuseWrite(string op)
    {
        if (_node is not null)
            throw new InvalidOperationException($"{op}: this tensor was computed by {_node.Op} from tensors that require gradients, and a change would make them wrong. Change a Detach()ed copy.");
        _version++;
    }
}
