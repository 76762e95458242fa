using System.Numerics.Tensors;

namespace ImageLearn;

public partial class Tensor
{
    /// <summary>The sum over the axes, in double precision: Σ xᵢ. Without <paramref name="axis"/>, over all.</summary>
    /// <param name="axis">One axis, or several: <c>axis: 1</c>, <c>axis: [0, 2]</c>. Negative axes count from the end. All when left out.</param>
    /// <param name="keepDims">Keep the axes, with length 1, so that the result broadcasts against this tensor.</param>
    /// <exception cref="ShapeException">There is no such axis, or one is named twice.</exception>
    public Tensor Sum(AxisSet axis = default, bool keepDims = false)
    {
        var (kept, result) = Reduced(axis, keepDims, nameof(Sum));
        return Total(nameof(Sum), kept, result, 1);
    }

    /// <summary>The mean over the axes, in double precision: (1/n) Σ xᵢ. The mean of no elements is NaN.</summary>
    /// <inheritdoc cref="Sum"/>
    public Tensor Mean(AxisSet axis = default, bool keepDims = false)
    {
        var (kept, result) = Reduced(axis, keepDims, nameof(Mean));
        return Total(nameof(Mean), kept, result, Counted(axis, nameof(Mean)));
    }

    /// <summary>The sum over the axes that are 1 in <paramref name="kept"/>, over n.</summary>
    Tensor Total(string op, Shape kept, Shape result, double n)
    {
        Span<double> sums = kept.Size <= 128 ? stackalloc double[kept.Size] : new double[kept.Size];
        if (kept.Size == 1) sums[0] = Whole(_data);
        else Strided.Sum<Accumulate.Itself>(_data, Layout.Stretched(kept, Shape), sums);
        if (n != 1) foreach (ref double sum in sums) sum /= n;
        var y = Fresh(result);
        Accumulate.Round(sums, y._data);
        return Records(this) ? y.From(op, (this, g => (n == 1 ? g : g / n).Reshape(kept).BroadcastTo(Shape))) : y;
    }

    /// <summary>Σ xᵢ; of many numbers in parts, so that threads can share them.</summary>
    static double Whole(float[] x)
    {
        const int part = 1 << 17;
        return x.Length <= part ? Accumulate.Sum(x) : InParts(x);

        static double InParts(float[] x)
        {
            var sums = new double[(x.Length + part - 1) / part];
            Work.Split(x.Length, part, (from, end) => sums[from / part] = Accumulate.Sum(x.AsSpan(from..end)));
            return sums.Sum();
        }
    }

    /// <summary>The variance over the axes, in double precision: Σ (xᵢ − mean)² / (n − correction). That of no elements is NaN.</summary>
    /// <param name="axis"><inheritdoc cref="Sum" path="/param[@name='axis']"/></param>
    /// <param name="keepDims"><inheritdoc cref="Sum" path="/param[@name='keepDims']"/></param>
    /// <param name="correction">0 for the variance of these numbers (as in NumPy), 1 to estimate that of the population they were drawn from (PyTorch's choice).</param>
    /// <exception cref="ShapeException">There is no such axis, or one is named twice.</exception>
    public Tensor Var(AxisSet axis = default, bool keepDims = false, double correction = 0)
    {
        var (kept, result) = Reduced(axis, keepDims, nameof(Var));
        double n = Counted(axis, nameof(Var)), over = Math.Max(0, n - correction);
        Tensor deviation;
        using (NoGrad()) deviation = Deviation();
        double[] sums = new double[kept.Size], squares = new double[kept.Size];
        Strided.Sum<Accumulate.Itself>(deviation._data, Layout.Stretched(kept, Shape), sums);
        Strided.Sum<Accumulate.Square>(deviation._data, Layout.Stretched(kept, Shape), squares);
        // The mean was rounded to float32. What it is off by adds its square, which may be all there is when the numbers are large and close together.
        for (int i = 0; i < squares.Length; i++) squares[i] = (squares[i] - sums[i] * sums[i] / n) / over;
        var y = Fresh(result);
        Accumulate.Round(squares, y._data);
        return Records(this) ? y.From(nameof(Var), (this, g => (Records(g, this) ? Deviation() : deviation) * (g.Reshape(kept) * (2 / over)))) : y;

        Tensor Deviation() => this - Total(nameof(Mean), kept, kept, n);
    }

    /// <summary>The standard deviation over the axes: √(Σ (xᵢ − mean)² / (n − correction)). Where all elements are equal its slope is taken to be 0.</summary>
    /// <inheritdoc cref="Var"/>
    public Tensor Std(AxisSet axis = default, bool keepDims = false, double correction = 0)
    {
        Counted(axis, nameof(Std));   // so that a wrong axis is Std's
        return Var(axis, keepDims, correction).Root(nameof(Std));
    }

    /// <summary>√x with slope 0 at 0: what x is the square of is at its smallest there.</summary>
    Tensor Root(string op) => Map(op, this, TensorPrimitives.Sqrt, static (g, x, y) => g / (2 * Where(y, y, double.PositiveInfinity)));

    /// <summary>The largest element over the axes; NaN if one is. Equal largest elements share the gradient.</summary>
    /// <inheritdoc cref="Sum"/>
    /// <exception cref="ShapeException">There is nothing to choose from.</exception>
    public Tensor Max(AxisSet axis = default, bool keepDims = false) => Extreme(nameof(Max), axis, keepDims, float.NegativeInfinity, TensorPrimitives.Max, TensorPrimitives.Max);

    /// <summary>The smallest element over the axes; NaN if one is. Equal smallest elements share the gradient.</summary>
    /// <inheritdoc cref="Max"/>
    public Tensor Min(AxisSet axis = default, bool keepDims = false) => Extreme(nameof(Min), axis, keepDims, float.PositiveInfinity, TensorPrimitives.Min, TensorPrimitives.Min);

    /// <summary>The index of the largest element along an axis, the first of equals; without an axis, its place in <see cref="Data"/>.</summary>
    /// <param name="axis">The axis to choose along.</param>
    /// <param name="keepDims">Keep the axis, with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis, or nothing to choose from, or the index is above 2²⁴ and no float32.</exception>
    public Tensor ArgMax(int? axis = null, bool keepDims = false) => ArgExtreme(nameof(ArgMax), axis, keepDims, largest: true);

    /// <summary>The index of the smallest element along an axis, the first of equals; without an axis, its place in <see cref="Data"/>.</summary>
    /// <inheritdoc cref="ArgMax"/>
    public Tensor ArgMin(int? axis = null, bool keepDims = false) => ArgExtreme(nameof(ArgMin), axis, keepDims, largest: false);

    Tensor Extreme(string op, AxisSet axis, bool keepDims, float start, Func<ReadOnlySpan<float>, float> reduce, BinaryKernel combine)
    {
        var (kept, result) = Reduced(axis, keepDims, op);
        if (Size == 0 && kept.Size > 0) throw Nothing(op);
        var y = Full(kept, start);
        Strided.Fold(_data, Layout.Stretched(kept, Shape), y._data, reduce, combine);
        return (Records(this) ? y.From(op, (this, g =>
        {
            var chosen = EqualTo(y);
            return g * chosen / chosen.SumTo(kept);
        })) : y).Reshape(result);
    }

    Tensor ArgExtreme(string op, int? axis, bool keepDims, bool largest)
    {
        var axes = axis is { } one ? (AxisSet)one : default;
        var (kept, result) = Reduced(axes, keepDims, op);
        if (Size == 0 && kept.Size > 0) throw Nothing(op);
        int along = axis is { } given ? Shape.Axis(given, op) : Rank - 1, length = Size / Math.Max(1, kept.Size);
        var rows = axis is null || along == Rank - 1 ? _data : Strided.Gather(_data, Layout.Of(Shape).Permuted([.. Enumerable.Range(0, Rank).Where(i => i != along), along]));
        var y = Fresh(result);
        for (int i = 0; i < y.Size; i++) y._data[i] = IndexElement(Best(rows.AsSpan(i * length, length), largest), op);
        return y;

        static int Best(ReadOnlySpan<float> x, bool largest)
        {
            int best = 0;
            for (int i = 1; i < x.Length; i++)
                if ((largest ? x[i] > x[best] : x[i] < x[best]) || float.IsNaN(x[i]) && !float.IsNaN(x[best])) best = i;
            return best;
        }
    }

    /// <summary>An index as an element of a tensor.</summary>
    static float IndexElement(int index, string op) => (int)(float)index == index ? index
        : throw new ShapeException($"{op}: the index {index} is no float32, which has whole numbers up to 16777216 only. Choose along an axis, or from a part.");

    ShapeException Nothing(string op) => new($"{op}: shape {Shape} holds no elements to choose from.");

    /// <summary>The number of elements that a reduction makes one of.</summary>
    double Counted(AxisSet axis, string op)
    {
        if (axis.All) return Size;
        var reduced = axis.In(Shape, op);
        double n = 1;
        for (int i = 0; i < reduced.Length; i++) if (reduced[i]) n *= Shape[i];
        return n;
    }

    /// <summary>The shape after a reduction with the axes kept as length one, and the result's shape, where they are gone unless kept.</summary>
    (Shape Kept, Shape Result) Reduced(AxisSet axis, bool keepDims, string op)
    {
        if (axis.All && !keepDims) return (Shape.Scalar, Shape.Scalar);   // a single number stretches as well
        var reduced = axis.In(Shape, op);
        Span<int> kept = stackalloc int[Rank], rest = stackalloc int[Rank];
        int left = 0;
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i] = reduced[i] ? 1 : Shape[i];
            if (!reduced[i]) rest[left++] = Shape[i];
        }
        var shape = Shape.Of(kept);
        return (shape, keepDims ? shape : Shape.Of(rest[..left]));
    }
}
