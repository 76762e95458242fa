namespace ImageLearn;

public partial class Tensor
{
    /// <summary>A tensor filled with one number.</summary>
    public static Tensor Full(Shape shape, double value)
    {
        var full = Fresh(shape);
        Array.Fill(full._data, (float)value);
        return full;
    }

    /// <summary>A tensor of zeros.</summary>
    public static Tensor Zeros(Shape shape) => Adopt(shape, new float[shape.Size]);

    /// <summary>A tensor of ones.</summary>
    public static Tensor Ones(Shape shape) => Full(shape, 1);

    /// <summary>The numbers from <paramref name="start"/> up to but without <paramref name="stop"/>, in steps: start + i·step. → [⌈(stop − start)/step⌉]</summary>
    /// <exception cref="ArgumentException">The step is 0, or a number is NaN.</exception>
    /// <exception cref="ShapeException">There would be more elements than one tensor holds.</exception>
    public static Tensor Arange(double start, double stop, double step = 1)
    {
        if (step == 0 || double.IsNaN(start + stop + step)) throw new ArgumentException($"Arange: from {start} to {stop} in steps of {step} is no sequence. Give a step other than 0.");
        double count = Math.Max(0, Math.Ceiling((stop - start) / step));
        if (count > Array.MaxLength) throw new ShapeException($"Arange: from {start} to {stop} in steps of {step} would be {count:0} elements, but a tensor holds at most {Array.MaxLength}.");
        return Sequence((int)count, i => start + i * step);
    }

    /// <summary><paramref name="count"/> numbers at equal distances, both ends included. → [count]</summary>
    public static Tensor Linspace(double start, double stop, int count) =>
        Sequence(count, i => i == count - 1 && i > 0 ? stop : start + i * ((stop - start) / Math.Max(1, count - 1)));

    /// <summary>The identity matrix: ones on the diagonal. → [size, size]</summary>
    public static Tensor Eye(int size)
    {
        var eye = Zeros([size, size]);
        for (int i = 0; i < size; i++) eye._data[i * size + i] = 1;
        return eye;
    }

    /// <summary>A row of zeros with a single 1 per label, at its number: <c>Tensor.OneHot([2, 0], classes: 3)</c> is [[0, 0, 1], [1, 0, 0]]. [..., n] → [..., n, classes]</summary>
    /// <exception cref="IndexOutOfRangeException">A label is not a whole number from 0 to classes − 1.</exception>
    public static Tensor OneHot(Tensor labels, int classes)
    {
        RefuseNull(nameof(OneHot), labels);
        var rows = Zeros([.. labels.Shape, classes]);
        var numbers = labels.ClassNumbers(nameof(OneHot), classes);
        for (int i = 0; i < numbers.Length; i++) rows._data[i * classes + numbers[i]] = 1;
        return rows;
    }

    /// <summary>Labels as whole numbers.</summary>
    internal int[] ClassNumbers(string op, int classes)
    {
        var numbers = new int[Size];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = _data[i] is var x && x >= 0 && x < classes && x == MathF.Floor(x) ? (int)x
                : throw new IndexOutOfRangeException($"{op}: label {i} is {x}, but there are {classes} classes. Labels are the whole numbers 0 to {classes - 1}.");
        return numbers;
    }

    /// <summary>A vector from its numbers. → [n]</summary>
    public static Tensor Of(double[] values) => Sequence(values.Length, i => values[i]);

    /// <summary>A matrix from its rows. → [rows, columns]</summary>
    /// <exception cref="ShapeException">The rows differ in length.</exception>
    public static Tensor Of(double[][] rows) => Of((Array)rows);

    /// <summary>A tensor with three axes from nested arrays.</summary>
    /// <exception cref="ShapeException">The parts differ in length.</exception>
    public static Tensor Of(double[][][] planes) => Of((Array)planes);

    /// <summary>A tensor from a C# array of any rank, nested or rectangular, of any number type: <c>Tensor.Of(new byte[2, 3])</c>; or of truth values, as a mask: true is 1.</summary>
    /// <exception cref="ShapeException">Nested arrays differ in length.</exception>
    /// <exception cref="ArgumentException">The elements are not numbers.</exception>
    public static Tensor Of(Array array)
    {
        if (array.GetType().GetElementType()!.IsArray)
        {
            Tensor[] parts = [.. array.Cast<Array>().Select(Of)];
            for (int i = 1; i < parts.Length; i++)
                if (parts[i].Shape != parts[0].Shape)
                    throw new ShapeException($"Tensor.Of: part 0 has shape {parts[0].Shape}, but part {i} has {parts[i].Shape}. All parts must be of one shape.");
            return Adopt(Shape.Of([parts.Length, .. parts is [var first, ..] ? first.Shape : Shape.Of([0])]), [.. parts.SelectMany(part => part._data)]);
        }
        if (Type.GetTypeCode(array.GetType().GetElementType()) is not (TypeCode.Boolean or >= TypeCode.SByte and <= TypeCode.Decimal))
            throw new ArgumentException($"Tensor.Of: an array of {array.GetType().GetElementType()!.Name} holds no numbers. Convert its elements first, e.g. to double.");
        var data = new float[array.Length];
        int next = 0;
        foreach (object value in array) data[next++] = Convert.ToSingle(value);
        return Adopt(Shape.Of([.. Enumerable.Range(0, array.Rank).Select(array.GetLength)]), data);
    }

    static Tensor Sequence(int count, Func<int, double> element)
    {
        var sequence = Fresh([count]);
        for (int i = 0; i < count; i++) sequence._data[i] = (float)element(i);
        return sequence;
    }
}
