using ImageLearn.Imaging.Bmp;
using ImageLearn.Imaging.Jpeg;
using ImageLearn.Imaging.Png;
using ImageLearn.Imaging.Pnm;

namespace ImageLearn.Imaging;

/// <summary>A picture file format: how to tell it, read it and write it. A new format is one more class in <see cref="All"/>.</summary>
abstract class ImageCodec
{
    public static readonly IReadOnlyList<ImageCodec> All = [new PngCodec(), new JpegCodec(), new BmpCodec(), new PnmCodec()];

    /// <summary>The most bytes of pixels a file may ask for; more is refused before anything is allocated.</summary>
    public const long PixelByteLimit = 1L << 30;

    /// <summary>The name people know it by.</summary>
    public abstract string Name { get; }

    /// <summary>The file name endings it is saved under, with the dot.</summary>
    public abstract IReadOnlyList<string> Extensions { get; }

    /// <summary>Whether a file that begins like this is of this format.</summary>
    public abstract bool Recognises(ReadOnlySpan<byte> start);

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="ImageFormatException">The file is damaged, cut short or too large.</exception>
    public abstract Image Decode(ReadOnlyMemory<byte> file);

    /// <summary>Writes a whole file. <paramref name="quality"/>, 1 to 100, is for formats that lose something.</summary>
    public abstract byte[] Encode(Image image, int quality);
}
