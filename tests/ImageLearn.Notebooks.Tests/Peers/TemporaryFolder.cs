namespace ImageLearn.Notebooks.Tests.Peers;

/// <summary>A folder that lives as long as a test.</summary>
sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("imagelearn-test-").FullName;

    /// <summary>A path in the folder; with <paramref name="folder"/> the folder it names is made.</summary>
    public string this[string name, bool folder = false] => folder ? Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName : System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
