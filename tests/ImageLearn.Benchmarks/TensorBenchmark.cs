using System.Diagnostics;
using System.Globalization;

namespace ImageLearn.Benchmarks;

/// <summary>What a notebook spends its time on, beside NumPy in the same run (when /usr/bin/python3 has it).</summary>
static class TensorBenchmark
{
    /// <summary>Every measurement by name, ours and NumPy's twin.</summary>
    static readonly (string Name, double Flops, Func<Action> Ours, string Setup, string NumPy)[] Rows =
    [
        .. ((int[])[64, 256, 512, 1024, 2048]).Select(n => MatMul($"MatMul {n} × {n} × {n}", n, n, n)),
        MatMul("MatMul 5 × 1024 × 64 (a small batch)", 5, 1024, 64),
        MatMul("MatMul 1024 × 3 · 3 (unit 01)", 1024, 3, null),
        ("image * 2 (512 × 512 × 3)", 0, () => { var x = Picture(); return () => _ = x * 2; }, "x = normal(512, 512, 3)", "x * 2"),
        ("image * [3] (broadcast)", 0, () => { var (x, y) = (Picture(), Rng.Normal([3], 2)); return () => _ = x * y; }, "x = normal(512, 512, 3); y = normal(3)", "x * y"),
        ("image.Exp()", 0, () => { var x = Picture(); return () => x.Exp(); }, "x = normal(512, 512, 3)", "np.exp(x)"),
        ("image.Tanh()", 0, () => { var x = Picture(); return () => x.Tanh(); }, "x = normal(512, 512, 3)", "np.tanh(x)"),
        ("image.Sum()", 0, () => { var x = Picture(); return () => x.Sum(); }, "x = normal(512, 512, 3)", "x.sum(dtype='d')"),
        ("image.Mean(axis: 2)", 0, () => { var x = Picture(); return () => x.Mean(axis: 2); }, "x = normal(512, 512, 3)", "x.mean(axis=2)"),
        ("image.Max(axis: [0, 1])", 0, () => { var x = Picture(); return () => x.Max(axis: [0, 1]); }, "x = normal(512, 512, 3)", "x.max(axis=(0, 1))"),
        ("image.Permute(2, 0, 1)", 0, () => { var x = Picture(); return () => x.Permute(2, 0, 1); }, "x = normal(512, 512, 3)", "np.ascontiguousarray(x.transpose(2, 0, 1))"),
        ("image[every other row and column]", 0, () => { var x = Picture(); return () => _ = x[(..).By(2), (..).By(2)]; }, "x = normal(512, 512, 3)", "x[::2, ::2].copy()"),
        ("Rng.Normal (512 × 512 × 3)", 0, () => () => Rng.Normal([512, 512, 3], 1), "", "np.random.default_rng(1).standard_normal((512, 512, 3), dtype='f')"),
        ("1000 sums of two numbers", 0, () => { Tensor x = 1, y = 2; return () => { for (int i = 0; i < 1000; i++) _ = x + y; }; }, "x = np.ones((), 'f'); y = np.ones((), 'f')", "[x + y for _ in range(1000)]"),
        ("a step of descent, 1024 × 3, with Backward", 0, Descent, "", ""),
    ];

    public static Task RunAsync()
    {
        var peer = NumPy();
        Table.Header("tensor, best of many", "ours", "NumPy", "", "");
        foreach (var (name, flops, ours, _, _) in Rows)
        {
            double seconds = Best(ours());
            string Rate(double s) => flops > 0 ? string.Create(CultureInfo.InvariantCulture, $"{flops / s / 1e9,6:0} GF/s") : "";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-44} {1e6 * seconds,8:0.0} µs")
                + (peer.TryGetValue(name, out double other) ? string.Create(CultureInfo.InvariantCulture, $" {1e6 * other,8:0.0} µs") : new string(' ', 12)) + $" {Rate(seconds)} {(other > 0 ? Rate(other) : "")}");
        }
        if (peer.Remove(ReferenceBlas)) Console.WriteLine("(NumPy multiplies matrices with the reference BLAS here. For a fair race: apt-get install libopenblas0-pthread)");
        else if (peer.Count == 0) Console.WriteLine("(NumPy is not there: apt-get install python3-numpy)");
        return Task.CompletedTask;
    }

    static (string, double, Func<Action>, string, string) MatMul(string name, int rows, int inner, int? columns) =>
        (name, 2.0 * rows * inner * (columns ?? 1), () => { Tensor a = Rng.Normal([rows, inner], 1), b = Rng.Normal(columns is { } c ? [inner, c] : [inner], 2); return () => a.MatMul(b); },
            $"x = normal({rows}, {inner}); y = normal({inner}{(columns is { } n ? $", {n}" : "")})", "x @ y");

    static Tensor Picture() => Rng.Normal([512, 512, 3], 1);

    static Action Descent()
    {
        Tensor x = Rng.Normal([1024, 3], 1), y = Rng.Normal([1024], 2), w = Tensor.Zeros([3]);
        w.RequiresGrad = true;
        return () =>
        {
            var e = x.MatMul(w) - y;
            (e * e).Mean().Backward();
            w.Assign(w.Detach() - 0.01 * w.Grad!);
            w.Grad = null;
        };
    }

    /// <summary>The best of what fits into half a second, after as long to warm up: other processes only ever make it slower.</summary>
    static double Best(Action action)
    {
        double best = double.PositiveInfinity;
        var clock = Stopwatch.StartNew();
        while (clock.ElapsedMilliseconds < 500) action();
        for (clock.Restart(); clock.ElapsedMilliseconds < 500;)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return best;
    }

    const string ReferenceBlas = "reference BLAS";

    static Dictionary<string, double> NumPy()
    {
        // Debian's OpenBLAS does not know newer processors and falls back to its slowest kernels: name them.
        var script = """
            import os
            flags = open("/proc/cpuinfo").read() if os.path.exists("/proc/cpuinfo") else ""
            kernels = "SkylakeX" if "avx512f" in flags else "Haswell" if "avx2" in flags else ""
            if kernels: os.environ.setdefault("OPENBLAS_CORETYPE", kernels)
            import time, numpy as np
            def normal(*shape): return np.random.default_rng(1).standard_normal(shape, dtype="f")
            def best(name, f):
                seconds, end = 1e9, time.perf_counter() + 0.5
                while time.perf_counter() < end:
                    start = time.perf_counter(); f(); seconds = min(seconds, time.perf_counter() - start)
                print(name, seconds, sep="\t")
            if os.path.exists("/proc/self/maps") and "openblas" not in open("/proc/self/maps").read(): print("reference BLAS", 0, sep="\t")

            """ + string.Join('\n', Rows.Where(row => row.NumPy.Length > 0).Select(row => $"{row.Setup}\nbest(\"{row.Name}\", lambda: {row.NumPy})"));
        try
        {
            using var python = Process.Start(new ProcessStartInfo(File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3", ["-c", script]) { RedirectStandardOutput = true })!;
            var lines = python.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return lines.Select(line => line.Split('\t')).ToDictionary(cells => cells[0], cells => double.Parse(cells[1], CultureInfo.InvariantCulture));
        }
        catch (System.ComponentModel.Win32Exception) { return []; }
    }
}
