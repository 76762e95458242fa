namespace ImageLearn.Nn;

public abstract partial class Module
{
    /// <summary>The values of all parameters and buffers by name, under the names that PyTorch gives them. Later training does not change them.</summary>
    public Dictionary<string, Tensor> StateDict() => State().ToDictionary(static named => named.Name, static named => named.Value.Detach());

    /// <summary>Takes over the values of a state, e.g. one that was saved to a file.</summary>
    /// <param name="state">Values by name, as <see cref="StateDict"/> gives them.</param>
    /// <param name="strict">Whether a name that is missing or not known is an error; otherwise the names in common are loaded.</param>
    /// <exception cref="ArgumentException">Names do not match. Nothing has been loaded.</exception>
    /// <exception cref="ShapeException">A value has another shape. Nothing has been loaded.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state, bool strict = true)
    {
        var own = State().ToArray();
        string[] missing = [.. own.Select(static named => named.Name).Where(name => !state.ContainsKey(name))];
        // PyTorch's BatchNorm saves how many batches it has seen, which nothing needs as long as it has a momentum.
        string[] unknown = [.. state.Keys.Except(own.Select(static named => named.Name)).Where(static name => !name.EndsWith("num_batches_tracked", StringComparison.Ordinal))];
        if (strict && (missing.Length > 0 || unknown.Length > 0))
            throw new ArgumentException($"LoadStateDict: the state {Listed("has no", missing)}{(missing.Length > 0 && unknown.Length > 0 ? ", and " : "")}{Listed("holds", unknown)}{(unknown.Length > 0 ? $", which this {GetType().Name} does not have" : "")}. Build the model as it was when saved, or load with strict: false.");
        foreach (var (name, value) in own)
            if (state.TryGetValue(name, out var loaded) && loaded.Shape != value.Shape)
                throw new ShapeException($"LoadStateDict: '{name}' has shape {value.Shape} in this {GetType().Name}, but {loaded.Shape} in the state. Build the model as it was when saved.");
        foreach (var (name, value) in own)
            if (state.TryGetValue(name, out var loaded)) value.Assign(loaded);
    }

    IEnumerable<(string Name, Tensor Value)> State() => NamedParameters.Select(static named => (named.Name, (Tensor)named.Value)).Concat(NamedBuffers);

    static string Listed(string verb, string[] names) => names.Length == 0 ? "" : $"{verb} {string.Join(", ", names.Take(3).Select(static name => $"'{name}'"))}{(names.Length > 3 ? $" and {names.Length - 3} more" : "")}";
}
