using System.Diagnostics;
using ImageLearn.Data;
using ImageLearn.Imaging;
using ImageLearn.Tests.Imaging;

namespace ImageLearn.Tests.Mutations;

/// <summary>
/// Damaged files of every format: each is read, or refused with the format's own exception and a sentence; none crashes, hangs, or takes memory that the
/// file does not account for. IMAGELEARN_MUTANTS says how many in all (a long run: 20000 or more); IMAGELEARN_SEED, where to begin.
/// </summary>
public class MutatedFileTests
{
    const long MemoryAtLeast = 64 << 20;

    static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "fixtures");

    public static TheoryData<string> Formats => [.. Readers.Keys.Order()];

    static readonly Dictionary<string, (Func<IEnumerable<byte[]>> Files, Func<byte[], object> Read)> Readers = new()
    {
        ["png"] = (static () => Files("pictures", "*.png").Where(static file => file.Length < 1500), static file => Image.Decode(file)),
        ["jpeg"] = (static () => Files("pictures", "*.jpg"), static file => Image.Decode(file)),
        ["bmp"] = (static () => Files("pictures", "*.bmp"), static file => Image.Decode(file)),
        ["pnm"] = (static () => Files("pictures", "*.p?m"), static file => Image.Decode(file)),
        ["mat"] = (static () => Files("mat", "*.mat"), static file => MatFile.Decode(file)),
        ["idx"] = (static () => [Idx], static file => IdxFile.Decode(file)),
        ["npy"] = (static () => Files("files", "*.npy"), static file => FromDisk(file, Npy.Load)),
        ["npz"] = (static () => Files("files", "*.npz"), static file => FromDisk(file, Npz.Load)),
        ["safetensors"] = (static () => Files("files", "*.safetensors"), static file => FromDisk(file, Safetensors.Load)),
    };

    [Theory, MemberData(nameof(Formats))]
    public void A_damaged_file_is_read_or_refused_with_a_sentence(string format)
    {
        var (files, read) = Readers[format];
        byte[][] sources = [.. files()];
        Assert.NotEmpty(sources);
        int count = (Number("IMAGELEARN_MUTANTS") ?? 2700) / Readers.Count, first = Number("IMAGELEARN_SEED") ?? 1, refused = 0;
        foreach (var source in sources) Record.Exception(() => read(source));   // compiles everything once
        for (int seed = first; seed < first + count; seed++)
        {
            var source = sources[seed % sources.Length];
            var mutant = new Mutator(seed).Mutate(source);
            long memory = GC.GetTotalAllocatedBytes(), start = Stopwatch.GetTimestamp();
            var error = Record.Exception(() => read(mutant));
            var (took, taken) = (Stopwatch.GetElapsedTime(start), GC.GetTotalAllocatedBytes() - memory);

            string which = $"{format} seed {seed}";
            Assert.True(error is null or ImageFormatException or DataFormatException, $"{which}: {error}");
            Assert.True(took < TimeSpan.FromSeconds(2), $"{which} took {took}");
            Assert.True(taken < MemoryAtLeast + 16L * 1032 * mutant.Length, $"{which} took {taken >> 20} MB for {mutant.Length} bytes");
            if (error is null) continue;
            refused++;
            Assert.True(error.Message.Length is > 30 and < 700 && error.Message.EndsWith('.') && !error.Message.Contains('\n'), $"{which}: \"{error.Message}\"");
        }
        Assert.InRange(refused, count / 10, count);   // the damage is such that it is noticed
    }

    static int? Number(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), out int number) ? number : null;

    static object FromDisk(byte[] file, Func<string, object> load)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("mutant"), file);
        return load(folder.File("mutant"));
    }

    static IEnumerable<byte[]> Files(string folder, string pattern) => Directory.GetFiles(Path.Combine(Fixtures, folder), pattern).Order(StringComparer.Ordinal).Select(File.ReadAllBytes);

    /// <summary>There are no IDX files among the fixtures: the format is a few numbers.</summary>
    static byte[] Idx => [0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 4, 0, 0, 0, 3, .. Enumerable.Range(0, 60).Select(static i => (byte)i)];
}
