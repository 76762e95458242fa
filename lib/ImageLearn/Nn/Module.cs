namespace ImageLearn.Nn;

/// <summary>
/// A part of a model: it has parameters, may contain other modules, and computes a tensor from a tensor. Parameters and modules that it
/// holds in fields or properties are found by themselves, and named after them as PyTorch names them.
/// </summary>
/// <example><code>
/// sealed class Net(Rng rng) : Module
/// {
///     Linear Hidden { get; } = new(1024, 64, rng);
///     Linear Output { get; } = new(64, 36, rng);
///     protected override Tensor Compute(Tensor x) => Output.Forward(Hidden.Forward(x).Sigmoid());
/// }
/// </code></example>
public abstract partial class Module
{
    /// <summary>What the module computes. Write this in a module of your own; call <see cref="Forward"/>.</summary>
    protected abstract Tensor Compute(Tensor x);

    /// <summary>Computes the output for an input, and runs the hooks: what PyTorch writes as <c>module(x)</c>.</summary>
    /// <exception cref="ShapeException">The input does not fit. The message names the layer that got it.</exception>
    public Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Located(x, static (module, x) => module.Hooked(x));
    }

    /// <summary>Whether the module is being trained (true at first) or used: <see cref="Dropout"/> and batch normalisation differ.</summary>
    public bool Training { get; private set; } = true;

    /// <summary>Makes this module and those in it behave as in training.</summary>
    public void Train() => SetTraining(true);

    /// <summary>Makes this module and those in it behave as in use: no dropout, the running statistics of batch normalisation.</summary>
    public void Eval() => SetTraining(false);

    void SetTraining(bool training)
    {
        foreach (var (_, module) in NamedModules) module.Training = training;
    }

    /// <summary>All parameters, of this module and those in it, each once.</summary>
    public IEnumerable<Parameter> Parameters => NamedParameters.Select(static named => named.Value);

    /// <summary>All parameters with their names, e.g. <c>hidden.weight</c> or, in a <see cref="Sequential"/>, <c>0.weight</c>.</summary>
    public IEnumerable<(string Name, Parameter Value)> NamedParameters =>
        NamedModules.SelectMany(static named => named.Module.OwnParameters.Select(own => (Joined(named.Name, own.Name), own.Value))).DistinctBy(static named => named.Value);

    /// <summary>All tensors that belong to the model's state but are not trained, with their names, e.g. <c>1.running_mean</c>.</summary>
    public IEnumerable<(string Name, Tensor Value)> NamedBuffers =>
        NamedModules.SelectMany(static named => named.Module.OwnBuffers.Select(own => (Joined(named.Name, own.Name), own.Value)));

    /// <summary>This module, named "", and all those in it, outermost first, each once.</summary>
    public IEnumerable<(string Name, Module Module)> NamedModules
    {
        get
        {
            List<(string, Module)> all = [];
            HashSet<Module> seen = [];
            Visit("", this);
            return all;

            void Visit(string name, Module module)
            {
                if (!seen.Add(module)) return;
                all.Add((name, module));
                foreach (var (child, inner) in module.NamedChildren) Visit(Joined(name, child), inner);
            }
        }
    }

    /// <summary>The modules directly in this one, with their names: those in its fields and properties, also in arrays and lists.</summary>
    public virtual IEnumerable<(string Name, Module Module)> NamedChildren => Members.Children(this);

    /// <summary>The parameters of this module itself, with their names.</summary>
    private protected virtual IEnumerable<(string Name, Parameter Value)> OwnParameters => Members.Parameters(this);

    /// <summary>The tensors of this module, other than parameters, that are saved and loaded with it. A module with any overrides this.</summary>
    protected virtual IEnumerable<(string Name, Tensor Value)> OwnBuffers => [];

    /// <summary>Forgets the gradients of all parameters.</summary>
    public void ZeroGrad()
    {
        foreach (var parameter in Parameters) parameter.ForgetGrad();
    }

    /// <summary>The layer as a short text, e.g. <c>Linear(64 → 36)</c>.</summary>
    public override string ToString() => GetType().Name;

    static string Joined(string path, string name) => path == "" ? name : $"{path}.{name}";
}
