using System.Runtime.Intrinsics;

namespace ImageLearn.Imaging.Jpeg;

/// <summary>What the components of a JPEG mean.</summary>
enum JpegColors { Grey, YCbCr, Rgb, Cmyk, Ycck }

/// <summary>From the components' samples to pixels.</summary>
static class JpegPixels
{
    /// <summary>A progressive picture's coefficients to samples.</summary>
    public static void TransformAll(JpegFrame frame)
    {
        foreach (var c in frame.Components)
            Work.Split(c.PaddedDown, 8, (from, to) =>
            {
                for (int y = from; y < to; y++)
                    for (int x = 0; x < c.PaddedAcross; x++)
                    {
                        var block = c.Coefficients.AsSpan((y * c.PaddedAcross + x) * 64, 64);
                        var target = c.Samples.AsSpan(8 * y * c.Stride + 8 * x);
                        if (block[1..].ContainsAnyExcept((short)0)) InverseDct.Transform(block, c.Quantization, target, c.Stride);
                        else InverseDct.Flat(block[0], c.Quantization![0], target, c.Stride);
                    }
            });
    }

    public static Image ToImage(JpegFrame frame, JpegColors colors)
    {
        int width = frame.Width, channels = colors == JpegColors.Grey ? 1 : 3;
        var pixels = new byte[(long)width * frame.Height * channels];
        Work.Split(frame.Height, 16, (from, to) =>
        {
            var rows = new byte[frame.Components.Length][];
            // Room for a pair of samples beyond an odd width.
            for (int i = 0; i < rows.Length; i++) rows[i] = new byte[width + 2];
            for (int y = from; y < to; y++)
            {
                for (int i = 0; i < rows.Length; i++) Upsampling.Row(frame, frame.Components[i], y, rows[i]);
                Convert(rows, colors, pixels.AsSpan(y * width * channels, width * channels));
            }
        });
        return new Image(width, frame.Height, channels == 1 ? PixelFormat.Grey : PixelFormat.Rgb, 8, pixels);
    }

    static void Convert(byte[][] rows, JpegColors colors, Span<byte> pixels)
    {
        switch (colors)
        {
            case JpegColors.Grey:
                rows[0].AsSpan(0, pixels.Length).CopyTo(pixels);
                break;
            case JpegColors.Rgb:
                for (int x = 0; 3 * x < pixels.Length; x++) (pixels[3 * x], pixels[3 * x + 1], pixels[3 * x + 2]) = (rows[0][x], rows[1][x], rows[2][x]);
                break;
            case JpegColors.YCbCr:
                FromYCbCr(rows, pixels);
                break;
            default:
                if (colors == JpegColors.Ycck) FromYCbCr(rows, pixels);
                else for (int x = 0; 3 * x < pixels.Length; x++) (pixels[3 * x], pixels[3 * x + 1], pixels[3 * x + 2]) = (rows[0][x], rows[1][x], rows[2][x]);
                FromInks(rows[3], inverted: colors == JpegColors.Ycck, pixels);
                break;
        }
    }

    /// <summary>
    /// R = Y + 1.402 Cr, G = Y − 0.34414 Cb − 0.71414 Cr, B = Y + 1.772 Cb, with Cb and Cr centred (JFIF 1.02), in 16-bit fixed point and
    /// rounded as the Independent JPEG Group's decoder does.
    /// </summary>
    static void FromYCbCr(byte[][] rows, Span<byte> pixels)
    {
        byte[] luma = rows[0], blue = rows[1], red = rows[2];
        int count = pixels.Length / 3, x = 0;
        for (; x + 16 <= count; x += 16)
        {
            var (r, g, b) = Eight(luma, blue, red, x);
            var (moreR, moreG, moreB) = Eight(luma, blue, red, x + 8);
            Interleave(Bytes(r, moreR), Bytes(g, moreG), Bytes(b, moreB), pixels.Slice(3 * x, 48));
        }
        for (; x < count; x++)
        {
            int y = luma[x], cb = blue[x] - 128, cr = red[x] - 128;
            pixels[3 * x] = (byte)Math.Clamp(y + (cr * 91881 + 32768 >> 16), 0, 255);
            pixels[3 * x + 1] = (byte)Math.Clamp(y + (cb * -22554 + 32768 - cr * 46802 >> 16), 0, 255);
            pixels[3 * x + 2] = (byte)Math.Clamp(y + (cb * 116130 + 32768 >> 16), 0, 255);
        }
    }

    /// <summary>Red, green and blue of eight pixels.</summary>
    static (Vector256<int>, Vector256<int>, Vector256<int>) Eight(byte[] luma, byte[] blue, byte[] red, int x)
    {
        Vector256<int> half = Vector256.Create(1 << 15), center = Vector256.Create(128);
        Vector256<int> y = Widened(luma, x), cb = Widened(blue, x) - center, cr = Widened(red, x) - center;
        return (y + ((cr * 91881 + half) >> 16), y + ((cb * -22554 + half - cr * 46802) >> 16), y + ((cb * 116130 + half) >> 16));
    }

    static Vector256<int> Widened(byte[] row, int x) =>
        Vector256.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(BitConverter.ToUInt64(row, x)).AsByte()).ToVector256Unsafe()).AsInt32();

    /// <summary>Sixteen numbers, kept within 0 to 255.</summary>
    static Vector128<byte> Bytes(Vector256<int> low, Vector256<int> high)
    {
        Vector256<int> top = Vector256.Create(255);
        var words = Vector256.Narrow(Vector256.Clamp(low, Vector256<int>.Zero, top), Vector256.Clamp(high, Vector256<int>.Zero, top)).AsUInt16();
        return Vector128.Narrow(words.GetLower(), words.GetUpper());
    }

    /// <summary>r, g, b, r, g, b, …: of each sixteen bytes of the result every third comes from one colour; the others are zero there.</summary>
    static void Interleave(Vector128<byte> r, Vector128<byte> g, Vector128<byte> b, Span<byte> target)
    {
        (Vector128.Shuffle(r, s_places[0]) | Vector128.Shuffle(g, s_places[1]) | Vector128.Shuffle(b, s_places[2])).CopyTo(target);
        (Vector128.Shuffle(r, s_places[3]) | Vector128.Shuffle(g, s_places[4]) | Vector128.Shuffle(b, s_places[5])).CopyTo(target[16..]);
        (Vector128.Shuffle(r, s_places[6]) | Vector128.Shuffle(g, s_places[7]) | Vector128.Shuffle(b, s_places[8])).CopyTo(target[32..]);
    }

    /// <summary>Byte j of the sixteen number k holds pixel n / 3 of colour n % 3, where n = 16k + j; 255 stands for no pixel.</summary>
    static readonly Vector128<byte>[] s_places = [.. Enumerable.Range(0, 9).Select(static i => Vector128.Create([.. Enumerable.Range(16 * (i / 3), 16).Select(n => n % 3 == i % 3 ? (byte)(n / 3) : (byte)255)]))];

    /// <summary>
    /// Four inks to colours: the paper that an ink leaves shows, times what black leaves. Files hold inks inverted (255 = none), as Adobe writes
    /// them. Y, Cb, Cr with black stand for the inverse of that, so their colours are turned round first.
    /// </summary>
    static void FromInks(byte[] black, bool inverted, Span<byte> pixels)
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            int paper = inverted ? 255 - pixels[i] : pixels[i], light = black[i / 3], product = (255 - paper) * light + 128;
            pixels[i] = (byte)Math.Max(0, light - ((product >> 8) + product >> 8));
        }
    }
}
