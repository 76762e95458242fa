using System.Buffers.Binary;

namespace ImageLearn.Imaging.Pnm;

/// <summary>Reads one Netpbm picture.</summary>
ref struct PnmReader(ReadOnlySpan<byte> file)
{
    readonly ReadOnlySpan<byte> _file = file;
    int _at = 2;

    public Image Read()
    {
        int kind = _file[1] - '0', color = kind > 3 ? kind - 3 : kind;   // 1 bits, 2 grey, 3 colour
        int width = Number("the width"), height = Number("the height"), max = color == 1 ? 1 : Number("the maximum");
        if (width == 0 || height == 0 || max is 0 or > ushort.MaxValue) throw Damaged($"it says {width} × {height} pixels, maximum {max}");
        int channels = color == 3 ? 3 : 1, depth = max > byte.MaxValue ? 16 : 8;
        long samples = (long)width * height * channels;
        if (samples * depth / 8 > ImageCodec.PixelByteLimit)
            throw new ImageFormatException($"The {Name(kind)} says it is {width} × {height} pixels, more than the {ImageCodec.PixelByteLimit >> 20} MB of pixels this library reads: make the picture smaller.", _at);

        if (kind > 3 && _at < _file.Length && !char.IsWhiteSpace((char)_file[_at])) throw Damaged("one white space should stand here, and then the samples");
        if (kind > 3) _at++;
        long needed = kind switch { 4 => (width + 7L) / 8 * height, 5 or 6 => samples * depth / 8, 1 => samples, _ => 2 * samples - 1 };
        if (needed > _file.Length - _at) throw new ImageFormatException($"The {Name(kind)} is cut short: {width} × {height} pixels need at least {needed} bytes from byte {_at}, but the file ends at byte {_file.Length}. Copy or download it again.", _file.Length);

        var data = new byte[samples * depth / 8];
        for (int i = 0; i < samples; i++)
        {
            int value = kind switch
            {
                4 => 1 - (_file[_at + i / width * ((width + 7) / 8) + i % width / 8] >> (7 - i % width % 8) & 1),
                5 or 6 => depth == 8 ? _file[_at + i] : BinaryPrimitives.ReadUInt16BigEndian(_file[(_at + 2 * i)..]),
                1 => 1 - Bit(),
                _ => Number("a sample"),
            };
            value = Math.Min(value, max);
            if (depth == 8) data[i] = (byte)((value * 255 + max / 2) / max);
            else BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(2 * i), (ushort)(((long)value * 65535 + max / 2) / max));
        }
        return new Image(width, height, channels == 3 ? PixelFormat.Rgb : PixelFormat.Grey, depth, data);
    }

    /// <summary>The next number in decimal digits; white space and comments (# to the end of the line) may stand before it.</summary>
    int Number(string what)
    {
        SkipSpace();
        int value = 0, start = _at;
        for (; _at < _file.Length && char.IsAsciiDigit((char)_file[_at]); _at++)
            if ((value = value * 10 + _file[_at] - '0') > 100_000_000) throw Damaged($"{what} is too large");
        if (_at == start) throw _at >= _file.Length
            ? new ImageFormatException($"The {Name(_file[1] - '0')} is cut short: it ends at byte {_at}, where {what} should stand. Copy or download it again.", _at)
            : Damaged($"{what} should stand here as a number");
        return value;
    }

    /// <summary>In P1 a bit is one digit; white space between them is optional.</summary>
    int Bit()
    {
        SkipSpace();
        if (_at >= _file.Length || _file[_at] is not ((byte)'0' or (byte)'1')) throw Damaged("0 or 1 should stand here");
        return _file[_at++] - '0';
    }

    void SkipSpace()
    {
        for (; _at < _file.Length; _at++)
            if (_file[_at] == '#') while (_at + 1 < _file.Length && _file[_at] != '\n') _at++;
            else if (!char.IsWhiteSpace((char)_file[_at])) return;
    }

    readonly ImageFormatException Damaged(string how) => new($"The {Name(_file[1] - '0')} is damaged: {how} (byte {_at}).", _at);

    static string Name(int kind) => kind % 3 == 1 ? "PBM" : kind % 3 == 2 ? "PGM" : "PPM";
}
