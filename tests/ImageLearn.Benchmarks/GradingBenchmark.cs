using System.Diagnostics;
using ImageLearn.Grading.Grade;
using ImageLearn.Grading.Sandboxes;
using ImageLearn.Grading.Units;

namespace ImageLearn.Benchmarks;

/// <summary>A class that hands in unit 01, rightly and wrongly as its mistake bank has it: seconds a submission once the reference is there and the compiler warm, for one job and for two.</summary>
static class GradingBenchmark
{
    const int WarmUp = 20, Submissions = 60;
    const double Limit = 1;

    public static async Task RunAsync()
    {
        Table.Header("grading", "a submission", "limit");
        var course = Course.Find(AppContext.BaseDirectory);
        var unit = course.Units(["01"])[0];
        var folder = Directory.CreateTempSubdirectory("imagelearn-benchmark-").FullName;
        try
        {
            LargeClass.Write(unit, Path.Combine(folder, "class"), WarmUp + Submissions);
            var sandbox = GradingSandbox.Create(course, new() { CellTimeLimit = TimeSpan.FromSeconds(60), MemoryLimit = 2L << 30 }, require: false);
            foreach (var jobs in (int[])[1, 2])
            {
                long started = 0;
                var output = Path.Combine(folder, $"out{jobs}");
                await new GradingBatch(new(Path.Combine(folder, "class"), unit, output, jobs), sandbox, progress => { if (progress.Done == WarmUp && started == 0) started = Stopwatch.GetTimestamp(); }).RunAsync(default);
                Table.Row($"unit 01, {jobs} at a time, {sandbox.Name}", Stopwatch.GetElapsedTime(started).TotalSeconds / Submissions, Limit / jobs);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
