using System.Collections.Concurrent;

namespace ImageLearn.Notebooks.Execution;

/// <summary>
/// Workers that run one notebook after the other, each in a session of its own. To start a process and make its code ready takes ten times as long as a light notebook itself.
/// Only for code that cannot do more than compute (<see cref="CellImage.OnlyComputes"/>): it can leave nothing behind for the next.
/// </summary>
/// <param name="options">Of the workers; forms and time are each notebook's own.</param>
public sealed class WorkerPool(WorkerOptions options) : IAsyncDisposable
{
    /// <summary>What one notebook leaves behind after all, in memory, is small and not nothing.</summary>
    internal const int MostSessions = 100;

    readonly ConcurrentBag<NotebookWorker> _idle = [];
    readonly ConcurrentDictionary<NotebookWorker, int> _sessions = [];

    /// <summary>A worker with a new session.</summary>
    internal async Task<NotebookWorker> RentAsync(OutputForms forms, TimeSpan? timeLimit, CancellationToken cancel)
    {
        while (true)
        {
            // A new one is renewed too: that is how it learns that it is shared.
            var isNew = !_idle.TryTake(out var worker);
            worker ??= await NotebookWorker.StartAsync(options with { Compiled = true, LastsLong = true }, cancel);
            if (isNew) _sessions[worker] = 0;
            var isRenewed = false;
            try { isRenewed = await worker.RenewAsync(forms, timeLimit, cancel); }
            finally { if (!isRenewed) await DisposeAsync(worker); }
            if (isRenewed) return worker;
            if (isNew) throw new InvalidOperationException("A worker process ended before it could run anything. `imagelearn doctor` tells what is wrong.");
        }
    }

    /// <summary>Takes back a worker whose session is over.</summary>
    internal async ValueTask ReturnAsync(NotebookWorker worker)
    {
        if (!worker.HasExited && ++_sessions[worker] < MostSessions) _idle.Add(worker);
        else await DisposeAsync(worker);
    }

    public async ValueTask DisposeAsync()
    {
        while (_idle.TryTake(out var worker)) await DisposeAsync(worker);
    }

    ValueTask DisposeAsync(NotebookWorker worker)
    {
        _sessions.TryRemove(worker, out _);
        return worker.DisposeAsync();
    }
}
