using System.Buffers.Binary;
using System.IO.Compression;

namespace ImageLearn.Tests.Imaging;

/// <summary>
/// A slow, obvious PNG writer for every colour type, depth, filter and for Adam7, written from the specification only. It gives the files
/// that the reader is tried on, since no common library writes all of them.
/// </summary>
sealed record PngTwin(int Width, int Height, int ColorType, int Depth, bool Interlaced = false, byte[]? Palette = null, byte[]? Transparency = null)
{
    public int SamplesPerPixel => ColorType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>The file of a picture whose sample <c>c</c> at (x, y) is <paramref name="sample"/>; row y has filter y mod 5.</summary>
    public byte[] Write(Func<int, int, int, int> sample)
    {
        var rows = new MemoryStream();
        (int X, int Y, int StepX, int StepY)[] passes = Interlaced
            ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
            : [(0, 0, 1, 1)];
        foreach (var (x0, y0, dx, dy) in passes)
        {
            byte[]? above = null;
            for (int y = y0; y < Height && x0 < Width; y += dy)
            {
                var bits = new List<bool>();
                for (int x = x0; x < Width; x += dx)
                    for (int c = 0; c < SamplesPerPixel; c++)
                        for (int bit = Depth - 1; bit >= 0; bit--) bits.Add((sample(x, y, c) >> bit & 1) == 1);
                var row = new byte[(bits.Count + 7) / 8];
                for (int i = 0; i < bits.Count; i++) if (bits[i]) row[i / 8] |= (byte)(128 >> i % 8);
                rows.WriteByte((byte)(y % 5));
                rows.Write(Filtered(row, above ?? new byte[row.Length], y % 5));
                above = row;
            }
        }
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(rows.ToArray());
        return File(compressed.ToArray());
    }

    /// <summary>The chunks around given compressed data, which is cut into three pieces.</summary>
    public byte[] File(byte[] compressed)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        (header[8], header[9], header[12]) = ((byte)Depth, (byte)ColorType, Interlaced ? (byte)1 : (byte)0);
        int third = compressed.Length / 3;
        return
        [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", header), .. Chunk("tEXt", "Comment\0twin"u8.ToArray()),
            .. Palette is null ? [] : Chunk("PLTE", Palette), .. Transparency is null ? [] : Chunk("tRNS", Transparency),
            .. Chunk("IDAT", compressed[..third]), .. Chunk("IDAT", []), .. Chunk("IDAT", compressed[third..]), .. Chunk("IEND", []),
        ];
    }

    public static byte[] Chunk(string type, byte[] body)
    {
        byte[] named = [.. type.Select(static c => (byte)c), .. body], length = new byte[4], crc = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, body.Length);
        BinaryPrimitives.WriteUInt32BigEndian(crc, Crc(named));
        return [.. length, .. named, .. crc];
    }

    /// <summary>The remainder of polynomial division, bit by bit.</summary>
    static uint Crc(byte[] bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var b in bytes)
            for (int bit = 0; bit < 8; bit++) crc = ((crc ^ (uint)(b >> bit)) & 1) == 1 ? crc >> 1 ^ 0xEDB88320u : crc >> 1;
        return ~crc;
    }

    byte[] Filtered(byte[] row, byte[] above, int filter)
    {
        int distance = Math.Max(1, SamplesPerPixel * Depth / 8);
        return [.. row.Select((value, i) =>
        {
            int a = i < distance ? 0 : row[i - distance], b = above[i], c = i < distance ? 0 : above[i - distance], p = a + b - c;
            var paeth = new[] { a, b, c }.MinBy(candidate => Math.Abs(p - candidate));
            return (byte)(value - filter switch { 1 => a, 2 => b, 3 => (a + b) / 2, 4 => paeth, _ => 0 });
        })];
    }
}
