using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace ImageLearn.Data;

/// <summary>Writes version 5 (as MATLAB does with -v7): little-endian, each variable compressed.</summary>
static partial class Mat5Writer
{
    public static byte[] Encode(IReadOnlyList<(string Name, MatValue Value)> variables)
    {
        var file = new MemoryStream();
        file.Write(Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file, written by ImageLearn".PadRight(124)));
        file.Write([0x00, 0x01, (byte)'I', (byte)'M']);
        foreach (var (name, value) in variables)
        {
            RefuseName(name, "variable");
            var compressed = new MemoryStream();
            using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(Matrix(name, value));
            file.Write(Head((int)MatStorage.Compressed, (int)compressed.Length));
            compressed.WriteTo(file);
        }
        return file.ToArray();
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_]{0,62}\z")]
    private static partial Regex PlainName();

    static void RefuseName(string name, string what)
    {
        if (!PlainName().IsMatch(name)) throw new ArgumentException($"MatFile.Save: '{name}' is no name for a MATLAB {what}: a letter, then letters, digits and _, 63 in all.");
    }

    static byte[] Matrix(string name, MatValue value)
    {
        var body = new MemoryStream();
        switch (value)
        {
            case MatNumbers x:
                Start(body, name, KindOf(x.Values).Class, x.Size, (x.IsLogical ? 0x200 : 0) | (x.Imaginary is null ? 0 : 0x800));
                Element(body, KindOf(x.Values).Storage, Bytes(x.Values));
                if (x.Imaginary is not null) Element(body, KindOf(x.Imaginary).Storage, Bytes(x.Imaginary));
                break;
            case MatText x:
                Start(body, name, MatClass.Char, x.Size, 0);
                Element(body, MatStorage.Utf8, Encoding.UTF8.GetBytes(ColumnMajor(x)));
                break;
            case MatSparse x:
                Start(body, name, MatClass.Sparse, x.Size, (x.IsLogical ? 0x200 : 0) | (x.Imaginary is null ? 0 : 0x800), Math.Max(1, x.Values.Count));
                Element(body, MatStorage.Int32, Bytes(x.Rows.ToArray()));
                Element(body, MatStorage.Int32, Bytes(x.ColumnStarts.ToArray()));
                Element(body, MatStorage.Double, Bytes(x.Values.ToArray()));
                if (x.Imaginary is not null) Element(body, MatStorage.Double, Bytes(x.Imaginary.ToArray()));
                break;
            case MatCells x:
                Start(body, name, MatClass.Cell, x.Size, 0);
                foreach (var item in x.Items) body.Write(Matrix("", item));
                break;
            case MatStruct x:
                WriteStruct(body, name, x);
                break;
            default:
                throw new ArgumentException($"MatFile.Save: '{name}' is {value}, so it cannot be written.");
        }
        return [.. Head((int)MatStorage.Matrix, (int)body.Length), .. body.ToArray()];
    }

    static void WriteStruct(MemoryStream body, string name, MatStruct x)
    {
        Start(body, name, x.ClassName is null ? MatClass.Struct : MatClass.Object, x.Size, 0);
        if (x.ClassName is not null) Element(body, MatStorage.Int8, Encoding.ASCII.GetBytes(x.ClassName));
        foreach (var field in x.Fields) RefuseName(field, "field");
        int length = 1 + x.Fields.Select(static field => field.Length).DefaultIfEmpty(0).Max();
        Element(body, MatStorage.Int32, BitConverter.GetBytes(length));
        Element(body, MatStorage.Int8, [.. x.Fields.SelectMany(field => Encoding.ASCII.GetBytes(field.PadRight(length, '\0')))]);
        int count = x.Size.Aggregate(1, static (product, axis) => product * axis);
        for (int i = 0; i < count; i++)
            foreach (var field in x.Fields) body.Write(Matrix("", x[field, i]));
    }

    /// <summary>What every matrix begins with.</summary>
    static void Start(MemoryStream body, string name, MatClass kind, IReadOnlyList<int> size, int flags, int stored = 0)
    {
        Element(body, MatStorage.UInt32, Bytes(new[] { (int)kind | flags, stored }));
        Element(body, MatStorage.Int32, Bytes(size.ToArray()));
        Element(body, MatStorage.Int8, Encoding.ASCII.GetBytes(name));
    }

    static byte[] Head(int type, int length)
    {
        var head = new byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(head, type);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), length);
        return head;
    }

    static void Element(MemoryStream body, MatStorage type, ReadOnlySpan<byte> contents)
    {
        // Up to four bytes go into the head itself: MATLAB's own reader expects field name lengths so.
        if (contents.Length is > 0 and <= 4)
        {
            var head = new byte[8];
            BinaryPrimitives.WriteInt32LittleEndian(head, contents.Length << 16 | (int)type);
            contents.CopyTo(head.AsSpan(4));
            body.Write(head);
            return;
        }
        body.Write(Head((int)type, contents.Length));
        body.Write(contents);
        body.Write(new byte[-contents.Length & 7]);
    }

    /// <summary>The numbers' bytes, little-endian (as every platform that .NET runs on has them).</summary>
    static byte[] Bytes(Array values)
    {
        var bytes = new byte[Buffer.ByteLength(values)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    static char[] ColumnMajor(MatText text)
    {
        int rows = text.Size[0], columns = text.Size[1];
        var codes = new char[text.Rows.Sum(static row => row.Length)];
        for (int page = 0, at = 0; at < codes.Length; page++)
            for (int j = 0; j < columns; j++)
                for (int i = 0; i < rows; i++) codes[at++] = text.Rows[page * rows + i][j];
        return codes;
    }

    static (MatClass Class, MatStorage Storage) KindOf(Array values) => Type.GetTypeCode(values.GetType().GetElementType()) switch
    {
        TypeCode.Single => (MatClass.Single, MatStorage.Single),
        TypeCode.SByte => (MatClass.Int8, MatStorage.Int8),
        TypeCode.Byte => (MatClass.UInt8, MatStorage.UInt8),
        TypeCode.Int16 => (MatClass.Int16, MatStorage.Int16),
        TypeCode.UInt16 => (MatClass.UInt16, MatStorage.UInt16),
        TypeCode.Int32 => (MatClass.Int32, MatStorage.Int32),
        TypeCode.UInt32 => (MatClass.UInt32, MatStorage.UInt32),
        TypeCode.Int64 => (MatClass.Int64, MatStorage.Int64),
        TypeCode.UInt64 => (MatClass.UInt64, MatStorage.UInt64),
        _ => (MatClass.Double, MatStorage.Double),
    };
}
