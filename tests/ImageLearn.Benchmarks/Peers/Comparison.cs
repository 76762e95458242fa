using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace ImageLearn.Benchmarks.Peers;

/// <summary>
/// Ours against the fastest peer, <c>-- compare PEERS [--filter x] [--threads n] [--rounds n] [--markdown out.md]</c>: both are run in
/// turn, each round gives the ratio of the medians, and the median of the rounds counts.
/// </summary>
static class Comparison
{
    public static void Run(string peers, string filter, int threads, int rounds, string? markdown)
    {
        var script = new PeerScript(Path.GetFullPath(peers));
        Environment.SetEnvironmentVariable("PEERS_INPUTS", Environment.GetEnvironmentVariable("PEERS_INPUTS") ?? Path.Combine(Path.GetFullPath(peers), "inputs"));
        List<string> lines =
        [
            $"| case, {threads} thread{(threads > 1 ? "s" : "")} | ours | fastest peer | peer | ours ÷ peer | lowest–highest of {rounds} | bytes a call | checks |",
            "|---|---:|---:|---|---:|---|---:|---|",
        ];
        lines.ForEach(Console.WriteLine);
        foreach (var one in PeerCases.All.Where(one => one.Matches(filter)))
        {
            lines.Add(Row(one, [.. Enumerable.Range(0, rounds).Select(_ => new Outcome(Ours(one, threads), script.Run(one, threads)))]));
            Console.WriteLine(lines[^1]);
        }
        if (markdown is not null) File.WriteAllLines(markdown, lines);
    }

    /// <summary>One round of one case: ours, and its rivals, the fastest first.</summary>
    sealed record Outcome(JsonObject Ours, List<JsonObject> Rivals)
    {
        public JsonObject Peer => Rivals[0];
        public double Ratio => Seconds(Ours) / Seconds(Peer);
    }

    static string Row(PeerCase one, Outcome[] rounds)
    {
        if (rounds.Any(round => round.Rivals.Count == 0)) return $"| {one.Name} {one.Impl} | | | no peer | | | | |";
        var ordered = rounds.OrderBy(round => round.Ratio).ToArray();
        var middle = ordered[ordered.Length / 2];
        // Peers at two threads suffer out of all proportion when another process wants a core: such a row proves little.
        bool disturbed = (double?)middle.Peer["other_cpu"] is { } other && other > Environment.ProcessorCount - (int)middle.Peer["threads"]! + 0.2;
        return string.Create(CultureInfo.InvariantCulture, $"| {one.Name} {one.Impl} | {Time(middle.Ours)} | {Time(middle.Peer)}{(disturbed ? " !" : "")} | {middle.Peer["impl"]}"
            + $"{((int)middle.Peer["threads"]! != (int)middle.Ours["threads"]! ? ", 1 thread" : "")} | {middle.Ratio:0.00} | {ordered[0].Ratio:0.00}–{ordered[^1].Ratio:0.00} | {middle.Ours["bytes"]} | {Checks(one, middle)} |");
    }

    /// <summary>Which check values agree with a rival's, and which do not.</summary>
    static string Checks(PeerCase one, Outcome round)
    {
        var verdicts = new List<string>();
        foreach (var (key, value) in round.Ours.Where(field => field.Key.StartsWith("check_")))
            if (round.Rivals.FirstOrDefault(row => row.ContainsKey(key)) is { } rival)
            {
                double ours = (double)value!, theirs = (double)rival[key]!;
                bool agree = Math.Abs(ours - theirs) <= one.Within * Math.Abs(theirs);
                verdicts.Add(string.Create(CultureInfo.InvariantCulture, $"{key["check_".Length..]} {(agree ? "✓" : $"✗ ({ours:G7}, peer {theirs:G7})")}"));
            }
        return verdicts.Count > 0 ? string.Join(", ", verdicts) : "none in common";
    }

    /// <summary>Ours in a process of its own, as the peers are.</summary>
    static JsonObject Ours(PeerCase one, int threads)
    {
        var path = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!, ["--json", path, "--filter", $"{one.Name} {one.Impl}", "--threads", $"{threads}"]) { RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return File.ReadLines(path).Select(line => JsonNode.Parse(line)!.AsObject()).FirstOrDefault(row => (string)row["impl"]! == one.Impl)
                ?? throw new InvalidOperationException($"{one.Name} {one.Impl}: our own run failed, see above.");
        }
        finally
        {
            File.Delete(path);
        }
    }

    static double Seconds(JsonObject row) => (double)row["seconds_median"]!;

    static string Time(JsonObject row) => Seconds(row) switch
    {
        var s when s >= 1 => string.Create(CultureInfo.InvariantCulture, $"{s:0.00} s"),
        var s when s >= 1e-3 => string.Create(CultureInfo.InvariantCulture, $"{1e3 * s:0.00} ms"),
        var s => string.Create(CultureInfo.InvariantCulture, $"{1e6 * s:0} µs"),
    };
}
