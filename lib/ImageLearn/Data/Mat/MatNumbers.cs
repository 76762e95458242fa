using System.Numerics.Tensors;

namespace ImageLearn.Data;

/// <summary>A full matrix of numbers, of any numeric class of MATLAB, or of true and false.</summary>
public sealed class MatNumbers : MatValue
{
    /// <summary>A matrix from its numbers, the first axis running fastest: a <c>double[]</c>, <c>float[]</c> or array of an integer type.</summary>
    /// <exception cref="ShapeException">The number of elements does not fill the size.</exception>
    /// <exception cref="ArgumentException">The elements are no numbers that MATLAB knows.</exception>
    public MatNumbers(IReadOnlyList<int> size, Array values, Array? imaginary = null, bool isLogical = false) : base([.. size])
    {
        if (size.Count < 2 || values.Length != Count || (imaginary ?? values).Length != Count) throw new ShapeException($"MatNumbers: {values.Length} numbers do not fill a matrix of {SizeText}.");
        if (Type.GetTypeCode(values.GetType().GetElementType()) is < TypeCode.SByte or > TypeCode.Double || (imaginary ?? values).GetType() != values.GetType())
            throw new ArgumentException($"MatNumbers: arrays of {values.GetType().GetElementType()!.Name} and {(imaginary ?? values).GetType().GetElementType()!.Name} are not of one number type of MATLAB. Convert them to double[].");
        (Values, Imaginary, IsLogical) = (values, imaginary, isLogical);
    }

    /// <summary>The elements, the first axis running fastest, of the type the file gives: double, float, sbyte … ulong.</summary>
    public Array Values { get; }

    /// <summary>The imaginary parts, if the matrix is complex.</summary>
    public Array? Imaginary { get; }

    /// <summary>Whether the elements are true (1) and false (0).</summary>
    public bool IsLogical { get; }

    /// <summary>The real parts as float32.</summary>
    public override Tensor ToTensor() => ToTensor(Values);

    /// <summary>The imaginary parts as float32, zeros when the matrix is real.</summary>
    public Tensor ImaginaryToTensor() => Imaginary is null ? Tensor.Zeros(Shape.Of([.. Size])) : ToTensor(Imaginary);

    /// <summary>"1300×1024 double".</summary>
    public override string ToString() => $"{SizeText} {(Imaginary is null ? "" : "complex ")}{(IsLogical ? "logical" : Values.GetType().GetElementType()!.Name.ToLowerInvariant())}";

    internal static MatNumbers From(Tensor tensor)
    {
        int[] size = tensor.Rank switch { 0 => [1, 1], 1 => [1, tensor.Size], _ => [.. tensor.Shape] };
        var values = new float[tensor.Size];
        // Rows of a tensor are columns of its axes in reverse.
        Transpose([.. size.Reverse()], tensor.Data.ToArray(), values, static (from, to) => from.CopyTo(to));
        return new MatNumbers(size, values);
    }

    Tensor ToTensor(Array values)
    {
        var result = new float[values.Length];
        var size = Size.ToArray();
        // By type code: to the runtime, an array of bytes is also one of signed bytes.
        switch (Type.GetTypeCode(values.GetType().GetElementType()))
        {
            case TypeCode.Double: Transpose(size, (double[])values, result, TensorPrimitives.ConvertTruncating); break;
            case TypeCode.Single: Transpose(size, (float[])values, result, TensorPrimitives.ConvertTruncating); break;
            case TypeCode.SByte: Transpose(size, (sbyte[])values, result, TensorPrimitives.ConvertTruncating); break;
            case TypeCode.Byte: Transpose(size, (byte[])values, result, TensorPrimitives.ConvertTruncating); break;
            case TypeCode.Int16: Transpose(size, (short[])values, result, TensorPrimitives.ConvertTruncating); break;
            case TypeCode.UInt16: Transpose(size, (ushort[])values, result, TensorPrimitives.ConvertTruncating); break;
            case TypeCode.Int32: Transpose(size, (int[])values, result, TensorPrimitives.ConvertTruncating); break;
            case TypeCode.UInt32: Transpose(size, (uint[])values, result, TensorPrimitives.ConvertTruncating); break;
            case TypeCode.Int64: Transpose(size, (long[])values, result, TensorPrimitives.ConvertTruncating); break;
            case TypeCode.UInt64: Transpose(size, (ulong[])values, result, TensorPrimitives.ConvertTruncating); break;
        }
        return Tensor.Adopt(Shape.Of([.. Size]), result);
    }

    delegate void Conversion<T>(ReadOnlySpan<T> from, Span<float> to);

    /// <summary>
    /// From the first axis fastest to the last axis fastest, converted to float32: for each choice of the axes between, a transposition of the
    /// first against the last, in blocks that stay in the cache.
    /// </summary>
    static void Transpose<T>(int[] size, T[] source, float[] target, Conversion<T> convert)
    {
        int rows = size[0], columns = size[^1];
        if (source.Length == 0) return;
        if (source.Length == Math.Max(rows, columns))
        {
            convert(source, target);
            return;
        }
        int[] between = size[1..^1];
        int pages = source.Length / rows / columns;
        for (int page = 0; page < pages; page++)
        {
            // The page's place: in the source the first of its axes runs fastest, in the target the last.
            int start = 0, rest = page, later = pages;
            foreach (int length in between)
            {
                later /= length;
                start += rest % length * later * columns;
                rest /= length;
            }
            TransposePage(source.AsMemory(page * rows), pages * rows, target.AsMemory(start), pages * columns, rows, columns, convert);
        }
    }

    static void TransposePage<T>(ReadOnlyMemory<T> source, int columnStep, Memory<float> target, int rowStep, int rows, int columns, Conversion<T> convert)
    {
        const int Tall = 256, Wide = 32;
        Work.Split((rows + Tall - 1) / Tall, Work.Grain(Tall * (long)columns), (first, end) =>
        {
            var block = new float[Wide * Tall];
            for (int top = first * Tall; top < Math.Min(end * Tall, rows); top += Tall)
                for (int left = 0; left < columns; left += Wide)
                {
                    int height = Math.Min(Tall, rows - top), width = Math.Min(Wide, columns - left);
                    for (int j = 0; j < width; j++) convert(source.Span.Slice((left + j) * columnStep + top, height), block.AsSpan(j * Tall));
                    for (int i = 0; i < height; i++)
                    {
                        var line = target.Span.Slice((top + i) * rowStep + left, width);
                        for (int j = 0; j < line.Length; j++) line[j] = block[j * Tall + i];
                    }
                }
        });
    }
}
