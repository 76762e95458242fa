using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using ImageLearn.Notebooks.Execution;
using ImageLearn.Output;

namespace ImageLearn.Notebooks.Sessions;

/// <summary>Runs cells one after the other: directives, compilation, the code, and what it shows or how it fails.</summary>
sealed class CellExecutor(CSharpSession session, CellConsole console)
{
    static readonly TimeSpan s_kindness = TimeSpan.FromMilliseconds(150);

    readonly ErrorReport _report = new();
    readonly FormerVersions _former = new();
    readonly PackageRestore _packages = new(Environment.CurrentDirectory);
    readonly Lock _interrupting = new();
    Thread? _thread; // set while a cell runs
    int _executions; // all cells run on one thread, which therefore does not tell them apart

    public CSharpSession Session => session;

    /// <summary>Runs the compiler once, so that the first cell finds it loaded.</summary>
    public void WarmUp()
    {
        session.RunAsync(session.Compile("1+1", "warm-up")).GetAwaiter().GetResult();
        session.Reset();
    }

    /// <summary>A cell is on its way: from here on an interruption means it, even before it has started.</summary>
    public void Expect()
    {
        Cell.SetInterrupted(false);
        _executions++;
    }

    /// <summary>
    /// Asks the running cell to stop: at its next checkpoint, or, when it waits or sleeps, by waking it.
    /// What does neither (native code, a lambda that recurses) is the parent's to end.
    /// </summary>
    public void Interrupt()
    {
        Cell.SetInterrupted(true);
        var execution = _executions;
        Task.Delay(s_kindness).ContinueWith(_ =>
        {
            lock (_interrupting)
            {
                if (_executions == execution) _thread?.Interrupt();
            }
        }, TaskScheduler.Default);
    }

    public CellResult Execute(CellRequest request, Action<CellEvent> emit)
    {
        long started = Stopwatch.GetTimestamp();
        CellError? error = null;
        JsonObject? expressions = null;
        _thread = Thread.CurrentThread;
        try
        {
            console.Attach();
            Cell.Begin();
            if (request.After is { } number) session.GoTo(number);
            error = Run(request, emit);
            if (error is null && request.UserExpressions is { Count: > 0 } wanted) expressions = Evaluate(wanted);
        }
        catch (ThreadInterruptedException) { error = ErrorReport.Interrupted; } // while the cell awaited something
        catch (Exception e) { error = _report.Of(e); } // out of memory while showing a value, and the like
        if (request.After is null) session.Mark(request.Number);
        bool interrupted = Cell.IsInterrupted;
        if (interrupted) Cell.Abandon();
        EndExecution(interrupted);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return error is null ? new(CellStatus.Ok, seconds, UserExpressions: expressions)
            : interrupted ? new(CellStatus.Interrupted, seconds, ErrorReport.Interrupted)
            : new(CellStatus.Failed, seconds, error);
    }

    /// <summary>Lets no interruption on its way hit the next cell.</summary>
    void EndExecution(bool interrupted)
    {
        while (true)
        {
            try
            {
                lock (_interrupting) _thread = null;
                if (interrupted) Thread.Sleep(1); // one that is pending surfaces in a wait, if not in that for the lock
                return;
            }
            catch (ThreadInterruptedException) { }
        }
    }

    CellError? Run(CellRequest request, Action<CellEvent> emit)
    {
        var name = _report.Remember(request.Number, request.Code);
        try
        {
            if (request.Image is { } image) return Tell(request, session.RunAsync(image).GetAwaiter().GetResult(), emit);
            var source = CellSource.Parse(request.Code);
            foreach (var directive in source.Directives) CarryOut(directive, emit);

            long started = Stopwatch.GetTimestamp();
            if (!string.IsNullOrWhiteSpace(source.Code) && Tell(request, session.RunAsync(Compile(request, source.Code, name)).GetAwaiter().GetResult(), emit) is { } error) return error;
            if (source.Directives.OfType<TimeDirective>().Any())
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Wall time: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0.0} ms"));
            return null;
        }
        catch (DirectiveException e) { return _report.Of(request.Number, e); }
        catch (CellCompilationException e) { return _report.Of(request.Number, e); }
    }

    CellImage Compile(CellRequest request, string code, string name)
    {
        try
        {
            var image = session.Compile(code, name);
            if (request.After is not null) return image; // there, names mean what they meant then
            _former.Note(request.Number, code, compiled: true);
            if (_former.Warn(code) is { } warning) Console.Error.WriteLine(warning);
            return image;
        }
        catch (CellCompilationException) when (request.After is null)
        {
            _former.Note(request.Number, code, compiled: false);
            throw;
        }
    }

    /// <summary>Shows what the code of a cell came to, or returns how it failed.</summary>
    CellError? Tell(CellRequest request, CellOutcome outcome, Action<CellEvent> emit)
    {
        if (request.After is null) _report.Note(request.Number, outcome.Exception); // the names of a cell read further up are not those of now
        if (outcome.Exception is { } exception) return _report.Of(exception, request.Number, request.After is null ? IsNull : null);
        if (outcome.HasValue) ShowResult(outcome.Value, emit);
        return null;

        bool IsNull(string name) => session.Variables.FirstOrDefault(variable => variable.Name == name) is { Name: not null, Value: null };
    }

    void CarryOut(Directive directive, Action<CellEvent> emit)
    {
        switch (directive)
        {
            case ReferenceDirective reference: session.AddReference(reference.Path, reference.Line); break;
            case PackageDirective package: session.AddReferences(_packages.Restore(package)); break;
            case ResetDirective: session.Reset(); break;
            case TextDirective text: emit(new DisplayData(new JsonObject { [text.MimeType] = text.Text, ["text/plain"] = text.Text }, [], null, false)); break;
            case VariablesDirective:
                foreach (var variable in session.Variables)
                    Console.WriteLine($"{Signatures.Of(variable.Type)} {variable.Name} = {Formatting.ToMimeBundle(variable.Value).Data["text/plain"]}");
                break;
        }
    }

    void ShowResult(object? value, Action<CellEvent> emit)
    {
        // A handle is what `display(x)` gives back when it is the last line; x is shown already.
        if (value is DisplayHandle) return;
        var bundle = Formatting.ToMimeBundle(value);
        console.Flush();
        emit(new ResultData(bundle.Data, bundle.Metadata));
    }

    JsonObject Evaluate(IReadOnlyDictionary<string, string> expressions)
    {
        var results = new JsonObject();
        foreach (var (name, expression) in expressions)
        {
            try
            {
                var bundle = Formatting.ToMimeBundle(session.EvaluateAsync(expression).GetAwaiter().GetResult());
                results[name] = new JsonObject { ["status"] = "ok", ["data"] = bundle.Data, ["metadata"] = bundle.Metadata };
            }
            catch (Exception e) when (e is not ThreadInterruptedException)
            {
                results[name] = new JsonObject { ["status"] = "error", ["ename"] = e.GetType().Name, ["evalue"] = e.Message, ["traceback"] = new JsonArray(e.Message) };
            }
        }
        return results;
    }
}
