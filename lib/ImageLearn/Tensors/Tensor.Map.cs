using System.Buffers;

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

// What the op table is written in. Broadcasting and its sum happen here, so no rule mentions them.
public partial class Tensor
{
    /// <summary>Applies a kernel to every element. Without a rule the result is a constant to <see cref="Backward"/>.</summary>
    static Tensor Map(string op, Tensor x, UnaryKernel kernel, UnaryRule? rule = null)
    {
        var y = Fresh(x.Shape);
        if (x.Size <= Grain) kernel(x._data, y._data);
        else Work.Split(x.Size, Grain, (from, end) => kernel(x._data.AsSpan(from..end), y._data.AsSpan(from..end)));
        return rule is null ? y : y.From(op, (x, g => rule(g, x, y)));
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
        return y.From(op, (x, g => rule(g, x, y)));
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
        var shape = Shape.Broadcast(a.Shape, b.Shape, op);
        var y = Fresh(shape);
        Apply(kernel, a, b, y);
        return da is null || db is null ? y : y.From(op, (a, g => Fitted(da(g, a, b, y), a)), (b, g => Fitted(db(g, a, b, y), b)));
    }

    /// <summary>Applies a kernel that a condition steers: no gradient flows to the condition.</summary>
    static Tensor Zip(string op, Tensor c, Tensor a, Tensor b, TernaryKernel kernel, Func<Tensor, Tensor, Tensor> da, Func<Tensor, Tensor, Tensor> db)
    {
        RefuseNull(op, c, a, b);
        var shape = Shape.Broadcast(Shape.Broadcast(c.Shape, a.Shape, op), b.Shape, op);
        var y = Fresh(shape);
        float[] Stretched(Tensor x) => x.Size == shape.Size ? x._data : Strided.Gather(x._data, Layout.Stretched(x.Shape, shape));
        kernel(Stretched(c), Stretched(a), Stretched(b), y._data);
        return y.From(op, (a, g => Fitted(da(g, c), a)), (b, g => Fitted(db(g, c), b)));
    }

    /// <summary>The gradient of an operand from that of its stretched self.</summary>
    static Tensor Fitted(Tensor g, Tensor operand) => g.Shape == operand.Shape ? g : g.SumTo(operand.Shape);

    /// <summary>Elements per piece of work, when there are enough for several threads.</summary>
    const int Grain = 1 << 15;

    /// <summary>Below this run length it is quicker to stretch the operands in memory than to call the kernel per run.</summary>
    const int ShortRun = 64;

    static void Apply(BinaryKernel kernel, Tensor a, Tensor b, Tensor y)
    {
        if (a.Size == y.Size && b.Size == y.Size)
        {
            if (y.Size <= Grain) kernel(a._data, b._data, y._data);
            else Work.Split(y.Size, Grain, (from, end) => kernel(a._data.AsSpan(from..end), b._data.AsSpan(from..end), y._data.AsSpan(from..end)));
            return;
        }
        Layout layoutA = Layout.Stretched(a.Shape, y.Shape), layoutB = Layout.Stretched(b.Shape, y.Shape);
        var runs = new StridedRuns(layoutA, layoutB);
        if (runs.Length < ShortRun) { kernel(Strided.Gather(a._data, layoutA), Strided.Gather(b._data, layoutB), y._data); return; }

        // The run of a stretched operand is one number: a small block of it stands in for the whole run.
        var block = ArrayPool<float>.Shared.Rent(Math.Min(runs.Length, 1024));
        foreach (var run in runs)
        {
            if (run.StrideA == 0) block.AsSpan().Fill(a._data[run.A]);
            if (run.StrideB == 0) block.AsSpan().Fill(b._data[run.B]);
            int step = run.StrideA == run.StrideB ? run.Length : block.Length;
            for (int i = 0; i < run.Length; i += step)
            {
                int n = Math.Min(step, run.Length - i);
                kernel(run.StrideA == 0 ? block.AsSpan(0, n) : a._data.AsSpan(run.A + i, n),
                       run.StrideB == 0 ? block.AsSpan(0, n) : b._data.AsSpan(run.B + i, n), y._data.AsSpan(run.Start + i, n));
            }
        }
        ArrayPool<float>.Shared.Return(block);
    }

    static void RefuseNull(string op, params ReadOnlySpan<Tensor?> operands)
    {
        foreach (var operand in operands)
            if (operand is null) throw new ArgumentNullException(null, $"{op}: an operand is null. (A tensor's Grad is null until Backward has reached it.)");
    }
}
