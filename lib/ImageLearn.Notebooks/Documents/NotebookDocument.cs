using System.Text;
using System.Text.Json.Nodes;

namespace ImageLearn.Notebooks.Documents;

/// <summary>
/// A notebook (<c>.ipynb</c>): reads Jupyter's format 4.0–4.5 and writes 4.5, byte for byte as Jupyter does, so that saving here
/// or there makes no difference in version control. What it does not know it keeps.
/// </summary>
public sealed class NotebookDocument
{
    internal const int CurrentMinor = 5;

    /// <summary>More than any notebook a person would open; a submission may be of any size.</summary>
    const long LargestFile = 256L << 20;

    /// <summary>The notebook's metadata (kernelspec, language_info, …).</summary>
    public JsonObject Metadata { get; set; } = [];

    /// <summary>The cells, in order.</summary>
    public List<NotebookCell> Cells { get; } = [];

    /// <summary>Top-level keys that the format does not define, kept as they were.</summary>
    public JsonObject Other { get; } = [];

    /// <summary>A later 4.x, which adds but does not change, is written as what it was.</summary>
    internal int Minor { get; init; } = CurrentMinor;

    /// <summary>Reads a notebook from a file.</summary>
    /// <exception cref="NotebookFormatException">The file is not there, not readable, or not a notebook of format 4.</exception>
    public static NotebookDocument Load(string path) => Parse(ReadFile(path), path);

    /// <summary>Reads a notebook from UTF-8 text; <paramref name="name"/> stands for the file in messages.</summary>
    /// <exception cref="NotebookFormatException">The text is not a notebook of format 4.</exception>
    public static NotebookDocument Parse(ReadOnlySpan<byte> utf8, string name) => new NotebookReader(name).Read(NotebookJson.Parse(utf8, name));

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte}, string)"/>
    public static NotebookDocument Parse(string text, string name) => Parse(Encoding.UTF8.GetBytes(text), name);

    /// <summary>The text of the file. Cells without a valid id of their own get one, derived from their source.</summary>
    public string ToJson()
    {
        CellIds.Repair(Cells);
        return NotebookWriter.Write(this);
    }

    /// <summary>Writes the notebook to a file, whole or not at all.</summary>
    public void Save(string path) => AtomicFile.Write(path, ToJson());

    static byte[] ReadFile(string path)
    {
        if (Directory.Exists(path)) throw new NotebookFormatException(path, null, "it is a directory", "give the path of an .ipynb file in it");
        try
        {
            var length = new FileInfo(path).Length;
            if (length > LargestFile)
                throw new NotebookFormatException(path, null, $"it has {length >> 20} MB, and at most {LargestFile >> 20} MB are read", "clear its outputs in the editor and save it");
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NotebookFormatException(path, null, "there is no such file", "check the path", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookFormatException(path, null, "it cannot be read", "check its permissions, and that no other program holds it", e);
        }
    }
}
