using System.Collections;

namespace ImageLearn.Nn;

/// <summary>Layers one after the other: <c>new Sequential(new Linear(2, 25, rng), new Sigmoid(), new Linear(25, 4, rng))</c>.</summary>
public sealed class Sequential : Module, IReadOnlyList<Module>
{
    readonly Module[] _layers;

    /// <summary>A model of these layers, the first one first.</summary>
    public Sequential(params IEnumerable<Module> layers) => _layers = [.. layers];

    /// <summary>The number of layers.</summary>
    public int Count => _layers.Length;

    /// <summary>A layer, e.g. <c>net[0]</c> or <c>net[^1]</c>.</summary>
    public Module this[int index] => _layers[index];

    /// <summary>Some of the layers, the same objects, e.g. <c>net[..^1]</c> for all but the last.</summary>
    public Sequential this[Range range] => new(_layers[range]);

    /// <inheritdoc/>
    public override IEnumerable<(string Name, Module Module)> NamedChildren => _layers.Select(static (layer, i) => ($"{i}", layer));

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => _layers.Aggregate(x, static (y, layer) => layer.Forward(y));

    /// <summary>The layers.</summary>
    public IEnumerator<Module> GetEnumerator() => _layers.AsEnumerable().GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
