using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Grading.Grade;

/// <summary>
/// Compiles submissions in one worker for all of them, which runs none: what they share is compiled once, by a compiler that is warm, and the workers in which they run
/// start without one. It lives in the sandbox too, and is replaced when a submission keeps it busy or breaks it.
/// </summary>
sealed class CompileService(WorkerOptions worker) : IAsyncDisposable
{
    static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    readonly SemaphoreSlim _turn = new(1);
    NotebookWorker? _compiler;

    /// <summary>The cells of a notebook, compiled; none when not all can be: such a notebook is compiled where it runs, cell by cell.</summary>
    public async Task<IReadOnlyDictionary<NotebookCell, CellImage>> CompileAsync(IReadOnlyList<NotebookCell> cells, IReadOnlyDictionary<NotebookCell, int> after, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            _compiler ??= await NotebookWorker.StartAsync(worker, cancel);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(s_limit);
            var images = await _compiler.CompileAsync([.. cells.Select(cell => new CellToCompile(cell.Source, after.TryGetValue(cell, out var number) ? number : null))], limit.Token);
            if (images is not null) return cells.Zip(images).ToDictionary(pair => pair.First, pair => pair.Second);
            if (_compiler.Ended.IsCompleted) await ReplaceAsync();
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            await ReplaceAsync();
        }
        finally
        {
            _turn.Release();
        }
        return new Dictionary<NotebookCell, CellImage>();
    }

    public async ValueTask DisposeAsync()
    {
        await ReplaceAsync();
        _turn.Dispose();
    }

    async Task ReplaceAsync()
    {
        if (_compiler is not null) await _compiler.DisposeAsync();
        _compiler = null;
    }
}
