namespace ImageLearn.Imaging.Jpeg;

/// <summary>
/// JPEG (ITU-T T.81 with JFIF, Exif and Adobe's conventions): baseline, extended and progressive Huffman coding of 8 bits are read, in grey, YCbCr, RGB and
/// (turned into colours) CMYK, upright as EXIF says; baseline is written.
/// </summary>
sealed class JpegCodec : ImageCodec
{
    public override string Name => "JPEG";
    public override IReadOnlyList<string> Extensions => [".jpg", ".jpeg"];
    public override bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);
    public override Image Decode(ReadOnlyMemory<byte> file) => JpegDecoder.Decode(file);
    public override byte[] Encode(Image image, int quality) => new JpegEncoder(image, quality).Encode();
}
