using System.Runtime.CompilerServices;

namespace ImageLearn;

/// <summary>
/// A dense, row-major array of float32 numbers with any number of axes, which remembers how it was computed so that
/// <see cref="Backward"/> can find gradients. Write one as nested brackets: <c>Tensor x = [[1, 2], [3, 4]];</c>
/// </summary>
/// <remarks>
/// Operations return new tensors. Only <see cref="Assign"/> and the indexers' setters change one, and <see cref="Backward"/> the
/// <see cref="Grad"/> it adds to. Changing one tensor never changes another: tensors that share numbers part when either is written to.
/// Threads may read and compute with the same tensor. Change one, or sweep back through what results have in common, on one thread at a time.
/// </remarks>
[CollectionBuilder(typeof(Tensor), nameof(FromParts))]
public partial class Tensor
{
    float[] _data;
    bool _shared;   // _data may belong to another tensor as well: copy it before writing

    Tensor(Shape shape, float[] data, bool shared) => (Shape, _data, _shared) = (shape, data, shared);

    /// <summary>A tensor of a shape, with its elements in row-major order (the last axis runs fastest). Copies them.</summary>
    /// <exception cref="ShapeException">The number of elements is not the size of the shape.</exception>
    public Tensor(Shape shape, ReadOnlySpan<float> data) : this(shape, data.ToArray(), shared: false)
    {
        if (data.Length != shape.Size)
            throw new ShapeException($"Tensor: shape {shape} holds {Count(shape.Size, "element")}, but {data.Length} were given.");
    }

    /// <summary>A tensor of these very numbers, without a copy: the caller must not write to them any more.</summary>
    internal static Tensor Adopt(Shape shape, float[] data) => new(shape, data, shared: false);

    /// <summary>A tensor whose elements are yet to be written.</summary>
    internal static Tensor Fresh(Shape shape) => new(shape, Buffers.Rent(shape.Size), shared: false);

    /// <summary>The lengths of the axes, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>The number of axes.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The number of elements.</summary>
    public int Size => Shape.Size;

    /// <summary>The elements in row-major order.</summary>
    public ReadOnlySpan<float> Data => _data;

    /// <summary>The elements as the array that holds them, for kernels that share it among threads: to be read only, but by whoever made this tensor fresh.</summary>
    internal float[] Elements => _data;

    /// <summary>A single number as a tensor without axes, so that <c>2 * x</c> and <c>x + 0.5</c> can be written.</summary>
    public static implicit operator Tensor(double value) => new(Shape.Scalar, [(float)value], shared: false);

    /// <summary>The number in a tensor of one element.</summary>
    /// <exception cref="ShapeException">The tensor has more elements than one, or none.</exception>
    public double Item() => Size == 1 ? _data[0]
        : throw new ShapeException($"Item: expected one element, but shape {Shape} holds {Size}. Index one, or reduce first, e.g. x.Mean().Item().");

    /// <summary>Replaces the numbers of this tensor, e.g. <c>w.Assign(w - rate * w.Grad)</c> in a training step. Gradients do not flow through.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="InvalidOperationException">This tensor is a result that gradients flow through.</exception>
    public void Assign(Tensor values)
    {
        RefuseNull(nameof(Assign), values);
        if (values.Shape != Shape) throw new ShapeException($"Assign: this tensor has shape {Shape}, but the new values have {values.Shape}.");
        RefuseWrite("Assign");
        (_data, _shared, values._shared) = (values._data, true, true);
    }

    /// <summary>This tensor's own numbers, for writing. No other tensor sees what is written.</summary>
    internal float[] BeforeWrite(string op)
    {
        RefuseWrite(op);
        if (_shared) (_data, _shared) = ((float[])_data.Clone(), false);
        return _data;
    }

    /// <summary>Another tensor of the same numbers, not part of any computation.</summary>
    Tensor Sharing(Shape shape)
    {
        _shared = true;
        return new(shape, _data, shared: true);
    }

    internal static string Count(int n, string one, string? many = null) => $"{n} {(n == 1 ? one : many ?? one + "s")}";
}
