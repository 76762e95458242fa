using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Pipes;
using System.Runtime.ExceptionServices;
using ImageLearn.Notebooks.Sessions;
using ImageLearn.Output;

namespace ImageLearn.Notebooks.Execution;

/// <summary>The worker's side: reads the parent's messages on one thread, runs cells on another, answers questions on the pool.</summary>
sealed class WorkerHost : ICellHost
{
    /// <summary>What a worker may be told when it starts: that it runs code that nobody vouches for; that it gets its cells compiled. And always one of <see cref="OutputForms"/>.</summary>
    public const string Confined = "confined", Compiled = "compiled";

    readonly WorkerChannel _channel;
    readonly CellExecutor _executor;
    readonly CellConsole _console;
    readonly BlockingCollection<CellRequest> _cells = [];
    readonly BlockingCollection<string?> _input = [];
    readonly Lazy<CellCompiler> _compiler = new();
    readonly bool _compiles;
    readonly OutputForms _forms;
    bool _allowInput;

    WorkerHost(WorkerChannel channel, bool compiles, OutputForms forms)
    {
        (_channel, _compiles, _forms) = (channel, compiles, forms);
        _console = new CellConsole((name, text) => Emit(new StreamText(name, text)), ReadLine);
        _executor = new CellExecutor(new CSharpSession(Environment.CurrentDirectory), _console);
    }

    public static int Run(string input, string output, string memory, IReadOnlyCollection<string> wishes)
    {
        ProcessControl.LeadGroup();
        ProcessControl.Limit(long.Parse(memory, CultureInfo.InvariantCulture));
        if (wishes.Contains(Confined)) Confinement.Begin();
        using var channel = new WorkerChannel(new AnonymousPipeClientStream(PipeDirection.In, input), new AnonymousPipeClientStream(PipeDirection.Out, output), blocking: true);
        var host = new WorkerHost(channel, compiles: !wishes.Contains(Compiled), Enum.GetValues<OutputForms>().First(forms => wishes.Contains(forms.ToString())));
        Cell.Host = host;
        // An interrupted cell's own threads are stopped by an exception too, and no one is there to catch it.
        ExceptionHandling.SetUnhandledExceptionHandler(Cell.IsStop);
        // A stack of its own size: the guard stops a recursion when it is nearly used up, on any system at the same depth.
        var cells = new Thread(host.RunCells, maxStackSize: 4 << 20) { IsBackground = true, Name = "cells" };
        cells.Start();
        host.Listen();
        // The parent is gone. Nobody will read a result any more, so nothing may go on.
        ProcessControl.KillOwnGroup();
        return 1;
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

    void Say(FromWorker message) => _channel.Send(message, WorkerChannel.Control, WorkerJson.Default.FromWorker);

    void RunCells()
    {
        if (_compiles) _executor.WarmUp();
        Say(new Ready());
        foreach (var cell in _cells.GetConsumingEnumerable())
        {
            while (_input.TryTake(out _)) { } // an answer that came after its question was given up
            _allowInput = cell.AllowInput;
            var result = _executor.Execute(cell, Emit);
            _console.Flush();
            Say(new Finished(result));
        }
    }

    void Listen()
    {
        while (_channel.ReceiveAsync(WorkerJson.Default.ToWorker).GetAwaiter().GetResult() is { Message: { } message })
        {
            switch (message)
            {
                case Execute { Cell: var cell }:
                    _executor.Expect();
                    _cells.Add(cell);
                    break;
                case Interrupt: _executor.Interrupt(); break;
                case Input { Text: var text }: _input.Add(text); break;
                case Complete { Id: var id } question: Answer(id, session => new(id, Completion: CodeCompletion.Complete(session, question.Code, question.Position))); break;
                case Inspect { Id: var id } question: Answer(id, session => new(id, Inspection: CodeInspection.Inspect(session, question.Code, question.Position))); break;
                case IsComplete { Id: var id } question: Answer(id, _ => new(id, IsComplete: CodeInspection.IsComplete(question.Code))); break;
                case Compile { Id: var id } question: Answer(id, _ => new(id, Images: _compiler.Value.Compile(question.Cells))); break;
                case Diagnose { Id: var id } question: Answer(id, session => new(id, Diagnostics: CodeInspection.Diagnose(session, question.Code))); break;
            }
        }
    }

    void Answer(int id, Func<CSharpSession, Answered> answer) => Task.Run(() =>
    {
        Answered reply;
        // Code that is being typed may be anything: no answer is the right answer to what confuses the compiler.
        try { reply = answer(_executor.Session); }
        catch (Exception e) when (e is not IOException) { reply = new(id); }
        Say(reply);
    });

    string? ReadLine(string prompt)
    {
        if (!_allowInput) throw new InvalidOperationException("Console.ReadLine: this notebook runs without anybody to ask. Put the value into a variable instead.");
        Say(new AskedForInput(prompt, Password: false));
        return _input.Take();
    }
}
