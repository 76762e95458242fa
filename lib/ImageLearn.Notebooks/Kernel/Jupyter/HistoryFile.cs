using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageLearn.Notebooks.Kernel.Jupyter;

/// <summary>
/// The history on disk: one JSON object a line, appended. A line that cannot be read (a crash, a full disk, an editor) is
/// passed over. Several kernels may write: each opens the file for itself alone, for one line at a time.
/// </summary>
sealed partial class HistoryFile(string path)
{
    const long SizeLimit = 4 << 20;
    const int Attempts = 10;

    /// <summary>The file in the user's data folder; null where there is no such folder.</summary>
    public static string? DefaultPath =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } folder
            ? Path.Combine(folder, "imagelearn", "history.jsonl") : null;

    /// <summary>All entries that can be read, oldest first.</summary>
    public List<HistoryEntry> Read() => WhenFree(FileMode.Open, FileAccess.Read, FileShare.Read, Read) ?? [];

    /// <summary>
    /// Writes an entry. One of session 0 gets the number after the last session's, also when two kernels start together.
    /// Returns the session; 0 when nothing could be written.
    /// </summary>
    public int Append(HistoryEntry entry)
    {
        if (entry.Session == 0 && !Prepare()) return 0;
        var written = WhenFree(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, file =>
        {
            if (entry.Session == 0) entry = entry with { Session = Read(file).Select(known => known.Session).DefaultIfEmpty().Max() + 1 };
            Write(file, entry);
            return entry;
        });
        return written?.Session ?? 0;
    }

    /// <summary>Makes the folder, and halves a file that has grown too large.</summary>
    bool Prepare()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (new FileInfo(path) is not { Exists: true, Length: > SizeLimit }) return true;
            var entries = Read();
            var shorter = $"{path}.{Environment.ProcessId}";
            using (var file = Open(shorter, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
                foreach (var entry in entries.Skip(entries.Count / 2)) Write(file, entry);
            File.Move(shorter, path, overwrite: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Works on the file as soon as no other kernel has it open; null when that does not come, or it cannot be opened.</summary>
    T? WhenFree<T>(FileMode mode, FileAccess access, FileShare share, Func<FileStream, T> work) where T : class
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var file = Open(path, mode, access, share);
                return work(file);
            }
            catch (IOException e) when (attempt < Attempts && e is not (FileNotFoundException or DirectoryNotFoundException))
            {
                Thread.Sleep(10);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    /// <summary>The history is nobody else's business.</summary>
    static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows() && access != FileAccess.Read) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    static List<HistoryEntry> Read(FileStream file)
    {
        file.Position = 0;
        var entries = new List<HistoryEntry>();
        using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            try
            {
                if (JsonSerializer.Deserialize(line, Format.Default.HistoryEntry) is { Session: > 0 and < int.MaxValue } entry) entries.Add(entry);
            }
            catch (JsonException)
            {
                // See the summary of the class.
            }
        }
        return entries;
    }

    static void Write(FileStream file, HistoryEntry entry)
    {
        file.Seek(0, SeekOrigin.End);
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry, Format.Default.HistoryEntry), (byte)'\n'];
        file.Write(EndsInLine(file) ? line : [(byte)'\n', .. line]);
    }

    /// <summary>The last line may have been cut.</summary>
    static bool EndsInLine(FileStream file)
    {
        if (file.Length == 0) return true;
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == '\n';
    }

    [JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
    [JsonSerializable(typeof(HistoryEntry))]
    sealed partial class Format : JsonSerializerContext;
}
