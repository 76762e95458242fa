namespace ImageLearn;

public partial class Tensor
{
    static readonly AsyncLocal<bool> Paused = new();   // follows the code across await, unlike a thread's own flag
    [ThreadStatic] static Sweep? _sweep;               // quicker to change: Backward does not await

    Node? _node;         // how this tensor was computed, if gradients flow through it
    int _version;        // counts changes, so that Backward can tell that a value it needs is gone
    bool _keepsGrad;

    /// <summary>How a tensor was computed: from which tensors, and the rules that pull a gradient back to them.</summary>
    /// <param name="Op">The operation's name, for messages.</param>
    /// <param name="Inputs">The operands, each as it was then, with its rule.</param>
    /// <param name="Depth">More than that of every operand: going down in depth visits results before operands.</param>
    sealed record Node(string Op, Input[] Inputs, int Depth);

    /// <summary>An operand of a node.</summary>
    /// <param name="Operand">The tensor.</param>
    /// <param name="Version">Its version when it was used.</param>
    /// <param name="Pull">Its gradient from the result's: g itself, or a tensor that nobody else has.</param>
    /// <param name="Add">Where that can be done without a tensor in between: adds its gradient to numbers.</param>
    readonly record struct Input(Tensor Operand, int Version, Func<Tensor, Tensor> Pull, Action<Tensor, float[]>? Add);

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

    /// <summary>The same numbers, cut off from the computation: gradients do not flow through.</summary>
    public Tensor Detach() => Sharing(Shape);

    /// <summary>Inside <c>using (Tensor.NoGrad()) { … }</c> nothing is recorded: faster, and results do not require gradients.</summary>
    public static IDisposable NoGrad() => new Pause(true);

    sealed class Pause : IDisposable
    {
        readonly bool _before = Paused.Value;
        public Pause(bool paused) { if (paused != _before) Paused.Value = paused; }
        public void Dispose() { if (Paused.Value != _before) Paused.Value = _before; }
    }

    /// <summary>Whether what is computed now is noted.</summary>
    internal static bool Recording => _sweep is not { CreatesGraph: false } && !Paused.Value;

    /// <summary>Ends every NoGrad that is going on.</summary>
    internal static void Resume() => Paused.Value = false;

    /// <summary>Whether an operation on these operands is to be noted. Ask before making rules: most operations of a training step are not.</summary>
    internal static bool Records(params ReadOnlySpan<Tensor> operands)
    {
        foreach (var operand in operands)
            if (operand.RequiresGrad) return Recording;
        return false;
    }

    /// <summary>
    /// Notes how this fresh result was computed, if a gradient will flow through it. Returns it. A rule gives the gradient of its operand
    /// from that of the result: g itself, or a tensor of its own that it does not keep, because Backward may add to it or use its memory again.
    /// </summary>
    internal Tensor From(string op, params ReadOnlySpan<(Tensor Operand, Func<Tensor, Tensor> Pull)> inputs)
    {
        bool tracked = false;
        foreach (var (operand, _) in inputs) tracked |= operand.RequiresGrad;
        if (!tracked || !Recording) return this;
        var noted = new Input[inputs.Length];
        for (int i = 0; i < noted.Length; i++) noted[i] = new(inputs[i].Operand, inputs[i].Operand._version, inputs[i].Pull, null);
        return Note(op, noted);
    }

    /// <summary>As <see cref="From(string, ReadOnlySpan{ValueTuple{Tensor, Func{Tensor, Tensor}}})"/>, with rules that can also add to a gradient that is there.</summary>
    internal Tensor From(string op, params ReadOnlySpan<(Tensor Operand, Func<Tensor, Tensor> Pull, Action<Tensor, float[]>? Add)> inputs)
    {
        bool tracked = false;
        foreach (var (operand, _, _) in inputs) tracked |= operand.RequiresGrad;
        if (!tracked || !Recording) return this;
        var noted = new Input[inputs.Length];
        for (int i = 0; i < noted.Length; i++) noted[i] = new(inputs[i].Operand, inputs[i].Operand._version, inputs[i].Pull, inputs[i].Add);
        return Note(op, noted);
    }

    Tensor Note(string op, Input[] inputs)
    {
        int depth = 0;
        foreach (var input in inputs) depth = Math.Max(depth, input.Operand._node?.Depth ?? 0);
        _node = new(op, inputs, depth + 1);
        return this;
    }

    void RefuseWrite(string op)
    {
        if (_node is not null)
            throw new InvalidOperationException($"{op}: this tensor was computed by {_node.Op} from tensors that require gradients, and a change would make them wrong. Change a Detach()ed copy.");
        _version++;
    }
}
