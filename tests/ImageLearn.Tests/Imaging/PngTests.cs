using System.Buffers.Binary;
using ImageLearn.Imaging;

namespace ImageLearn.Tests.Imaging;

public class PngTests
{
    public static TheoryData<int, int, bool> Kinds
    {
        get
        {
            var kinds = new TheoryData<int, int, bool>();
            foreach (var (color, depths) in new (int, int[])[] { (0, [1, 2, 4, 8, 16]), (2, [8, 16]), (3, [1, 2, 4, 8]), (4, [8, 16]), (6, [8, 16]) })
                foreach (var depth in depths)
                    foreach (var interlaced in new[] { false, true }) kinds.Add(color, depth, interlaced);
            return kinds;
        }
    }

    internal static int Noise(int seed, int depth) => (int)((uint)(seed * 2654435761L >> 7) % (1u << depth));

    internal static byte[] Colors(int count) => [.. Enumerable.Range(0, 3 * count).Select(static i => (byte)(i * 37 + 11))];

    [Theory, MemberData(nameof(Kinds))]
    public void Every_colour_type_depth_and_interlace_is_read_as_written(int color, int depth, bool interlaced)
    {
        // Sizes below and around a block of Adam7, where some of its passes are empty.
        foreach (var (width, height) in new[] { (1, 1), (2, 3), (5, 2), (8, 8), (13, 9), (33, 17) })
        {
            var palette = color == 3 ? Colors(1 << depth) : null;
            var twin = new PngTwin(width, height, color, depth, interlaced, palette);
            int Sample(int x, int y, int c) => Noise((x * 53 + y) * 7 + c + 1, depth);
            var image = Image.Decode(twin.Write(Sample));

            Assert.Equal((width, height, depth == 16 ? 16 : 8), (image.Width, image.Height, image.BitDepth));
            Assert.Equal(color switch { 0 => PixelFormat.Grey, 4 => PixelFormat.GreyAlpha, 6 => PixelFormat.Rgba, _ => PixelFormat.Rgb }, image.Format);
            for (int y = 0; y < height; y++)
                for (int x = 0; x < width; x++)
                    for (int c = 0; c < image.Channels; c++)
                    {
                        var expected = color == 3 ? palette![3 * Sample(x, y, 0) + c] : depth < 8 ? Sample(x, y, c) * 255 / ((1 << depth) - 1) : Sample(x, y, c);
                        Assert.Equal(expected, image.Sample(y * width + x, c));
                    }
        }
    }

    [Theory]
    [InlineData(0, 2), InlineData(0, 8), InlineData(0, 16), InlineData(2, 8), InlineData(2, 16)]
    public void The_transparent_colour_becomes_an_opacity_of_zero(int color, int depth)
    {
        int samples = color == 2 ? 3 : 1, top = (1 << depth) - 1;
        int[] key = [.. Enumerable.Range(0, samples).Select(c => top - 1 - c)];
        var stored = key.SelectMany(static sample => new[] { (byte)(sample >> 8), (byte)sample }).ToArray();
        // The pixel in the middle has the key in every sample, its neighbours in all but the first.
        var image = Image.Decode(new PngTwin(3, 1, color, depth, Transparency: stored).Write((x, _, c) => x == 1 || c > 0 ? key[c] : key[c] - 1 + x));

        Assert.True(image.HasAlpha);
        Assert.Equal([image.White, 0, image.White], Enumerable.Range(0, 3).Select(pixel => image.Sample(pixel, image.Channels - 1)));
    }

    /// <summary>The bits beyond the depth are to be masked (PNG specification, tRNS).</summary>
    [Theory]
    [InlineData(0, 1), InlineData(0, 4), InlineData(0, 8), InlineData(2, 8)]
    public void Of_the_transparent_colour_only_as_many_bits_count_as_a_sample_has(int color, int depth)
    {
        var stored = Enumerable.Range(0, color == 2 ? 3 : 1).SelectMany(_ => new[] { (byte)0xA5, (byte)(0xFE << depth - 1 & 0xFF | 1) }).ToArray();
        int key = stored[1] & (1 << depth) - 1;
        var image = Image.Decode(new PngTwin(2, 1, color, depth, Transparency: stored).Write((x, _, _) => x == 0 ? key : 0));
        Assert.Equal([0, 255], Enumerable.Range(0, 2).Select(pixel => image.Sample(pixel, image.Channels - 1)));
    }

    [Theory]
    [InlineData(0, 8, 6), InlineData(2, 8, 2), InlineData(3, 2, 5), InlineData(3, 2, 0), InlineData(4, 8, 2), InlineData(6, 16, 6)]
    public void A_transparency_that_does_not_fit_is_passed_over_as_libpng_does(int color, int depth, int bytes)
    {
        var plain = new PngTwin(5, 3, color, depth, Palette: color == 3 ? Colors(4) : null);
        Image expected = Image.Decode(plain.Write(Sample)), read = Image.Decode((plain with { Transparency = new byte[bytes] }).Write(Sample));
        Assert.Equal(expected.Format, read.Format);
        for (int y = 0; y < 3; y++) Assert.Equal(expected.Row(y), read.Row(y));

        int Sample(int x, int y, int c) => Noise(x + 7 * y + 31 * c, depth);
    }

    [Fact]
    public void Palette_entries_have_the_opacity_given_and_are_opaque_beyond()
    {
        var image = Image.Decode(new PngTwin(4, 1, 3, 2, Palette: Colors(4), Transparency: [0, 100]).Write((x, _, _) => x));
        Assert.Equal([0, 100, 255, 255], Enumerable.Range(0, 4).Select(pixel => image.Sample(pixel, 3)));
    }

    [Theory]
    [InlineData(PixelFormat.Grey, 8), InlineData(PixelFormat.Grey, 16), InlineData(PixelFormat.GreyAlpha, 8), InlineData(PixelFormat.GreyAlpha, 16)]
    [InlineData(PixelFormat.Rgb, 8), InlineData(PixelFormat.Rgb, 16), InlineData(PixelFormat.Rgba, 8), InlineData(PixelFormat.Rgba, 16)]
    public void What_is_written_is_read_back_sample_for_sample(PixelFormat format, int depth)
    {
        foreach (var (width, height) in new[] { (1, 1), (7, 3), (64, 40) })
        {
            var image = Image.Make(width, height, format, depth, (pixel, channel) => pixel % 3 == 0 ? Noise(pixel * 5 + channel, depth) : (pixel + channel) % 256);
            var read = Image.Decode(image.ToPng());
            Assert.Equal((width, height, format, depth), (read.Width, read.Height, read.Format, read.BitDepth));
            for (int y = 0; y < height; y++) Assert.Equal(image.Row(y), read.Row(y));
        }
    }

    [Fact]
    public void A_smooth_ramp_compresses_because_each_row_has_its_best_filter()
    {
        var ramp = Image.Make(256, 256, PixelFormat.Rgb, 8, static (pixel, _) => (pixel % 256 + pixel / 256) / 2);
        Assert.InRange(ramp.ToPng().Length, 100, 3000);
    }

    [Fact]
    public void A_file_cut_short_anywhere_gives_one_sentence_with_the_place()
    {
        var file = new PngTwin(20, 10, 2, 8, Interlaced: true).Write(static (x, y, c) => x * 9 + y * 5 + c);
        for (int length = 8; length < file.Length; length++)
        {
            var error = Assert.Throws<ImageFormatException>(() => Image.Decode(file[..length]));
            Assert.Matches("^The PNG is cut short: .*byte [0-9]+.* Copy or download it again\\.$", error.Message);
            Assert.InRange(error.Offset, 0, length);
        }
    }

    [Fact]
    public void Pixel_data_that_ends_early_names_the_row()
    {
        var compressed = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(compressed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(new byte[5 * 3]);
        var error = Assert.Throws<ImageFormatException>(() => Image.Decode(new PngTwin(4, 10, 0, 8).File(compressed.ToArray())));
        Assert.Matches("^The PNG is cut short: its pixel data ends at byte [0-9]+, in row 3 of 10\\.", error.Message);
    }

    [Fact]
    public void Damage_anywhere_is_refused_or_harmless()
    {
        var random = new Random(5);
        byte[][] files = [.. new (int Color, int Depth)[] { (0, 1), (0, 16), (2, 8), (3, 4), (4, 8), (6, 16) }
            .Select(kind => new PngTwin(9, 9, kind.Color, kind.Depth, true, kind.Color == 3 ? Colors(16) : null).Write((x, y, c) => Noise(x + 31 * y + c, kind.Depth)))];
        foreach (var file in files)
            for (int n = 0; n < 400; n++)
            {
                var damaged = (byte[])file.Clone();
                for (int k = 0; k < 1 + n % 4; k++) damaged[random.Next(8, file.Length)] = (byte)random.Next(256);
                if (n % 2 == 0) FixChecksums(damaged);
                var error = Record.Exception(() => Image.Decode(damaged));
                Assert.True(error is null or ImageFormatException, $"{error}");
            }
    }

    /// <summary>Makes checksums right again, so that the damage reaches what lies behind them.</summary>
    internal static void FixChecksums(byte[] file)
    {
        for (int at = 8; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12) return;
            var type = new string([.. file[(at + 4)..(at + 8)].Select(static b => (char)b)]);
            PngTwin.Chunk(type, file[(at + 8)..(at + 8 + (int)length)]).CopyTo(file, at);
            at += 12 + (int)length;
        }
    }

    [Theory]
    [InlineData(200_000, 200_000, "make the picture smaller")]
    [InlineData(16_000, 16_000, "more than its 3 bytes of pixel data can hold")]
    [InlineData(0, 5, "says it is 0 × 5 pixels")]
    public void A_file_that_claims_too_much_is_refused_before_memory_is_taken(int width, int height, string says)
    {
        var file = new PngTwin(width, height, 6, 8).File([1, 2, 3]);
        Assert.ThrowsAny<Exception>(() => Image.Decode(file)); // compiles everything once
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ImageFormatException>(() => Image.Decode(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        Assert.Contains(says, error.Message);
    }

    [Theory]
    [InlineData(0, 3, "colour type 0 with 3 bits")]
    [InlineData(5, 8, "colour type 5 with 8 bits")]
    [InlineData(3, 8, "refers to a palette but has none")]
    public void Wrong_headers_are_named(int color, int depth, string says) =>
        Assert.Contains(says, Assert.Throws<ImageFormatException>(() => Image.Decode(new PngTwin(2, 2, color, depth).Write(static (_, _, _) => 0))).Message);

    [Fact]
    public void A_wrong_checksum_names_its_chunk_and_place()
    {
        var file = new PngTwin(2, 2, 0, 8).Write(static (_, _, _) => 7);
        file[20] ^= 1;
        Assert.Equal("The PNG is damaged: the checksum of the IHDR chunk at byte 8 does not match its contents.", Assert.Throws<ImageFormatException>(() => Image.Decode(file)).Message);
    }
}
