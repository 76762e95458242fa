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
        Span<int> mixed = stackalloc int[24];
        Vector256<int> half = Vector256.Create(1 << 15), center = Vector256.Create(128), top = Vector256.Create(255);
        for (; x + 8 <= count; x += 8)
        {
            Vector256<int> y = Eight(luma, x), cb = Eight(blue, x) - center, cr = Eight(red, x) - center;
            Clip(y + ((cr * 91881 + half) >> 16)).CopyTo(mixed);
            Clip(y + ((cb * -22554 + half - cr * 46802) >> 16)).CopyTo(mixed[8..]);
            Clip(y + ((cb * 116130 + half) >> 16)).CopyTo(mixed[16..]);
            var target = pixels.Slice(3 * x, 24);
            for (int i = 0; i < 8; i++)
            {
                target[3 * i] = (byte)mixed[i];
                target[3 * i + 1] = (byte)mixed[8 + i];
                target[3 * i + 2] = (byte)mixed[16 + i];
            }
        }
        for (; x < count; x++)
        {
            int y = luma[x], cb = blue[x] - 128, cr = red[x] - 128;
            pixels[3 * x] = (byte)Math.Clamp(y + (cr * 91881 + 32768 >> 16), 0, 255);
            pixels[3 * x + 1] = (byte)Math.Clamp(y + (cb * -22554 + 32768 - cr * 46802 >> 16), 0, 255);
            pixels[3 * x + 2] = (byte)Math.Clamp(y + (cb * 116130 + 32768 >> 16), 0, 255);
        }

        Vector256<int> Clip(Vector256<int> value) => Vector256.Min(Vector256.Max(value, Vector256<int>.Zero), top);
    }

    static Vector256<int> Eight(byte[] row, int x) =>
        Vector256.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(BitConverter.ToUInt64(row, x)).AsByte()).ToVector256Unsafe()).AsInt32();

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
