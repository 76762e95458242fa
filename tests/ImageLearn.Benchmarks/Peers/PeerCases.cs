using ImageLearn.Benchmarks.Cases;

namespace ImageLearn.Benchmarks.Peers;

/// <summary>Every case, and the command that times ours: <c>-- --json out.json [--filter x] [--threads n]</c>.</summary>
static class PeerCases
{
    public static readonly PeerCase[] All =
    [
        .. MatMulCases.All,
        .. FourierCases.All,
        .. NnCases.All,
        .. FilterCases.All,
        .. PictureCases.All,
        .. CourseCases.All,
    ];

    /// <summary>Prints a JSON line a case, and writes the same lines to <paramref name="path"/>.</summary>
    public static void WriteJson(string path, string filter, int threads)
    {
        var inputs = PeerInputs.FromEnvironment();
        using var file = new StreamWriter(path);
        foreach (var one in All.Where(one => one.Matches(filter)))
        {
            var line = Sample.Take(one, inputs, threads).ToJsonString();
            Console.WriteLine(line);
            file.WriteLine(line);
        }
    }
}
