using System.Buffers.Binary;
using ImageLearn.Output;

namespace ImageLearn.Imaging;

/// <summary>
/// A picture: rows of pixels from the top, each pixel one brightness (grey) or red, green and blue (colour), perhaps with an opacity.
/// It never changes; operations give a new one. A picture as the last expression of a cell shows itself.
/// </summary>
/// <remarks>
/// <b>Which numbers?</b> As a tensor a picture is in 0..1: black 0, white 1 (<see cref="ToTensor"/>). Files and people count grey levels
/// 0..255; say <c>white: 255</c> to work in those: <c>image.ToTensor(white: 255)</c> and back with <c>Image.FromTensor(levels, white: 255)</c>.
/// Samples are taken as the file has them, without gamma or colour profile.
/// </remarks>
[TypeFormatterSource(typeof(RichFormatterSource))]
public sealed partial class Image : IRichOutput
{
    readonly byte[] _samples;

    /// <summary>Takes over <paramref name="samples"/>: row by row, pixel by pixel, one byte a sample or two (high byte first), as PNG and PNM have them.</summary>
    internal Image(int width, int height, PixelFormat format, int bitDepth, byte[] samples, string alt = "")
    {
        (Width, Height, Format, BitDepth, _samples, Alt) = (width, height, format, bitDepth, samples, alt);
        if (samples.Length != (long)width * height * BytesPerPixel)
            throw new ArgumentException($"Image: {width} × {height} pixels of {BytesPerPixel} bytes do not fill {samples.Length} bytes.");
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Number of rows.</summary>
    public int Height { get; }

    /// <summary>What the samples of a pixel are.</summary>
    public PixelFormat Format { get; }

    /// <summary>Bits a sample: 8 or 16.</summary>
    public int BitDepth { get; }

    /// <summary>What the picture shows, in words, for readers who cannot see it; empty when nobody said.</summary>
    public string Alt { get; }

    /// <summary>The same picture with a description for readers who cannot see it.</summary>
    public Image WithAlt(string alt) => new(Width, Height, Format, BitDepth, _samples, alt);

    /// <summary>Whether pixels are grey levels rather than colours.</summary>
    public bool IsGrey => Format is PixelFormat.Grey or PixelFormat.GreyAlpha;

    /// <summary>Whether pixels have an opacity.</summary>
    public bool HasAlpha => Format is PixelFormat.GreyAlpha or PixelFormat.Rgba;

    /// <summary>"Image 640×480 colour".</summary>
    public override string ToString() =>
        $"Image {Width}×{Height} {(IsGrey ? "grey" : "colour")}{(HasAlpha ? " with transparency" : "")}{(BitDepth == 16 ? ", 16 bits" : "")}";

    internal int Channels => (int)Format;
    internal int BytesPerPixel => Channels * BitDepth / 8;
    internal int White => (1 << BitDepth) - 1;

    internal ReadOnlySpan<byte> Samples => _samples;

    internal ReadOnlySpan<byte> Row(int y) => _samples.AsSpan(y * Width * BytesPerPixel, Width * BytesPerPixel);

    /// <summary>A sample of a pixel, 0 to <see cref="White"/>.</summary>
    internal int Sample(int pixel, int channel)
    {
        var i = pixel * Channels + channel;
        return BitDepth == 8 ? _samples[i] : BinaryPrimitives.ReadUInt16BigEndian(_samples.AsSpan(2 * i));
    }

    /// <summary>A picture whose samples are computed; values from 0 to the white of <paramref name="bitDepth"/>.</summary>
    internal static Image Make(int width, int height, PixelFormat format, int bitDepth, Func<int, int, int> sample, string alt = "")
    {
        int channels = (int)format, bytes = bitDepth / 8;
        var samples = new byte[(long)width * height * channels * bytes];
        for (int i = 0; i < samples.Length / bytes; i++)
        {
            var value = sample(i / channels, i % channels);
            if (bitDepth == 8) samples[i] = (byte)value;
            else BinaryPrimitives.WriteUInt16BigEndian(samples.AsSpan(2 * i), (ushort)value);
        }
        return new Image(width, height, format, bitDepth, samples, alt);
    }
}
