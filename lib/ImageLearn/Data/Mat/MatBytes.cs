using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;

namespace ImageLearn.Data;

/// <summary>How numbers are stored: the data types of version 5.</summary>
enum MatStorage { Int8 = 1, UInt8 = 2, Int16 = 3, UInt16 = 4, Int32 = 5, UInt32 = 6, Single = 7, Double = 9, Int64 = 12, UInt64 = 13, Matrix = 14, Compressed = 15, Utf8 = 16, Utf16 = 17, Utf32 = 18 }

/// <summary>
/// Bytes of a file one after the other, either as they lie there or inflated from a part of it. Nothing is given to a caller that asks for more than
/// there can be: a deflated byte stands for at most 1032.
/// </summary>
sealed class MatBytes
{
    const int LargestExpansion = 1032;

    readonly Stream _stream;
    readonly int _start, _length;
    readonly bool _inflates;
    readonly bool _bigEndian;

    public MatBytes(byte[] file, int start, int length, bool bigEndian, bool inflates)
    {
        var part = new MemoryStream(file, start, length);
        (_stream, _start, _length, _inflates, _bigEndian) = (inflates ? new BufferedStream(new ZLibStream(part, CompressionMode.Decompress)) : part, start, length, inflates, bigEndian);
        Left = inflates ? (long)length * LargestExpansion : length;
    }

    /// <summary>The most bytes that can still come.</summary>
    public long Left { get; private set; }

    /// <summary>Where in the file: of inflated bytes, where their compressed form begins.</summary>
    public int Offset => _inflates ? _start : _start + _length - (int)Left;

    public void Read(Span<byte> target)
    {
        if (target.Length > Left) throw CutShort();
        int got;
        try
        {
            got = _stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new DataFormatException($"The MATLAB file is damaged: the compressed variable at byte {_start} cannot be unpacked. Copy or download it again.", _start, e);
        }
        if (got < target.Length) throw CutShort();
        Left -= target.Length;
    }

    public void Skip(long count)
    {
        Span<byte> nowhere = stackalloc byte[256];
        for (; count > 0; count -= nowhere.Length) Read(nowhere[..(int)Math.Min(count, nowhere.Length)]);
    }

    /// <summary>Inflates to the end, where a checksum stands, and refuses bytes that belong to nothing.</summary>
    public void RequireEnd()
    {
        Span<byte> one = stackalloc byte[1];
        if (Left == 0) return;
        Left = 1;
        try
        {
            Read(one);
        }
        catch (DataFormatException e) when (e.InnerException is null)
        {
            return;   // nothing is left
        }
        throw Damaged("goes on behind its end");
    }

    public int Int()
    {
        Span<byte> four = stackalloc byte[4];
        Read(four);
        return _bigEndian ? BinaryPrimitives.ReadInt32BigEndian(four) : BinaryPrimitives.ReadInt32LittleEndian(four);
    }

    /// <summary>Numbers of a class from numbers of the (often smaller) type in which they are stored.</summary>
    public T[] Numbers<T>(MatStorage storage, int count) where T : unmanaged, INumber<T>
    {
        if ((long)count * SizeOf(storage) > Left) throw CutShort();
        if ((long)count * Marshal.SizeOf<T>() > MatFile.ByteLimit) throw Damaged($"holds {count} numbers, more than are read at once");
        var numbers = GC.AllocateUninitializedArray<T>(count);
        switch (storage)
        {
            case MatStorage.Int8: Fill<sbyte, T>(numbers, null); break;
            case MatStorage.UInt8 or MatStorage.Utf8: Fill<byte, T>(numbers, null); break;
            case MatStorage.Int16: Fill<short, T>(numbers, BinaryPrimitives.ReverseEndianness); break;
            case MatStorage.UInt16 or MatStorage.Utf16: Fill<ushort, T>(numbers, BinaryPrimitives.ReverseEndianness); break;
            case MatStorage.Int32: Fill<int, T>(numbers, BinaryPrimitives.ReverseEndianness); break;
            case MatStorage.UInt32 or MatStorage.Utf32: Fill<uint, T>(numbers, BinaryPrimitives.ReverseEndianness); break;
            case MatStorage.Int64: Fill<long, T>(numbers, BinaryPrimitives.ReverseEndianness); break;
            case MatStorage.UInt64: Fill<ulong, T>(numbers, BinaryPrimitives.ReverseEndianness); break;
            case MatStorage.Single: Fill<float, T>(numbers, static (from, to) => BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, int>(from), MemoryMarshal.Cast<float, int>(to))); break;
            case MatStorage.Double: Fill<double, T>(numbers, static (from, to) => BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<double, long>(from), MemoryMarshal.Cast<double, long>(to))); break;
            default: throw Damaged($"stores numbers as type {(int)storage}, which is none");
        }
        return numbers;
    }

    delegate void Turn<T>(ReadOnlySpan<T> from, Span<T> to);

    void Fill<TStored, T>(T[] numbers, Turn<TStored>? turn) where TStored : unmanaged, INumber<TStored> where T : unmanaged, INumber<T>
    {
        bool turned = turn is not null && _bigEndian == BitConverter.IsLittleEndian;
        if (numbers is TStored[] same)
        {
            // In pieces, because a span of bytes ends at 2³¹.
            for (int i = 0; i < same.Length; i += 1 << 20) Read(MemoryMarshal.AsBytes(same.AsSpan(i, Math.Min(1 << 20, same.Length - i))));
            if (turned) turn!(same, same);
            return;
        }
        var some = new TStored[Math.Min(numbers.Length, 4096)];
        for (int i = 0; i < numbers.Length; i += some.Length)
        {
            var piece = some.AsSpan(0, Math.Min(some.Length, numbers.Length - i));
            Read(MemoryMarshal.AsBytes(piece));
            if (turned) turn!(piece, piece);
            TensorPrimitives.ConvertSaturating<TStored, T>(piece, numbers.AsSpan(i, piece.Length));
        }
    }

    public static int SizeOf(MatStorage storage) => storage switch
    {
        MatStorage.Int16 or MatStorage.UInt16 or MatStorage.Utf16 => 2,
        MatStorage.Int32 or MatStorage.UInt32 or MatStorage.Single or MatStorage.Utf32 => 4,
        MatStorage.Int64 or MatStorage.UInt64 or MatStorage.Double => 8,
        _ => 1,
    };

    public string Ascii(int count) => Encoding.Latin1.GetString(Numbers<byte>(MatStorage.UInt8, count));

    public DataFormatException CutShort() => new(_inflates
        ? $"The MATLAB file is damaged: the compressed variable at byte {_start} holds less than it says. Copy or download it again."
        : $"The MATLAB file is cut short: the variable that ends at byte {_start + _length} needs more bytes than there are. Copy or download it again.", _inflates ? _start : _start + _length);

    public DataFormatException Damaged(string how) => new($"The MATLAB file is damaged: the {(_inflates ? "compressed " : "")}variable at byte {Offset} {how}.", Offset);
}
