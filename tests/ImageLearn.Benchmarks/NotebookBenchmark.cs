using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Benchmarks;

/// <summary>Whole solution notebooks without an editor: from the start of the worker to the last cell.</summary>
static class NotebookBenchmark
{
    const int Times = 5;
    const double Limit = 4; // what a unit without training may take

    public static async Task RunAsync()
    {
        Table.Header("notebook", "median", "limit");
        foreach (var unit in Course.Find(AppContext.BaseDirectory).Units([]))
        {
            var options = new RunOptions { Worker = new() { WorkingDirectory = Path.GetDirectoryName(unit.SolutionPath) } };
            var seconds = new double[Times];
            for (int i = 0; i < Times; i++)
            {
                var run = await NotebookRunner.RunAsync(NotebookDocument.Load(unit.SolutionPath), options);
                if (run.FirstFailure is { } failure) throw new InvalidOperationException($"{unit.SolutionPath} cell {failure.Number}: {failure.Error?.Message}");
                seconds[i] = run.Seconds;
            }
            Array.Sort(seconds);
            Table.Row(Path.GetFileNameWithoutExtension(unit.SolutionPath), seconds[Times / 2], Limit);
        }
    }
}
