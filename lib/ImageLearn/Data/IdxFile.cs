using System.Buffers.Binary;
using System.IO.Compression;

namespace ImageLearn.Data;

/// <summary>
/// The IDX format of the MNIST digits (and EMNIST, Fashion-MNIST): two zero bytes, the type of the elements, the number of axes, their lengths, and the
/// elements, last axis fastest, all with the high byte first. Also when packed with gzip, as the files are handed out.
/// </summary>
public static class IdxFile
{
    const long ByteLimit = 1L << 31;
    const int MostElements = 1 << 30;   // 4 GB of float32: a packed file of 2 MB can hold twice as many

    /// <summary>Reads a file: "train-images-idx3-ubyte" → [60000, 28, 28], values as stored (0 to 255 for bytes).</summary>
    /// <param name="path">The file, as it is or packed (.gz); relative paths start at the notebook's folder.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">It is no IDX file, damaged or cut short; says where and what to do.</exception>
    public static Tensor Load(string path) => DataFile.Read("IdxFile.Load", path, ByteLimit, Decode);

    /// <summary>Reads the bytes of a file; <see cref="Load"/> says more.</summary>
    /// <exception cref="DataFormatException">No IDX file, damaged or cut short; says where and what to do.</exception>
    public static Tensor Decode(byte[] file)
    {
        bool packed = file is [0x1F, 0x8B, ..];
        using Stream stream = packed ? new GZipStream(new MemoryStream(file), CompressionMode.Decompress) : new MemoryStream(file);
        try
        {
            return Read(stream, packed ? 1032L * file.Length : file.Length);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new DataFormatException("The packed IDX file is damaged: it cannot be unpacked (byte 0). Copy or download it again.", 0, e);
        }
    }

    /// <param name="stream">The contents.</param>
    /// <param name="most">More bytes than the contents can have.</param>
    static Tensor Read(Stream stream, long most)
    {
        Span<byte> four = stackalloc byte[4];
        if (stream.ReadAtLeast(four, 4, false) is var begun and < 4) throw CutShort(begun, "in its head");
        int type = four[2], rank = four[3], size = type switch { 8 or 9 => 1, 0x0B => 2, 0x0C or 0x0D => 4, 0x0E => 8, _ => 0 };
        if (four[0] != 0 || four[1] != 0 || size == 0 || rank is 0 or > 16)
            throw new DataFormatException($"This is no IDX file: it begins with the bytes {Convert.ToHexString(four)} instead of two zeros, a type and a number of axes.", 0);
        var axes = new int[rank];
        Int128 count = 1;
        for (int i = 0; i < rank; i++)
        {
            if (stream.ReadAtLeast(four, 4, false) is var got and < 4) throw CutShort(4 + 4 * i + got, "in its head");
            axes[i] = BinaryPrimitives.ReadInt32BigEndian(four);
            if (axes[i] < 0) throw new DataFormatException($"The IDX file is damaged: it says at byte {4 + 4 * i} that axis {i} has length {(uint)axes[i]}.", 4 + 4 * i);
            count = Int128.Min(count * axes[i], long.MaxValue);   // sixteen axes would overflow
        }
        long start = 4 + 4 * rank;
        if (count * size > most - start)
            throw new DataFormatException($"The IDX file is cut short or damaged: {Shape.Text(axes)} elements of {size} bytes need {count * size} bytes from byte {start}, more than there are. Copy or download it again.", start);
        if (count > MostElements) throw new DataFormatException($"The IDX file holds {Shape.Text(axes)} elements at byte {start}, more than the {MostElements} that are read at once. Split the file.", start);

        var values = new float[(int)count];
        var block = new byte[size * 4096];
        for (int i = 0; i < values.Length; i += 4096)
        {
            var target = values.AsSpan(i, Math.Min(4096, values.Length - i));
            var bytes = block.AsSpan(0, target.Length * size);
            int got = stream.ReadAtLeast(bytes, bytes.Length, false);
            if (got < bytes.Length) throw CutShort(start + (long)i * size + got, $"in element {i + got / size} of {values.Length}");
            Decoded(type, bytes, target);
        }
        return Tensor.Adopt(Shape.Of(axes), values);
    }

    static void Decoded(int type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = type switch
            {
                0x08 => bytes[i],
                0x09 => (sbyte)bytes[i],
                0x0B => BinaryPrimitives.ReadInt16BigEndian(bytes[(2 * i)..]),
                0x0C => BinaryPrimitives.ReadInt32BigEndian(bytes[(4 * i)..]),
                0x0D => BinaryPrimitives.ReadSingleBigEndian(bytes[(4 * i)..]),
                _ => (float)BinaryPrimitives.ReadDoubleBigEndian(bytes[(8 * i)..]),
            };
    }

    static DataFormatException CutShort(long at, string where) => new($"The IDX file is cut short: it ends at byte {at} {where}. Copy or download it again.", at);
}
