using System.IO.Compression;

namespace ImageLearn.Imaging.Png;

/// <summary>From checked chunks to pixels: inflate, undo the filters row by row, unpack samples, put them in their place.</summary>
sealed class PngDecoder
{
    /// <summary>Deflate spends at least two bits on at most 258 bytes, so a stream of n bytes holds fewer than 1032·n.</summary>
    const long LargestExpansion = 1032;

    readonly PngHeader _header;
    readonly PngPixels _pixels;
    readonly PngDataStream _compressed;
    readonly ZLibStream _inflated;
    readonly byte[] _samples;

    PngDecoder(ReadOnlyMemory<byte> file, PngChunks chunks)
    {
        _header = chunks.Header;
        _pixels = new PngPixels(chunks);
        _compressed = new PngDataStream(file, chunks.Data);
        _inflated = new ZLibStream(_compressed, CompressionMode.Decompress);
        _samples = new byte[(long)_header.Width * _header.Height * _pixels.BytesPerPixel];
    }

    public static Image Decode(ReadOnlyMemory<byte> file)
    {
        var chunks = PngChunks.Read(file.Span);
        var compressed = chunks.Data.Sum(static piece => (long)piece.Length);
        if (chunks.Header.UncompressedBytes > compressed * LargestExpansion)
            throw new ImageFormatException($"The PNG is damaged: at byte 16 it says {chunks.Header.Width} × {chunks.Header.Height} pixels, more than its {compressed} bytes of pixel data can hold.", 16);

        var decoder = new PngDecoder(file, chunks);
        foreach (var pass in decoder._header.Passes()) decoder.Read(pass);
        decoder.Finish();
        return new Image(decoder._header.Width, decoder._header.Height, decoder._pixels.Format, decoder._pixels.BitDepth, decoder._samples);
    }

    void Read(PngPass pass)
    {
        var length = _header.RowBytes(pass.Width);
        byte[] row = new byte[1 + length], above = new byte[1 + length], pixels = new byte[pass.Width * _pixels.BytesPerPixel];
        for (int y = 0; y < pass.Height; y++)
        {
            Fill(row, pass.Y + y * pass.StepY);
            if (row[0] > PngFilter.Paeth) throw Damaged($"row {pass.Y + y * pass.StepY} names filter {row[0]}, which does not exist");
            PngFilter.Undo(row[0], row.AsSpan(1), above.AsSpan(1), _header.FilterDistance);
            _pixels.Unpack(row.AsSpan(1), pass.Width, pixels);
            Place(pixels, pass, pass.Y + y * pass.StepY);
            (row, above) = (above, row);
        }
    }

    void Fill(byte[] row, int y)
    {
        if (Inflate(row) < row.Length)
            throw new ImageFormatException($"The PNG is cut short: its pixel data ends at byte {_compressed.FileOffset}, in row {y} of {_header.Height}. Copy or download it again.", _compressed.FileOffset);
    }

    /// <summary>Reads on to the end of the stream, where its checksum stands. Bytes beyond the last row are ignored, as other readers do.</summary>
    void Finish() => Inflate(new byte[1]);

    int Inflate(byte[] buffer)
    {
        try
        {
            return _inflated.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw Damaged("its compressed pixel data cannot be read", e);
        }
    }

    void Place(ReadOnlySpan<byte> pixels, PngPass pass, int y)
    {
        var size = _pixels.BytesPerPixel;
        var target = _samples.AsSpan(checked((int)((long)y * _header.Width * size)));
        if (pass.StepX == 1)
        {
            pixels.CopyTo(target);
            return;
        }
        for (int x = 0; x < pass.Width; x++) pixels.Slice(x * size, size).CopyTo(target[((pass.X + x * pass.StepX) * size)..]);
    }

    ImageFormatException Damaged(string how, Exception? cause = null) =>
        new($"The PNG is damaged: {how} (near byte {_compressed.FileOffset}).", _compressed.FileOffset, cause);
}
