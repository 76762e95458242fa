using System.Diagnostics;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Benchmarks;

/// <summary>What a person waits for: the first cell of a new worker, a cell of a running one, completion; and what a worker weighs.</summary>
static class WorkerBenchmark
{
    const int Starts = 7, Cells = 50;

    public static async Task RunAsync()
    {
        Table.Header("worker", "median", "limit");
        Table.Row("start to the first result of 1+1", await MedianAsync(Starts, ColdStartAsync), 0.8);
        Table.Row("first result of 1+1, worker prestarted", await MedianAsync(Starts, PrestartedAsync), 0.15);

        await using var worker = await NotebookWorker.StartAsync();
        for (int i = 0; i < 10; i++) await RunCellAsync(worker, "1+1");
        Table.Row("1+1, warm", await MedianAsync(Cells, () => TimeAsync(() => RunCellAsync(worker, "1+1"))), 0.03);
        Table.Row("a cell with a variable, warm", await MedianAsync(Cells, () => TimeAsync(() => RunCellAsync(worker, "var x = 3.5;\nx * 2"))), 0.03);
        await worker.CompleteAsync("Tensor.Ze", 9);
        Table.Row("completion, warm", await MedianAsync(Cells, () => TimeAsync(() => worker.CompleteAsync("Tensor.Ze", 9))), 0.1);
        using var process = Process.GetProcessById(worker.ProcessId);
        Console.WriteLine($"{"resident memory of that worker",-44} {process.WorkingSet64 >> 20,8} MB");
    }

    static async Task<double> ColdStartAsync()
    {
        var clock = Stopwatch.GetTimestamp();
        await using var worker = await NotebookWorker.StartAsync();
        await RunCellAsync(worker, "1+1");
        return Stopwatch.GetElapsedTime(clock).TotalSeconds;
    }

    static async Task<double> PrestartedAsync()
    {
        await using var worker = await NotebookWorker.StartAsync();
        return await TimeAsync(() => RunCellAsync(worker, "1+1"));
    }

    static async Task RunCellAsync(NotebookWorker worker, string code)
    {
        var result = await worker.ExecuteAsync(new CellRequest(code, 1), static _ => { });
        if (result.Status != CellStatus.Ok) throw new InvalidOperationException(result.Error?.Message);
    }

    static async Task<double> TimeAsync(Func<Task> action)
    {
        var clock = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(clock).TotalSeconds;
    }

    static async Task<double> MedianAsync(int times, Func<Task<double>> measure)
    {
        var seconds = new double[times];
        for (int i = 0; i < times; i++) seconds[i] = await measure();
        Array.Sort(seconds);
        return seconds[times / 2];
    }
}
