namespace ImageLearn.Imaging.Png;

/// <summary>Portable Network Graphics (W3C recommendation, third edition): every colour type and depth, read and (8 or 16 bits) written without loss.</summary>
sealed class PngCodec : ImageCodec
{
    public override string Name => "PNG";
    public override IReadOnlyList<string> Extensions => [".png"];
    public override bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith(PngChunks.Signature);
    public override Image Decode(ReadOnlyMemory<byte> file) => PngDecoder.Decode(file);
    public override byte[] Encode(Image image, int quality) => PngEncoder.Encode(image);
}
