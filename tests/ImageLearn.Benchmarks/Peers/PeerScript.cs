using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ImageLearn.Benchmarks.Peers;

/// <summary>
/// Runs peers.py, which times NumPy, SciPy, PyTorch, OpenCV and scikit-image, or our pictures.py, which adds workloads to it. It repairs
/// by itself the choice of matrix kernels that Debian's OpenBLAS gets wrong on newer processors.
/// </summary>
sealed class PeerScript(string folder)
{
    /// <summary>The rows of a case's rivals, the fastest first, fairly: at two threads and more also with an OpenBLAS that shares PyTorch's thread pool, and on one thread, where small work is often faster.</summary>
    public List<JsonObject> Run(PeerCase one, int threads)
    {
        var rows = Run(one, threads, null);
        if (threads > 1)
        {
            if (OpenMpBlas() is { } library) rows.AddRange(Run(one, threads, library));
            rows.AddRange(Run(one, 1, null));
        }
        return [.. rows.OrderBy(row => (double)row["seconds_median"]!)];
    }

    List<JsonObject> Run(PeerCase one, int threads, string? library)
    {
        var start = new ProcessStartInfo(File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3",
            [one.Ours ? Path.Combine(AppContext.BaseDirectory, "Peers", "pictures.py") : Path.Combine(folder, "peers.py"), one.Name, "--impl", one.Rivals, "--threads", $"{threads}"]) { RedirectStandardOutput = true };
        start.Environment["PEERS"] = folder;
        start.Environment.TryAdd("PEERS_INPUTS", Path.Combine(folder, "inputs"));
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        if (library is not null) start.Environment["LD_LIBRARY_PATH"] = library;
        using var python = Process.Start(start)!;
        var lines = python.StandardOutput.ReadToEnd().Split('\n').Where(line => line.StartsWith('{'));
        return [.. lines.Select(line => JsonNode.Parse(line)!.AsObject()).Where(row => row.ContainsKey("seconds_median"))];
    }

    string? OpenMpBlas()
    {
        var vendor = Path.Combine(folder, "vendor", "openblas-openmp");
        return Directory.Exists(vendor) ? Directory.EnumerateFiles(vendor, "libopenblas*.so*", SearchOption.AllDirectories).Select(Path.GetDirectoryName).FirstOrDefault() : null;
    }
}
