using System.Numerics.Tensors;

namespace ImageLearn.Nn;

/// <summary>Rows brought to mean 0 and variance 1 as one operation: each is read from memory once, rather than once for each step of the formula.</summary>
static class Standardized
{
    /// <summary>y = (x − mean)/√(variance + ε) over the last axis.</summary>
    public static Tensor Rows(Tensor x, double epsilon)
    {
        int length = x.Shape[^1], rows = length == 0 ? 0 : x.Size / length;
        Tensor y = Tensor.Fresh(x.Shape);
        var scales = new float[rows];   // 1/√(variance + ε)
        Work.Split(rows, Work.Grain(4 * length), (from, end) =>
        {
            for (int i = from; i < end; i++)
            {
                ReadOnlySpan<float> row = x.Data.Slice(i * length, length);
                var centred = y.Elements.AsSpan(i * length, length);
                TensorPrimitives.Subtract(row, (float)(Accumulate.Sum(row) / length), centred);
                scales[i] = (float)(1 / Math.Sqrt(Accumulate.Dot(centred, centred) / length + epsilon));
                TensorPrimitives.Multiply(centred, scales[i], centred);
            }
        });
        return y.From(nameof(Standardized), (x, g => Tensor.Records(g, x) ? Slope(g, x, epsilon) : Slope(g, y, scales)));
    }

    /// <summary>The gradient of x, (g − mean(g) − y·mean(g·y))/√(variance + ε), as operations that can be differentiated again.</summary>
    static Tensor Slope(Tensor g, Tensor x, double epsilon)
    {
        var scale = 1 / (x.Var(-1, keepDims: true) + epsilon).Sqrt();
        var y = (x - x.Mean(-1, keepDims: true)) * scale;
        return (g - g.Mean(-1, keepDims: true) - y * (g * y).Mean(-1, keepDims: true)) * scale;
    }

    /// <summary>The same in one pass.</summary>
    static Tensor Slope(Tensor g, Tensor y, float[] scales)
    {
        int length = y.Shape[^1];
        var x = Tensor.Fresh(y.Shape);
        Work.Split(scales.Length, Work.Grain(4 * length), (from, end) =>
        {
            for (int i = from; i < end; i++)
            {
                ReadOnlySpan<float> gradient = g.Data.Slice(i * length, length), row = y.Data.Slice(i * length, length);
                var slope = x.Elements.AsSpan(i * length, length);
                float mean = (float)(Accumulate.Sum(gradient) / length), along = (float)(Accumulate.Dot(gradient, row) / length);
                TensorPrimitives.MultiplyAdd(row, -along, gradient, slope);
                TensorPrimitives.Subtract(slope, mean, slope);
                TensorPrimitives.Multiply(slope, scales[i], slope);
            }
        });
        return x;
    }
}
