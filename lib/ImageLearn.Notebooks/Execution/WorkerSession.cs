using System.Collections.Concurrent;
using ImageLearn.Notebooks.Sessions;
using ImageLearn.Output;

namespace ImageLearn.Notebooks.Execution;

/// <summary>
/// One session of a worker: its variables, the thread on which its cells run, and the way of their outputs. Most workers have one; those that are given several,
/// one after the other, share nothing between them but the library: the thread, with all that hangs on it, is new, and so is the place where cells are loaded.
/// </summary>
sealed class WorkerSession : ICellHost
{
    readonly WorkerChannel _channel;
    readonly OutputForms _forms;
    readonly CellExecutor _executor;
    readonly CellConsole _console;
    readonly BlockingCollection<CellRequest> _cells = [];
    readonly BlockingCollection<string?> _input = [];
    Thread? _thread;
    bool _allowInput;

    /// <param name="channel">To the parent.</param>
    /// <param name="forms">Which forms of a value its cells send.</param>
    /// <param name="loader">Where its cells are loaded.</param>
    public WorkerSession(WorkerChannel channel, OutputForms forms, SubmissionLoader loader)
    {
        (_channel, _forms) = (channel, forms);
        _console = new CellConsole((name, text) => Emit(new StreamText(name, text)), ReadLine);
        _executor = new CellExecutor(new CSharpSession(Environment.CurrentDirectory, loader), _console);
        Cell.Host = this;
        _console.Attach(); // else the console keeps the session before alive until the first cell
    }

    /// <summary>Begins the session, and says so when it is ready for cells.</summary>
    /// <param name="compiles">Whether cells come as text, so that the compiler had better be warm.</param>
    public void Begin(bool compiles)
    {
        // A stack of its own size: the guard stops a recursion when it is nearly used up, on any system at the same depth.
        _thread = new Thread(() => RunCells(compiles), maxStackSize: 4 << 20) { IsBackground = true, Name = "cells" };
        _thread.Start();
    }

    public CSharpSession Session => _executor.Session;

    public void Execute(CellRequest cell)
    {
        _executor.Expect();
        _cells.Add(cell);
    }

    public void Interrupt() => _executor.Interrupt();

    /// <summary>What the user answers to a question of the running cell.</summary>
    public void Answer(string? text) => _input.Add(text);

    /// <summary>No cell comes any more, and none is running.</summary>
    public void End()
    {
        _cells.CompleteAdding();
        _thread!.Join();
    }

    void ICellHost.Display(MimeBundle bundle, string? displayId, bool update)
    {
        bundle.Only(((ICellHost)this).Wants);
        _console.Flush();
        Emit(new DisplayData(bundle.Data.DeepClone().AsObject(), bundle.Metadata.DeepClone().AsObject(), displayId, update));
    }

    void ICellHost.ClearOutput(bool wait)
    {
        _console.Flush();
        Emit(new ClearOutput(wait));
    }

    bool ICellHost.Wants(string mimeType) => _forms switch
    {
        OutputForms.All => true,
        OutputForms.Still => mimeType.StartsWith("image/", StringComparison.Ordinal),
        _ => false,
    };

    void Emit(CellEvent happened) => _channel.Send(new Happened(happened), WorkerChannel.Event, WorkerJson.Default.FromWorker);

    void RunCells(bool compiles)
    {
        if (compiles) _executor.WarmUp();
        _channel.Say(new Ready());
        foreach (var cell in _cells.GetConsumingEnumerable())
        {
            while (_input.TryTake(out _)) { } // an answer that came after its question was given up
            _allowInput = cell.AllowInput;
            var result = _executor.Execute(cell, Emit);
            _console.Flush();
            _channel.Say(new Finished(result));
        }
    }

    string? ReadLine(string prompt)
    {
        if (!_allowInput) throw new InvalidOperationException("Console.ReadLine: this notebook runs without anybody to ask. Put the value into a variable instead.");
        _channel.Say(new AskedForInput(prompt, Password: false));
        return _input.Take();
    }
}
