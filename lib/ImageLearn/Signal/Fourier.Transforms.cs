namespace ImageLearn.Signal;

// The linear maps behind the public transforms, each with its adjoint: the gradient of y = F·x with respect to x is F̄ᵀ·g.
public static unsafe partial class Fourier
{
    static ComplexTensor Along(string op, ComplexTensor x, int axis, bool inverse)
    {
        int along = x.Shape.Axis(axis, op), n = x.Shape[along];
        if (along == x.Shape.Rank - 1 && x.IsReal && !inverse) return Mirrored(FromReal(op, x.Real, axes: 1), n, rows: false);
        RefuseEmpty(op, x.Shape);
        return Linear(op, x, inverse, inverse ? 1.0 / n : 1, along, both: false);
    }

    static ComplexTensor Spectrum(string op, ComplexTensor x, bool inverse)
    {
        RefuseEmpty(op, x.Shape, axes: 2);
        return Linear(op, x, inverse, inverse ? 1.0 / ((double)x.Shape[^1] * x.Shape[^2]) : 1, x.Shape.Rank - 1, both: true);
    }

    /// <summary>The transform along one axis, or along the last two; the inverse one unless scaled by 1/n is its adjoint.</summary>
    static ComplexTensor Linear(string op, ComplexTensor x, bool inverse, double scale, int axis, bool both)
    {
        var shape = x.Shape;
        float[] re = Fresh(shape), im = Fresh(shape);
        fixed (float* fromRe = x.Real.Data, fromIm = x.Imag.Data, toRe = re, toIm = im)
        {
            int n = shape[axis], inner = shape.SizeOf((axis + 1)..), outer = shape.SizeOf(..axis);
            Planes from = Turned(fromRe, fromIm, n), to = Turned(toRe, toIm, n);
            if (inner == 1) FftRows.Transform(from, to, outer, n, (float)scale);
            else
            {
                for (int i = 0; i < outer; i++) FftColumns.Transform(Matrix(from, i, n, inner), Matrix(to, i, n, inner), n, inner);
                if (scale != 1) foreach (var plane in (float[][])[re, im]) System.Numerics.Tensors.TensorPrimitives.Multiply(plane, (float)scale, plane);
            }
            if (both) Columns(to, to, shape);
        }
        return Noted(op, x, new(Tensor.Adopt(shape, re), Tensor.Adopt(shape, im)), g => Linear(op, g, !inverse, scale, axis, both));

        Planes Turned(float* a, float* b, int step) => inverse ? new(b, a, step) : new(a, b, step);
    }

    /// <summary>The transform of each column of each matrix of x into y, which may be the same.</summary>
    static void Columns(Planes x, Planes y, Shape shape)
    {
        int height = shape[^2], width = shape[^1];
        for (int i = 0; i < shape.SizeOf(..^2); i++) FftColumns.Transform(Matrix(x, i, height, width), Matrix(y, i, height, width), height, width);
    }

    static Planes Matrix(Planes x, int index, int rows, int columns) => new(x.Re + (nint)index * rows * columns, x.Im + (nint)index * rows * columns, columns);

    static ComplexTensor FromReal(string op, Tensor x, int axes)
    {
        RefuseEmpty(op, x.Shape, axes);
        int n = x.Shape[^1];
        Shape shape = [.. x.Shape.SkipLast(1), n / 2 + 1];
        float[] re = Fresh(shape), im = Fresh(shape);
        fixed (float* from = x.Data, toRe = re, toIm = im)
        {
            var to = new Planes(toRe, toIm, shape[^1]);
            FftRows.FromReal(from, to, shape.SizeOf(..^1), n);
            if (axes == 2) Columns(to, to, shape);
        }
        // The adjoint ignores the mirrored half, because the result has none.
        Tensor Pull(ComplexTensor g)
        {
            (int, int)[] pad = [.. Enumerable.Repeat((0, 0), shape.Rank - 1), (0, n - shape[^1])];
            return Linear(op, new(g.Real.Pad(pad), g.Imag.Pad(pad)), inverse: true, 1, shape.Rank - 1, both: axes == 2).Real;
        }
        var y = new ComplexTensor(Tensor.Adopt(shape, re), Tensor.Adopt(shape, im));
        y.Real.From(op, (x, g => Pull(g)));
        y.Imag.From(op, (x, g => Pull(new(Tensor.Zeros(shape), g))));
        return y;
    }

    static Tensor ToReal(string op, ComplexTensor x, int axes, int? length)
    {
        RefuseEmpty(op, x.Shape, axes);
        int n = length ?? Math.Max(1, 2 * (x.Shape[^1] - 1));
        if (n < 1 || n / 2 + 1 != x.Shape[^1])
            throw new ShapeException($"{op}: {n} real numbers have a half spectrum of {n / 2 + 1}, but the last axis of {x.Shape} is {x.Shape[^1]}. Give the length that was transformed, {2 * x.Shape[^1] - 2} or {2 * x.Shape[^1] - 1}.");
        Shape shape = [.. x.Shape.SkipLast(1), n];
        var y = Fresh(shape);
        double scale = 1.0 / n / (axes == 2 ? shape[^2] : 1);
        using var columns = new Scratch(axes == 2 ? x.Shape.SizeOf(..^1) : 0, x.Shape[^1]);
        fixed (float* re = x.Real.Data, im = x.Imag.Data, to = y)
        {
            var from = new Planes(re, im, x.Shape[^1]);
            if (axes == 2) Columns(from.Swapped, columns.Planes.Swapped, x.Shape);
            FftRows.ToReal(axes == 2 ? columns.Planes : from, to, shape.SizeOf(..^1), n, (float)scale);
        }
        // Each number of the half stands for its mirror image too, but for the first and, if n is even, the last.
        ComplexTensor Pull(Tensor g)
        {
            var weights = Tensor.Full([x.Shape[^1]], 2 * scale);
            weights[0] = scale;
            if (n % 2 == 0) weights[^1] = scale;
            return FromReal(op, g, axes) * weights;
        }
        return Tensor.Adopt(shape, y).From(op, (x.Real, g => Pull(g).Real), (x.Imag, g => Pull(g).Imag));
    }

    /// <summary>The whole spectrum from its half: X_(−k, −l) = X̄_kl.</summary>
    static ComplexTensor Mirrored(ComplexTensor half, int width, bool rows = true)
    {
        int kept = half.Shape[^1], missing = width - kept;
        if (missing == 0) return half;
        Slice[] all = [.. Enumerable.Repeat((Slice)(..), half.Shape.Rank - 1)];
        var mirror = half[[.. all, (1..(missing + 1)).By(-1)]].Conj();
        if (rows && half.Shape[^2] > 1)
        {
            // Row 0 is its own mirror image, the others change places.
            int up = half.Shape.Rank - 2;
            mirror = Join(mirror.Rows(up, ..1), mirror.Rows(up, (1..).By(-1)), up);
        }
        return Join(half, mirror, -1);
    }

    static ComplexTensor Rows(this ComplexTensor x, int axis, Slice rows) => x[[.. Enumerable.Repeat((Slice)(..), axis), rows]];

    static ComplexTensor Join(ComplexTensor a, ComplexTensor b, int axis) =>
        new(Tensor.Concat([a.Real, b.Real], axis), Tensor.Concat([a.Imag, b.Imag], axis));

    /// <summary>Notes how y was computed from x by a linear map, given its adjoint.</summary>
    static ComplexTensor Noted(string op, ComplexTensor x, ComplexTensor y, Func<ComplexTensor, ComplexTensor> adjoint)
    {
        ComplexTensor OfReal(Tensor g) => adjoint(new(g, Tensor.Zeros(g.Shape)));
        ComplexTensor OfImag(Tensor g) => adjoint(new(Tensor.Zeros(g.Shape), g));
        y.Real.From(op, (x.Real, g => OfReal(g).Real), (x.Imag, g => OfReal(g).Imag));
        y.Imag.From(op, (x.Real, g => OfImag(g).Real), (x.Imag, g => OfImag(g).Imag));
        return y;
    }

    static float[] Fresh(Shape shape) => GC.AllocateUninitializedArray<float>(shape.Size);

    static void RefuseEmpty(string op, Shape shape, int axes = 1)
    {
        if (shape.Rank < axes) throw new ShapeException($"{op}: expected {axes} axes or more, got shape {shape}.");
        if (shape.Size == 0) throw new ShapeException($"{op}: shape {shape} holds no numbers to transform.");
    }
}
