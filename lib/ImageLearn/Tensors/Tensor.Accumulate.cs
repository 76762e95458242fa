using System.Numerics.Tensors;

namespace ImageLearn;

// Reductions beyond the statistics: lengths, products, running sums.
public partial class Tensor
{
    /// <summary>The length over the axes: √Σ xᵢ² for p = 2, Σ |xᵢ| for p = 1, max |xᵢ| for p = ∞. The slope of a length 0 is taken to be 0.</summary>
    /// <param name="axis"><inheritdoc cref="Sum" path="/param[@name='axis']"/></param>
    /// <param name="keepDims"><inheritdoc cref="Sum" path="/param[@name='keepDims']"/></param>
    /// <param name="p">1, 2 or <see cref="double.PositiveInfinity"/>.</param>
    /// <exception cref="ShapeException">There is no such axis, or one is named twice; or p = ∞ and there is nothing to choose from.</exception>
    /// <exception cref="ArgumentException">p is another number.</exception>
    public Tensor Norm(AxisSet axis = default, bool keepDims = false, double p = 2)
    {
        var (kept, result) = Reduced(axis, keepDims, nameof(Norm));
        var y = p switch
        {
            1 => Abs().SumTo(kept),
            2 => Length(kept),
            double.PositiveInfinity when Size == 0 && kept.Size > 0 => throw Nothing(nameof(Norm)),
            double.PositiveInfinity => Abs().Max(axis, keepDims: true),
            _ => throw new ArgumentException($"Norm: p is {p}. It can be 1, 2 or double.PositiveInfinity."),
        };
        return y.Reshape(result);
    }

    /// <summary>√Σ xᵢ², summed in double precision.</summary>
    Tensor Length(Shape kept)
    {
        var sums = new double[kept.Size];
        Strided.Sum<Accumulate.Square>(_data, Layout.Stretched(kept, Shape), sums);
        TensorPrimitives.Sqrt<double>(sums, sums);
        var y = Fresh(kept);
        Accumulate.Round(sums, y._data);
        return Records(this) ? y.From(nameof(Norm), (this, g => this * (g / Where(y, y, double.PositiveInfinity)))) : y;
    }

    /// <summary>ln Σ e^xᵢ over the axes, without overflow; −∞ where all elements are −∞.</summary>
    /// <inheritdoc cref="Max"/>
    public Tensor LogSumExp(AxisSet axis = default, bool keepDims = false)
    {
        var (kept, result) = Reduced(axis, keepDims, nameof(LogSumExp));
        if (Size == 0 && kept.Size > 0) throw Nothing(nameof(LogSumExp));
        Tensor y;
        using (NoGrad())
        {
            var largest = Max(axis, keepDims: true);
            largest = Where(largest.Abs() < double.PositiveInfinity, largest, 0);   // −∞ − (−∞) is no number
            y = (this - largest).Exp().SumTo(kept).Log() + largest;
        }
        return y.From(nameof(LogSumExp), (this, g => g * (this - Where(y > double.NegativeInfinity, y, 0)).Exp())).Reshape(result);
    }

    /// <summary>The product over the axes: Π xᵢ; of no elements 1.</summary>
    /// <inheritdoc cref="Sum"/>
    public Tensor Prod(AxisSet axis = default, bool keepDims = false)
    {
        var (kept, result) = Reduced(axis, keepDims, nameof(Prod));
        var reduced = axis.In(Shape, nameof(Prod));
        var x = Permute([.. Enumerable.Range(0, Rank).OrderBy(i => reduced[i])]).Reshape(kept.Size, kept.Size > 0 ? Size / kept.Size : 0);
        while (x.Shape[1] > 1)   // pairs, then pairs of pairs: the rule of * makes the gradient, zeros included
            x = x.Shape[1] % 2 == 1 ? Concat([x[.., (..^1).By(2)] * x[.., (1..).By(2)], x[.., ^1..]], axis: 1) : x[.., (..).By(2)] * x[.., (1..).By(2)];
        return (x.Shape[1] == 0 ? Ones(kept) : x).Reshape(result);
    }

    /// <summary>The sums of all elements up to each one along an axis: yᵢ = x₀ + … + xᵢ, in double precision; from the other end when <paramref name="reverse"/>.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor CumSum(int axis, bool reverse = false)
    {
        int along = Shape.Axis(axis, nameof(CumSum));
        return Adopt(Shape, Strided.CumSum(_data, Shape.SizeOf(..along), Shape[along], Shape.SizeOf((along + 1)..), reverse)).From(nameof(CumSum), (this, g => g.CumSum(along, !reverse)));
    }

    /// <summary>The differences of neighbours along an axis, one fewer than there are elements: yᵢ = xᵢ₊₁ − xᵢ.</summary>
    /// <exception cref="ShapeException">There is no such axis, or it is of length 0.</exception>
    public Tensor Diff(int axis = -1)
    {
        int along = Shape.Axis(axis, nameof(Diff));
        if (Shape[along] == 0) throw new ShapeException($"Diff: axis {along} of shape {Shape} has no elements, and so no neighbours.");
        var layout = (Outer: Shape.SizeOf(..along), Inner: Shape.SizeOf((along + 1)..));
        var y = Fresh(With(Shape, along, Shape[along] - 1));
        Strided.Diff(_data, layout.Outer, Shape[along], layout.Inner, y._data);
        return Records(this) ? Noted(y) : y;

        Tensor Noted(Tensor y) => y.From(nameof(Diff), (this, g => g.Undiff(along), (g, sum) => Strided.AddUndiff(g._data, layout.Outer, Shape[along], layout.Inner, sum)));
    }

    /// <summary>The adjoint of <see cref="Diff"/>: yᵢ = xᵢ₋₁ − xᵢ, where what is outside counts as 0.</summary>
    Tensor Undiff(int axis)
    {
        var y = Zeros(With(Shape, axis, Shape[axis] + 1));
        Strided.AddUndiff(_data, Shape.SizeOf(..axis), y.Shape[axis], Shape.SizeOf((axis + 1)..), y._data);
        return Records(this) ? y.From(nameof(Diff), (this, g => g.Diff(axis))) : y;
    }
}
