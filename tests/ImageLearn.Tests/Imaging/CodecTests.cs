using ImageLearn.Imaging;

namespace ImageLearn.Tests.Imaging;

/// <summary>What holds for every format.</summary>
public class CodecTests
{
    public static TheoryData<string> Exact => Pictures.Named(".jpg", ".bmp", ".pbm", ".pgm", ".ppm");

    /// <summary>Also JPEG: the transforms and the stretching of colours round as libjpeg-turbo does, so not even one level differs.</summary>
    [Theory, MemberData(nameof(Exact))]
    public void Pixels_are_those_that_Pillow_reads(string name)
    {
        Image image = Image.Decode(Pictures.Read(name)), expected = Image.Decode(Pictures.Read(name + ".png"));
        Assert.Equal((expected.Width, expected.Height, expected.Format, expected.BitDepth), (image.Width, image.Height, image.Format, image.BitDepth));
        for (int y = 0; y < expected.Height; y++) Assert.Equal(expected.Row(y), image.Row(y));
    }

    [Theory, MemberData(nameof(Exact))]
    public void A_file_cut_short_anywhere_gives_one_sentence_with_the_place(string name)
    {
        var file = Pictures.Read(name);
        // A text ends where it ends, a sequential JPEG with its last block, run lengths with the last row, and rows may be padded.
        int whole = name.EndsWith(".jpg") ? 3 : name.StartsWith("text") ? 3 : name.StartsWith("runs") ? 5 : 1;
        for (int length = 3; length <= file.Length - whole; length += 1 + length / 40)
        {
            var error = Assert.Throws<ImageFormatException>(() => Image.Decode(file[..length]));
            Assert.InRange(error.Offset, 0, length);
            Assert.Matches(@"byte [0-9]+", error.Message);
            Assert.EndsWith(".", error.Message);
        }
    }

    [Fact]
    public void The_content_decides_not_the_name()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("picture.png"), Pictures.Read("2x2-baseline.jpg"));
        Assert.Equal("Image 33×21 colour", Image.Load(folder.File("picture.png")).ToString());
    }

    [Fact]
    public void A_bmp_whose_size_passes_64_bits_is_refused()
    {
        var file = Pictures.Read("palette-8.bmp");
        BitConverter.TryWriteBytes(file.AsSpan(18), int.MaxValue);
        BitConverter.TryWriteBytes(file.AsSpan(22), int.MaxValue);
        Assert.Contains("2147483647 × 2147483647 pixels, more than the", Assert.Throws<ImageFormatException>(() => Image.Decode(file)).Message);
    }

    [Fact]
    public void A_bmp_whose_writer_forgot_the_palette_in_the_place_of_its_pixels_is_read()
    {
        var file = Pictures.Read("palette-8.bmp");
        var right = Image.Decode(file);
        Assert.NotEqual(0, BitConverter.ToInt32(file, 46));    // it says how many colours it has
        BitConverter.TryWriteBytes(file.AsSpan(10), 54);       // the end of the headers, where the palette begins
        Assert.Equal(right.ToTensor().Data.ToArray(), Image.Decode(file).ToTensor().Data.ToArray());
    }

    /// <summary>As above, and cut short besides: then nothing shows where the palette is, and a picture without colours would be black all over.</summary>
    [Fact]
    public void A_bmp_without_its_palette_is_refused()
    {
        var file = Pictures.Read("palette-8.bmp");
        BitConverter.TryWriteBytes(file.AsSpan(10), 54);
        Assert.Contains("byte 54, which leaves no room for the colours of its palette (byte 10)", Assert.Throws<ImageFormatException>(() => Image.Decode(file[..^1])).Message);
    }

    [Theory]
    [InlineData(".bmp", PixelFormat.Grey, 8), InlineData(".bmp", PixelFormat.Rgb, 8), InlineData(".bmp", PixelFormat.Rgba, 8)]
    [InlineData(".pgm", PixelFormat.Grey, 8), InlineData(".pgm", PixelFormat.Grey, 16), InlineData(".ppm", PixelFormat.Rgb, 8), InlineData(".ppm", PixelFormat.Rgb, 16)]
    public void Formats_without_loss_give_back_what_was_saved(string extension, PixelFormat format, int depth)
    {
        using var folder = new TemporaryFolder();
        var image = Image.Make(13, 9, format, depth, (pixel, channel) => PngTests.Noise(4 * pixel + channel, depth));
        image.Save(folder.File("picture" + extension));
        var read = Image.Load(folder.File("picture" + extension));
        Assert.Equal((format, depth), (read.Format, read.BitDepth));
        for (int y = 0; y < 9; y++) Assert.Equal(image.Row(y), read.Row(y));
    }

    [Theory]
    [InlineData("P5 100000 100000 255 ", "make the picture smaller")]
    [InlineData("P5 1000 1000 255 abc", "cut short: 1000 × 1000 pixels need at least 1000000 bytes")]
    [InlineData("P5 1000 0 255 abc", "damaged: it says 1000 × 0 pixels")]
    [InlineData("P5 2 2 255xabcd", "damaged: one white space should stand here, and then the samples (byte 10)")]
    [InlineData("P2 2 2 255 1 x  3 4", "a sample should stand here as a number (byte 13)")]
    [InlineData("XCF 01", "Readable: PNG, JPEG, BMP, PBM, PGM, PPM")]
    public void What_cannot_be_read_is_said(string text, string says) =>
        Assert.Contains(says, Assert.Throws<ImageFormatException>(() => Image.Decode([.. text.Select(static c => (byte)c)])).Message);
}
