using System.Buffers.Binary;

namespace ImageLearn.Imaging.Png;

/// <summary>
/// What the bits of an unfiltered row mean: samples of 1, 2 or 4 bits spread to 8 so that the brightest stays white, palette entries
/// become their colours, and the transparent colour or palette opacities become an opacity of their own.
/// </summary>
sealed class PngPixels
{
    readonly PngHeader _header;
    readonly byte[]? _palette;
    readonly byte[] _opacity;
    readonly byte[]? _transparentColor;

    public PngPixels(PngChunks chunks)
    {
        _header = chunks.Header;
        _palette = chunks.Palette;
        _opacity = chunks.Transparency ?? [];
        var transparent = chunks.Transparency is not null;
        // Two bytes a sample, of which as many low bits count as a sample has.
        int mask = (1 << _header.BitDepth) - 1;
        if (transparent && _header.Color is PngColor.Grey or PngColor.Rgb) _transparentColor = [.. _opacity.Select((part, i) => (byte)(part & (i % 2 == 0 ? mask >> 8 : mask)))];
        Format = _header.Color switch
        {
            PngColor.Grey => transparent ? PixelFormat.GreyAlpha : PixelFormat.Grey,
            PngColor.GreyAlpha => PixelFormat.GreyAlpha,
            PngColor.Rgba => PixelFormat.Rgba,
            _ => transparent ? PixelFormat.Rgba : PixelFormat.Rgb,
        };
    }

    public PixelFormat Format { get; }
    public int BitDepth => _header.BitDepth == 16 ? 16 : 8;
    public int BytesPerPixel => (int)Format * BitDepth / 8;

    /// <summary>The first <paramref name="width"/> pixels of a row, in the samples of <see cref="Format"/>.</summary>
    public void Unpack(ReadOnlySpan<byte> row, int width, Span<byte> pixels)
    {
        if (_header.Color == PngColor.Palette) UnpackPalette(row, width, pixels);
        else if (_header.BitDepth < 8) UnpackSmall(row, width, pixels);
        else if (_transparentColor is null) row.CopyTo(pixels);
        else UnpackWithTransparentColor(row, width, pixels);
    }

    void UnpackPalette(ReadOnlySpan<byte> row, int width, Span<byte> pixels)
    {
        var size = (int)Format;
        for (int x = 0; x < width; x++)
        {
            int index = Bits(row, x), entry = 3 * index;
            // An index beyond the palette is an error that readers show as black rather than refuse.
            if (entry < _palette!.Length) _palette.AsSpan(entry, 3).CopyTo(pixels[(x * size)..]);
            else pixels.Slice(x * size, 3).Clear();
            if (size == 4) pixels[x * size + 3] = index < _opacity.Length ? _opacity[index] : byte.MaxValue;
        }
    }

    void UnpackSmall(ReadOnlySpan<byte> row, int width, Span<byte> pixels)
    {
        var scale = byte.MaxValue / ((1 << _header.BitDepth) - 1);
        for (int x = 0; x < width; x++)
        {
            var sample = Bits(row, x);
            if (_transparentColor is null) pixels[x] = (byte)(sample * scale);
            else (pixels[2 * x], pixels[2 * x + 1]) = ((byte)(sample * scale), sample == BinaryPrimitives.ReadUInt16BigEndian(_transparentColor) ? (byte)0 : byte.MaxValue);
        }
    }

    void UnpackWithTransparentColor(ReadOnlySpan<byte> row, int width, Span<byte> pixels)
    {
        int bytes = BitDepth / 8, from = _header.SamplesPerPixel * bytes, to = from + bytes;
        for (int x = 0; x < width; x++)
        {
            var pixel = row.Slice(x * from, from);
            pixel.CopyTo(pixels[(x * to)..]);
            pixels.Slice(x * to + from, bytes).Fill(IsTransparent(pixel) ? (byte)0 : byte.MaxValue);
        }
    }

    /// <summary>The transparent colour is stored with two bytes a sample, whatever the depth.</summary>
    bool IsTransparent(ReadOnlySpan<byte> pixel)
    {
        if (BitDepth == 16) return pixel.SequenceEqual(_transparentColor);
        for (int i = 0; i < pixel.Length; i++)
            if (pixel[i] != BinaryPrimitives.ReadUInt16BigEndian(_transparentColor.AsSpan(2 * i))) return false;
        return true;
    }

    /// <summary>The x-th sample of 1, 2, 4 or 8 bits; the leftmost pixel is in the high bits.</summary>
    int Bits(ReadOnlySpan<byte> row, int x)
    {
        int depth = _header.BitDepth, bit = x * depth;
        return row[bit / 8] >> (8 - depth - bit % 8) & ((1 << depth) - 1);
    }
}
