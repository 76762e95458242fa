using System.IO.Compression;
using System.Security.Cryptography;
using ImageLearn.Grading.Downloads;

namespace ImageLearn.Grading.Tests.Downloads;

/// <summary>A small set as if somebody had published it, and a data cache of a test's own.</summary>
sealed class Published : IDisposable
{
    public Published()
    {
        var random = new Random(4);
        Contents = new() { ["one.mat"] = new byte[200_000], ["two.mat"] = new byte[30_000] };
        foreach (var content in Contents.Values) random.NextBytes(content);
        Zip = ZipOf([.. Contents.Select(file => (file.Key, file.Value)), ("else.mat", new byte[7])]);
        Set = new("letters", "letters", new("http://localhost/data.zip"), Zip.Length, [.. Contents.Select(file => new PublishedFile(file.Key, file.Value.Length, Convert.ToHexStringLower(SHA256.HashData(file.Value))))]);
        Store = new(Path.Combine(Folder, "cache"), [Set]);
    }

    public Dictionary<string, byte[]> Contents { get; }
    public byte[] Zip { get; }
    public PublishedSet Set { get; }
    public DataStore Store { get; }

    /// <summary>The cache lies one below.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("imagelearn-test-").FullName;

    /// <summary>A zip with these entries, whatever their names.</summary>
    public static byte[] ZipOf(params IEnumerable<(string Name, byte[] Content)> entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        return bytes.ToArray();
    }

    public string Save(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Every file in the folder, below it and in the cache.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal);

    public void AssertWhole()
    {
        Assert.Empty(Store.Missing(Set));
        foreach (var (name, content) in Contents) Assert.Equal(content, File.ReadAllBytes(Path.Combine(Store.FolderOf(Set), name)));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
