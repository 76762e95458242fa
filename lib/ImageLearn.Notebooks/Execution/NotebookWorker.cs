using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Text;

namespace ImageLearn.Notebooks.Execution;

/// <summary>
/// A C# session in a child process. The parent never runs a cell's code: it can stop it, and outlives whatever it does.
/// One cell runs at a time; completion and inspection may be asked while one runs.
/// </summary>
public sealed class NotebookWorker : IAsyncDisposable
{
    WorkerOptions _options;
    readonly Process _process;
    readonly WorkerChannel _channel;
    readonly SemaphoreSlim _turn = new(1);
    TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource<WorkerDeath?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly ConcurrentDictionary<int, TaskCompletionSource<Answered?>> _questions = new();
    readonly Lock _emitting = new();
    readonly List<CellEvent> _late = []; // put out by threads that outlived their cell; shown with the next cell
    readonly StringBuilder _lastWords = new();
    readonly Task _outputsRead;
    CellRun? _run;
    WorkerDeath? _verdict; // set before we end the process ourselves
    int _disposed;
    int _question;
    bool _wasStopped;

    /// <summary>A cell on its way.</summary>
    sealed record CellRun(Action<CellEvent> OnEvent, Func<string, bool, CancellationToken, Task<string?>>? OnInput, OutputBudget Budget)
    {
        public long Started { get; } = Stopwatch.GetTimestamp();
        public CancellationTokenSource Ended { get; } = new();
        public TaskCompletionSource<CellResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public ExceptionDispatchInfo? CallerFailure { get; private set; }
        public double Seconds => Stopwatch.GetElapsedTime(Started).TotalSeconds;

        /// <summary>Hands an event to the caller. Once that fails the caller gets no more, and its own exception when the cell has ended.</summary>
        public void Show(CellEvent happened)
        {
            if (CallerFailure is not null) return;
            try { OnEvent(happened); }
            catch (Exception e) { Fail(e); }
        }

        public void Fail(Exception caller) => CallerFailure ??= ExceptionDispatchInfo.Capture(caller);
    }

    NotebookWorker(WorkerOptions options)
    {
        _options = options;
        (_process, _channel) = WorkerProcess.Start(options);
        ProcessId = _process.Id;
        _outputsRead = Task.WhenAll(ForwardAsync(_process.StandardOutput, "stdout"), ForwardAsync(_process.StandardError, "stderr"));
        _ = ListenAsync();
        // What the process had started may hold its channel open after it has ended.
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => KillAll();
        if (options.MemoryLimit is { } limit) _ = WatchMemoryAsync(limit);
    }

    /// <summary>Starts a worker and waits until it is ready to run cells.</summary>
    /// <exception cref="InvalidOperationException">The process could not be started, or ended at once.</exception>
    public static async Task<NotebookWorker> StartAsync(WorkerOptions? options = null, CancellationToken cancel = default)
    {
        NotebookWorker worker;
        try { worker = new NotebookWorker(options ?? new()); }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException($"The worker process could not be started with {WorkerProcess.DotnetHost} in {options?.WorkingDirectory ?? Environment.CurrentDirectory}: {e.Message}. Check that the folder exists; `imagelearn doctor` checks the rest.", e);
        }
        try
        {
            if (!await worker.IsReadyAsync(cancel))
                throw new InvalidOperationException($"The worker process ended before it was ready: {(await worker._ended.Task)?.Message} It wrote: {worker.LastWords}");
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    /// <summary>False when it ended before.</summary>
    async Task<bool> IsReadyAsync(CancellationToken cancel)
    {
        await Task.WhenAny(_ready.Task, _ended.Task).WaitAsync(cancel);
        return _ready.Task.IsCompleted;
    }

    /// <summary>
    /// Begins a new session in the same process, which knows nothing of the one before. That holds for code that cannot do more than compute
    /// (<see cref="CellImage.OnlyComputes"/>), which can leave nothing behind; other code needs a process of its own.
    /// </summary>
    /// <param name="forms">Which forms of a value its cells send.</param>
    /// <param name="timeLimit">The longest its cells together may run.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>False when there is no such worker any more: it ended, or a cell had to be stopped, of which something may run on.</returns>
    internal async Task<bool> RenewAsync(OutputForms forms, TimeSpan? timeLimit, CancellationToken cancel)
    {
        if (_wasStopped || HasExited) return false;
        _options = _options with { Forms = forms, NotebookTimeLimit = timeLimit };
        lock (_emitting) _late.Clear();
        (Spent, _ready) = (TimeSpan.Zero, new(TaskCreationOptions.RunContinuationsAsynchronously));
        Say(new Renew(forms));
        return await IsReadyAsync(cancel);
    }

    /// <summary>How much of the notebook's time is gone: in this worker, and in one before it that died.</summary>
    internal TimeSpan Spent { get; set; }

    /// <summary>The process id, for tests and for the doctor.</summary>
    public int ProcessId { get; }

    /// <summary>Completes when the process is gone, with how it ended (null after <see cref="DisposeAsync"/>).</summary>
    public Task<WorkerDeath?> Ended => _ended.Task;

    /// <summary>Whether the process is gone, also while <see cref="Ended"/> is still finding out why.</summary>
    internal bool HasExited
    {
        get
        {
            try { return _ended.Task.IsCompleted || _process.HasExited; }
            catch (InvalidOperationException) { return true; } // disposed
        }
    }

    /// <summary>
    /// Runs a cell. <paramref name="onEvent"/> is called in order, never concurrently, and all of it before the task completes.
    /// <paramref name="onInput"/> answers <c>Console.ReadLine</c> (prompt, password?); null is the end of input.
    /// Never throws for what the cell does; what these two throw comes out when the cell has ended. Cancelling interrupts the cell (kindly, then by ending the process).
    /// </summary>
    public async Task<CellResult> ExecuteAsync(CellRequest request, Action<CellEvent> onEvent, Func<string, bool, CancellationToken, Task<string?>>? onInput = null, CancellationToken cancel = default)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            var run = new CellRun(onEvent, onInput, new OutputBudget(_options));
            lock (_emitting)
            {
                _run = run;
                foreach (var late in _late) Emit(late);
                _late.Clear();
            }
            // Looked at only now: a process that ends from here on ends the run that it finds.
            if (_ended.Task.IsCompleted) run.Result.TrySetResult(DiedIn(0, await _ended.Task));
            Say(new Execute(request with { AllowInput = request.AllowInput && onInput is not null }));

            using var interruption = cancel.Register(() => _ = InterruptAsync());
            var result = await WithinLimitsAsync(run);
            lock (_emitting) _run = null;
            run.Ended.Cancel();
            Spent += TimeSpan.FromSeconds(result.Seconds);
            run.CallerFailure?.Throw();
            return result;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Asks the running cell to stop; ends the process when it has not within <see cref="WorkerOptions.Grace"/>. Nothing happens when no cell runs.</summary>
    public Task InterruptAsync() => _run is { } run
        ? StopAsync(run, new(DeathCause.Interrupted, "The cell was interrupted and did not stop by itself, so its process was ended. All variables are gone: run the cells above again."))
        : Task.CompletedTask;

    /// <summary>Completions at a position in a cell that has not run yet.</summary>
    public async Task<CompletionReply> CompleteAsync(string code, int position, CancellationToken cancel = default) =>
        (await AskAsync(id => new Complete(id, code, position), cancel))?.Completion ?? new(position, position, []);

    /// <summary>Signature and documentation of what stands at a position.</summary>
    public async Task<InspectReply> InspectAsync(string code, int position, CancellationToken cancel = default) =>
        (await AskAsync(id => new Inspect(id, code, position), cancel))?.Inspection ?? new(null, null);

    /// <summary>Whether the code is a whole cell.</summary>
    public async Task<IsCompleteReply> IsCompleteAsync(string code, CancellationToken cancel = default) =>
        (await AskAsync(id => new IsComplete(id, code), cancel))?.IsComplete ?? new("unknown", "");

    /// <summary>The compiler's messages for a cell that has not run yet.</summary>
    public async Task<IReadOnlyList<CellDiagnostic>> DiagnoseAsync(string code, CancellationToken cancel = default) =>
        (await AskAsync(id => new Diagnose(id, code), cancel))?.Diagnostics ?? [];

    /// <summary>Compiles cells for another worker to run, one that has run no others; null when one of them does not compile, or has directives. Nothing of them runs here.</summary>
    public async Task<IReadOnlyList<CellImage>?> CompileAsync(IReadOnlyList<CellToCompile> cells, CancellationToken cancel = default) =>
        (await AskAsync(id => new Compile(id, cells), cancel))?.Images;

    /// <summary>Ends the process and everything it started.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        KillAll();
        await _ended.Task;
        _channel.Dispose();
        _process.Dispose();
    }

    async Task<CellResult> WithinLimitsAsync(CellRun run)
    {
        var (limit, name) = (_options.CellTimeLimit, _options.NotebookTimeLimit - Spent) switch
        {
            ({ } cell, { } rest) when cell <= rest => (cell, "the cell"),
            (_, { } rest) => (rest < TimeSpan.Zero ? TimeSpan.Zero : rest, "the notebook"),
            ({ } cell, null) => (cell, "the cell"),
            _ => (Timeout.InfiniteTimeSpan, ""),
        };
        var result = run.Result.Task;
        using var timer = new CancellationTokenSource();
        if (await Task.WhenAny(result, Task.Delay(limit, timer.Token)) == result)
        {
            timer.Cancel();
            return await result;
        }
        var message = $"The cell was stopped: {name} took longer than its limit of {(name == "the cell" ? _options.CellTimeLimit : _options.NotebookTimeLimit)!.Value.TotalSeconds:0.###} s.";
        await StopAsync(run, new(DeathCause.TimeLimit, message));
        return await result is { Status: CellStatus.Interrupted } stopped ? stopped with { Error = new CellError("TimeLimit", message, [message]) } : await result;
    }

    /// <summary>Stops a cell kindly, and else by ending the process with the given cause.</summary>
    async Task StopAsync(CellRun run, WorkerDeath death)
    {
        _wasStopped = true;
        Say(new Interrupt());
        if (await Task.WhenAny(run.Result.Task, Task.Delay(_options.Grace)) != run.Result.Task) End(death);
        await run.Result.Task;
    }

    void End(WorkerDeath death)
    {
        _verdict ??= death;
        KillAll();
    }

    // A launcher that is still making the sandbox has a child that does not yet die with it.
    void KillAll() => ProcessControl.KillGroup(_process, Confinement.IsAlone(_options) && _ready.Task.IsCompleted);

    async Task<Answered?> AskAsync(Func<int, ToWorker> ask, CancellationToken cancel)
    {
        int id = Interlocked.Increment(ref _question);
        var answer = _questions[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            if (_ended.Task.IsCompleted) return null;
            Say(ask(id));
            return await answer.Task.WaitAsync(cancel);
        }
        finally
        {
            _questions.TryRemove(id, out _);
        }
    }

    void Say(ToWorker message)
    {
        try { _channel.Say(message); }
        catch (Exception e) when (e is IOException or ObjectDisposedException) { } // it has died, which ListenAsync notices
    }

    async Task ListenAsync()
    {
        try
        {
            while (await _channel.ReceiveAsync(WorkerJson.Default.FromWorker, () => _run?.Budget.BytesLeft ?? _options.OutputLimit) is var (message, length))
            {
                switch (message)
                {
                    case null: lock (_emitting) foreach (var note in _run?.Budget.Dropped(length) ?? []) _run!.Show(note); break;
                    case Ready: _ready.TrySetResult(); break;
                    case Happened { Event: var happened }: lock (_emitting) { _run?.Budget.Spend(length); Emit(happened); } break;
                    case AskedForInput asked: _ = AnswerInputAsync(asked); break;
                    case Finished { Result: var result }: _run?.Result.TrySetResult(result); break;
                    case Answered answer: if (_questions.TryRemove(answer.Id, out var question)) question.TrySetResult(answer); break;
                }
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ObjectDisposedException) { }
        await BuryAsync();
    }

    /// <summary>The channel is at its end: find out why, and tell everybody who waits.</summary>
    async Task BuryAsync()
    {
        try { await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(2)); }
        catch (TimeoutException)
        {
            End(new(DeathCause.ChannelLost, "The cell closed the connection between the notebook and its process, which was therefore ended. Do not close handles the cell did not open."));
            await _process.WaitForExitAsync();
        }
        await Task.WhenAny(_outputsRead, Task.Delay(TimeSpan.FromSeconds(1)));
        var death = _disposed == 1 ? null : _verdict ?? WorkerProcess.Explain(_process.ExitCode, LastWords);
        _ended.TrySetResult(death);
        _run?.Result.TrySetResult(DiedIn(_run.Seconds, death));
        foreach (var question in _questions.Values) question.TrySetResult(null);
    }

    static CellResult DiedIn(double seconds, WorkerDeath? death)
    {
        death ??= new(DeathCause.Killed, "The session was closed.");
        return new(CellStatus.Died, seconds, new CellError(death.Cause.ToString(), death.Message, [death.Message]), death);
    }

    async Task AnswerInputAsync(AskedForInput asked)
    {
        if (_run is not { OnInput: { } answer } run) return;
        string? text = null;
        try { text = await answer(asked.Prompt, asked.Password, run.Ended.Token); }
        catch (OperationCanceledException) { }
        catch (Exception e) { run.Fail(e); }
        Say(new Input(text));
    }

    // Called with _emitting held.
    void Emit(CellEvent happened)
    {
        if (_run is { } run)
            foreach (var admitted in run.Budget.Admit(happened)) run.Show(admitted);
        else if (_late.Count < 1000) _late.Add(happened);
    }

    /// <summary>Forwards what the process writes past the session: native code, the runtime's last words.</summary>
    async Task ForwardAsync(StreamReader reader, string name)
    {
        var buffer = new char[4096];
        for (int read; (read = await reader.ReadAsync(buffer)) > 0;)
        {
            var text = new string(buffer, 0, read);
            lock (_emitting)
            {
                if (name == "stderr") Remember(text);
                if (_ready.Task.IsCompleted) Emit(new StreamText(name, text));
            }
        }
    }

    void Remember(string text)
    {
        const int Enough = 16_384;
        if (_lastWords.Length < Enough) _lastWords.Append(text.AsSpan(0, Math.Min(text.Length, Enough)));
    }

    string LastWords { get { lock (_emitting) return _lastWords.ToString().Trim(); } }

    async Task WatchMemoryAsync(long limit)
    {
        while (!_ended.Task.IsCompleted)
        {
            await Task.WhenAny(_ended.Task, Task.Delay(100));
            try
            {
                if (!_process.HasExited && ProcessControl.MemoryOf(_process) > limit)
                    End(new(DeathCause.Memory, $"The cell used more memory than the limit of {limit >> 20} MB, so its process was ended. Use smaller arrays, or free those you no longer need."));
            }
            catch (InvalidOperationException) { return; } // it has ended
        }
    }
}
