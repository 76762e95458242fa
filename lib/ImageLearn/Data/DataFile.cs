namespace ImageLearn.Data;

/// <summary>Opening and writing data files so that a message names the file and nothing is left half-written.</summary>
internal static class DataFile
{
    /// <summary>Reads a file; what a format finds wrong is told with the file's name.</summary>
    public static T Read<T>(string op, string path, Func<Stream, T> read)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"{op}: there is no file '{path}' (looked for {Path.GetFullPath(path)}). Check the name and the folder.", path);
        using var file = File.OpenRead(path);
        try
        {
            return read(file);
        }
        catch (Exception e) when (e is DataFormatException or InvalidDataException or EndOfStreamException)
        {
            throw new DataFormatException(e is DataFormatException ? $"{path}: {e.Message}" : $"{path}: the file is damaged or cut short ({e.Message.TrimEnd('.')}). Save or download it again.", (e as DataFormatException)?.Offset ?? 0, e);
        }
    }

    /// <summary>Reads a file that is decoded as a whole.</summary>
    public static T Read<T>(string op, string path, long byteLimit, Func<byte[], T> decode) => Read(op, path, file =>
    {
        if (file.Length > Math.Min(byteLimit, Array.MaxLength)) throw new DataFormatException($"{file.Length >> 20} MB are more than the {byteLimit >> 20} MB that are read at once. Split the file.");
        var bytes = GC.AllocateUninitializedArray<byte>((int)file.Length);
        file.ReadExactly(bytes);
        return decode(bytes);
    });

    /// <summary>A text of a file, as a message can show it: short, and on one line.</summary>
    public static string Shown(string text) => string.Concat((text.Length <= 80 ? text.Trim() : text[..80] + "…").Select(static c => char.IsControl(c) ? '·' : c));

    /// <summary>Writes a file beside its place, then puts it there, replacing what was.</summary>
    public static void Write(string op, string path, Action<Stream> write)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{op}: there is no folder '{folder}' to write '{Path.GetFileName(path)}' to. Make it first, with Directory.CreateDirectory.");
        var draft = $"{path}.{Guid.NewGuid():N}.tmp";   // its own, should two write at once
        try
        {
            using (var file = File.Create(draft)) write(file);
            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
