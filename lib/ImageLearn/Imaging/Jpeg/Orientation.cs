using System.Buffers.Binary;

namespace ImageLearn.Imaging.Jpeg;

/// <summary>How the camera was held: EXIF tag 274 (Exif 2.32, section 4.6.4), 1 upright to 8.</summary>
static class Orientation
{
    const int Band = 16;

    /// <summary>What a TIFF header and its first directory say; null when they say nothing sensible (EXIF is often damaged, the picture is not).</summary>
    public static int? OfExif(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8 || !(tiff.StartsWith("II*\0"u8) || tiff.StartsWith("MM\0*"u8))) return null;
        bool little = tiff[0] == 'I';
        long directory = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2) return null;
        int count = Short(tiff[(int)directory..]);
        for (int i = 0; i < count; i++)
        {
            long at = directory + 2 + 12L * i;
            if (at + 12 > tiff.Length) return null;
            var entry = tiff.Slice((int)at, 12);
            // Some cameras write it with four bytes in place of two (type 4); the low ones then stand last in a big-endian file.
            if (Short(entry) == 274) return Short(entry[(!little && Short(entry[2..]) == 4 ? 10 : 8)..]) is var value and >= 1 and <= 8 ? value : null;
        }
        return null;

        int Short(ReadOnlySpan<byte> two) => little ? BinaryPrimitives.ReadUInt16LittleEndian(two) : BinaryPrimitives.ReadUInt16BigEndian(two);
    }

    /// <summary>The picture turned upright.</summary>
    public static Image Apply(Image image, int orientation)
    {
        if (orientation == 1) return image;
        int w = image.Width, h = image.Height, channels = image.Channels;
        var (width, height) = orientation >= 5 ? (h, w) : (w, h);
        // The upright picture's pixel (x, y) is the stored one's number start + x·across + y·down.
        var (start, across, down) = orientation switch
        {
            2 => (w - 1, -1, w),
            3 => (w * h - 1, -1, -w),
            4 => (w * h - w, 1, -w),
            5 => (0, w, 1),
            6 => (w * h - w, -w, 1),
            7 => (w * h - 1, -w, -1),
            _ => (w - 1, w, -1),
        };
        var samples = new byte[(long)w * h * channels];
        // In bands of a few rows, column by column: what is read and what is written then both stay in the cache, whichever way the picture is turned.
        Work.Split((height + Band - 1) / Band, 1, (first, end) =>
        {
            var stored = image.Samples;
            for (int top = first * Band; top < Math.Min(end * Band, height); top += Band)
                for (int x = 0; x < width; x++)
                    for (int y = top; y < Math.Min(top + Band, height); y++)
                    {
                        int from = (start + x * across + y * down) * channels, to = (y * width + x) * channels;
                        for (int c = 0; c < channels; c++) samples[to + c] = stored[from + c];
                    }
        });
        return new Image(width, height, image.Format, image.BitDepth, samples);
    }
}
