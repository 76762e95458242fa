namespace ImageLearn.Notebooks.Execution;

/// <summary>
/// A C# session in a child process. The parent never runs a cell's code: it can stop it, and outlives whatever it does.
/// One cell runs at a time; completion and inspection may be asked while one runs.
/// </summary>
public sealed class NotebookWorker : IAsyncDisposable
{
    NotebookWorker() { }

    /// <summary>Starts a worker and waits until it is ready to run cells.</summary>
    public static Task<NotebookWorker> StartAsync(WorkerOptions? options = null, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>The process id, for tests and for the doctor.</summary>
    public int ProcessId => throw new NotImplementedException();

    /// <summary>Completes when the process is gone, with how it ended (null after <see cref="DisposeAsync"/>).</summary>
    public Task<WorkerDeath?> Ended => throw new NotImplementedException();

    /// <summary>
    /// Runs a cell. <paramref name="onEvent"/> is called in order, never concurrently, and all of it before the task completes.
    /// <paramref name="onInput"/> answers <c>Console.ReadLine</c> (prompt, password?) — null is the end of input.
    /// Never throws for what the cell does. Cancelling interrupts the cell (kindly, then by ending the process).
    /// </summary>
    public Task<CellResult> ExecuteAsync(CellRequest request, Action<CellEvent> onEvent, Func<string, bool, CancellationToken, Task<string?>>? onInput = null, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Asks the running cell to stop; ends the process when it has not within <see cref="WorkerOptions.Grace"/>. Nothing happens when no cell runs.</summary>
    public Task InterruptAsync() => throw new NotImplementedException();

    /// <summary>Completions at a position in a cell that has not run yet.</summary>
    public Task<CompletionReply> CompleteAsync(string code, int position, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Signature and documentation of what stands at a position.</summary>
    public Task<InspectReply> InspectAsync(string code, int position, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Whether the code is a whole cell.</summary>
    public Task<IsCompleteReply> IsCompleteAsync(string code, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>The compiler's messages for a cell that has not run yet.</summary>
    public Task<IReadOnlyList<CellDiagnostic>> DiagnoseAsync(string code, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Ends the process and everything it started.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
