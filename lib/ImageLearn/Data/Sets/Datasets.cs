using System.Security.Cryptography;
using ImageLearn.Imaging;

namespace ImageLearn.Data;

/// <summary>Data to learn from. Each says which data it gave.</summary>
public static class Datasets
{
    const long Seed = 36;
    const int Pixels = HandwritingGenerator.Pixels;

    /// <summary>The file of <see cref="DataCache.Folder"/> in which the set is kept once it is made.</summary>
    public const string Handwriting36File = "handwriting36.bytes";

    /// <summary>SHA-256 of what the generator makes: a change of a single pixel is a new set, to be measured anew.</summary>
    internal const string Handwriting36Hash = "d3e177788c61b23f33e06d53d5d09bc61c7a6bd04ff30bf86381a7d4a33f3f64";

    /// <summary>
    /// Our own handwriting: 36 characters, A–Z and 0–9, 32 × 32, in the shapes, class order, layout and polarity of NIST36: 10800 pictures to
    /// train with, 3600 to validate and 1800 to test, as many of each class, sorted by class. A generator writes them, from letterforms of
    /// our own and each by another hand; they are the same on every machine. Made once, in seconds, and kept in <see cref="DataCache.Folder"/>.
    /// </summary>
    public static CharacterSet Handwriting36() => Handwriting36(DataCache.Folder);

    /// <summary>
    /// NIST36 if it is there, otherwise <see cref="Handwriting36()"/>, in the same shapes, class order and layout; <see cref="CharacterSet.Source"/> says which.
    /// It is there after <c>imagelearn data fetch nist36</c>, or when its three files have been put into the folder nist36 of <see cref="DataCache.Folder"/>.
    /// </summary>
    /// <exception cref="DataFormatException">A file of NIST36 is damaged, or holds something else.</exception>
    public static CharacterSet Characters36() => Characters36(DataCache.Folder);

    /// <summary>
    /// The four pages of the course 16-720 if they are there, or those of them that are, otherwise <see cref="OwnPages"/>; <see cref="PageSet.Source"/> says which.
    /// They are there after <c>imagelearn data fetch course-pages</c>, or when they have been put into the folder course-pages of <see cref="DataCache.Folder"/>.
    /// </summary>
    /// <exception cref="ImageFormatException">A page is damaged.</exception>
    public static PageSet Pages() => Pages(DataCache.Folder);

    /// <summary>The four handwritten pages that ship with the course, in its folder <c>data</c>.</summary>
    public static PageSet OwnPages() => PageSet.Own("Pages of our own, in generated handwriting");

    internal static CharacterSet Characters36(string? folder)
    {
        string[] missing = [];
        if (folder is not null && Nist36.Load(folder, out missing) is { } real) return real;
        var own = Handwriting36(folder);
        return own with { Source = $"{own.Source} ({(missing.Length is 1 or 2 ? $"NIST36 is not complete: there is no {string.Join(" and no ", missing)}" : "NIST36 has not been fetched")})" };
    }

    internal static PageSet Pages(string? folder) =>
        (folder is null ? null : PageSet.Course(folder)) ?? PageSet.Own("Pages of our own, in generated handwriting (the course's have not been fetched)");

    internal static CharacterSet Handwriting36(string? keptIn)
    {
        byte[] labels = [.. Sorted(300), .. Sorted(100), .. Sorted(50)];
        var path = keptIn is null ? null : Path.Combine(keptIn, Handwriting36File);
        var pictures = Kept(path);
        if (pictures is null) Keep(path, pictures = HandwritingGenerator.Make(labels, Seed));
        return new("Handwriting36, generated handwriting of the course's own", Part(0, 10800), Part(10800, 3600), Part(14400, 1800));

        CharacterExamples Part(int first, int count)
        {
            var images = Array.ConvertAll(pictures[(first * Pixels)..((first + count) * Pixels)], HandwritingGenerator.Value);
            var numbers = Tensor.Adopt([count], Array.ConvertAll(labels[first..(first + count)], static label => (float)label));
            return new(Tensor.Adopt([count, Pixels], images), Tensor.OneHot(numbers, CharacterSet.Characters.Length), numbers);
        }
    }

    /// <summary>So many labels of each class, class after class.</summary>
    static IEnumerable<byte> Sorted(int perClass) => Enumerable.Range(0, CharacterSet.Characters.Length * perClass).Select(i => (byte)(i / perClass));

    /// <summary>What was made before; null if that is not there, damaged, or of another version.</summary>
    static byte[]? Kept(string? path)
    {
        try
        {
            return path is not null && File.Exists(path) && File.ReadAllBytes(path) is var bytes && Convert.ToHexStringLower(SHA256.HashData(bytes)) == Handwriting36Hash ? bytes : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Spares the next notebook the making. Where nothing may be written, it makes its own.</summary>
    static void Keep(string? path, byte[] bytes)
    {
        if (path is null) return;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            DataFile.Write("Datasets.Handwriting36", path, file => file.Write(bytes));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
    }
}
