using System.Text;
using ImageLearn.Imaging;

namespace ImageLearn.Tests.Imaging;

public class ImageTests
{
    static Image Ramp => Image.Make(4, 3, PixelFormat.Rgb, 8, static (pixel, channel) => pixel * 20 + channel);

    [Fact]
    public void A_tensor_has_rows_first_colours_last_and_white_where_it_is_asked_for()
    {
        var unit = Ramp.ToTensor();
        Assert.Equal([3, 4, 3], unit.Shape);
        Assert.Equal((1 * 4 + 2) * 20 + 1, Math.Round(unit[1, 2, 1] * 255, 4));
        var levels = Ramp.ToGrey().ToTensor(white: 255);
        Assert.Equal([3, 4], levels.Shape);
        Assert.All(levels.Data.ToArray(), static level => Assert.Equal(MathF.Round(level), level));
    }

    [Theory]
    [InlineData(8, 1), InlineData(8, 255), InlineData(16, 1), InlineData(16, 255)]
    public void To_a_tensor_and_back_changes_no_sample(int depth, double white)
    {
        var image = Image.Make(256, 256, PixelFormat.Grey, depth, (pixel, _) => depth == 8 ? pixel % 256 : pixel);
        var back = Image.FromTensor(image.ToTensor(white), white, depth);
        for (int y = 0; y < 256; y++) Assert.Equal(image.Row(y), back.Row(y));
    }

    [Fact]
    public void Values_outside_are_clipped_and_others_rounded_to_the_nearest_level()
    {
        var image = Image.FromTensor([[-0.2, 0, 0.4999 / 255, 0.5001 / 255, 1.1]]);
        Assert.Equal([0, 0, 0, 1, 255], image.Row(0).ToArray());
    }

    [Fact]
    public void What_is_transparent_is_laid_on_white_paper()
    {
        var image = Image.Make(3, 1, PixelFormat.GreyAlpha, 8, static (pixel, channel) => channel == 0 ? 51 : pixel switch { 0 => 0, 1 => 128, _ => 255 });
        Assert.Equal([255, 1 * 255 - 204 * 128 / 255f, 51], image.ToTensor(white: 255).Data.ToArray().Select(static level => (double)level), static (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Fact]
    public void Wrong_numbers_are_refused_with_the_remedy()
    {
        Assert.Equal("Image.FromTensor: expected [height, width] for grey or [height, width, 3] for colour, got [3, 4, 5]. Channels come last: Permute(1, 2, 0).", Assert.Throws<ShapeException>(() => Image.FromTensor(Tensor.Zeros([3, 4, 5]))).Message);
        Assert.EndsWith("got [2, 4, 5, 3]. Take one of the batch: x[0].", Assert.Throws<ShapeException>(() => Image.FromTensor(Tensor.Zeros([2, 4, 5, 3]))).Message);
        Assert.EndsWith("got [0, 5]. It is empty: look at the step that made it.", Assert.Throws<ShapeException>(() => Image.FromTensor(Tensor.Zeros([0, 5]))).Message);
        Assert.Equal("Image.FromTensor: element 1 is 212, far above white, which is 1. Say white: 255 for grey levels 0..255, or clip the values.", Assert.Throws<ArgumentException>(() => Image.FromTensor([[0, 212]])).Message);
        Assert.Contains("element 0 is not a number (NaN)", Assert.Throws<ArgumentException>(() => Image.FromTensor([[double.NaN]])).Message);
    }

    [Fact]
    public void Grey_is_the_weighted_sum_of_BT601()
    {
        var grey = Image.Make(256, 1, PixelFormat.Rgb, 8, static (pixel, channel) => channel switch { 0 => pixel, 1 => 255 - pixel, _ => pixel * 7 % 256 }).ToGrey();
        for (int i = 0; i < 256; i++)
            Assert.InRange(grey.Sample(i, 0) - (0.299 * i + 0.587 * (255 - i) + 0.114 * (i * 7 % 256)), -0.51, 0.51);
        Assert.Equal(65535, Image.Make(1, 1, PixelFormat.Rgb, 16, static (_, _) => 65535).ToGrey().Sample(0, 0));
    }

    [Fact]
    public void A_crop_has_the_pixels_it_names()
    {
        var crop = Ramp.Crop(1, 1, 2, 2);
        Assert.Equal([5 * 20, 6 * 20, 9 * 20, 10 * 20], Enumerable.Range(0, 4).Select(pixel => crop.Sample(pixel, 0)));
        Assert.Equal("Crop: 2×2 pixels from column 3, row 0 reach outside the picture, which is 4×3.", Assert.Throws<ArgumentOutOfRangeException>(() => Ramp.Crop(3, 0, 2, 2)).Message);
    }

    [Fact]
    public void A_file_is_known_by_its_contents_and_written_whole_or_not_at_all()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("ramp.png");
        Ramp.Save(path);
        File.Move(path, folder.File("ramp.jpeg"));
        Assert.Equal(Ramp.Row(2), Image.Load(folder.File("ramp.jpeg"), alt: "a ramp").Row(2));

        Assert.Contains("pictures are written as .png", Assert.Throws<ArgumentException>(() => Ramp.Save(folder.File("ramp.webp"))).Message);
        Assert.Contains("there is no folder", Assert.Throws<DirectoryNotFoundException>(() => Ramp.Save(folder.File("none/ramp.png"))).Message);
        Directory.CreateDirectory(path);
        Assert.Equal($"Image.Save: '{path}' is a folder. Give the picture a name of its own.", Assert.Throws<IOException>(() => Ramp.Save(path)).Message);
        Assert.StartsWith($"Image.Load: '{path}' is a folder. Name a picture in it;", Assert.Throws<FileNotFoundException>(() => Image.Load(path)).Message);
        Assert.Equal(["ramp.jpeg"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("RIFF....WEBPVP8 ", "WebP"), InlineData("\0\0\0\u0018ftypheic....", "HEIC"), InlineData("\0\0\0\u0018ftypavif....", "AVIF")]
    [InlineData("GIF89a......", "GIF"), InlineData("II*\0........", "TIFF"), InlineData("MM\0*........", "TIFF")]
    public void Pictures_of_other_formats_are_named(string file, string kind) =>
        Assert.Equal($"This is a {kind} file, whatever its name ends in, and {kind} cannot be read. Open it in a picture viewer and save it as PNG or JPEG.",
            Assert.Throws<ImageFormatException>(() => Image.Decode(Encoding.Latin1.GetBytes(file))).Message);

    [Theory, InlineData("<!DOCTYPE html><html>"), InlineData("\uFEFF\r\n <svg xmlns=\"http://www.w3.org/2000/svg\">")]
    public void Pages_and_drawings_are_named(string file) =>
        Assert.StartsWith("This is text, a web page or an SVG drawing, not pixels.", Assert.Throws<ImageFormatException>(() => Image.Decode(Encoding.UTF8.GetBytes(file))).Message);

    [Fact]
    public void What_is_no_picture_is_named_with_its_first_bytes()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("notes.png"), "no picture");
        var error = Assert.Throws<ImageFormatException>(() => Image.Load(folder.File("notes.png")));
        Assert.EndsWith("notes.png: This is not a picture that can be read: it begins with the bytes 6E6F207069637475. Readable: PNG, JPEG, BMP, PBM, PGM, PPM; save the picture as one of these.", error.Message);
        Assert.Contains("the file is empty", Assert.Throws<ImageFormatException>(() => Image.Decode([])).Message);
        Assert.Contains("there is no file", Assert.Throws<FileNotFoundException>(() => Image.Load(folder.File("none.png"))).Message);
    }

    [Theory]
    [InlineData(32, 32, 256, 256), InlineData(28, 10, 252, 90), InlineData(300, 20, 300, 20), InlineData(2000, 1000, 1000, 500), InlineData(1, 1, 256, 256)]
    public void A_picture_shows_itself_in_a_size_that_can_be_seen(int width, int height, int shownWidth, int shownHeight)
    {
        var bundle = Image.Make(width, height, PixelFormat.Grey, 8, static (pixel, _) => pixel % 251).WithAlt("stripes").ToMimeBundle();
        var shown = Image.Decode(Convert.FromBase64String(bundle.Data["image/png"]!.GetValue<string>()));
        Assert.Equal((shownWidth, shownHeight), (shown.Width, shown.Height));
        Assert.Equal((shownWidth, shownHeight), ((int)bundle.Metadata["image/png"]!["width"]!, (int)bundle.Metadata["image/png"]!["height"]!));
        Assert.Equal($$"""{"width":{{width}},"height":{{height}},"alt":"stripes"}""", bundle.Metadata["imagelearn"]!["image"]!.ToJsonString());
        Assert.Equal($"Image {width}×{height} grey: stripes", bundle.Data["text/plain"]!.GetValue<string>());
    }

    [Fact]
    public void Enlarged_pixels_are_crisp_and_reduced_ones_are_means()
    {
        var board = Image.Make(32, 32, PixelFormat.Grey, 8, static (pixel, _) => (pixel % 32 + pixel / 32) % 2 * 255).ForDisplay();
        Assert.Equal([0, 0, 255, 255], new[] { 0, 7, 8, 15 }.Select(x => board.Sample(x, 0)));
        var halves = Image.Make(2048, 2, PixelFormat.Grey, 8, static (pixel, _) => pixel % 2 * 200).ForDisplay();
        Assert.Equal((1024, 1, 100), (halves.Width, halves.Height, halves.Sample(5, 0)));
        // White beside black that cannot be seen stays white.
        var clear = Image.Make(2048, 2, PixelFormat.GreyAlpha, 8, static (pixel, _) => pixel % 2 * 255).ForDisplay();
        Assert.Equal((255, 128), (clear.Sample(5, 0), clear.Sample(5, 1)));
    }
}
