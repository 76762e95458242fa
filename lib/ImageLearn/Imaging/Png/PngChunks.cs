using System.Buffers.Binary;
using System.Text;

namespace ImageLearn.Imaging.Png;

/// <summary>The chunks of a PNG file that decide its pixels, found and checked (length, CRC, order, contents) before any pixel is allocated.</summary>
sealed class PngChunks
{
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public PngHeader Header { get; private set; } = null!;

    /// <summary>Red, green and blue of each palette entry.</summary>
    public byte[]? Palette { get; private set; }

    /// <summary>Opacity of the palette entries, or (16 bits a sample) the one transparent colour.</summary>
    public byte[]? Transparency { get; private set; }

    /// <summary>The compressed pixels: one zlib stream, cut into pieces of any size.</summary>
    public List<(int Start, int Length)> Data { get; } = [];

    public static PngChunks Read(ReadOnlySpan<byte> file)
    {
        var chunks = new PngChunks();
        string before = "";
        for (int at = Signature.Length; before != "IEND";)
        {
            var (type, body) = Next(file, at);
            chunks.Take(type, file.Slice(body, (int)BinaryPrimitives.ReadUInt32BigEndian(file[at..])), at, before);
            at = body + (int)BinaryPrimitives.ReadUInt32BigEndian(file[at..]) + 4;
            before = type;
        }
        return chunks;
    }

    /// <summary>A chunk is its length, four letters, that many bytes, and a CRC of letters and bytes.</summary>
    static (string Type, int Body) Next(ReadOnlySpan<byte> file, int at)
    {
        if (file.Length - at < 12) throw CutShort(file.Length, $"where a chunk should begin at byte {at}");
        long length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
        var letters = file.Slice(at + 4, 4);
        foreach (var letter in letters)
            if (!char.IsAsciiLetter((char)letter)) throw new ImageFormatException($"The PNG is damaged: at byte {at + 4} a chunk's four-letter name should stand, but other bytes do.", at + 4);
        var type = Encoding.ASCII.GetString(letters);
        if (length > file.Length - at - 12) throw CutShort(file.Length, $"inside the {type} chunk at byte {at}, which says it holds {length} bytes");
        var crc = BinaryPrimitives.ReadUInt32BigEndian(file[(at + 8 + (int)length)..]);
        if (crc != Crc32.Of(file.Slice(at + 4, 4 + (int)length)))
            throw new ImageFormatException($"The PNG is damaged: the checksum of the {type} chunk at byte {at} does not match its contents.", at);
        return (type, at + 8);
    }

    void Take(string type, ReadOnlySpan<byte> body, int at, string before)
    {
        if ((type == "IHDR") != (before == ""))
            throw Damaged(at, before == "" ? $"begins with {type} where IHDR must stand" : "has a second IHDR");
        switch (type)
        {
            case "IHDR":
                Header = ReadHeader(body, at);
                break;
            case "PLTE":
                if (Data.Count > 0 || Palette is not null || body.Length == 0 || body.Length % 3 != 0 || body.Length > 768)
                    throw Damaged(at, $"has a palette of {body.Length} bytes {(Data.Count > 0 ? "after the pixels" : "where 3 a colour, 256 colours at most, and only one palette are allowed")}");
                Palette = body.ToArray();
                break;
            case "tRNS":
                var allowed = Header.Color switch { PngColor.Grey => body.Length == 2, PngColor.Rgb => body.Length == 6, PngColor.Palette => body.Length > 0 && body.Length <= (Palette?.Length ?? 0) / 3, _ => false };
                if (allowed && Transparency is null && Data.Count == 0) Transparency = body.ToArray();   // one that does not fit is passed over, as libpng does
                break;
            case "IDAT":
                if (Data.Count > 0 && before != "IDAT") throw Damaged(at, "has its pixel data (IDAT) in two places");
                if (Header.Color == PngColor.Palette && Palette is null) throw Damaged(at, "refers to a palette but has none before its pixels");
                Data.Add((at + 8, body.Length));
                break;
            case "IEND":
                if (Data.Count == 0) throw Damaged(at, "ends without pixel data (IDAT)");
                break;
            default:
                if (char.IsAsciiLetterUpper(type[0])) throw Damaged(at, $"needs the chunk {type}, which is not part of the PNG standard");
                break;
        }
    }

    static PngHeader ReadHeader(ReadOnlySpan<byte> body, int at)
    {
        if (body.Length != 13) throw Damaged(at, $"has an IHDR chunk of {body.Length} bytes instead of 13");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(body), height = BinaryPrimitives.ReadUInt32BigEndian(body[4..]);
        int depth = body[8], color = body[9];
        var known = color switch { 0 => depth is 1 or 2 or 4 or 8 or 16, 3 => depth is 1 or 2 or 4 or 8, 2 or 4 or 6 => depth is 8 or 16, _ => false };
        if (!known) throw Damaged(at + 16, $"says colour type {color} with {depth} bits a sample, which is not allowed");
        if (body[10] != 0 || body[11] != 0 || body[12] > 1) throw Damaged(at + 18, $"says compression {body[10]}, filter {body[11]}, interlace {body[12]}, of which the standard knows only 0, 0 and 0 or 1");
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue) throw Damaged(at + 8, $"says it is {width} × {height} pixels");
        var bytes = (Int128)width * height * 4 * Math.Max(1, depth / 8);
        if (bytes > ImageCodec.PixelByteLimit)
            throw new ImageFormatException($"The PNG says at byte {at + 8} that it is {width} × {height} pixels, more than the {ImageCodec.PixelByteLimit >> 20} MB of pixels this library reads: make the picture smaller.", at + 8);
        return new PngHeader((int)width, (int)height, depth, (PngColor)color, body[12] == 1);
    }

    static ImageFormatException CutShort(int end, string where) =>
        new($"The PNG is cut short: it ends at byte {end}, {where}. Copy or download it again.", end);

    static ImageFormatException Damaged(int at, string how) => new($"The PNG is damaged: it {how} (byte {at}).", at);
}
