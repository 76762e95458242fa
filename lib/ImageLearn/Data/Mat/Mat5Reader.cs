using System.Buffers.Binary;
using System.Text;

namespace ImageLearn.Data;

/// <summary>MATLAB's classes, numbered as in version 5.</summary>
enum MatClass { Cell = 1, Struct = 2, Object = 3, Char = 4, Sparse = 5, Double = 6, Single = 7, Int8 = 8, UInt8 = 9, Int16 = 10, UInt16 = 11, Int32 = 12, UInt32 = 13, Int64 = 14, UInt64 = 15, Function = 16, Opaque = 17 }

/// <summary>Version 5 to 7: after a header of 128 bytes a variable is an element (type, length, contents) made of elements, perhaps compressed as a whole.</summary>
sealed class Mat5Reader(byte[] file)
{
    const int Header = 128;

    /// <summary>Deeper than anyone nests cells, and far from the end of the stack.</summary>
    const int DeepestNesting = 100;

    /// <summary>What MATLAB writes for nothing, a tag of 8 bytes: one for all, since a small file can hold millions.</summary>
    static readonly MatNumbers Nothing = new([0, 0], Array.Empty<double>());

    readonly bool _bigEndian = file.Length >= Header && file[126] == 'M';

    public List<(string Name, MatValue Value)> Read()
    {
        if (file.Length < Header) throw new DataFormatException($"The MATLAB file is cut short: it ends at byte {file.Length}, inside its header. Copy or download it again.", file.Length);
        if ((file[126], file[127]) is not (((byte)'I', (byte)'M') or ((byte)'M', (byte)'I')))
            throw new DataFormatException("This is no MATLAB file: the mark MI or IM at byte 126 is missing. Copy or download it again, or say what made it.", 126);
        var variables = new List<(string, MatValue)>();
        for (int at = Header; at < file.Length;)
        {
            if (file.Length - at < 8) throw new DataFormatException($"The MATLAB file is cut short: it ends at byte {file.Length}, where a variable should begin at byte {at}. Copy or download it again.", file.Length);
            var type = (MatStorage)Int(at);
            uint length = (uint)Int(at + 4);
            if (type is not (MatStorage.Matrix or MatStorage.Compressed)) throw new DataFormatException($"The MATLAB file is damaged: a variable should begin at byte {at}, but type {(int)type} stands there.", at);
            if (length > file.Length - at - 8) throw new DataFormatException($"The MATLAB file is cut short: the variable at byte {at} says it has {length} bytes, but the file ends at byte {file.Length}. Copy or download it again.", file.Length);
            bool inflates = type == MatStorage.Compressed;
            var bytes = inflates ? new MatBytes(file, at + 8, (int)length, _bigEndian, true) : new MatBytes(file, at, 8 + (int)length, _bigEndian, false);
            var (name, value) = ReadMatrix(bytes, 0);
            if (inflates) bytes.RequireEnd();
            // Without a name: what MATLAB keeps beside the variables for its function handles and newer classes.
            if (name != "") variables.Add((name, value));
            at += 8 + (int)length;
        }
        return variables;
    }

    int Int(int at) => _bigEndian ? BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at)) : BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));

    /// <summary>The head of an element. A short one packs its length into the type, and its contents into what would be the length.</summary>
    static (MatStorage Type, int Length, int Padding) Tag(MatBytes bytes)
    {
        int type = bytes.Int();
        if (type >>> 16 is var small and > 0)
            return small <= 4 ? ((MatStorage)(type & 0xFFFF), small, 4 - small) : throw bytes.Damaged($"has a short element of {small} bytes, where at most 4 fit");
        int length = bytes.Int();
        if (length < 0 || length > bytes.Left) throw bytes.CutShort();
        return ((MatStorage)type, length, -length & 7);
    }

    static (string Name, MatValue Value) ReadMatrix(MatBytes bytes, int depth)
    {
        if (depth > DeepestNesting) throw bytes.Damaged($"is nested more than {DeepestNesting} deep");
        var (type, length, padding) = Tag(bytes);
        if (type != MatStorage.Matrix) throw bytes.Damaged($"has type {(int)type} where a matrix should begin");
        if (length == 0) return ("", Nothing);
        long end = bytes.Left - length;
        var matrix = ReadContents(bytes, end, depth);
        if (bytes.Left < end) throw bytes.Damaged("is longer than it says");
        bytes.Skip(bytes.Left - end + Math.Min(padding, end));
        return matrix;
    }

    static (string, MatValue) ReadContents(MatBytes bytes, long end, int depth)
    {
        var flags = Numbers<uint>(bytes, "flags");
        if (flags.Length != 2) throw bytes.Damaged($"has {flags.Length} numbers of flags instead of 2");
        var kind = (MatClass)(flags[0] & 255);
        bool complex = (flags[0] & 0x800) != 0, logical = (flags[0] & 0x200) != 0;
        if (kind == MatClass.Opaque)
        {
            var opaqueName = Name(bytes);
            Name(bytes);   // the system that made it: MCOS, java
            return (opaqueName, new MatOpaque(Name(bytes), ReadMatrix(bytes, depth + 1).Value));
        }
        var size = Numbers<int>(bytes, "size");
        long count = Count(size, bytes);
        var name = Name(bytes);
        return (name, kind switch
        {
            MatClass.Cell => new MatCells(size, Values(bytes, count, end, depth)),
            MatClass.Struct or MatClass.Object => ReadStruct(bytes, size, count, kind == MatClass.Object ? Name(bytes) : null, end, depth),
            MatClass.Char => ReadText(bytes, size, count),
            MatClass.Sparse => ReadSparse(bytes, size, complex, logical),
            >= MatClass.Double and <= MatClass.UInt64 => new MatNumbers(size, ReadNumbers(bytes, kind, count), complex ? ReadNumbers(bytes, kind, count) : null, logical),
            MatClass.Function => new MatOpaque("function_handle", ReadMatrix(bytes, depth + 1).Value),
            _ => throw bytes.Damaged($"is of class {(int)kind}, which MATLAB does not have"),
        });
    }

    static long Count(int[] size, MatBytes bytes)
    {
        Int128 count = 1;
        foreach (int length in size) count = Int128.Min(count * length, long.MaxValue);   // 64 axes would overflow
        if (size.Length is < 2 or > 64 || size.Any(static length => length < 0)) throw bytes.Damaged($"says its size is {string.Join('×', size.Take(8))}");
        return (long)count;
    }

    /// <summary>An element of numbers, however they are stored.</summary>
    static T[] Numbers<T>(MatBytes bytes, string what, int truths = -1) where T : unmanaged, System.Numerics.INumber<T>
    {
        var (type, length, padding) = Tag(bytes);
        // MATLAB marks the bytes of a sparse matrix of true and false as doubles.
        if (type == MatStorage.Double && length == truths) type = MatStorage.UInt8;
        int size = MatBytes.SizeOf(type);
        if (length % size != 0) throw bytes.Damaged($"stores its {what} in {length} bytes, which is not a multiple of {size}");
        var numbers = bytes.Numbers<T>(type, length / size);
        bytes.Skip(Math.Min(padding, bytes.Left));
        return numbers;
    }

    static string Name(MatBytes bytes)
    {
        var name = Numbers<byte>(bytes, "name");
        if (!Ascii.IsValid(name)) throw bytes.Damaged("has a name that is not plain letters");
        return Encoding.ASCII.GetString(name).TrimEnd('\0');
    }

    static Array ReadNumbers(MatBytes bytes, MatClass kind, long count)
    {
        Array numbers = kind switch
        {
            MatClass.Single => Numbers<float>(bytes, "numbers"),
            MatClass.Int8 => Numbers<sbyte>(bytes, "numbers"),
            MatClass.UInt8 => Numbers<byte>(bytes, "numbers"),
            MatClass.Int16 => Numbers<short>(bytes, "numbers"),
            MatClass.UInt16 => Numbers<ushort>(bytes, "numbers"),
            MatClass.Int32 => Numbers<int>(bytes, "numbers"),
            MatClass.UInt32 => Numbers<uint>(bytes, "numbers"),
            MatClass.Int64 => Numbers<long>(bytes, "numbers"),
            MatClass.UInt64 => Numbers<ulong>(bytes, "numbers"),
            _ => Numbers<double>(bytes, "numbers"),
        };
        return numbers.Length == count ? numbers : throw bytes.Damaged($"holds {numbers.Length} numbers, but its size asks for {count}");
    }

    static MatText ReadText(MatBytes bytes, int[] size, long count)
    {
        var (type, length, padding) = Tag(bytes);
        var text = type switch
        {
            MatStorage.Utf8 => Encoding.UTF8.GetString(bytes.Numbers<byte>(MatStorage.UInt8, length)),
            MatStorage.Utf32 => string.Concat(bytes.Numbers<uint>(type, length / 4).Select(static code => Rune.IsValid(code) ? new Rune(code).ToString() : "\uFFFD")),
            _ => new string(Array.ConvertAll(bytes.Numbers<ushort>(type, length / MatBytes.SizeOf(type)), static code => (char)code)),
        };
        bytes.Skip(Math.Min(padding, bytes.Left));
        if (size is [1, _]) return new MatText([1, text.Length], [text]);   // SciPy counts characters, MATLAB and .NET halves of UTF-16's pairs
        if (text.Length == 0) return new MatText(size, []);
        if (text.Length != count) throw bytes.Damaged($"holds {text.Length} characters, but its size asks for {count}");
        int rows = size[0], columns = size[1];
        return new MatText(size, [.. Enumerable.Range(0, text.Length / columns).Select(row =>
            string.Create(columns, (text, start: row / rows * rows * columns + row % rows, rows), static (line, from) =>
            {
                for (int j = 0; j < line.Length; j++) line[j] = from.text[from.start + j * from.rows];
            }))]);
    }

    /// <summary>So many matrices one after the other; each takes 8 bytes at least.</summary>
    static MatValue[] Values(MatBytes bytes, long count, long end, int depth)
    {
        if (count > (bytes.Left - end) / 8) throw bytes.Damaged($"says it holds {count} values, more than its bytes can");
        var values = new MatValue[count];
        for (int i = 0; i < count; i++) values[i] = ReadMatrix(bytes, depth + 1).Value;
        return values;
    }

    static MatStruct ReadStruct(MatBytes bytes, int[] size, long count, string? className, long end, int depth)
    {
        var lengths = Numbers<int>(bytes, "length of field names");
        var names = Numbers<byte>(bytes, "field names");
        int length = lengths.Length == 1 ? lengths[0] : 0;
        if (length < 1 || names.Length % length != 0) throw bytes.Damaged($"has {names.Length} bytes of field names, {length} each");
        string[] fields = [.. names.Chunk(length).Select(static name => Encoding.Latin1.GetString(name).Split('\0')[0])];
        if (fields.Length > 0 && count > long.MaxValue / fields.Length) throw bytes.Damaged($"says it holds {count} structs");
        return new MatStruct(size, fields, Values(bytes, count * fields.Length, end, depth), className);
    }

    static MatSparse ReadSparse(MatBytes bytes, int[] size, bool complex, bool logical)
    {
        int[] rows = Numbers<int>(bytes, "row numbers"), starts = Numbers<int>(bytes, "column starts");
        double[] values = Numbers<double>(bytes, "numbers", truths: logical && starts.Length > 0 ? starts[^1] : -1);
        double[]? imaginary = complex ? Numbers<double>(bytes, "imaginary parts") : null;
        int stored = starts.Length == 0 ? 0 : starts[^1];
        bool sound = size.Length == 2 && starts.Length == size[1] + 1L && starts[0] == 0 && stored <= rows.Length && stored <= values.Length && stored <= (imaginary ?? values).Length;
        for (int j = 1; sound && j < starts.Length; j++) sound = starts[j] >= starts[j - 1];
        for (int k = 0; sound && k < stored; k++) sound = rows[k] >= 0 && rows[k] < size[0];
        if (!sound) throw bytes.Damaged($"is a sparse matrix of {string.Join('×', size.Take(8))} whose row and column numbers do not fit it");
        return new MatSparse(size, rows[..stored], starts, values[..stored], imaginary?[..stored], logical);
    }
}
