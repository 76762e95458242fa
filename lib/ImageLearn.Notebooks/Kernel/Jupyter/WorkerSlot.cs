using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Notebooks.Kernel.Jupyter;

/// <summary>
/// The place of the worker that runs the cells. It is filled before the first cell comes, and filled again when the
/// worker has died, so that the next cell finds a fresh one. There is no second one in reserve: idle, kernel and worker
/// together are to fit into 250 MB.
/// </summary>
sealed class WorkerSlot : IAsyncDisposable
{
    /// <summary>An interrupted cell is to be over within a second, also when its process has to be ended.</summary>
    static readonly WorkerOptions Options = new() { Grace = TimeSpan.FromMilliseconds(500) };

    readonly Lock _gate = new();
    readonly CancellationTokenSource _stop = new();
    Task<NotebookWorker> _worker;
    bool _used;

    public WorkerSlot() => _worker = StartAsync();

    /// <summary>A live worker; waits while one starts.</summary>
    public Task<NotebookWorker> TakeAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_worker.IsFaulted || _worker.IsCompletedSuccessfully && _worker.Result.HasExited) _worker = StartAsync();
            _used = true;
            return _worker.WaitAsync(cancel);
        }
    }

    async Task<NotebookWorker> StartAsync()
    {
        var worker = await NotebookWorker.StartAsync(Options, _stop.Token);
        _ = ReplaceWhenDeadAsync(worker);
        return worker;
    }

    async Task ReplaceWhenDeadAsync(NotebookWorker worker)
    {
        await worker.Ended;
        lock (_gate)
        {
            // One that died before anybody used it would only die again: the next cell may try.
            var current = _worker.IsCompletedSuccessfully && _worker.Result == worker;
            if (current && _used && !_stop.IsCancellationRequested)
            {
                _used = false;
                _worker = StartAsync();
            }
        }
        await worker.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task<NotebookWorker> worker;
        lock (_gate) worker = _worker;
        try
        {
            await (await worker).DisposeAsync();
        }
        catch (Exception)
        {
            // It never started; whoever wanted to use it was told.
        }
    }
}
