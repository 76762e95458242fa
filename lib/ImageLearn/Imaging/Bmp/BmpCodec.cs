using System.Buffers.Binary;

namespace ImageLearn.Imaging.Bmp;

/// <summary>
/// Windows and OS/2 bitmaps: 1, 4, 8 (palette, also run-length coded), 16, 24 and 32 bits a pixel (also with bit masks), rows from below or from the top,
/// are read; 8 bits grey, 24 bits colour and 32 bits with opacity are written.
/// </summary>
sealed class BmpCodec : ImageCodec
{
    const int FileHeader = 14, InfoHeader = 40, MaskedHeader = 108;

    public override string Name => "BMP";
    public override IReadOnlyList<string> Extensions => [".bmp"];
    public override bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("BM"u8);
    public override Image Decode(ReadOnlyMemory<byte> file) => BmpReader.Read(file.Span);

    public override byte[] Encode(Image image, int quality)
    {
        int bytes = image.HasAlpha ? 4 : image.IsGrey ? 1 : 3, stride = (image.Width * bytes + 3) / 4 * 4, palette = bytes == 1 ? 1024 : 0;
        int header = bytes == 4 ? MaskedHeader : InfoHeader, data = FileHeader + header + palette;
        var file = new byte[checked(data + stride * image.Height)];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), data);
        var info = file.AsSpan(FileHeader);
        BinaryPrimitives.WriteInt32LittleEndian(info, header);
        BinaryPrimitives.WriteInt32LittleEndian(info[4..], image.Width);
        BinaryPrimitives.WriteInt32LittleEndian(info[8..], image.Height);
        info[12] = 1;   // planes
        info[14] = (byte)(8 * bytes);
        BinaryPrimitives.WriteInt32LittleEndian(info[20..], stride * image.Height);
        if (bytes == 4)
        {
            info[16] = 3;   // masks follow: red, green, blue, opacity
            for (int i = 0; i < 4; i++) info[InfoHeader + 4 * i + (i == 3 ? 3 : 2 - i)] = 255;
            "BGRs"u8.CopyTo(info[56..]);   // the colour space sRGB, stored backwards
        }
        for (int i = 0; i < palette / 4; i++) info.Slice(InfoHeader + 4 * i, 3).Fill((byte)i);

        for (int y = 0; y < image.Height; y++)
            for (int x = 0; x < image.Width; x++)
            {
                var pixel = file.AsSpan(data + (image.Height - 1 - y) * stride + x * bytes, bytes);
                for (int i = 0; i < bytes; i++)
                {
                    int channel = i == 3 ? image.Channels - 1 : image.IsGrey ? 0 : 2 - i;
                    pixel[i] = (byte)((image.Sample(y * image.Width + x, channel) * 255L + image.White / 2) / image.White);
                }
            }
        return file;
    }
}
