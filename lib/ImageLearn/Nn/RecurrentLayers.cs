namespace ImageLearn.Nn;

/// <summary>
/// A recurrent network over sequences, in one or several layers of which each reads the states of the one below. A batch comes first:
/// [batch, steps, inputs] → the states h of the top layer after every step, [batch, steps, hidden].
/// </summary>
/// <remarks>Parameters have PyTorch's names: <c>weight_ih_l0</c>, <c>weight_hh_l0</c>, <c>bias_ih_l0</c>, <c>bias_hh_l0</c>, and so on for each layer.</remarks>
public abstract class Recurrent : Module
{
    readonly RecurrentCell[] _cells;

    private protected Recurrent(int layers, Func<int, RecurrentCell> cell) => _cells = layers >= 1 ? [.. Enumerable.Range(0, layers).Select(cell)]
        : throw new ArgumentOutOfRangeException(null, $"{GetType().Name}: {layers} layers cannot compute. Give 1 or more.");

    /// <summary>The cells, the bottom layer first.</summary>
    public IReadOnlyList<RecurrentCell> Cells => _cells;

    /// <inheritdoc/>
    public override IEnumerable<(string Name, Module Module)> NamedChildren => [];

    private protected override IEnumerable<(string Name, Parameter Value)> OwnParameters =>
        _cells.SelectMany((cell, layer) => cell.NamedParameters.Select(named => ($"{named.Name}_l{layer}", named.Value)));

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Unrolled(x, null).States;

    /// <summary>The states of all steps, and the last state of each layer: state[layer][part].</summary>
    private protected (Tensor States, Tensor[][] Last) Unroll(Tensor x, Tensor[][]? start) => Located(x, (_, x) => Unrolled(x, start));

    (Tensor States, Tensor[][] Last) Unrolled(Tensor x, Tensor[][]? start)
    {
        if (x.Rank != 3 || x.Shape[2] != _cells[0].Inputs || x.Shape[1] < 1)
            throw new ShapeException($"expected [batch, steps, {_cells[0].Inputs}], got {x.Shape}. The batch comes first; one sequence needs Unsqueeze(0).");
        var last = new Tensor[_cells.Length][];
        for (int layer = 0; layer < _cells.Length; layer++)
        {
            var cell = _cells[layer];
            var state = start is null ? cell.Zeros(x.Shape[0]) : cell.Checked(start[layer], x.Shape[0]);
            var gates = cell.AllGates(x);
            var states = new Tensor[x.Shape[1]];
            for (int step = 0; step < states.Length; step++)
            {
                state = cell.Next(gates[.., step, ..], state);
                states[step] = state[0];
            }
            (x, last[layer]) = (Tensor.Stack(states, axis: 1), state);
        }
        return (x, last);
    }

    /// <summary>The last states of all layers, one part of them, [layers, batch, hidden]; and back.</summary>
    private protected static Tensor Stacked(Tensor[][] states, int part) => Tensor.Stack([.. states.Select(state => state[part])]);

    private protected Tensor[][]? Unstacked(params Tensor?[] parts)
    {
        if (parts[0] is null) return null;
        foreach (var part in parts)
            if (part!.Rank != 3 || part.Shape[0] != _cells.Length) throw new ShapeException($"{this}: expected a state [{_cells.Length}, batch, {_cells[0].Hidden}], got {part.Shape}. It is [layers, batch, hidden]; leave it out to start from zeros.");
        return [.. Enumerable.Range(0, _cells.Length).Select(layer => parts.Select(part => part![layer, .., ..]).ToArray())];
    }

    /// <inheritdoc/>
    public override string ToString() => $"{GetType().Name}({_cells[0].Inputs} → {_cells[0].Hidden}{(_cells.Length == 1 ? "" : $", {_cells.Length} layers")})";
}

/// <summary>A network of <see cref="RnnCell"/>; see <see cref="Recurrent"/>.</summary>
/// <param name="inputs">Length of an input.</param>
/// <param name="hidden">Length of the state.</param>
/// <param name="rng">Where the first weights come from.</param>
/// <param name="layers">How many layers.</param>
public sealed class Rnn(int inputs, int hidden, Rng rng, int layers = 1) : Recurrent(layers, layer => new RnnCell(layer == 0 ? inputs : hidden, hidden, rng))
{
    /// <summary>The states of the top layer, [batch, steps, hidden], and the last of each layer, [layers, batch, hidden].</summary>
    /// <exception cref="ShapeException">The shapes do not fit the network.</exception>
    public (Tensor States, Tensor H) Run(Tensor x, Tensor? h = null)
    {
        var (states, last) = Unroll(x, Unstacked(h));
        return (states, Stacked(last, 0));
    }
}

/// <summary>A network of <see cref="GruCell"/>; see <see cref="Recurrent"/>.</summary>
/// <param name="inputs">Length of an input.</param>
/// <param name="hidden">Length of the state.</param>
/// <param name="rng">Where the first weights come from.</param>
/// <param name="layers">How many layers.</param>
public sealed class Gru(int inputs, int hidden, Rng rng, int layers = 1) : Recurrent(layers, layer => new GruCell(layer == 0 ? inputs : hidden, hidden, rng))
{
    /// <inheritdoc cref="Rnn.Run"/>
    public (Tensor States, Tensor H) Run(Tensor x, Tensor? h = null)
    {
        var (states, last) = Unroll(x, Unstacked(h));
        return (states, Stacked(last, 0));
    }
}

/// <summary>A network of <see cref="LstmCell"/>; see <see cref="Recurrent"/>.</summary>
/// <param name="inputs">Length of an input.</param>
/// <param name="hidden">Length of the state.</param>
/// <param name="rng">Where the first weights come from.</param>
/// <param name="layers">How many layers.</param>
public sealed class Lstm(int inputs, int hidden, Rng rng, int layers = 1) : Recurrent(layers, layer => new LstmCell(layer == 0 ? inputs : hidden, hidden, rng))
{
    /// <summary>The states h of the top layer, [batch, steps, hidden], and the last h and c of each layer, [layers, batch, hidden]. Give both of h and c, or neither.</summary>
    /// <exception cref="ShapeException">The shapes do not fit the network.</exception>
    public (Tensor States, Tensor H, Tensor C) Run(Tensor x, Tensor? h = null, Tensor? c = null)
    {
        if (h is null != c is null) throw new ArgumentException("Lstm.Run: h and c are parts of one state. Give both, or neither to start from zeros.");
        var (states, last) = Unroll(x, Unstacked(h, c));
        return (states, Stacked(last, 0), Stacked(last, 1));
    }
}
