namespace ImageLearn.Tests.Imaging;

/// <summary>A test on photographs that are not part of the project, in a folder beside the repository.</summary>
public sealed class PhotosFactAttribute : FactAttribute
{
    public static string? Folder { get; } = Ancestors(AppContext.BaseDirectory).Select(static folder => Path.Combine(folder, "shared", "realdata", "photos")).FirstOrDefault(Directory.Exists);

    public PhotosFactAttribute()
    {
        if (Folder is null || !PilFactAttribute.Found) Skip = "needs /usr/bin/python3 with PIL, and the photographs in shared/realdata/photos beside the repository, which are not part of it";
    }

    static IEnumerable<string> Ancestors(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent) yield return at.FullName;
    }
}
