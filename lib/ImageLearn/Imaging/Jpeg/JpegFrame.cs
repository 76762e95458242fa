using System.Buffers.Binary;

namespace ImageLearn.Imaging.Jpeg;

/// <summary>What the frame header (SOF) says: size, kind of coding, and the colour components with their sampling.</summary>
sealed class JpegFrame
{
    public required int Width { get; init; }
    public required int Height { get; init; }
    public required bool Progressive { get; init; }
    public required JpegComponent[] Components { get; init; }
    public int MaxH { get; private set; }
    public int MaxV { get; private set; }

    /// <summary>Minimum coded units: the blocks of all components that cover the same 8·MaxH × 8·MaxV pixels.</summary>
    public int UnitsWide { get; private set; }
    public int UnitsHigh { get; private set; }

    /// <summary>Reads the header, and checks that what it claims can be in the file, before any pixel is allocated.</summary>
    public static JpegFrame Read(int marker, ReadOnlySpan<byte> body, int at, int fileLength)
    {
        if (marker is not (0xC0 or 0xC1 or 0xC2))
            throw new ImageFormatException($"The JPEG is coded in a way that is not read here ({(marker >= 0xC9 ? "arithmetic coding" : "lossless or hierarchical")}, marker FF{marker:X2} at byte {at}): save it again as an ordinary JPEG or as PNG.", at);
        if (body.Length < 6) throw JpegDecoder.Damaged($"the frame header at byte {at} has only {body.Length} bytes", at);
        int height = BinaryPrimitives.ReadUInt16BigEndian(body[1..]), width = BinaryPrimitives.ReadUInt16BigEndian(body[3..]), count = body[5];
        if (body[0] != 8) throw new ImageFormatException($"The JPEG has {body[0]} bits a sample (byte {at + 4}), and only 8 are read here: save it again with 8, or as PNG.", at + 4);
        if (width == 0 || height == 0) throw JpegDecoder.Damaged($"it says at byte {at + 5} that it is {width} × {height} pixels", at + 5);
        if (count is not (1 or 3 or 4) || body.Length != 6 + 3 * count) throw JpegDecoder.Damaged($"the frame header at byte {at} names {count} colour components in {body.Length} bytes; 1, 3 or 4 are possible", at);
        if (4L * width * height > ImageCodec.PixelByteLimit)
            throw new ImageFormatException($"The JPEG says at byte {at + 5} that it is {width} × {height} pixels, more than the {ImageCodec.PixelByteLimit >> 20} MB of pixels this library reads: make the picture smaller.", at + 5);

        var components = new JpegComponent[count];
        for (int i = 0; i < count; i++)
        {
            var part = body.Slice(6 + 3 * i, 3);
            components[i] = new JpegComponent { Id = part[0], H = part[1] >> 4, V = part[1] & 15, QuantizationIndex = part[2] };
            if (components[i].H is < 1 or > 4 || components[i].V is < 1 or > 4 || part[2] > 3 || components[..i].Any(other => other.Id == components[i].Id))
                throw JpegDecoder.Damaged($"component {i} in the frame header at byte {at} has sampling {part[1] >> 4}×{part[1] & 15} and table {part[2]}", at);
        }
        var frame = new JpegFrame { Width = width, Height = height, Progressive = marker == 0xC2, Components = components };
        frame.Measure();
        // Every block costs at least one bit, in the scan that brings its mean.
        long blocks = components.Sum(static c => c.Blocks);
        if (blocks > 8L * (fileLength - at))
            throw JpegDecoder.Damaged($"it says at byte {at + 5} that it is {width} × {height} pixels, more than the {fileLength - at} bytes that follow can hold", at + 5);
        return frame;
    }

    void Measure()
    {
        (MaxH, MaxV) = (Components.Max(static c => c.H), Components.Max(static c => c.V));
        (UnitsWide, UnitsHigh) = (Up(Width, 8 * MaxH), Up(Height, 8 * MaxV));
        foreach (var c in Components)
        {
            (c.Width, c.Height) = (Up(Width * c.H, MaxH), Up(Height * c.V, MaxV));
            (c.BlocksAcross, c.BlocksDown) = (Up(c.Width, 8), Up(c.Height, 8));
            (c.PaddedAcross, c.PaddedDown) = (UnitsWide * c.H, UnitsHigh * c.V);
        }
    }

    static int Up(int a, int b) => (a + b - 1) / b;
}

/// <summary>One colour component: luma, a chroma, an ink.</summary>
sealed class JpegComponent
{
    public required int Id { get; init; }

    /// <summary>Sampling factors: H of MaxH columns and V of MaxV rows have a sample.</summary>
    public required int H { get; init; }
    public required int V { get; init; }
    public required int QuantizationIndex { get; init; }

    /// <summary>Samples that belong to the picture.</summary>
    public int Width { get; set; }
    public int Height { get; set; }

    /// <summary>Blocks that hold them, and blocks that are stored: whole coded units.</summary>
    public int BlocksAcross { get; set; }
    public int BlocksDown { get; set; }
    public long Blocks => (long)BlocksAcross * BlocksDown;
    public int PaddedAcross { get; set; }
    public int PaddedDown { get; set; }

    /// <summary>The step of each coefficient in natural order, as it was when the component's first scan began; null before.</summary>
    public int[]? Quantization { get; set; }

    public byte[] Samples { get; set; } = [];
    public int Stride => 8 * PaddedAcross;
    public ReadOnlySpan<byte> Row(int y) => Samples.AsSpan(y * Stride, Stride);

    /// <summary>A progressive picture's coefficients, 64 a block in natural order.</summary>
    public short[] Coefficients { get; set; } = [];

    // What the scan at hand says.
    public HuffmanTable? Dc { get; set; }
    public HuffmanTable? Ac { get; set; }
    public int Predictor { get; set; }
}
