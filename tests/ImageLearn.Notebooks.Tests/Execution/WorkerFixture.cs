using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Notebooks.Tests.Execution;

/// <summary>A worker and what its cells put out, as a test wants to see it.</summary>
sealed class TestWorker(NotebookWorker worker) : IAsyncDisposable
{
    int _cell;

    public NotebookWorker Worker => worker;

    public List<CellEvent> Events { get; } = [];

    public string Text => string.Concat(Events.OfType<StreamText>().Where(text => text.Name == "stdout").Select(text => text.Text));

    public string? Result => Events.OfType<ResultData>().LastOrDefault()?.Data["text/plain"]?.GetValue<string>();

    public static async Task<TestWorker> StartAsync(WorkerOptions? options = null) => new(await NotebookWorker.StartAsync(options));

    /// <summary>Runs a cell; <see cref="Events"/> then holds what it put out.</summary>
    public async Task<CellResult> RunAsync(string code, Func<string, bool, CancellationToken, Task<string?>>? onInput = null, CancellationToken cancel = default)
    {
        lock (Events) Events.Clear();
        return await worker.ExecuteAsync(new CellRequest(code, ++_cell, AllowInput: onInput is not null), happened => { lock (Events) Events.Add(happened); }, onInput, cancel);
    }

    public ValueTask DisposeAsync() => worker.DisposeAsync();
}
