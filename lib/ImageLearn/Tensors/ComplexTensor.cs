using System.Numerics;
using System.Numerics.Tensors;

namespace ImageLearn;

/// <summary>
/// Complex numbers with any number of axes, as two tensors of one shape: real and imaginary parts. Gradients flow through both.
/// A <see cref="Tensor"/> stands for one without imaginary parts, so that <c>spectrum * mask</c> can be written.
/// </summary>
public sealed class ComplexTensor
{
    Tensor? _imag;   // absent while all are zero: real input makes half the work

    /// <summary>Complex numbers from their real and imaginary parts.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public ComplexTensor(Tensor real, Tensor imag)
    {
        if (real.Shape != imag.Shape) throw new ShapeException($"ComplexTensor: the real parts have shape {real.Shape}, but the imaginary parts {imag.Shape}. They must be equal.");
        (Real, _imag) = (real, imag);
    }

    ComplexTensor(Tensor real) => Real = real;

    /// <summary>Complex numbers from magnitude r and phase φ in radians: r·cos φ + i·r·sin φ. The shapes broadcast.</summary>
    public static ComplexTensor FromPolar(Tensor magnitude, Tensor phase) => new(magnitude * phase.Cos(), magnitude * phase.Sin());

    /// <summary>Real numbers as complex ones.</summary>
    public static implicit operator ComplexTensor(Tensor real) => new(real);
    /// <summary>A single real number.</summary>
    public static implicit operator ComplexTensor(double real) => new((Tensor)real);
    /// <summary>A single complex number.</summary>
    public static implicit operator ComplexTensor(Complex value) => new(value.Real, value.Imaginary);

    /// <summary>The real parts.</summary>
    public Tensor Real { get; }

    /// <summary>The imaginary parts.</summary>
    public Tensor Imag => _imag ??= Tensor.Zeros(Real.Shape);

    /// <summary>Whether the numbers came without imaginary parts.</summary>
    internal bool IsReal => _imag is null;

    /// <summary>The lengths of the axes, outermost first.</summary>
    public Shape Shape => Real.Shape;

    /// <summary>The magnitudes |z| = √(re² + im²); their slope at 0 is taken as 0.</summary>
    public Tensor Abs()
    {
        if (IsReal) return Real.Abs();
        var magnitudes = new float[Shape.Size];
        TensorPrimitives.Hypot(Real.Data, Imag.Data, magnitudes);
        var y = Tensor.Adopt(Shape, magnitudes);
        return y.From(nameof(Abs), (Real, g => g * Ratio(Real, y)), (Imag, g => g * Ratio(Imag, y)));
    }

    /// <summary>The phases in radians, −π … π, counted from the positive real axis: atan2(im, re). That of 0 is 0.</summary>
    public Tensor Angle()
    {
        Tensor re = Real, im = Imag;
        var angles = new float[Shape.Size];
        for (int i = 0; i < angles.Length; i++) angles[i] = MathF.Atan2(im.Data[i], re.Data[i]);
        return Tensor.Adopt(Shape, angles).From(nameof(Angle),
            (re, g => -g * Ratio(im, re * re + im * im)), (im, g => g * Ratio(re, re * re + im * im)));
    }

    /// <summary>a/b, and 0 where b is 0.</summary>
    static Tensor Ratio(Tensor a, Tensor b) => a / Tensor.Where(b, b, double.PositiveInfinity);

    /// <summary>The complex conjugates re − i·im.</summary>
    public ComplexTensor Conj() => new(Real, -Imag);

    /// <summary>a + b, element by element.</summary>
    public static ComplexTensor operator +(ComplexTensor a, ComplexTensor b) => new(a.Real + b.Real, a.Imag + b.Imag);

    /// <summary>a − b, element by element.</summary>
    public static ComplexTensor operator -(ComplexTensor a, ComplexTensor b) => new(a.Real - b.Real, a.Imag - b.Imag);

    /// <summary>−x</summary>
    public static ComplexTensor operator -(ComplexTensor x) => new(-x.Real, -x.Imag);

    /// <summary>a·b, element by element: (a + bi)(c + di) = (ac − bd) + (ad + bc)i.</summary>
    public static ComplexTensor operator *(ComplexTensor a, ComplexTensor b) =>
        b.IsReal ? new(a.Real * b.Real, a.Imag * b.Real)
        : a.IsReal ? new(a.Real * b.Real, a.Real * b.Imag)
        : new(a.Real * b.Real - a.Imag * b.Imag, a.Real * b.Imag + a.Imag * b.Real);

    /// <summary>a / b, element by element.</summary>
    public static ComplexTensor operator /(ComplexTensor a, ComplexTensor b)
    {
        if (b.IsReal) return new(a.Real / b.Real, a.Imag / b.Real);
        // a·b̄/|b|² with b over its larger part, a constant that cancels: |b|² alone overflows beyond 1e19 and is 0 below 1e-23.
        var scale = Tensor.Maximum(b.Real.Detach().Abs(), b.Imag.Detach().Abs());
        ComplexTensor c = new(b.Real / scale, b.Imag / scale);
        return a * c.Conj() / ((c.Real * c.Real + c.Imag * c.Imag) * scale);
    }

    /// <summary>The matrix product; see <see cref="Tensor.MatMul"/> for shapes.</summary>
    /// <exception cref="ShapeException">The inner lengths differ.</exception>
    public ComplexTensor MatMul(ComplexTensor b) =>
        new(Real.MatMul(b.Real) - Imag.MatMul(b.Imag), Real.MatMul(b.Imag) + Imag.MatMul(b.Real));

    /// <summary>Two axes swapped; without arguments the last two. Without conjugation.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public ComplexTensor Transpose(int axis1 = -2, int axis2 = -1) => new(Real.Transpose(axis1, axis2), Imag.Transpose(axis1, axis2));

    /// <summary>The same numbers under other axis lengths, as <see cref="Tensor.Reshape"/>.</summary>
    /// <exception cref="ShapeException">The lengths do not multiply to the number of elements.</exception>
    public ComplexTensor Reshape(params ReadOnlySpan<int> shape) => new(Real.Reshape(shape), Imag.Reshape(shape));

    /// <summary>A part of the numbers, as with a <see cref="Tensor"/>: <c>z[0, ..]</c>, <c>z[^1]</c>.</summary>
    [System.Runtime.CompilerServices.IndexerName("At")]
    public ComplexTensor this[params ReadOnlySpan<Slice> slices] => new(Real[slices], Imag[slices]);

    /// <summary>The number in a tensor of one element.</summary>
    /// <exception cref="ShapeException">There are more elements than one, or none.</exception>
    public Complex Item() => new(Real.Item(), Imag.Item());

    /// <summary>The real parts, then the imaginary parts.</summary>
    public override string ToString() => $"{Real}\n+ i·\n{Imag}";
}
