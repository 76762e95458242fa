using ImageLearn.Imaging;

namespace ImageLearn.Tests.Imaging;

public class PilTests
{
    /// <summary>Prints, for each PNG of a folder, the bytes of its pixels as red, green, blue and opacity, in hexadecimal.</summary>
    const string Pixels = """
        import sys, glob, os, PIL.Image
        for path in sorted(glob.glob(os.path.join(sys.argv[1], '*.png'))):
            print(os.path.basename(path), PIL.Image.open(path).convert('RGBA').tobytes().hex())
        """;

    [PilFact]
    public void PIL_reads_the_same_pixels_from_files_of_every_kind()
    {
        using var folder = new TemporaryFolder();
        foreach (var kind in PngTests.Kinds.Select(static row => row.ToArray()))
        {
            var (color, depth, interlaced) = ((int)kind[0], (int)kind[1], (bool)kind[2]);
            // PIL has no 16-bit grey that it turns into colours by scaling.
            if (color == 0 && depth == 16) continue;
            var twin = new PngTwin(21, 14, color, depth, interlaced, color == 3 ? PngTests.Colors(1 << depth) : null, color == 3 ? [0, 77] : null);
            File.WriteAllBytes(folder.File($"kind-{color}-{depth}-{interlaced}.png"), twin.Write((x, y, c) => PngTests.Noise((x * 53 + y) * 7 + c, depth)));
        }
        ComparePixels(folder);
    }

    [PilFact]
    public void PIL_reads_what_we_write()
    {
        using var folder = new TemporaryFolder();
        foreach (var format in Enum.GetValues<PixelFormat>())
            Image.Make(37, 29, format, 8, static (pixel, channel) => pixel % 5 == 0 ? PngTests.Noise(pixel + channel, 8) : pixel / 5 % 256).Save(folder.File($"{format}.png"));
        Image.Make(37, 29, PixelFormat.Rgb, 16, static (pixel, channel) => pixel * 60 + channel).Save(folder.File("deep.png"));
        ComparePixels(folder);
    }

    static void ComparePixels(TemporaryFolder folder)
    {
        var lines = Python.Run(Pixels, folder.Path).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Directory.GetFiles(folder.Path).Length, lines.Length);
        foreach (var line in lines)
        {
            var (name, hex) = (line.Split(' ')[0], line.Split(' ')[1]);
            Assert.True(string.Equals(hex, Convert.ToHexString(Rgba(Image.Load(folder.File(name)))), StringComparison.OrdinalIgnoreCase), $"{name} differs");
        }
    }

    /// <summary>The pixels as PIL's mode RGBA has them: of 16 bits the high byte.</summary>
    static byte[] Rgba(Image image)
    {
        int shift = image.BitDepth - 8;
        return [.. Enumerable.Range(0, image.Width * image.Height).SelectMany(pixel => Enumerable.Range(0, 4).Select(channel =>
            channel == 3 ? (byte)(image.HasAlpha ? image.Sample(pixel, image.Channels - 1) >> shift : 255) : (byte)(image.Sample(pixel, image.IsGrey ? 0 : channel) >> shift)))];
    }

    [PilFact]
    public void Grey_is_PILs_grey()
    {
        using var folder = new TemporaryFolder();
        var image = Image.Make(64, 64, PixelFormat.Rgb, 8, static (pixel, channel) => PngTests.Noise(3 * pixel + channel, 8));
        image.Save(folder.File("colour.png"));
        var hex = Python.Run("import sys, PIL.Image; print(PIL.Image.open(sys.argv[1]).convert('L').tobytes().hex())", folder.File("colour.png")).Trim();
        Assert.Equal(hex, Convert.ToHexStringLower([.. Enumerable.Range(0, 64).SelectMany(y => image.ToGrey().Row(y).ToArray())]));
    }

    [PhotosFact]
    public void Photographs_have_the_pixels_that_PIL_sees_and_survive_saving()
    {
        using var folder = new TemporaryFolder();
        foreach (var path in Directory.GetFiles(PhotosFactAttribute.Folder!, "*.png"))
        {
            var image = Image.Load(path);
            File.Copy(path, folder.File(Path.GetFileName(path)));
            image.Save(folder.File($"saved-{Path.GetFileName(path)}"));
            Assert.InRange(new FileInfo(folder.File($"saved-{Path.GetFileName(path)}")).Length, 1000, 1.2 * new FileInfo(path).Length + 1000);
        }
        ComparePixels(folder);
    }
}
