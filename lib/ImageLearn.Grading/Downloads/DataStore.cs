using System.IO.Compression;
using System.Security.Cryptography;
using ImageLearn.Grading.Units;

namespace ImageLearn.Grading.Downloads;

/// <summary>The folder in which published data are kept, a folder a set. Only files whose SHA-256 is right come into it, each whole, and under the name it was published with.</summary>
public sealed class DataStore(string folder, IReadOnlyList<PublishedSet> sets)
{
    const int Piece = 1 << 16;

    public string Folder => folder;

    /// <summary>Where the files of a set lie.</summary>
    public string FolderOf(PublishedSet set) => Path.Combine(folder, set.Name);

    /// <summary>The files of a set that are not there, or are there with other bytes.</summary>
    public IReadOnlyList<PublishedFile> Missing(PublishedSet set) =>
        [.. set.Files.Where(file => new FileInfo(Path.Combine(FolderOf(set), file.Name)) is not { Exists: true } there || there.Length != file.Bytes || HashOf(there.FullName) != file.Sha256)];

    /// <summary>Puts in place what a file holds: one of the published files under any name, or a zip with some of them in any folder.</summary>
    /// <param name="path">The file, which is left as it is.</param>
    /// <param name="whole">A set that has to be in it as a whole.</param>
    /// <returns>What was put in place, with its set.</returns>
    /// <exception cref="CourseException">Nothing published is in the file, or something with other bytes than those published. Nothing was put in place.</exception>
    public IReadOnlyList<(PublishedSet Set, PublishedFile File)> Add(string path, PublishedSet? whole = null)
    {
        if (!File.Exists(path)) throw new CourseException($"There is no file '{path}'. Check the name and the folder.");
        var drafts = new List<(PublishedSet Set, PublishedFile File, string Draft)>();
        try
        {
            if (IsZip(path)) Unzip(path, whole is null ? sets : [whole], drafts);
            else Copy(path, drafts);
            if (whole is not null && whole.Files.Except(drafts.Select(draft => draft.File)).ToList() is { Count: > 0 } absent)
                throw new CourseException($"{path} does not hold {string.Join(" and ", absent.Select(file => file.Name))}, so it is not the zip of {whole.Name} that was published.");
            foreach (var (set, file, draft) in drafts) File.Move(draft, Path.Combine(FolderOf(set), file.Name), overwrite: true);
            return [.. drafts.Select(draft => (draft.Set, draft.File))];
        }
        finally
        {
            foreach (var (_, _, draft) in drafts) File.Delete(draft);
        }
    }

    void Copy(string path, List<(PublishedSet, PublishedFile, string)> drafts)
    {
        var bytes = new FileInfo(path).Length;
        var hash = HashOf(path);
        var (set, file) = Known(sets).FirstOrDefault(known => known.File.Bytes == bytes && known.File.Sha256 == hash);
        if (file is null)
            throw new CourseException($"{path} ({bytes} bytes, SHA-256 {hash}) is no zip and none of the published files {string.Join(", ", Known(sets).Select(known => known.File.Name))}. If it should be one, download it again.");
        using var source = File.OpenRead(path);
        Draft(source, set, file, path, drafts);
    }

    /// <summary>The name of an entry only says which file it may be; where it goes does not depend on it, so no entry leads out of the folder.</summary>
    void Unzip(string path, IReadOnlyList<PublishedSet> wanted, List<(PublishedSet, PublishedFile, string)> drafts)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            foreach (var (set, file) in Known(wanted))
            {
                if (zip.Entries.FirstOrDefault(entry => entry.Name == file.Name) is not { } entry) continue;
                using var source = entry.Open();
                Draft(source, set, file, $"{entry.FullName} in {path}", drafts);
            }
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or EndOfStreamException)
        {
            throw new CourseException($"{path} is a damaged zip ({e.Message.TrimEnd('.')}). Download it again.");
        }
        if (drafts.Count == 0) throw new CourseException($"{path} holds none of the published files {string.Join(", ", Known(wanted).Select(known => known.File.Name))}.");
    }

    /// <summary>Writes the file beside its place; what it claims of its size is not believed.</summary>
    void Draft(Stream source, PublishedSet set, PublishedFile file, string origin, List<(PublishedSet, PublishedFile, string)> drafts)
    {
        Directory.CreateDirectory(FolderOf(set));
        var draft = Path.Combine(FolderOf(set), $"{file.Name}.{Environment.ProcessId}.tmp");
        drafts.Add((set, file, draft));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var target = File.Create(draft);
        var piece = new byte[Piece];
        long bytes = 0;
        for (int got; bytes <= file.Bytes && (got = source.Read(piece)) > 0; bytes += got)
        {
            hash.AppendData(piece, 0, got);
            target.Write(piece, 0, got);
        }
        if (bytes != file.Bytes) throw new CourseException($"{origin} has {(bytes > file.Bytes ? "more than" : "only")} {(bytes > file.Bytes ? file.Bytes : bytes)} bytes, and the published file {file.Bytes}. Download it again.");
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) is var found && found != file.Sha256) throw new CourseException($"{origin} is not the file that was published: its SHA-256 is {found} instead of {file.Sha256}. Download it again.");
    }

    static IEnumerable<(PublishedSet Set, PublishedFile File)> Known(IReadOnlyList<PublishedSet> sets) => sets.SelectMany(set => set.Files.Select(file => (set, file)));

    static bool IsZip(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> beginning = stackalloc byte[2];
        return file.ReadAtLeast(beginning, 2, throwOnEndOfStream: false) == 2 && beginning.SequenceEqual("PK"u8);
    }

    static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
