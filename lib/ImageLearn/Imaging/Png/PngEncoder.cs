using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ImageLearn.Imaging.Png;

/// <summary>Writes a picture as PNG: its samples as they are, the best filter for each row, one compressed chunk.</summary>
static class PngEncoder
{
    public static byte[] Encode(Image image)
    {
        using var file = new MemoryStream();
        file.Write(PngChunks.Signature);
        WriteChunk(file, "IHDR", Header(image));
        WriteChunk(file, "IDAT", Compress(image));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    static byte[] Header(Image image)
    {
        var color = image.Format switch { PixelFormat.Grey => PngColor.Grey, PixelFormat.GreyAlpha => PngColor.GreyAlpha, PixelFormat.Rgb => PngColor.Rgb, _ => PngColor.Rgba };
        var body = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(body, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(4), image.Height);
        (body[8], body[9]) = ((byte)image.BitDepth, (byte)color);
        return body;
    }

    static byte[] Compress(Image image)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var length = image.Width * image.BytesPerPixel;
            byte[] nothing = new byte[length], best = new byte[1 + length], trial = new byte[1 + length];
            for (int y = 0; y < image.Height; y++)
            {
                PngFilter.ApplyBest(image.Row(y), y == 0 ? nothing : image.Row(y - 1), image.BytesPerPixel, best, trial);
                zlib.Write(best);
            }
        }
        return compressed.ToArray();
    }

    static void WriteChunk(Stream file, string type, ReadOnlySpan<byte> body)
    {
        var chunk = new byte[4 + 4 + body.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(chunk, body.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        body.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + body.Length), Crc32.Of(chunk.AsSpan(4, 4 + body.Length)));
        file.Write(chunk);
    }
}
