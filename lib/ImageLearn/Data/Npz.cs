using System.IO.Compression;

namespace ImageLearn.Data;

/// <summary>NumPy's file of several arrays, <c>.npz</c>: a ZIP archive with a <see cref="Npy"/> file for each.</summary>
public static class Npz
{
    const long Most = 1L << 32;        // bytes of memory in all, float32
    const int BestCompression = 1032;  // of deflate: a larger ratio is a lie

    /// <summary>Reads all arrays, by name: <c>numpy.savez("x.npz", weights=w)</c> or <c>savez_compressed</c> wrote them.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">It is not such a file, is damaged, would take more than 4 GB of memory, or an array holds something else than real numbers.</exception>
    public static Dictionary<string, Tensor> Load(string path) => DataFile.Read("Npz.Load", path, file =>
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Read);
        var arrays = new Dictionary<string, Tensor>();
        long room = Most;
        foreach (var entry in archive.Entries.Where(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal)))
        {
            string name = entry.FullName[..^".npy".Length];
            string shown = DataFile.Shown(name);
            if (entry.Length / BestCompression > entry.CompressedLength)
                throw new DataFormatException($"array '{shown}' claims {entry.Length} bytes, more than {entry.CompressedLength} compressed ones can hold. Do not trust this file.");
            using var stream = entry.Open();
            try
            {
                var x = Npy.Read(stream, entry.Length, room);
                room -= 4L * x.Size;
                if (!arrays.TryAdd(name, x)) throw new DataFormatException("there are two arrays of this name. Save the file again.");
            }
            catch (DataFormatException e)
            {
                throw new DataFormatException($"array '{shown}': {e.Message}", cause: e);
            }
        }
        return arrays.Count > 0 ? arrays : throw new DataFormatException("there are no arrays in it. Save it with numpy.savez.");
    });

    /// <summary>Writes arrays by name, as float32; <c>numpy.load("x.npz")["name"]</c> reads one. Replaces the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arrays">The arrays, by name.</param>
    /// <param name="compress">Make the file smaller, which takes longer.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> arrays, bool compress = false) => DataFile.Write("Npz.Save", path, file =>
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Create);
        foreach (var (name, x) in arrays)
        {
            var entry = archive.CreateEntry(name + ".npy", compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
            entry.LastWriteTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);   // the same arrays give the same file
            using var stream = entry.Open();
            Npy.Write(stream, x);
        }
    });
}
