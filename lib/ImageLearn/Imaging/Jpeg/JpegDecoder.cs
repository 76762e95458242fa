using System.Buffers.Binary;

namespace ImageLearn.Imaging.Jpeg;

/// <summary>From the marker segments of a JPEG file (ITU-T T.81) to its pixels.</summary>
sealed class JpegDecoder
{
    const int StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA, QuantizationTables = 0xDB, NumberOfLines = 0xDC, RestartInterval = 0xDD,
        HuffmanTables = 0xC4, ArithmeticConditions = 0xCC, App0 = 0xE0, App1 = 0xE1, App14 = 0xEE;

    /// <summary>More passes over the picture than any encoder makes: a pass takes time even where it brings nothing.</summary>
    const int FreePasses = 32;

    /// <summary>Beyond those, a byte of the file pays for so many blocks.</summary>
    const int BlocksPerByte = 64;

    readonly byte[] _file;
    readonly JpegBits _bits;
    readonly int[]?[] _quantization = new int[4][];
    readonly HuffmanTable?[] _dc = new HuffmanTable[4], _ac = new HuffmanTable[4];
    int _restartInterval, _orientation = 1;
    long _blocksRead;
    bool _jfif;
    int? _adobeTransform;
    JpegFrame? _frame;

    JpegDecoder(byte[] file) => (_file, _bits) = (file, new JpegBits(file));

    public static Image Decode(ReadOnlyMemory<byte> file)
    {
        var decoder = new JpegDecoder(file.ToArray());
        decoder.ReadSegments();
        var frame = decoder._frame!;
        if (frame.Progressive) JpegPixels.TransformAll(frame);
        return Orientation.Apply(JpegPixels.ToImage(frame, decoder.Colors()), decoder._orientation);
    }

    void ReadSegments()
    {
        for (int at = 2; ;)
        {
            while (at < _file.Length && _file[at] != 0xFF) at++;   // stray bytes, which other readers pass over too
            while (at < _file.Length && _file[at] == 0xFF) at++;   // any number of FF may stand before a marker
            if (at >= _file.Length) throw CutShort(_file.Length, "before the end of the picture");
            int marker = _file[at++];
            if (marker is 0x00 or 0x01 or >= 0xD0 and < StartOfImage) continue;
            // Whoever read on here would show the small preview of a damaged photograph for the photograph.
            if (marker == StartOfImage) throw Damaged($"at byte {at - 2} another picture begins inside it", at - 2);
            if (marker == EndOfImage)
            {
                RequireComplete(at - 2);
                return;
            }
            int length = at + 2 <= _file.Length ? BinaryPrimitives.ReadUInt16BigEndian(_file.AsSpan(at)) : int.MaxValue;
            if (length > _file.Length - at) throw CutShort(_file.Length, $"inside the segment FF{marker:X2} at byte {at - 2}");
            if (length < 2) throw Damaged($"the segment FF{marker:X2} at byte {at - 2} says its length is {length}", at);
            var body = _file.AsSpan(at + 2, length - 2);
            if (marker == StartOfScan)
            {
                at = ReadScan(body, at - 2, at + length);
                // Without an end marker a picture read to its last block is whole; a progressive one may lack its finer passes.
                if (_frame is { Progressive: false } && _frame.Components.All(static c => c.Quantization is not null)) return;
                continue;
            }
            ReadSegment(marker, body, at - 2);
            at += length;
        }
    }

    void ReadSegment(int marker, ReadOnlySpan<byte> body, int at)
    {
        switch (marker)
        {
            case QuantizationTables:
                ReadQuantization(body, at);
                break;
            case HuffmanTables:
                ReadHuffman(body, at);
                break;
            case RestartInterval:
                if (body.Length != 2) throw Damaged($"the restart interval at byte {at} has {body.Length} bytes", at);
                _restartInterval = BinaryPrimitives.ReadUInt16BigEndian(body);
                break;
            case App0 when body.StartsWith("JFIF\0"u8):
                _jfif = true;
                break;
            case App1 when body.StartsWith("Exif\0\0"u8):
                _orientation = Orientation.OfExif(body[6..]) ?? _orientation;
                break;
            case App14 when body.StartsWith("Adobe"u8) && body.Length >= 12:
                _adobeTransform = body[11];
                break;
            case ArithmeticConditions or NumberOfLines:
                throw new ImageFormatException($"The JPEG uses marker FF{marker:X2} at byte {at} ({(marker == NumberOfLines ? "a height told late" : "arithmetic coding")}), which is not read here: save it again as an ordinary JPEG or as PNG.", at);
            case >= 0xC0 and <= 0xCF:
                if (_frame is not null) throw Damaged($"it has a second frame header at byte {at}", at);
                _frame = JpegFrame.Read(marker, body, at, _file.Length);
                foreach (var c in _frame.Components)
                {
                    c.Samples = new byte[64 * c.PaddedAcross * c.PaddedDown];
                    if (_frame.Progressive) c.Coefficients = new short[64 * c.PaddedAcross * c.PaddedDown];
                }
                break;
        }
    }

    void ReadQuantization(ReadOnlySpan<byte> body, int at)
    {
        while (body.Length > 0)
        {
            int bytes = 1 + (body[0] >> 4), index = body[0] & 15;
            if (bytes > 2 || index > 3 || body.Length < 1 + 64 * bytes) throw Damaged($"the quantization table at byte {at} is of no known form", at);
            var steps = new int[64];
            for (int k = 0; k < 64; k++) steps[JpegTables.Zigzag[k]] = bytes == 1 ? body[1 + k] : BinaryPrimitives.ReadUInt16BigEndian(body[(1 + 2 * k)..]);
            _quantization[index] = steps;
            body = body[(1 + 64 * bytes)..];
        }
    }

    void ReadHuffman(ReadOnlySpan<byte> body, int at)
    {
        while (body.Length > 0)
        {
            int kind = body[0] >> 4, index = body[0] & 15, count = 0;
            for (int i = 1; i <= 16 && i < body.Length; i++) count += body[i];
            if (kind > 1 || index > 3 || body.Length < 17 + count || count > 256 || HuffmanTable.Build(body[1..17], body.Slice(17, count)) is not { } table)
                throw Damaged($"the Huffman table at byte {at} is not a code", at);
            // A mean has at most 11 bits, kept apart from its code; other readers allow 15.
            if (kind == 0 && table.LargestSymbol > 15) throw Damaged($"the Huffman table at byte {at} has means of {table.LargestSymbol} bits", at);
            (kind == 0 ? _dc : _ac)[index] = table;
            body = body[(17 + count)..];
        }
    }

    /// <summary>Returns the position of the marker behind the scan.</summary>
    int ReadScan(ReadOnlySpan<byte> body, int at, int data)
    {
        var frame = _frame ?? throw Damaged($"a scan stands at byte {at} before the frame header", at);
        if (body.Length < 4 || body.Length != 4 + 2 * body[0] || body[0] is < 1 or > 4) throw Damaged($"the scan header at byte {at} has {body.Length} bytes", at);
        int start = body[^3], end = body[^2], high = body[^1] >> 4, low = body[^1] & 15;
        if (!frame.Progressive) (start, end, high, low) = (0, 63, 0, 0);
        else if (start > end || end > 63 || (start == 0) != (end == 0) || low > 13 || (high != 0 && high != low + 1) || (start > 0 && body[0] > 1))
            throw Damaged($"the scan header at byte {at} asks for coefficients {start} to {end}, bits {high} to {low}", at);

        var components = new JpegComponent[body[0]];
        for (int i = 0; i < components.Length; i++)
        {
            int id = body[1 + 2 * i], tables = body[2 + 2 * i];
            var c = components[i] = frame.Components.FirstOrDefault(c => c.Id == id) ?? throw Damaged($"the scan at byte {at} names component {id}, which the frame does not", at);
            if (components.AsSpan(0, i).Contains(c)) throw Damaged($"the scan at byte {at} names component {id} twice", at);
            (c.Dc, c.Ac) = (_dc[tables >> 4 & 3], _ac[tables & 3]);
            if ((start == 0 && high == 0 && c.Dc is null) || (end > 0 && c.Ac is null)) throw Damaged($"the scan at byte {at} uses a Huffman table that was not given", at);
            if (!frame.Progressive && c.Quantization is not null) throw Damaged($"the scan at byte {at} brings component {id} a second time", at);
            c.Quantization ??= _quantization[c.QuantizationIndex] ?? throw Damaged($"the scan at byte {at} uses quantization table {c.QuantizationIndex}, which was not given", at);
        }
        if (components.Length > 1 && components.Sum(static c => c.H * c.V) > 10) throw Damaged($"the scan at byte {at} has more than 10 blocks in a unit", at);
        _blocksRead += components.Sum(static c => c.Blocks);
        if (_blocksRead > FreePasses * frame.Components.Sum(static c => c.Blocks) + BlocksPerByte * (long)_file.Length)
            throw Damaged($"the scan at byte {at} goes over the picture once more, after {FreePasses} times and more for hardly any data", at);
        return new JpegScan(frame, components, _bits, start, end, high, low).Read(data, _restartInterval);
    }

    void RequireComplete(int at)
    {
        if (_frame is null) throw Damaged($"it ends at byte {at} before a frame header", at);
        if (_frame.Components.FirstOrDefault(static c => c.Quantization is null) is { } missing) throw Damaged($"it ends at byte {at} without data for component {missing.Id}", at);
    }

    /// <summary>What the components mean, by the rules that readers agreed on: JFIF says YCbCr, Adobe's segment says which, the component names may.</summary>
    JpegColors Colors()
    {
        var ids = string.Concat(_frame!.Components.Select(static c => (char)c.Id));
        return _frame.Components.Length switch
        {
            1 => JpegColors.Grey,
            3 when _jfif => JpegColors.YCbCr,
            3 => _adobeTransform is { } transform ? transform == 0 ? JpegColors.Rgb : JpegColors.YCbCr : ids == "RGB" ? JpegColors.Rgb : JpegColors.YCbCr,
            _ => _adobeTransform is null or 0 ? JpegColors.Cmyk : JpegColors.Ycck,
        };
    }

    static ImageFormatException CutShort(int at, string where) => new($"The JPEG is cut short: it ends at byte {at}, {where}. Copy or download it again.", at);

    public static ImageFormatException Damaged(string how, long at) => new($"The JPEG is damaged: {how}.", at);
}
