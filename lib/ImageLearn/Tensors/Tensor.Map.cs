namespace ImageLearn;

/// <summary>y = f(x), element by element.</summary>
internal delegate void UnaryKernel(ReadOnlySpan<float> x, Span<float> y);

/// <summary>y = f(a, b), element by element.</summary>
internal delegate void BinaryKernel(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y);

/// <summary>y = f(c, a, b), element by element.</summary>
internal delegate void TernaryKernel(ReadOnlySpan<float> c, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y);

/// <summary>The gradient of x, given that of y = f(x): g · f′(x).</summary>
internal delegate Tensor UnaryRule(Tensor g, Tensor x, Tensor y);

/// <summary>The gradient of one operand, given that of y = f(a, b).</summary>
internal delegate Tensor BinaryRule(Tensor g, Tensor a, Tensor b, Tensor y);

// What the op table is written in. Broadcasting and its sum happen here, so no rule mentions them. Rules are made only for what is
// recorded, and loops shared only when they are long: most operations of a training step are short, and none of both.
public partial class Tensor
{
    /// <summary>Applies a kernel to every element. Without a rule the result is a constant to <see cref="Backward"/>.</summary>
    /// <param name="op">The operation's name.</param>
    /// <param name="x">The operand.</param>
    /// <param name="kernel">y = f(x)</param>
    /// <param name="rule">The gradient.</param>
    /// <param name="fused">What the rule gives, in one pass from (g, x, y): for the gradients that are not themselves recorded, which are nearly all.</param>
    static Tensor Map(string op, Tensor x, UnaryKernel kernel, UnaryRule? rule = null, TernaryKernel? fused = null)
    {
        RefuseNull(op, x);
        var y = Fresh(x.Shape);
        Apply(kernel, x._data, y._data);
        return rule is not null && Records(x) ? Noted(op, x, y, rule, fused) : y;
    }

    static Tensor Noted(string op, Tensor x, Tensor y, UnaryRule rule, TernaryKernel? fused) => y.From(op, (x, g => fused is null || Records(g, x) ? rule(g, x, y) : Fused(fused, g, x, y)));

    static Tensor Fused(TernaryKernel kernel, Tensor g, Tensor x, Tensor y)
    {
        var gx = Fresh(x.Shape);
        Apply(kernel, g._data, x._data, y._data, gx._data);
        return gx;
    }

    /// <summary>Applies a kernel to every row of the last axis.</summary>
    static Tensor MapRows(string op, Tensor x, UnaryKernel kernel, UnaryRule rule)
    {
        var y = Fresh(x.Shape);
        int length = x.Shape[^1];
        if (x.Size > 0) Work.Split(x.Size / length, Work.Grain(8L * length), (from, end) =>
        {
            for (int row = from; row < end; row++) kernel(x._data.AsSpan(row * length, length), y._data.AsSpan(row * length, length));
        });
        return Records(x) ? Noted(op, x, y, rule, null) : y;
    }

    /// <summary>What a function of the last axis gives for another one.</summary>
    Tensor AlongLast(string op, int axis, Func<Tensor, Tensor> f)
    {
        int along = Shape.Axis(axis, op);
        return along == Rank - 1 ? f(this) : f(Transpose(along, -1)).Transpose(along, -1);
    }

    /// <summary>Applies a kernel to every pair of elements, after stretching both operands to one shape.</summary>
    static Tensor Zip(string op, Tensor a, Tensor b, BinaryKernel kernel, BinaryRule? da = null, BinaryRule? db = null)
    {
        RefuseNull(op, a, b);
        var y = Fresh(Shape.Broadcast(a.Shape, b.Shape, op));
        Apply(kernel, a, b, y);
        return da is not null && db is not null && Records(a, b) ? Noted(op, a, b, y, da, db) : y;
    }

    static Tensor Noted(string op, Tensor a, Tensor b, Tensor y, BinaryRule da, BinaryRule db) =>
        y.From(op, (a, g => Fitted(da(g, a, b, y), a)), (b, g => Fitted(db(g, a, b, y), b)));

    /// <summary>Applies a kernel that a condition steers: no gradient flows to the condition.</summary>
    static Tensor Zip(string op, Tensor c, Tensor a, Tensor b, TernaryKernel kernel, Func<Tensor, Tensor, Tensor> da, Func<Tensor, Tensor, Tensor> db)
    {
        RefuseNull(op, c, a, b);
        var shape = Shape.Broadcast(Shape.Broadcast(c.Shape, a.Shape, op), b.Shape, op);
        var y = Fresh(shape);
        Apply(kernel, Stretched(c, shape), Stretched(a, shape), Stretched(b, shape), y._data);
        return Records(a, b) ? Noted(op, c, a, b, y, da, db) : y;
    }

    /// <summary>The numbers of an operand stretched to a shape; those of a single one as they are.</summary>
    static float[] Stretched(Tensor x, Shape shape) => x.Size == shape.Size || x.Size == 1 ? x._data : Strided.Gather(x._data, Layout.Stretched(x.Shape, shape));

    static Tensor Noted(string op, Tensor c, Tensor a, Tensor b, Tensor y, Func<Tensor, Tensor, Tensor> da, Func<Tensor, Tensor, Tensor> db) =>
        y.From(op, (a, g => Fitted(da(g, c), a)), (b, g => Fitted(db(g, c), b)));

    /// <summary>The gradient of an operand from that of its stretched self.</summary>
    static Tensor Fitted(Tensor g, Tensor operand) => g.Shape == operand.Shape ? g : g.SumTo(operand.Shape);

    static void RefuseNull(string op, params ReadOnlySpan<Tensor?> operands)
    {
        foreach (var operand in operands)
            if (operand is null) throw new ArgumentNullException(null, $"{op}: an operand is null. (A tensor's Grad is null until Backward has reached it.)");
    }
}
