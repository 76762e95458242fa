namespace ImageLearn.Data;

/// <summary>
/// The value of a MATLAB variable: <see cref="MatNumbers"/>, <see cref="MatText"/>, <see cref="MatSparse"/>, <see cref="MatCells"/>, <see cref="MatStruct"/> or
/// <see cref="MatOpaque"/>. MATLAB stores the first axis fastest (column-major); <see cref="ToTensor"/> turns that into rows.
/// </summary>
public abstract class MatValue
{
    // Read-only also to who casts it: one value may stand for many.
    private protected MatValue(int[] size) => Size = Array.AsReadOnly(size);

    /// <summary>The lengths of the axes as MATLAB has them: always two or more.</summary>
    public IReadOnlyList<int> Size { get; }

    /// <summary>The numbers as a tensor of the same axes, in float32: element [i, j] is MATLAB's (i + 1, j + 1).</summary>
    /// <exception cref="InvalidOperationException">The value holds no numbers; says what it holds.</exception>
    public virtual Tensor ToTensor() => throw new InvalidOperationException($"ToTensor: this is {this}, not numbers. Pick a part of it first, e.g. a field or a cell.");

    /// <summary>"1300×1024".</summary>
    private protected string SizeText => string.Join('×', Size);

    private protected int Count => Shape.Of([.. Size]).Size;

    /// <summary>A tensor as MATLAB's single; a vector becomes one row.</summary>
    public static implicit operator MatValue(Tensor values) => MatNumbers.From(values);

    /// <summary>A text as MATLAB's char, one row.</summary>
    public static implicit operator MatValue(string text) => new MatText([text]);

    /// <summary>A number as MATLAB's double.</summary>
    public static implicit operator MatValue(double value) => new MatNumbers([1, 1], new[] { value });
}

/// <summary>Text (MATLAB's char).</summary>
public sealed class MatText : MatValue
{
    internal MatText(int[] size, string[] rows) : base(size) => Rows = rows;

    /// <summary>Text of some rows, which are filled up with spaces to one length as MATLAB needs.</summary>
    public MatText(IReadOnlyList<string> rows) : base([rows.Count, rows.Select(static row => row.Length).DefaultIfEmpty(0).Max()]) =>
        Rows = [.. rows.Select(row => row.PadRight(Size[1]))];

    /// <summary>The rows (of more than two axes, the rows of each page in turn).</summary>
    public IReadOnlyList<string> Rows { get; }

    /// <summary>The text, rows on lines of their own.</summary>
    public override string ToString() => string.Join('\n', Rows);
}

/// <summary>A matrix that stores only its non-zero elements, column by column.</summary>
public sealed class MatSparse : MatValue
{
    internal MatSparse(int[] size, int[] rows, int[] columnStarts, double[] values, double[]? imaginary, bool logical) : base(size) =>
        (Rows, ColumnStarts, Values, Imaginary, IsLogical) = (rows, columnStarts, values, imaginary, logical);

    /// <summary>The row, from 0, of each stored element.</summary>
    public IReadOnlyList<int> Rows { get; }

    /// <summary>Column j owns the elements from ColumnStarts[j] up to ColumnStarts[j + 1].</summary>
    public IReadOnlyList<int> ColumnStarts { get; }

    /// <summary>The stored elements.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>Their imaginary parts, if the matrix is complex.</summary>
    public IReadOnlyList<double>? Imaginary { get; }

    /// <summary>Whether the elements are true and false.</summary>
    public bool IsLogical { get; }

    /// <summary>The whole matrix, zeros included. → [rows, columns]</summary>
    /// <exception cref="ShapeException">It would be too large.</exception>
    public override Tensor ToTensor()
    {
        var dense = new float[Shape.Of([.. Size]).Size];
        for (int column = 0; column < Size[1]; column++)
            for (int k = ColumnStarts[column]; k < ColumnStarts[column + 1]; k++) dense[Rows[k] * Size[1] + column] += (float)Values[k];
        return Tensor.Adopt(Shape.Of([.. Size]), dense);
    }

    /// <summary>"1000×1000 sparse, 12 stored".</summary>
    public override string ToString() => $"{SizeText} sparse, {Values.Count} stored";
}

/// <summary>A cell array: values of any kind in a grid.</summary>
public sealed class MatCells : MatValue
{
    /// <summary>Cells of a size, the first axis running fastest.</summary>
    /// <exception cref="ShapeException">The number of items does not fill the size.</exception>
    public MatCells(IReadOnlyList<int> size, IReadOnlyList<MatValue> items) : base([.. size])
    {
        if (Count != items.Count) throw new ShapeException($"MatCells: {items.Count} items do not fill {SizeText} cells.");
        Items = items;
    }

    /// <summary>The cells, the first axis running fastest.</summary>
    public IReadOnlyList<MatValue> Items { get; }

    /// <summary>The cell in a row and column, from 0 (of more axes, columns count on).</summary>
    public MatValue this[int row, int column] => Items[row + Size[0] * column];

    /// <summary>"2×3 cell".</summary>
    public override string ToString() => $"{SizeText} cell";
}

/// <summary>A struct, a struct array, or an object of a class: named fields, each with a value per element.</summary>
public sealed class MatStruct : MatValue
{
    readonly MatValue[] _values;   // the fields of the first element, then of the next

    internal MatStruct(int[] size, string[] fields, MatValue[] values, string? className) : base(size) => (Fields, _values, ClassName) = (fields, values, className);

    /// <summary>One struct of some fields.</summary>
    public MatStruct(IReadOnlyList<(string Name, MatValue Value)> fields) : this([1, 1], [.. fields.Select(static field => field.Name)], [.. fields.Select(static field => field.Value)], null) { }

    /// <summary>The fields' names in the file's order.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>The class of an object; null for a plain struct.</summary>
    public string? ClassName { get; }

    /// <summary>The value of a field, of one element of a struct array (counted with the first axis fastest).</summary>
    /// <exception cref="KeyNotFoundException">There is no such field; says which there are.</exception>
    public MatValue this[string field, int element = 0]
    {
        get
        {
            int i = Fields.TakeWhile(name => name != field).Count();
            if (i == Fields.Count) throw new KeyNotFoundException($"MatStruct: there is no field '{field}'. Fields: {string.Join(", ", Fields)}.");
            if (element < 0 || element >= Count) throw new ArgumentOutOfRangeException(null, $"MatStruct: there is no element {element} in {this}.");
            return _values[element * Fields.Count + i];
        }
    }

    /// <summary>"1×1 struct with name, age".</summary>
    public override string ToString() => $"{SizeText} {ClassName ?? "struct"} with {(Fields.Count == 0 ? "no fields" : string.Join(", ", Fields))}";
}

/// <summary>What only MATLAB understands: function handles, and objects of its newer classes (string, table, …).</summary>
public sealed class MatOpaque : MatValue
{
    internal MatOpaque(string className, MatValue? inner) : base([1, 1]) => (ClassName, Inner) = (className, inner);

    /// <summary>The class MATLAB gives it.</summary>
    public string ClassName { get; }

    /// <summary>What is stored of it, in a form MATLAB does not document.</summary>
    public MatValue? Inner { get; }

    /// <summary>"MATLAB string, which only MATLAB can read".</summary>
    public override string ToString() => $"MATLAB {ClassName}, which only MATLAB can read";
}
