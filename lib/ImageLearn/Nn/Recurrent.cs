namespace ImageLearn.Nn;

/// <summary>
/// One step of a recurrent network: from an input [batch, inputs] and a state it makes the next state. The gates' weights for input and
/// state are stacked as PyTorch stacks them.
/// </summary>
public abstract class RecurrentCell : Module
{
    readonly int _states;

    private protected RecurrentCell(int inputs, int hidden, Rng rng, int gates, int states)
    {
        if (inputs < 1 || hidden < 1) throw new ArgumentOutOfRangeException(null, $"{GetType().Name}: {inputs} inputs and a state of {hidden} make no cell. Give 1 or more of each.");
        (Inputs, Hidden, _states) = (inputs, hidden, states);
        WeightIh = new(Init.Fan([gates * hidden, inputs], rng, hidden));
        WeightHh = new(Init.Fan([gates * hidden, hidden], rng, hidden));
        BiasIh = new(Init.Fan([gates * hidden], rng, hidden));
        BiasHh = new(Init.Fan([gates * hidden], rng, hidden));
    }

    /// <summary>Length of an input.</summary>
    public int Inputs { get; }

    /// <summary>Length of the state h.</summary>
    public int Hidden { get; }

    /// <summary>The gates' weights for the input, [gates · hidden, inputs].</summary>
    public Parameter WeightIh { get; }

    /// <summary>The gates' weights for the state, [gates · hidden, hidden].</summary>
    public Parameter WeightHh { get; }

    /// <summary>The gates' biases beside the input's weights, [gates · hidden].</summary>
    public Parameter BiasIh { get; }

    /// <summary>The gates' biases beside the state's weights, [gates · hidden].</summary>
    public Parameter BiasHh { get; }

    /// <summary>The first step, from a state of zeros: [batch, inputs] → h, [batch, hidden].</summary>
    protected override Tensor Compute(Tensor x) => Next(InputGates(x), Zeros(x.Shape[0]))[0];

    /// <summary>One step: the next state, h first.</summary>
    private protected Tensor[] Stepped(Tensor x, params Tensor[] state) => Located(x, (_, x) => Next(InputGates(x), Checked(state, x.Shape[0])));

    /// <summary>The input's part of all gates of one step: [batch, inputs] → [batch, gates · hidden].</summary>
    private protected Tensor InputGates(Tensor x) => x.Rank == 2 && x.Shape[1] == Inputs ? AllGates(x)
        : throw new ShapeException($"expected [batch, {Inputs}], got {x.Shape}. One example needs Unsqueeze(0); whole sequences go to Rnn, Lstm or Gru.");

    /// <summary>The same for all steps at once: [batch, steps, inputs] → [batch, steps, gates · hidden].</summary>
    internal Tensor AllGates(Tensor x) => Affine.Apply(x, WeightIh, BiasIh);

    /// <summary>The next state from the input's part of the gates and the last state.</summary>
    internal abstract Tensor[] Next(Tensor input, Tensor[] state);

    internal Tensor[] Zeros(int batch) => [.. Enumerable.Range(0, _states).Select(_ => Tensor.Zeros([batch, Hidden]))];

    internal Tensor[] Checked(Tensor[] state, int batch)
    {
        foreach (var part in state)
            if (part.Shape != [batch, Hidden]) throw new ShapeException($"expected a state of shape [{batch}, {Hidden}], got {part.Shape}. It is [batch, hidden]; leave it out to start from zeros.");
        return state;
    }

    private protected Tensor StateGates(Tensor h) => Affine.Apply(h, WeightHh, BiasHh);

    /// <summary>Gate number <paramref name="i"/> of gates [batch, gates · hidden].</summary>
    private protected Tensor Gate(Tensor gates, int i) => gates[.., (i * Hidden)..((i + 1) * Hidden)];

    /// <inheritdoc/>
    public override string ToString() => $"{GetType().Name}({Inputs} → {Hidden})";
}

/// <summary>h′ = tanh(W_ih x + b_ih + W_hh h + b_hh) (Elman 1990).</summary>
/// <param name="inputs">Length of an input.</param>
/// <param name="hidden">Length of the state.</param>
/// <param name="rng">Where the first weights come from.</param>
public sealed class RnnCell(int inputs, int hidden, Rng rng) : RecurrentCell(inputs, hidden, rng, gates: 1, states: 1)
{
    /// <summary>One step: x [batch, inputs], h [batch, hidden] → h′.</summary>
    /// <exception cref="ShapeException">The shapes do not fit the cell.</exception>
    public Tensor Step(Tensor x, Tensor h) => Stepped(x, h)[0];

    internal override Tensor[] Next(Tensor input, Tensor[] state) => [(input + StateGates(state[0])).Tanh()];
}

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735): input, forget and output gates i, f, o = σ(W_ih x + b_ih + W_hh h + b_hh),
/// candidate g = tanh(the same with its own weights), c′ = f·c + i·g, h′ = o·tanh(c′). The weights are stacked i, f, g, o.
/// </summary>
/// <param name="inputs">Length of an input.</param>
/// <param name="hidden">Length of the state.</param>
/// <param name="rng">Where the first weights come from.</param>
public sealed class LstmCell(int inputs, int hidden, Rng rng) : RecurrentCell(inputs, hidden, rng, gates: 4, states: 2)
{
    /// <summary>One step: x [batch, inputs], h and c [batch, hidden] → h′ and c′.</summary>
    /// <exception cref="ShapeException">The shapes do not fit the cell.</exception>
    public (Tensor H, Tensor C) Step(Tensor x, Tensor h, Tensor c) => Stepped(x, h, c) is [var h1, var c1] ? (h1, c1) : default;

    /// <summary>The gates of one step, for looking at: each [batch, hidden].</summary>
    public (Tensor Input, Tensor Forget, Tensor Candidate, Tensor Output) Gates(Tensor x, Tensor h) => Gates(Located(x, (_, x) => InputGates(x) + StateGates(Checked(new[] { h }, x.Shape[0])[0])));

    (Tensor I, Tensor F, Tensor G, Tensor O) Gates(Tensor sum) => (Gate(sum, 0).Sigmoid(), Gate(sum, 1).Sigmoid(), Gate(sum, 2).Tanh(), Gate(sum, 3).Sigmoid());

    internal override Tensor[] Next(Tensor input, Tensor[] state)
    {
        var (i, f, g, o) = Gates(input + StateGates(state[0]));
        var c = f * state[1] + i * g;
        return [o * c.Tanh(), c];
    }
}

/// <summary>
/// Gated recurrent unit (Cho et al. 2014, arXiv:1406.1078): reset and update gates r, z = σ(W_ih x + b_ih + W_hh h + b_hh), candidate
/// n = tanh(W_ih x + b_ih + r·(W_hh h + b_hh)), h′ = (1 − z)·n + z·h. The weights are stacked r, z, n.
/// </summary>
/// <param name="inputs">Length of an input.</param>
/// <param name="hidden">Length of the state.</param>
/// <param name="rng">Where the first weights come from.</param>
public sealed class GruCell(int inputs, int hidden, Rng rng) : RecurrentCell(inputs, hidden, rng, gates: 3, states: 1)
{
    /// <summary>One step: x [batch, inputs], h [batch, hidden] → h′.</summary>
    /// <exception cref="ShapeException">The shapes do not fit the cell.</exception>
    public Tensor Step(Tensor x, Tensor h) => Stepped(x, h)[0];

    internal override Tensor[] Next(Tensor input, Tensor[] state)
    {
        var (h, own) = (state[0], StateGates(state[0]));
        Tensor r = (Gate(input, 0) + Gate(own, 0)).Sigmoid(), z = (Gate(input, 1) + Gate(own, 1)).Sigmoid(), n = (Gate(input, 2) + r * Gate(own, 2)).Tanh();
        return [n + z * (h - n)];
    }
}
