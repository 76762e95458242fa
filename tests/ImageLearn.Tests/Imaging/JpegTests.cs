using ImageLearn.Imaging;

namespace ImageLearn.Tests.Imaging;

public class JpegTests
{
    static readonly Image Scene = Image.Decode(Pictures.Read("colour.bmp.png"));

    [Fact]
    public void Quality_trades_size_for_likeness()
    {
        var sizes = new List<int>();
        var errors = new List<double>();
        foreach (int quality in new[] { 5, 30, 60, 89, 90, 100 })
        {
            var file = Saved(Scene, quality);
            sizes.Add(file.Length);
            errors.Add(MeanSquare(Image.Decode(file).ToTensor(white: 255) - Scene.ToTensor(white: 255)));
        }
        Assert.Equal(sizes.Order(), sizes);
        Assert.Equal(errors.OrderDescending(), errors);
        Assert.InRange(errors[^1], 0, 0.7);   // rounding only
    }

    [PilFact]
    public void Files_are_those_of_libjpeg_but_for_their_headers()
    {
        using var folder = new TemporaryFolder();
        foreach (var (image, name) in new[] { (Scene, "colour"), (Scene.ToGrey(), "grey") })
            foreach (int quality in new[] { 1, 50, 75, 90, 100 })
            {
                image.Save(folder.File("source.png"));
                image.Save(folder.File("ours.jpg"), quality);
                var same = Python.Run("""
                    import sys, io, PIL.Image
                    theirs = io.BytesIO()
                    quality = int(sys.argv[3])
                    PIL.Image.open(sys.argv[1]).save(theirs, 'jpeg', quality=quality, subsampling=0 if quality >= 90 else 2)
                    print(PIL.Image.open(theirs).tobytes() == PIL.Image.open(sys.argv[2]).tobytes())
                    """, folder.File("source.png"), folder.File("ours.jpg"), $"{quality}").Trim();
                Assert.True(same == "True", $"{name} at quality {quality} differs");
            }
    }

    [Fact]
    public void Opacity_becomes_white_paper_and_deep_samples_become_bytes()
    {
        var clear = Image.Make(8, 8, PixelFormat.Rgba, 16, static (_, channel) => channel == 3 ? 0 : 1000);
        var read = Image.Decode(Saved(clear, 90));
        Assert.Equal((PixelFormat.Rgb, 8, 255), (read.Format, read.BitDepth, read.Sample(20, 1)));
    }

    /// <summary>Cut off after its name; and the orientation with four bytes, as some cameras write it and Pillow reads it.</summary>
    [Fact]
    public void Exif_in_odd_forms_does_not_matter_or_is_understood()
    {
        byte[] file = Pictures.Read("2x2-baseline.jpg"), entry = [1, 0x12, 0, 4, 0, 0, 0, 1, 0, 0, 0, 6];
        Image With(byte[] body) => Image.Decode([0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(2 + body.Length), .. body, .. file[2..]]);
        Assert.Equal("Image 33×21 colour", With([.. "Exif\0"u8]).ToString());
        Assert.Equal("Image 33×21 colour", With([.. "Exif\0\0MM"u8]).ToString());
        Assert.Equal("Image 21×33 colour", With([.. "Exif\0\0MM\0*\0\0\0\u0008\0\u0001"u8, .. entry, 0, 0, 0, 0]).ToString());
    }

    [Theory]
    [InlineData(0), InlineData(101)]
    public void A_quality_beyond_the_scale_is_refused(int quality) =>
        Assert.Contains($"quality is {quality}, but goes from 1", Assert.Throws<ArgumentOutOfRangeException>(() => Scene.Save("never.jpg", quality)).Message);

    [Theory]
    [InlineData(0xC9, "arithmetic coding"), InlineData(0xC3, "lossless")]
    public void Rare_kinds_are_named_and_a_way_out_told(int marker, string says)
    {
        var file = Pictures.Read("2x2-baseline.jpg");
        int frame = Enumerable.Range(0, file.Length).First(i => file[i] == 0xFF && file[i + 1] == 0xC0);
        file[frame + 1] = (byte)marker;
        var error = Assert.Throws<ImageFormatException>(() => Image.Decode(file));
        Assert.Contains(says, error.Message);
        Assert.Contains("save it again", error.Message);
        Assert.Equal(frame, error.Offset);
    }

    /// <summary>A photograph whose segments are damaged, so that a reader comes upon the preview in one of them; libjpeg refuses it too.</summary>
    [Fact]
    public void A_picture_inside_a_damaged_one_is_not_taken_for_it()
    {
        var file = Pictures.Read("2x2-baseline.jpg");
        var error = Assert.Throws<ImageFormatException>(() => Image.Decode([0xFF, 0xD8, 0xFF, 0xFE, 0, 2, 0, 0, .. file]));
        Assert.Equal("The JPEG is damaged: at byte 8 another picture begins inside it.", error.Message);
        Assert.Equal(8, error.Offset);
    }

    [Fact]
    public void A_size_that_the_bytes_cannot_hold_is_refused_before_memory_is_taken()
    {
        var file = Pictures.Read("2x2-baseline.jpg");
        int frame = Enumerable.Range(0, file.Length).First(i => file[i] == 0xFF && file[i + 1] == 0xC0);
        (file[frame + 5], file[frame + 7]) = (0x30, 0x30);
        Assert.ThrowsAny<Exception>(() => Image.Decode(file)); // compiles everything once
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("more than the", Assert.Throws<ImageFormatException>(() => Image.Decode(file)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Theory, InlineData(30, null), InlineData(100, "goes over the picture once more")]
    public void Passes_that_bring_nothing_cost_no_time_for_ever(int passes, string? says)
    {
        // 4096 grey blocks; a pass says in two bytes that none of them has anything but its mean.
        byte[] code = [1, .. new byte[15]], file = [0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64), 0xFF, 0xC2, 0, 11, 8, 2, 0, 2, 0, 1, 1, 0x11, 0,
            0xFF, 0xC4, 0, 20, 0, .. code, 0, 0xFF, 0xC4, 0, 20, 0x10, .. code, 0xE0, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0, .. new byte[512],
            .. Enumerable.Repeat((byte[])[0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 63, 0, 0, 0], passes).SelectMany(static pass => pass), 0xFF, 0xD9];
        if (says is null) Assert.Equal(512, Image.Decode(file).Width);
        else Assert.Contains(says, Assert.Throws<ImageFormatException>(() => Image.Decode(file)).Message);
    }

    [PhotosFact]
    public void Photographs_have_the_pixels_that_Pillow_sees()
    {
        using var folder = new TemporaryFolder();
        var shared = Path.GetDirectoryName(PhotosFactAttribute.Folder)!;
        foreach (var path in Directory.GetFiles(shared, "*.jpg", SearchOption.AllDirectories))
        {
            Image.Load(path).Save(folder.File("ours.png"));
            var largest = Python.Run("""
                import sys, PIL.Image, PIL.ImageChops
                a, b = (PIL.Image.open(path).convert('RGB') for path in sys.argv[1:])
                print(max(high for low, high in PIL.ImageChops.difference(a, b).getextrema()))
                """, folder.File("ours.png"), path).Trim();
            Assert.True(largest == "0", $"{path} differs by up to {largest}");
        }
    }

    static double MeanSquare(Tensor x) => (x * x).Mean().Item();

    static byte[] Saved(Image image, int quality)
    {
        using var folder = new TemporaryFolder();
        image.Save(folder.File("picture.jpg"), quality);
        return File.ReadAllBytes(folder.File("picture.jpg"));
    }
}
