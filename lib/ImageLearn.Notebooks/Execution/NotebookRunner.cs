using System.Diagnostics;
using System.Text.Json.Nodes;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Notebooks.Execution;

/// <summary>Runs the code cells of a notebook from top to bottom and writes what they give into it.</summary>
public sealed class NotebookRunner
{
    readonly RunOptions _options;
    readonly CellRun[] _cells;
    readonly OutputCollector _collector = new();
    readonly long _started = Stopwatch.GetTimestamp();

    NotebookRunner(NotebookDocument notebook, RunOptions options)
    {
        _options = options;
        _cells = [.. notebook.Cells.Where(IsRun).Select((cell, i) => new CellRun(cell, i + 1))];
        foreach (var cell in notebook.Cells)
        {
            cell.Outputs.Clear();
            cell.ExecutionCount = null;
        }
    }

    /// <summary>Whether a cell runs: code that is not empty. Such cells are numbered from 1.</summary>
    public static bool IsRun(NotebookCell cell) => cell.Kind == CellKind.Code && !string.IsNullOrWhiteSpace(cell.Source);

    /// <summary>Runs a notebook. What its cells do never makes this throw; the result says it.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the notebook is left with the outputs so far.</exception>
    public static Task<NotebookRun> RunAsync(NotebookDocument notebook, RunOptions? options = null, CancellationToken cancel = default) =>
        new NotebookRunner(notebook, options ?? new()).RunAsync(cancel);

    async Task<NotebookRun> RunAsync(CancellationToken cancel)
    {
        var worker = await StartAsync(cancel);
        try
        {
            foreach (var cell in _cells)
            {
                await RunAsync(cell, worker, cancel);
                if (cell.Status == CellRunStatus.Failed && _options.AfterFailure == AfterFailure.Stop) break;
                if (cell.Status != CellRunStatus.Died) continue;
                if (_options.AfterDeath == AfterDeath.Stop || cell.Number == _cells.Length) break;
                await EndAsync(worker);
                worker = await StartAsync(cancel);
                if (!await ReplayAsync(cell, worker, cancel)) break;
            }
        }
        finally
        {
            await EndAsync(worker);
        }
        return new(_cells, Elapsed.TotalSeconds);
    }

    TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    async Task<NotebookWorker> StartAsync(CancellationToken cancel)
    {
        // A second worker gets what the first has left of the notebook's time.
        var spent = Elapsed;
        var worker = await (_options.Pool?.RentAsync(_options.Worker.Forms, _options.Worker.NotebookTimeLimit, cancel) ?? NotebookWorker.StartAsync(_options.Worker, cancel));
        worker.Spent = spent;
        return worker;
    }

    ValueTask EndAsync(NotebookWorker worker) => _options.Pool?.ReturnAsync(worker) ?? worker.DisposeAsync();

    async Task RunAsync(CellRun run, NotebookWorker worker, CancellationToken cancel)
    {
        run.Status = CellRunStatus.Running;
        _options.OnProgress?.Invoke(run);
        // One that is read as if it stood elsewhere was put to the notebook from outside: what it makes the others show stays out of them.
        var collector = _options.After.ContainsKey(run.Cell) ? new OutputCollector() : _collector;
        collector.Begin(run.Cell, run.Number);
        var result = await worker.ExecuteAsync(Request(run), collector.Add, cancel: cancel);
        collector.End(result);
        cancel.ThrowIfCancellationRequested();

        (run.Seconds, run.Error, run.Death) = (result.Seconds, result.Error, result.Death);
        run.Status = result.Status switch
        {
            CellStatus.Ok => CellRunStatus.Ok,
            CellStatus.Died => CellRunStatus.Died,
            _ => MayFail(run.Cell) ? CellRunStatus.FailedAsTagged : CellRunStatus.Failed,
        };
        _options.OnProgress?.Invoke(run);
    }

    /// <summary>Brings a fresh worker to where the old one was before it died in <paramref name="died"/>; false when it dies on the way.</summary>
    async Task<bool> ReplayAsync(CellRun died, NotebookWorker worker, CancellationToken cancel)
    {
        foreach (var cell in _cells.TakeWhile(cell => cell != died).Where(cell => cell.Status != CellRunStatus.Died && !WasTooSlow(cell)))
        {
            var result = await worker.ExecuteAsync(Request(cell), static _ => { }, cancel: cancel);
            cancel.ThrowIfCancellationRequested();
            if (result.Status == CellStatus.Died) return false;
        }
        return true;
    }

    CellRequest Request(CellRun run) => new(run.Cell.Source, run.Number, After: _options.After.TryGetValue(run.Cell, out var number) ? number : null, Image: _options.Images.GetValueOrDefault(run.Cell));

    bool WasTooSlow(CellRun cell) => cell.IsFailure && cell.Seconds >= _options.Worker.CellTimeLimit?.TotalSeconds;

    static bool MayFail(NotebookCell cell) => cell.Metadata["tags"] is JsonArray tags && tags.Any(tag => tag is JsonValue value && value.ToString() == "raises-exception");
}
