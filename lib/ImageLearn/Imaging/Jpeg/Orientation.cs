using System.Buffers.Binary;

namespace ImageLearn.Imaging.Jpeg;

/// <summary>How the camera was held: EXIF tag 274 (Exif 2.32, section 4.6.4), 1 upright to 8.</summary>
static class Orientation
{
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
            if (Short(entry) == 274) return Short(entry[8..]) is var value and >= 1 and <= 8 ? value : null;
        }
        return null;

        int Short(ReadOnlySpan<byte> two) => little ? BinaryPrimitives.ReadUInt16LittleEndian(two) : BinaryPrimitives.ReadUInt16BigEndian(two);
    }

    /// <summary>The picture turned upright.</summary>
    public static Image Apply(Image image, int orientation)
    {
        if (orientation == 1) return image;
        int w = image.Width, h = image.Height;
        bool turned = orientation >= 5;
        // Where in the stored picture the upright one's pixel (x, y) lies.
        Func<int, int, (int X, int Y)> from = orientation switch
        {
            2 => (x, y) => (w - 1 - x, y),
            3 => (x, y) => (w - 1 - x, h - 1 - y),
            4 => (x, y) => (x, h - 1 - y),
            5 => (x, y) => (y, x),
            6 => (x, y) => (y, h - 1 - x),
            7 => (x, y) => (w - 1 - y, h - 1 - x),
            _ => (x, y) => (w - 1 - y, x),
        };
        int width = turned ? h : w, height = turned ? w : h, channels = image.Channels;
        var samples = new byte[(long)w * h * channels];
        Work.Split(height, 64, (first, end) =>
        {
            for (int y = first; y < end; y++)
                for (int x = 0; x < width; x++)
                {
                    var (sourceX, sourceY) = from(x, y);
                    image.Row(sourceY).Slice(sourceX * channels, channels).CopyTo(samples.AsSpan((y * width + x) * channels));
                }
        });
        return new Image(width, height, image.Format, image.BitDepth, samples);
    }
}
