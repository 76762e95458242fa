namespace ImageLearn.Tests.Imaging;

/// <summary>The small files of tests/fixtures/pictures, made by make_picture_fixtures.py.</summary>
static class Pictures
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "fixtures", "pictures");

    /// <summary>The files of a kind. Those that hold the expected pixels of another, NAME.EXT.png, are not among them.</summary>
    public static TheoryData<string> Named(params string[] extensions) =>
        [.. Directory.GetFiles(Folder).Where(path => extensions.Contains(Path.GetExtension(path))).Select(static path => Path.GetFileName(path)).Order()];

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name));
}
