using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ImageLearn.Benchmarks.Peers;

/// <summary>Times a case the way peers.py does: warm, then several samples, each of as many calls as last 20 ms.</summary>
static class Sample
{
    const double Shortest = 0.02, Warming = 1.5;   // seconds; the second so that the compiler has optimised what is hot: it begins after a tenth, in the background

    public static JsonObject Take(PeerCase one, PeerInputs inputs, int threads)
    {
        var (run, checks) = one.Prepare(inputs);
        int inner = 1;
        if (one.Warm)
        {
            double fastest = double.PositiveInfinity;
            var clock = Stopwatch.StartNew();
            do fastest = Math.Min(fastest, Seconds(run, 1));
            while (clock.Elapsed.TotalSeconds < Warming);
            inner = (int)Math.Max(1, Math.Ceiling(Shortest / fastest));
        }
        var samples = new double[one.Repeat];
        long before = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            GC.Collect();
            before = GC.GetTotalAllocatedBytes(precise: true);
            samples[i] = Seconds(run, inner) / inner;
        }
        long bytes = (GC.GetTotalAllocatedBytes(precise: true) - before) / inner;
        Array.Sort(samples);
        var row = new JsonObject
        {
            ["name"] = one.Name, ["impl"] = one.Impl, ["seconds_median"] = samples[samples.Length / 2], ["seconds_min"] = samples[0],
            ["repeat"] = samples.Length, ["inner"] = inner, ["threads"] = threads, ["bytes"] = bytes,
        };
        foreach (var (key, value) in checks()) row[$"check_{key}"] = value;
        return row;
    }

    static double Seconds(Action run, int times)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++) run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
