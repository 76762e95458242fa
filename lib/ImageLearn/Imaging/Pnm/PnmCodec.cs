using System.Text;

namespace ImageLearn.Imaging.Pnm;

/// <summary>
/// Netpbm's plain formats: a few words of header, then samples. PBM (bits), PGM (grey) and PPM (colour), as text (P1 to P3) or bytes (P4 to P6), of any
/// maximum to 65535, are read; PGM and PPM with bytes are written, of 8 or 16 bits.
/// </summary>
sealed class PnmCodec : ImageCodec
{
    public override string Name => "PBM, PGM, PPM";
    public override IReadOnlyList<string> Extensions => [".pgm", ".ppm"];
    public override bool Recognises(ReadOnlySpan<byte> start) => start.Length > 2 && start[0] == 'P' && start[1] is >= (byte)'1' and <= (byte)'6' && (char.IsWhiteSpace((char)start[2]) || start[2] == '#');
    public override Image Decode(ReadOnlyMemory<byte> file) => new PnmReader(file.Span).Read();

    /// <summary>Grey or colours as the picture is, whatever the name's ending; opacity becomes white paper.</summary>
    public override byte[] Encode(Image image, int quality)
    {
        int channels = image.IsGrey ? 1 : 3, bytes = image.BitDepth / 8;
        byte[] header = Encoding.ASCII.GetBytes($"P{(image.IsGrey ? 5 : 6)}\n{image.Width} {image.Height}\n{image.White}\n");
        var file = new byte[header.Length + (long)image.Width * image.Height * channels * bytes];
        header.CopyTo(file, 0);
        for (int i = 0, at = header.Length; at < file.Length; i++, at += bytes)
        {
            long sample = image.Sample(i / channels, i % channels);
            if (image.HasAlpha) sample = image.White - (image.White - sample) * image.Sample(i / channels, image.Channels - 1) / image.White;
            if (bytes == 2) file[at] = (byte)(sample >> 8);
            file[at + bytes - 1] = (byte)sample;
        }
        return file;
    }
}
