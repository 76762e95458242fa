using System.IO.Compression;

namespace ImageLearn.Grading.Intake;

/// <summary>A file of a folder or an archive, which is read when it is asked for. The path is relative, with slashes.</summary>
sealed record TreeFile(string Path, DateTimeOffset Time, long Length, Func<Stream> Open);

/// <summary>
/// The files that one student handed in, from a folder or an archive. What does not belong is left aside with a sentence: links, paths that lead elsewhere,
/// what is too large or too many. Archives are never unpacked to disk here.
/// </summary>
sealed class FileTree
{
    const int MostFiles = 5000;
    const int MostRatio = 200;              // of an archive's content to its own size, beyond the first megabytes
    const long RatioCountsFrom = 64 << 20;

    static readonly string[] s_ignored = [".git", ".ipynb_checkpoints", "__MACOSX", ".vscode", ".idea", "bin", "obj", "node_modules"];

    readonly List<TreeFile> _files = [];
    readonly List<string> _notes = [];

    /// <summary>In the order of their paths.</summary>
    public IReadOnlyList<TreeFile> Files => _files;

    /// <summary>What was left aside.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Null, or why nothing of it can be used.</summary>
    public string? Problem { get; private set; }

    public static FileTree OfFolder(string folder)
    {
        var tree = new FileTree();
        tree.AddFolder(new DirectoryInfo(folder), "", depth: 0);
        tree._files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return tree;
    }

    public static FileTree OfFile(FileInfo file)
    {
        var tree = new FileTree();
        tree.Add(file, file.Name);
        return tree;
    }

    /// <param name="path">The archive. It is opened anew for every file that is read.</param>
    public static FileTree OfArchive(string path)
    {
        var tree = new FileTree();
        try
        {
            using var archive = ZipFile.OpenRead(path);
            if (archive.Entries.Count > MostFiles)
            {
                tree.Problem = $"The archive holds {archive.Entries.Count:N0} files, and at most {MostFiles:N0} are read. Ask for one with the notebook alone.";
                return tree;
            }
            var size = archive.Entries.Sum(entry => Math.Max(0, entry.Length));
            if (size > RatioCountsFrom && size / Math.Max(1, new FileInfo(path).Length) > MostRatio)
            {
                tree.Problem = $"The archive unpacks to {size >> 20:N0} MB, {size / Math.Max(1, new FileInfo(path).Length):N0} times its own size: it looks like a zip bomb, and was not unpacked.";
                return tree;
            }
            for (var i = 0; i < archive.Entries.Count; i++) tree.Add(archive.Entries[i], i, path);
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or EndOfStreamException)
        {
            tree.Problem = $"The archive cannot be read: {e.Message.TrimEnd('.')}. Ask for it again.";
        }
        tree._files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return tree;
    }

    void AddFolder(DirectoryInfo folder, string prefix, int depth)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            if (_files.Count >= MostFiles || depth > 32)
            {
                Note($"There are more than {MostFiles:N0} files, or folders nested too deep; the rest was left aside.");
                return;
            }
            var path = prefix + entry.Name;
            if (entry.LinkTarget is not null || entry.Attributes.HasFlag(FileAttributes.ReparsePoint)) Note($"{path} is a link, and was left aside.");
            else if (entry is DirectoryInfo inner) { if (!s_ignored.Contains(inner.Name)) AddFolder(inner, path + "/", depth + 1); }
            else Add((FileInfo)entry, path);
        }
    }

    void Add(FileInfo file, string path)
    {
        // Pipes and devices would never end.
        if (!OperatingSystem.IsWindows() && (file.Attributes & ~(FileAttributes.Normal | FileAttributes.Hidden | FileAttributes.ReadOnly | FileAttributes.Archive)) != 0)
            Note($"{path} is no ordinary file, and was left aside.");
        else _files.Add(new(path, file.LastWriteTimeUtc, file.Length, file.OpenRead));
    }

    void Add(ZipArchiveEntry entry, int index, string archive)
    {
        const int LinkMode = 0xA000, KindOfMode = 0xF000;
        var path = entry.FullName.Replace('\\', '/');
        var parts = path.Split('/');
        if (path.EndsWith('/') || parts.Any(s_ignored.Contains)) return;
        if (path.StartsWith('/') || parts.Any(part => part is ".." or "." or "") || path.Contains(':') || path.Any(char.IsControl)) Note($"'{Printable(path)}' would lie outside its folder, and was left aside.");
        else if ((entry.ExternalAttributes >> 16 & KindOfMode) == LinkMode) Note($"{path} is a link, and was left aside.");
        else if (entry.IsEncrypted) Note($"{path} is encrypted, and was left aside.");
        else _files.Add(new(path, entry.LastWriteTime, entry.Length, () => OpenEntry(archive, index)));
    }

    static Stream OpenEntry(string archive, int index)
    {
        var zip = ZipFile.OpenRead(archive);
        return new OwningStream(zip.Entries[index].Open(), zip);
    }

    static string Printable(string path) => string.Concat(path.Take(80).Select(c => char.IsControl(c) ? '?' : c));

    void Note(string note)
    {
        if (_notes.Count < 20) _notes.Add(note);
    }

    /// <summary>Closes the archive with its entry.</summary>
    sealed class OwningStream(Stream inner, IDisposable owner) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);
        public override int Read(Span<byte> buffer) => inner.Read(buffer);
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            owner.Dispose();
        }
    }
}
