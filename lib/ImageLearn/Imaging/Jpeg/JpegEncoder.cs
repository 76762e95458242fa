using System.Buffers.Binary;

namespace ImageLearn.Imaging.Jpeg;

/// <summary>
/// Writes a baseline JPEG with the standard's typical tables, scaled by quality as the Independent JPEG Group does: 50 as they are, 100 all ones.
/// From quality 90 on colour is kept in every pixel, below in every fourth (4:2:0). Opacity becomes white paper, 16 bits become 8.
/// </summary>
sealed class JpegEncoder(Image image, int quality)
{
    readonly MemoryStream _file = new();
    readonly bool _grey = image.IsGrey;
    readonly int _sampling = image.IsGrey || quality >= 90 ? 1 : 2;
    readonly int[] _block = new int[64];
    ulong _bits;
    int _bitCount;

    public byte[] Encode()
    {
        if (Math.Max(image.Width, image.Height) > ushort.MaxValue) throw new ArgumentException($"Image.Save: a JPEG holds at most {ushort.MaxValue} pixels a side, but this picture has {image.Width}×{image.Height}. Save it as PNG.");
        byte[] lumaSteps = Scaled(JpegTables.LumaSteps), chromaSteps = Scaled(JpegTables.ChromaSteps);
        _file.Write([0xFF, 0xD8]);
        Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        Segment(0xDB, [0, .. Zigzagged(lumaSteps)]);
        if (!_grey) Segment(0xDB, [1, .. Zigzagged(chromaSteps)]);
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(size, (ushort)image.Height);
        BinaryPrimitives.WriteUInt16BigEndian(size[2..], (ushort)image.Width);
        var luma = (byte)(_sampling * 17);
        Segment(0xC0, _grey ? [8, .. size, 1, 1, luma, 0] : [8, .. size, 3, 1, luma, 0, 2, 0x11, 1, 3, 0x11, 1]);
        Segment(0xC4, [0x00, .. JpegTables.LumaDc, 0x10, .. JpegTables.LumaAc]);
        if (!_grey) Segment(0xC4, [0x01, .. JpegTables.ChromaDc, 0x11, .. JpegTables.ChromaAc]);
        Segment(0xDA, _grey ? [1, 1, 0, 0, 63, 0] : [3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0]);
        WriteScan(lumaSteps, chromaSteps);
        _file.Write([0xFF, 0xD9]);
        return _file.ToArray();
    }

    byte[] Scaled(ReadOnlySpan<byte> steps)
    {
        int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        var scaled = new byte[64];
        for (int i = 0; i < 64; i++) scaled[i] = (byte)Math.Clamp((steps[i] * percent + 50) / 100, 1, 255);
        return scaled;
    }

    static byte[] Zigzagged(byte[] steps)
    {
        var ordered = new byte[64];
        for (int k = 0; k < 64; k++) ordered[k] = steps[JpegTables.Zigzag[k]];
        return ordered;
    }

    void Segment(byte marker, ReadOnlySpan<byte> body)
    {
        _file.Write([0xFF, marker, (byte)(body.Length + 2 >> 8), (byte)(body.Length + 2)]);
        _file.Write(body);
    }

    void WriteScan(byte[] lumaSteps, byte[] chromaSteps)
    {
        HuffmanCodes lumaDc = new(JpegTables.LumaDc), lumaAc = new(JpegTables.LumaAc), chromaDc = new(JpegTables.ChromaDc), chromaAc = new(JpegTables.ChromaAc);
        int unit = 8 * _sampling, lumaMean = 0, blueMean = 0, redMean = 0;
        // The rows of one line of coded units, each component's in a plane of its own, the last pixels repeated to whole units.
        int width = (image.Width + unit - 1) / unit * unit, chromaWidth = width / _sampling;
        byte[] y = new byte[width * unit], cb = new byte[width * unit], cr = new byte[width * unit];
        for (int top = 0; top < image.Height; top += unit)
        {
            for (int row = 0; row < unit; row++) ReadRow(Math.Min(top + row, image.Height - 1), row * width, width, y, cb, cr);
            if (_sampling == 2)
            {
                Halve(cb, width);
                Halve(cr, width);
            }
            for (int left = 0; left < width; left += unit)
            {
                for (int v = 0; v < _sampling; v++)
                    for (int h = 0; h < _sampling; h++) WriteBlock(y, (8 * v) * width + left + 8 * h, width, lumaSteps, lumaDc, lumaAc, ref lumaMean);
                if (_grey) continue;
                WriteBlock(cb, left / _sampling, chromaWidth, chromaSteps, chromaDc, chromaAc, ref blueMean);
                WriteBlock(cr, left / _sampling, chromaWidth, chromaSteps, chromaDc, chromaAc, ref redMean);
            }
        }
        Put(0x7F, 7);   // the last byte is filled with ones
    }

    void ReadRow(int row, int at, int width, byte[] y, byte[] cb, byte[] cr)
    {
        for (int x = 0; x < width; x++, at++)
        {
            int pixel = row * image.Width + Math.Min(x, image.Width - 1);
            int r = OnWhite(pixel, 0), g = _grey ? r : OnWhite(pixel, 1), b = _grey ? r : OnWhite(pixel, 2);
            y[at] = (byte)(19595 * r + 38470 * g + 7471 * b + 32768 >> 16);
            cb[at] = (byte)(-11059 * r - 21709 * g + 32768 * b + (128 << 16) + 32767 >> 16);
            cr[at] = (byte)(32768 * r - 27439 * g - 5329 * b + (128 << 16) + 32767 >> 16);
        }
    }

    int OnWhite(int pixel, int channel)
    {
        long white = image.White, value = image.Sample(pixel, channel);
        if (image.HasAlpha) value = white - (white - value) * image.Sample(pixel, image.Channels - 1) / white;
        return (int)((value * 255 + white / 2) / white);
    }

    /// <summary>Means of 2×2, in place; halves are rounded down and up in turn, so that the mean is kept.</summary>
    static void Halve(byte[] plane, int width)
    {
        int rows = plane.Length / width;
        for (int y = 0, at = 0; y < rows; y += 2)
            for (int x = 0; x < width; x += 2)
            {
                int i = y * width + x;
                plane[at++] = (byte)(plane[i] + plane[i + 1] + plane[i + width] + plane[i + width + 1] + 1 + x / 2 % 2 >> 2);
            }
    }

    void WriteBlock(byte[] plane, int at, int stride, byte[] steps, HuffmanCodes dc, HuffmanCodes ac, ref int mean)
    {
        for (int i = 0; i < 64; i++) _block[i] = plane[at + i / 8 * stride + i % 8] - 128;
        ForwardDct.Transform(_block);
        for (int i = 0; i < 64; i++)
        {
            int step = 8 * steps[i], magnitude = (Math.Abs(_block[i]) + step / 2) / step;
            _block[i] = _block[i] < 0 ? -magnitude : magnitude;
        }
        PutNumber(dc, 0, _block[0] - mean);
        mean = _block[0];
        int zeros = 0;
        for (int k = 1; k < 64; k++)
        {
            int value = _block[JpegTables.Zigzag[k]];
            if (value == 0)
            {
                zeros++;
                continue;
            }
            for (; zeros > 15; zeros -= 16) Put(ac, 0xF0);
            PutNumber(ac, zeros, value);
            zeros = 0;
        }
        if (zeros > 0) Put(ac, 0);
    }

    /// <summary>A number as its size in bits, after a count of zeros, and then these bits; of a negative number, the bits of it less one.</summary>
    void PutNumber(HuffmanCodes codes, int zeros, int value)
    {
        int size = 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)Math.Abs(value));
        Put(codes, zeros << 4 | size);
        if (size > 0) Put((value < 0 ? value - 1 : value) & ((1 << size) - 1), size);
    }

    void Put(HuffmanCodes codes, int symbol) => Put(codes.Code[symbol], codes.Length[symbol]);

    void Put(int bits, int count)
    {
        _bits = _bits << count | (uint)bits;
        for (_bitCount += count; _bitCount >= 8; _bitCount -= 8)
        {
            var next = (byte)(_bits >> (_bitCount - 8));
            _file.WriteByte(next);
            if (next == 0xFF) _file.WriteByte(0);
        }
    }

    /// <summary>The code of each symbol of a table.</summary>
    sealed class HuffmanCodes
    {
        public readonly int[] Code = new int[256], Length = new int[256];

        public HuffmanCodes(ReadOnlySpan<byte> table)
        {
            for (int length = 1, code = 0, next = 16; length <= 16; length++, code <<= 1)
                for (int i = 0; i < table[length - 1]; i++) (Code[table[next]], Length[table[next++]]) = (code++, length);
        }
    }
}
