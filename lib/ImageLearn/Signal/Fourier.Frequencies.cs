namespace ImageLearn.Signal;

public static partial class Fourier
{
    /// <summary>The frequencies of <see cref="Fft"/>'s results in their order, 0, 1, …, then the negative ones, in cycles per unit of <paramref name="spacing"/>: [0, 1, …, −2, −1]/(n·spacing). → [n]</summary>
    /// <param name="n">The length of the transform.</param>
    /// <param name="spacing">The distance between samples: 1 for cycles per pixel.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not 1 or more.</exception>
    public static Tensor FftFreq(int n, double spacing = 1)
    {
        RefuseLength(nameof(FftFreq), n);
        var y = new float[n];
        for (int k = 0; k < n; k++) y[k] = (float)((2 * k < n ? k : k - n) / (n * spacing));
        return Tensor.Adopt([n], y);
    }

    /// <summary>The frequencies of <see cref="Rfft"/>'s results: [0, 1, …, n/2]/(n·spacing). → [n/2 + 1]</summary>
    /// <inheritdoc cref="FftFreq"/>
    public static Tensor RfftFreq(int n, double spacing = 1)
    {
        RefuseLength(nameof(RfftFreq), n);
        var y = new float[n / 2 + 1];
        for (int k = 0; k < y.Length; k++) y[k] = (float)(k / (n * spacing));
        return Tensor.Adopt([y.Length], y);
    }

    /// <summary>The zero frequency moved from the corner to the middle, index n/2 of each axis: for looking at a spectrum.</summary>
    /// <param name="x">A spectrum, or its magnitude or phase.</param>
    /// <param name="axis">The axes to shift; all when left out.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor FftShift(Tensor x, AxisSet axis = default) => Shifted(nameof(FftShift), x, axis, static n => n - n / 2);

    /// <inheritdoc cref="FftShift(Tensor, AxisSet)"/>
    public static ComplexTensor FftShift(ComplexTensor x, AxisSet axis = default) => new(FftShift(x.Real, axis), FftShift(x.Imag, axis));

    /// <summary>The zero frequency moved back to the corner: undoes <see cref="FftShift(Tensor, AxisSet)"/>, also for odd lengths.</summary>
    /// <inheritdoc cref="FftShift(Tensor, AxisSet)"/>
    public static Tensor IfftShift(Tensor x, AxisSet axis = default) => Shifted(nameof(IfftShift), x, axis, static n => n / 2);

    /// <inheritdoc cref="IfftShift(Tensor, AxisSet)"/>
    public static ComplexTensor IfftShift(ComplexTensor x, AxisSet axis = default) => new(IfftShift(x.Real, axis), IfftShift(x.Imag, axis));

    static void RefuseLength(string op, int n)
    {
        if (n < 1) throw new ArgumentOutOfRangeException(null, $"{op}: {n} is not the length of a transform. Give 1 or more.");
    }

    /// <summary>Each axis turned so that it begins at index start(length).</summary>
    static Tensor Shifted(string op, Tensor x, AxisSet axes, Func<int, int> start)
    {
        var chosen = axes.In(x.Shape, op);
        for (int axis = 0; axis < x.Rank; axis++)
        {
            int n = x.Shape[axis], first = start(n);
            if (chosen[axis] && n > 1) x = Tensor.Concat([Part(x, axis, first..), Part(x, axis, ..first)], axis);
        }
        return x;
    }

    static Tensor Part(Tensor x, int axis, Range range) => x[[.. Enumerable.Range(0, axis).Select(_ => (Slice)(..)), range]];
}
