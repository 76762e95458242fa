using System.Buffers.Binary;

namespace ImageLearn.Imaging.Bmp;

/// <summary>Reads one bitmap.</summary>
ref struct BmpReader
{
    const int FileHeader = 14;
    enum Coding { Plain = 0, Runs8 = 1, Runs4 = 2, Masks = 3, MasksWithOpacity = 6 }

    ReadOnlySpan<byte> _file;
    int _width, _height, _bits, _data;
    bool _fromTop;
    Coding _coding;
    uint[] _masks;   // red, green, blue, opacity
    byte[] _palette;   // red, green, blue of each entry

    public static Image Read(ReadOnlySpan<byte> file)
    {
        var reader = new BmpReader { _file = file, _masks = [], _palette = [] };
        reader.ReadHeader();
        return reader.ReadPixels();
    }

    void ReadHeader()
    {
        if (_file.Length < FileHeader + 12) throw CutShort("in its header");
        _data = Int(10);
        int size = Int(FileHeader), colors = 0;
        if (size is not (12 or 40 or 52 or 56 or 64 or 108 or 124)) throw Damaged(FileHeader, $"says its header has {size} bytes, which no kind of BMP has");
        if (_file.Length < FileHeader + size) throw CutShort("in its header");
        if (size == 12) (_width, _height, _bits) = (Short(18), Short(20), Short(24));
        else
        {
            (_width, _bits, _coding, colors) = (Int(18), Short(28), (Coding)Int(30), Int(46));
            int height = Int(22);
            (_height, _fromTop) = (height == int.MinValue ? 0 : Math.Abs(height), height < 0);
        }
        if (_width <= 0 || _height <= 0) throw Damaged(18, $"says it is {_width} × {_height} pixels");
        if ((Int128)_width * _height * 4 > ImageCodec.PixelByteLimit)
            throw new ImageFormatException($"The BMP says at byte 18 that it is {_width} × {_height} pixels, more than the {ImageCodec.PixelByteLimit >> 20} MB of pixels this library reads: make the picture smaller.", 18);
        var known = _coding switch
        {
            Coding.Plain => _bits is 1 or 4 or 8 or 16 or 24 or 32,
            Coding.Runs8 => _bits == 8 && !_fromTop,
            Coding.Runs4 => _bits == 4 && !_fromTop,
            Coding.Masks or Coding.MasksWithOpacity => _bits is 16 or 32,
            _ => false,
        };
        if (!known) throw Damaged(28, $"has {_bits} bits a pixel in coding {(int)_coding}, which is not read here; save it again as PNG");

        int at = FileHeader + size;
        if (_bits > 8) at = ReadMasks(at, size);
        else ReadPalette(at, size == 12 ? 3 : 4, colors);
        if (_data < at || _data > _file.Length) throw Damaged(10, $"says its pixels begin at byte {_data} of {_file.Length}");
        long needed = Stride * _height;
        if (_coding is Coding.Runs8 or Coding.Runs4)
        {
            // Two bytes hold a run of at most 255 pixels (or move on, leaving pixels as they are: that much is allowed for small pictures).
            if ((long)_width * _height > Math.Max(1 << 22, 255L * (_file.Length - _data))) throw Damaged(18, $"says it is {_width} × {_height} pixels, more than its {_file.Length - _data} bytes can hold");
        }
        else if (needed > _file.Length - _data) throw CutShort($"but its {_width} × {_height} pixels need {needed} bytes from byte {_data}");
    }

    readonly long Stride => ((long)_width * _bits + 31) / 32 * 4;

    int ReadMasks(int at, int size)
    {
        _masks = _bits == 16 ? [0x7C00, 0x03E0, 0x001F, 0] : [0xFF0000, 0x00FF00, 0x0000FF, 0];
        if (_coding == Coding.Plain) return size == 12 ? FileHeader + 12 : at;
        int count = _coding == Coding.MasksWithOpacity || size >= 56 ? 4 : 3, masks = FileHeader + 40;
        if (_file.Length < masks + 4 * count) throw CutShort("in its masks");
        for (int i = 0; i < count; i++) _masks[i] = (uint)Int(masks + 4 * i);
        return Math.Max(at, masks + 4 * count);
    }

    void ReadPalette(int at, int bytes, int colors)
    {
        // Some writers forget the palette when they say where the pixels begin. What the file then holds too much shows it.
        long after = at + (long)bytes * colors;
        if (_coding == Coding.Plain && colors > 0 && colors <= 1 << _bits && _data < after && _file.Length >= after + Stride * _height) _data = (int)after;
        if (colors <= 0 || colors > 1 << _bits) colors = 1 << _bits;
        colors = Math.Min(colors, Math.Max(0, Math.Min(_data, _file.Length) - at) / bytes);
        if (colors == 0) throw Damaged(10, $"says its pixels begin at byte {_data}, which leaves no room for the colours of its palette");
        _palette = new byte[3 << _bits];
        for (int i = 0; i < colors; i++)
            for (int c = 0; c < 3; c++) _palette[3 * i + c] = _file[at + bytes * i + 2 - c];
    }

    Image ReadPixels()
    {
        if (_bits <= 8) return FromPalette(_coding == Coding.Plain ? ReadIndices() : ReadRuns());
        var format = _masks[3] != 0 ? PixelFormat.Rgba : PixelFormat.Rgb;
        int channels = (int)format, bytes = _bits / 8;
        var samples = new byte[(long)_width * _height * channels];
        for (int y = 0, to = 0; y < _height; y++)
        {
            var row = _file.Slice((int)(_data + RowFromTop(y) * Stride), _width * bytes);
            for (int x = 0; x < _width; x++, to += channels)
            {
                if (bytes == 3) (samples[to], samples[to + 1], samples[to + 2]) = (row[3 * x + 2], row[3 * x + 1], row[3 * x]);
                else
                {
                    uint pixel = bytes == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(row[(2 * x)..]) : BinaryPrimitives.ReadUInt32LittleEndian(row[(4 * x)..]);
                    for (int c = 0; c < channels; c++) samples[to + c] = Masked(pixel, _masks[c]);
                }
            }
        }
        return new Image(_width, _height, format, 8, samples);
    }

    readonly long RowFromTop(int y) => _fromTop ? y : _height - 1 - y;

    /// <summary>The bits of a mask, stretched to 0..255.</summary>
    static byte Masked(uint pixel, uint mask)
    {
        if (mask == 0) return 0;
        int shift = System.Numerics.BitOperations.TrailingZeroCount(mask);
        ulong top = mask >> shift;
        return (byte)(((pixel & mask) >> shift) * 255UL / top);
    }

    readonly byte[] ReadIndices()
    {
        var indices = new byte[(long)_width * _height];
        for (int y = 0, to = 0; y < _height; y++)
        {
            var row = _file[(int)(_data + RowFromTop(y) * Stride)..];
            for (int x = 0; x < _width; x++) indices[to++] = (byte)(row[x * _bits / 8] >> (8 - _bits - x * _bits % 8) & ((1 << _bits) - 1));
        }
        return indices;
    }

    /// <summary>Run-length coding: (count, index) repeats; 0 then 0 ends a row, 1 the picture, 2 moves on, more brings as many indices, padded to a word.</summary>
    readonly byte[] ReadRuns()
    {
        var indices = new byte[(long)_width * _height];
        int x = 0, y = 0, at = _data;
        while (y < _height)
        {
            if (at + 2 > _file.Length) throw CutShort($"in row {y} of {_height} from below");
            int count = _file[at], value = _file[at + 1];
            at += 2;
            if (count > 0)
            {
                for (int i = 0; i < count; i++) Set(indices, x++, y, _bits == 8 ? value : i % 2 == 0 ? value >> 4 : value & 15);
                continue;
            }
            if (value == 0) (x, y) = (0, y + 1);
            else if (value == 1) break;
            else if (value == 2)
            {
                if (at + 2 > _file.Length) throw CutShort($"in row {y} of {_height} from below");
                (x, y) = (x + _file[at], y + _file[at + 1]);
                at += 2;
            }
            else
            {
                int bytes = _bits == 8 ? value : (value + 1) / 2;
                if (at + bytes > _file.Length) throw CutShort($"in row {y} of {_height} from below");
                for (int i = 0; i < value; i++) Set(indices, x++, y, _bits == 8 ? _file[at + i] : i % 2 == 0 ? _file[at + i / 2] >> 4 : _file[at + i / 2] & 15);
                at += bytes + bytes % 2;
            }
        }
        return indices;
    }

    readonly void Set(byte[] indices, int x, int y, int value)
    {
        if (x < _width && y < _height) indices[(_height - 1 - y) * _width + x] = (byte)value;
    }

    /// <summary>Grey when every colour of the palette is.</summary>
    readonly Image FromPalette(byte[] indices)
    {
        bool grey = true;
        for (int i = 0; i < _palette.Length; i += 3) grey &= _palette[i] == _palette[i + 1] && _palette[i] == _palette[i + 2];
        int channels = grey ? 1 : 3;
        var samples = new byte[indices.Length * (long)channels];
        for (int i = 0; i < indices.Length; i++)
            for (int c = 0; c < channels; c++) samples[i * channels + c] = _palette[3 * indices[i] + c];
        return new Image(_width, _height, grey ? PixelFormat.Grey : PixelFormat.Rgb, 8, samples);
    }

    readonly int Int(int at) => BinaryPrimitives.ReadInt32LittleEndian(_file[at..]);
    readonly int Short(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_file[at..]);
    readonly ImageFormatException CutShort(string where) => new($"The BMP is cut short: it ends at byte {_file.Length}, {where}. Copy or download it again.", _file.Length);
    static ImageFormatException Damaged(int at, string how) => new($"The BMP is damaged: it {how} (byte {at}).", at);
}
