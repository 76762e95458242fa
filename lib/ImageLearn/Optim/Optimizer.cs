using ImageLearn.Nn;

namespace ImageLearn.Optim;

/// <summary>Changes parameters by their gradients, one step at a time. Each step: <c>ZeroGrad()</c>, loss, <c>Backward()</c>, <c>Step()</c>.</summary>
public abstract class Optimizer
{
    readonly Parameter[] _parameters;
    readonly float[][] _first, _second;   // what the rule remembers of each element; empty when it needs nothing
    readonly int[] _taken;                // steps of each parameter: fewer than all for one that had no gradient at times
    double _rate;

    private protected Optimizer(IEnumerable<Parameter> parameters, double learningRate, int remembered)
    {
        LearningRate = learningRate;
        _parameters = [.. parameters.Distinct()];   // one shared by two models takes one step
        if (_parameters.Length == 0) throw new ArgumentException($"{GetType().Name}: there are no parameters to optimize. Pass model.Parameters; a module finds those in its fields and properties.");
        _first = [.. _parameters.Select(p => remembered > 0 ? new float[p.Size] : [])];
        _second = [.. _parameters.Select(p => remembered > 1 ? new float[p.Size] : [])];
        _taken = new int[_parameters.Length];
    }

    /// <summary>A setting of the rule, unless it lies outside its range.</summary>
    private protected static float Setting(string optimizer, string name, double value, double below = double.PositiveInfinity) => value >= 0 && value < below ? (float)value
        : throw new ArgumentOutOfRangeException(null, $"{optimizer}: the {name} is {value}. It must be {(double.IsFinite(below) ? $"from 0 to below {below}" : "a number of 0 or more")}.");

    /// <summary>The step size α. A <see cref="Schedule"/> changes it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, or not a number.</exception>
    public double LearningRate
    {
        get => _rate;
        set => _rate = value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(null, $"{GetType().Name}: a learning rate of {value} is no step size. Give a number of 0 or more.");
    }

    /// <summary>The parameters that it changes.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>How many steps have been taken.</summary>
    public int Steps { get; private set; }

    /// <summary>Forgets the gradients, which would otherwise add up.</summary>
    public void ZeroGrad()
    {
        foreach (var parameter in _parameters) parameter.ForgetGrad();
    }

    /// <summary>Changes every parameter that has a gradient, in place.</summary>
    public void Step()
    {
        Steps++;
        for (int i = 0; i < _parameters.Length; i++)
            if (_parameters[i] is { PassingGrad: { } gradient } parameter)
                Update(new(parameter.BeforeWrite(nameof(Step)), gradient.Elements, _first[i], _second[i], ++_taken[i]));
    }

    /// <summary>What the optimizer remembers, to go on later as if it had not stopped: the numbers of steps, the rate, and what its rule keeps of each parameter.</summary>
    public Dictionary<string, Tensor> StateDict()
    {
        Dictionary<string, Tensor> state = new() { ["steps"] = Tensor.Of([Steps, .. _taken.Select(static n => (double)n)]), ["learning_rate.0"] = LearningRate, ["learning_rate.1"] = LearningRate - (float)LearningRate };   // a double as two float32
        foreach (var (name, values) in Remembered()) state[name] = new Tensor([values.Length], values);
        return state;
    }

    /// <summary>Goes on from a state that <see cref="StateDict"/> gave, of an optimizer of the same kind for the same model.</summary>
    /// <exception cref="ArgumentException">The state is of another kind or model. Nothing has been loaded.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        var remembered = Remembered().ToArray();
        if (state.Count != 3 + remembered.Length || !state.TryGetValue("steps", out var steps) || steps.Size != 1 + _taken.Length || !state.ContainsKey("learning_rate.0") || !state.ContainsKey("learning_rate.1")
            || remembered.Any(own => !state.TryGetValue(own.Name, out var values) || values.Size != own.Values.Length))
            throw new ArgumentException($"{GetType().Name}.LoadStateDict: the state is not that of this optimizer. Build model and optimizer as they were when it was saved.");
        LearningRate = state["learning_rate.0"].Item() + state["learning_rate.1"].Item();   // which may be refused: so first
        Steps = (int)steps.Data[0];
        for (int i = 0; i < _taken.Length; i++) _taken[i] = (int)steps.Data[i + 1];
        foreach (var (name, values) in remembered) state[name].Data.CopyTo(values);
    }

    IEnumerable<(string Name, float[] Values)> Remembered() => Enumerable.Range(0, _parameters.Length)
        .SelectMany(i => new[] { ($"{i}.first", _first[i]), ($"{i}.second", _second[i]) }).Where(slot => slot.Item2.Length > 0);

    /// <summary>Changes one parameter.</summary>
    private protected abstract void Update(Slots slots);
}
