namespace ImageLearn.Imaging;

public sealed partial class Image
{
    /// <summary>
    /// Reads a picture file. What it is shows in its first bytes, whatever its name: PNG (every colour type and depth), JPEG (baseline and progressive,
    /// turned upright as its EXIF data say), BMP, PBM, PGM or PPM.
    /// </summary>
    /// <param name="path">The file; relative paths start at the notebook's folder.</param>
    /// <param name="alt">What the picture shows, for readers who cannot see it.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ImageFormatException">It is not a picture of a known format, or a damaged one; says where and what to do.</exception>
    public static Image Load(string path, string alt = "")
    {
        var file = new FileInfo(path);
        if (Directory.Exists(path)) throw new FileNotFoundException($"Image.Load: '{path}' is a folder. Name a picture in it; Directory.GetFiles(\"{path}\") lists them.", path);
        if (!file.Exists) throw new FileNotFoundException($"Image.Load: there is no file '{path}' (looked for {file.FullName}). Check the name and the folder.", path);
        if (file.Length > ImageCodec.PixelByteLimit) throw new ImageFormatException($"{path}: {file.Length >> 20} MB are more than a picture should need. Is it a picture?", 0);
        try
        {
            return Decode(File.ReadAllBytes(path), alt);
        }
        catch (ImageFormatException e)
        {
            throw new ImageFormatException($"{path}: {e.Message}", e.Offset, e);
        }
    }

    /// <summary>Reads a picture from the bytes of a file; <see cref="Load"/> says more.</summary>
    /// <exception cref="ImageFormatException">Not a picture of a known format, or a damaged one; says where and what to do.</exception>
    public static Image Decode(byte[] file, string alt = "")
    {
        var codec = ImageCodec.All.FirstOrDefault(codec => codec.Recognises(file))
            ?? throw new ImageFormatException(Other(file) ?? $"This is not a picture that can be read: {Beginning(file)}. Readable: {string.Join(", ", ImageCodec.All.Select(known => known.Name))}; save the picture as one of these.", 0);
        var image = codec.Decode(file);
        return alt == "" ? image : image.WithAlt(alt);
    }

    /// <summary>
    /// Writes the picture to a file, replacing it; the ending of the name says the format. <c>.png</c> keeps every sample; <c>.jpg</c> loses detail
    /// and opacity; <c>.bmp</c> keeps 8 bits a sample; <c>.pgm</c> and <c>.ppm</c> (grey, colour) lose opacity.
    /// </summary>
    /// <param name="path">The file; relative paths start at the notebook's folder.</param>
    /// <param name="quality">For JPEG, 1 (small) to 100 (hardly any loss). From 90 on colour is stored in every pixel, below in every fourth.</param>
    /// <exception cref="ArgumentOutOfRangeException">The quality is not within 1 to 100.</exception>
    /// <exception cref="ArgumentException">No format has this ending.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="IOException">There is a folder of this name.</exception>
    public void Save(string path, int quality = 90)
    {
        if (quality is < 1 or > 100) throw new ArgumentOutOfRangeException(null, $"Image.Save: quality is {quality}, but goes from 1 (small file) to 100 (hardly any loss).");
        var extension = Path.GetExtension(path);
        var codec = ImageCodec.All.FirstOrDefault(codec => codec.Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"Image.Save: '{path}' ends in '{extension}', but pictures are written as {string.Join(", ", ImageCodec.All.SelectMany(known => known.Extensions))}. Change the ending.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new DirectoryNotFoundException($"Image.Save: there is no folder '{folder}' to write '{Path.GetFileName(path)}' to. Make it first, with Directory.CreateDirectory.");
        if (Directory.Exists(path)) throw new IOException($"Image.Save: '{path}' is a folder. Give the picture a name of its own.");
        // Nothing half-written: first beside the file, then in its place.
        var draft = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(draft, codec.Encode(this, quality));
            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>The bytes of the picture as a PNG file.</summary>
    public byte[] ToPng() => Png.PngEncoder.Encode(this);

    /// <summary>What to do with a file that is something else than its name says, as pictures from phones and from the web often are; null when it is nothing known.</summary>
    static string? Other(ReadOnlySpan<byte> file)
    {
        if (file.TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'<', ..]) return "This is text, a web page or an SVG drawing, not pixels. If it was downloaded, download the picture itself and not the page that shows it.";
        string? kind = file switch
        {
            _ when file.StartsWith("RIFF"u8) && file.Length >= 12 && file[8..].StartsWith("WEBP"u8) => "WebP",
            _ when file.Length >= 12 && file[4..].StartsWith("ftyp"u8) => file[8..].StartsWith("avi"u8) ? "AVIF" : "HEIC",
            _ when file.StartsWith("GIF8"u8) => "GIF",
            _ when file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8) => "TIFF",
            _ => null,
        };
        return kind is null ? null : $"This is a {kind} file, whatever its name ends in, and {kind} cannot be read. Open it in a picture viewer and save it as PNG or JPEG.";
    }

    static string Beginning(byte[] file) =>
        file.Length == 0 ? "the file is empty" : $"it begins with the bytes {Convert.ToHexString(file.AsSpan(0, Math.Min(8, file.Length)))}";
}
