using System.Buffers.Binary;

namespace ImageLearn.Data;

/// <summary>Version 4: for each variable five numbers (type, rows, columns, complex, length of the name), the name, and the numbers, column by column.</summary>
sealed class Mat4Reader(byte[] file)
{
    static readonly MatStorage[] Precisions = [MatStorage.Double, MatStorage.Single, MatStorage.Int32, MatStorage.Int16, MatStorage.UInt16, MatStorage.UInt8];

    public List<(string Name, MatValue Value)> Read()
    {
        var variables = new List<(string, MatValue)>();
        // The type is a small number in the right byte order.
        bool bigEndian = BinaryPrimitives.ReadInt32LittleEndian(file) is < 0 or > 5000;
        for (int at = 0; at < file.Length;)
        {
            if (file.Length - at < 20) throw new DataFormatException($"The MATLAB file is cut short: it ends at byte {file.Length}, inside the header of the variable at byte {at}. Copy or download it again.", file.Length);
            var bytes = new MatBytes(file, at, file.Length - at, bigEndian, inflates: false);
            variables.Add(ReadVariable(bytes, at));
            at = file.Length - (int)bytes.Left;
        }
        return variables;
    }

    static (string, MatValue) ReadVariable(MatBytes bytes, int at)
    {
        int type = bytes.Int(), rows = bytes.Int(), columns = bytes.Int(), complex = bytes.Int(), nameLength = bytes.Int();
        int machine = type / 1000, precision = type / 10 % 10, kind = type % 10;
        if (type < 0 || machine > 4 || type / 100 % 10 != 0 || precision > 5 || kind > 2 || rows < 0 || columns < 0 || nameLength < 1)
            throw new DataFormatException($"This is no MATLAB file, or a damaged one: the variable at byte {at} says type {type}, {rows} rows, {columns} columns.", at);
        if (machine > 1) throw new DataFormatException($"The MATLAB file was written on a VAX or Cray (type {type} at byte {at}), whose numbers are not read here. Open it in MATLAB and save it again.", at);
        var storage = Precisions[precision];
        long count = (long)rows * columns;
        if ((Int128)count * MatBytes.SizeOf(storage) * (complex == 0 ? 1 : 2) + nameLength > bytes.Left) throw bytes.CutShort();

        var name = bytes.Ascii(nameLength).TrimEnd('\0');
        if (kind == 2) return (name, Sparse(bytes.Numbers<double>(storage, (int)count), rows, columns, bytes));
        Array values = kind == 1 ? bytes.Numbers<double>(storage, (int)count) : Numbers(bytes, storage, (int)count);
        if (kind == 1) return (name, Text((double[])values, rows, columns));
        return (name, new MatNumbers([rows, columns], values, complex == 0 ? null : Numbers(bytes, storage, (int)count)));
    }

    static Array Numbers(MatBytes bytes, MatStorage storage, int count) => storage switch
    {
        MatStorage.Single => bytes.Numbers<float>(storage, count),
        MatStorage.Int32 => bytes.Numbers<int>(storage, count),
        MatStorage.Int16 => bytes.Numbers<short>(storage, count),
        MatStorage.UInt16 => bytes.Numbers<ushort>(storage, count),
        MatStorage.UInt8 => bytes.Numbers<byte>(storage, count),
        _ => bytes.Numbers<double>(storage, count),
    };

    static MatText Text(double[] codes, int rows, int columns) =>
        new([rows, columns], columns == 0 ? [] : [.. Enumerable.Range(0, rows).Select(i => string.Concat(Enumerable.Range(0, columns).Select(j => (char)(ushort)codes[i + rows * j])))]);

    /// <summary>Rows of (row, column, value, imaginary part), counted from 1; the last gives the size.</summary>
    static MatSparse Sparse(double[] table, int rows, int columns, MatBytes bytes)
    {
        if (rows < 1 || columns is not (3 or 4)) throw bytes.Damaged($"is a sparse matrix listed in {rows} × {columns} numbers");
        double At(int i, int j) => table[i + rows * j];
        double height = At(rows - 1, 0), width = At(rows - 1, 1);
        if (!(height >= 0 && height <= int.MaxValue && width >= 0 && width < 1 << 24)) throw bytes.Damaged($"is a sparse matrix of {height} × {width}, which is not possible or has more columns than are read");
        var order = Enumerable.Range(0, rows - 1).OrderBy(i => At(i, 1)).ThenBy(i => At(i, 0)).ToArray();
        var starts = new int[(int)width + 1];
        foreach (int i in order)
        {
            if (!(At(i, 0) >= 1 && At(i, 0) <= height && At(i, 1) >= 1 && At(i, 1) <= width)) throw bytes.Damaged($"has element ({At(i, 0)}, {At(i, 1)}) outside its {height} × {width}");
            starts[(int)At(i, 1)]++;
        }
        for (int j = 0; j < (int)width; j++) starts[j + 1] += starts[j];
        return new MatSparse([(int)height, (int)width], [.. order.Select(i => (int)At(i, 0) - 1)], starts, [.. order.Select(i => At(i, 2))],
            columns == 4 ? [.. order.Select(i => At(i, 3))] : null, logical: false);
    }
}
