using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ImageLearn.Data;

/// <summary>
/// NumPy's file of one array, <c>.npy</c> (NEP 1, numpy.org/neps/nep-0001-npy-format.html): versions 1 to 3, whole and floating-point
/// numbers and truth values of any size and byte order, row- or column-major. What is read becomes float32: whole numbers above 2²⁴ are rounded.
/// </summary>
public static partial class Npy
{
    const int LongestHeader = 1 << 20;

    static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    static readonly Dictionary<string, NumberType> Types = new()
    {
        ["f2"] = NumberType.Of<Half>(), ["f4"] = NumberType.Of<float>(), ["f8"] = NumberType.Of<double>(), ["b1"] = NumberType.Bool,
        ["i1"] = NumberType.Of<sbyte>(), ["i2"] = NumberType.Of<short>(), ["i4"] = NumberType.Of<int>(), ["i8"] = NumberType.Of<long>(),
        ["u1"] = NumberType.Of<byte>(), ["u2"] = NumberType.Of<ushort>(), ["u4"] = NumberType.Of<uint>(), ["u8"] = NumberType.Of<ulong>(),
    };

    /// <summary>Reads an array: <c>numpy.save("x.npy", x)</c> wrote it. → its shape</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">It is not such a file, is damaged, or holds something else than real numbers.</exception>
    public static Tensor Load(string path) => DataFile.Read("Npy.Load", path, file => Read(file, file.Length));

    /// <summary>Writes an array as float32; <c>numpy.load("x.npy")</c> reads it. Replaces the file.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static void Save(string path, Tensor x) => DataFile.Write("Npy.Save", path, file => Write(file, x));

    /// <summary>Reads an array from a stream of <paramref name="length"/> bytes: no more memory is taken than those can fill, and no more than <paramref name="room"/> bytes.</summary>
    internal static Tensor Read(Stream stream, long length, long room = long.MaxValue)
    {
        Span<byte> start = stackalloc byte[8];
        if (length < 10 || stream.ReadAtLeast(start, 8, throwOnEndOfStream: false) < 8 || !start[..6].SequenceEqual(Magic))
            throw new DataFormatException("this is no .npy file: it does not begin with the bytes 93 4E 55 4D 50 59. Save it with numpy.save.");
        int version = start[6];
        if (version is < 1 or > 3) throw new DataFormatException($"version {version} of the .npy format is not known, only 1 to 3. Save it with a NumPy of today.");
        var size = start[..(version == 1 ? 2 : 4)];
        stream.ReadExactly(size);
        long headerLength = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        long data = length - 8 - size.Length - headerLength;
        if (headerLength > LongestHeader || data < 0) throw new DataFormatException($"the header claims {headerLength} bytes, but the file has {length}. It is damaged; save it again.");
        var header = new byte[headerLength];
        stream.ReadExactly(header);

        var (type, swapped, columnMajor, shape) = Parse((version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(header));
        if (shape.Size * (long)type.Size != data)
            throw new DataFormatException($"the header claims shape {shape}, {shape.Size * (long)type.Size} bytes, but {data} bytes follow. The file is damaged or cut short; save it again.");
        if (4L * shape.Size > room) throw new DataFormatException($"shape {shape} takes {4L * shape.Size >> 20} MB of memory, more than the {room >> 20} MB that are left for the file. Save fewer or smaller arrays in one file.");
        var numbers = GC.AllocateUninitializedArray<float>(shape.Size);
        type.Read(stream, numbers, swapped);
        return columnMajor && shape.Rank > 1
            ? Tensor.Adopt([.. shape.Reverse()], numbers).Permute([.. Enumerable.Range(0, shape.Rank).Reverse()])
            : Tensor.Adopt(shape, numbers);
    }

    internal static void Write(Stream stream, Tensor x)
    {
        string shape = x.Rank == 1 ? $"({x.Size},)" : $"({string.Join(", ", x.Shape)})";
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}";
        header = header.PadRight((10 + header.Length + 1 + 63) / 64 * 64 - 10 - 1) + "\n";   // so that the numbers start at a multiple of 64
        Span<byte> size = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(size, (ushort)header.Length);
        stream.Write([.. Magic, 1, 0, .. size, .. Encoding.Latin1.GetBytes(header)]);
        NumberType.Write(stream, x.Data);
    }

    /// <summary>Reads the header, a Python dictionary such as <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }</c>.</summary>
    static (NumberType Type, bool Swapped, bool ColumnMajor, Shape Shape) Parse(string header)
    {
        Match descr = Descr().Match(header), order = Order().Match(header), shape = ShapeOf().Match(header);
        if (!order.Success || !shape.Success) throw new DataFormatException($"the header is no description of an array: {DataFile.Shown(header)}. Save it again with numpy.save.");
        string kind = descr.Success ? descr.Groups[2].Value : "";
        if (!Types.TryGetValue(kind, out var type))
            throw new DataFormatException($"{(descr.Success ? $"numbers of type '{descr.Groups[1].Value}{kind}'" : "records")} are not read. Convert in NumPy first: numpy.save(path, x.astype('float32')).");
        var lengths = new List<int>();
        foreach (var text in shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            lengths.Add(int.TryParse(text.TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n
                : throw new DataFormatException($"the header gives '{DataFile.Shown(text)}' as the length of an axis. The file is damaged; save it again."));
        try
        {
            return (type, (descr.Groups[1].Value == ">") == BitConverter.IsLittleEndian && type.Size > 1, order.Groups[1].Value == "True", Shape.Of([.. lengths]));
        }
        catch (ShapeException e)
        {
            throw new DataFormatException(e.Message, cause: e);
        }
    }

    [GeneratedRegex("""['"]descr['"]\s*:\s*['"]([<>|=]?)([a-zA-Z]\d*)['"]""")]
    private static partial Regex Descr();

    [GeneratedRegex("""['"]fortran_order['"]\s*:\s*(True|False)""")]
    private static partial Regex Order();

    [GeneratedRegex("""['"]shape['"]\s*:\s*\(([^)]*)\)""")]
    private static partial Regex ShapeOf();
}
