using System.Globalization;
using System.IO.Pipes;
using System.Runtime.ExceptionServices;
using ImageLearn.Notebooks.Sessions;
using ImageLearn.Output;

namespace ImageLearn.Notebooks.Execution;

/// <summary>The worker's side: reads the parent's messages on one thread, hands cells to the session, answers questions on the pool.</summary>
sealed class WorkerHost
{
    /// <summary>What a worker may be told when it starts: that it runs code that nobody vouches for; that it gets its cells compiled. And always one of <see cref="OutputForms"/>.</summary>
    public const string Confined = "confined", Compiled = "compiled";

    readonly WorkerChannel _channel;
    readonly Lazy<CellCompiler> _compiler = new();
    WorkerSession _session;
    bool _isShared;

    WorkerHost(WorkerChannel channel, WorkerSession session) => (_channel, _session) = (channel, session);

    public static int Run(string input, string output, string memory, IReadOnlyCollection<string> wishes)
    {
        ProcessControl.LeadGroup();
        ProcessControl.Limit(long.Parse(memory, CultureInfo.InvariantCulture));
        if (wishes.Contains(Confined)) Confinement.Begin();
        using var channel = new WorkerChannel(new AnonymousPipeClientStream(PipeDirection.In, input), new AnonymousPipeClientStream(PipeDirection.Out, output), blocking: true);
        // An interrupted cell's own threads are stopped by an exception too, and no one is there to catch it.
        ExceptionHandling.SetUnhandledExceptionHandler(Cell.IsStop);
        var host = new WorkerHost(channel, new WorkerSession(channel, Enum.GetValues<OutputForms>().First(forms => wishes.Contains(forms.ToString())), new SubmissionLoader()));
        host._session.Begin(compiles: !wishes.Contains(Compiled));
        host.Listen();
        // The parent is gone. Nobody will read a result any more, so nothing may go on.
        ProcessControl.KillOwnGroup();
        return 1;
    }

    void Listen()
    {
        while (_channel.ReceiveAsync(WorkerJson.Default.ToWorker).GetAwaiter().GetResult() is { Message: { } message })
        {
            switch (message)
            {
                case Execute { Cell: var cell }: _session.Execute(cell); break;
                case Interrupt: _session.Interrupt(); break;
                case Input { Text: var text }: _session.Answer(text); break;
                case Renew { Forms: var forms }: Renew(forms); break;
                case Complete { Id: var id } question: Answer(id, session => new(id, Completion: CodeCompletion.Complete(session, question.Code, question.Position))); break;
                case Inspect { Id: var id } question: Answer(id, session => new(id, Inspection: CodeInspection.Inspect(session, question.Code, question.Position))); break;
                case IsComplete { Id: var id } question: Answer(id, _ => new(id, IsComplete: CodeInspection.IsComplete(question.Code))); break;
                case Compile { Id: var id } question: Answer(id, _ => new(id, Images: _compiler.Value.Compile(question.Cells))); break;
                case Diagnose { Id: var id } question: Answer(id, session => new(id, Diagnostics: CodeInspection.Diagnose(session, question.Code))); break;
            }
        }
    }

    /// <summary>Begins another session, unless the one before has left its mark on the process: then this ends.</summary>
    void Renew(OutputForms forms)
    {
        if (!_isShared) AppDomain.CurrentDomain.FirstChanceException += (_, thrown) =>
        {
            // A type of the library whose initializer fails, for want of memory, stays broken for all that come after. And a notebook that lacks memory may lack what others hold. In a process of its own these are exceptions like others.
            if (thrown.Exception is OutOfMemoryException or TypeInitializationException) ProcessControl.KillOwnGroup();
        };
        _isShared = true;
        _session.End();
        _session = new WorkerSession(_channel, forms, SubmissionLoader.Apart());
        if (!IsLight()) ProcessControl.KillOwnGroup();
        _session.Begin(compiles: false);
    }

    /// <summary>Whether the sessions before have left no more behind than a new one hardly notices.</summary>
    static bool IsLight()
    {
        const long Light = 64 << 20;
        // The thread on which the session ran lets go of it only when it has been finalized.
        for (var collection = 0; collection < 3 && GC.GetTotalMemory(false) > Light; collection++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return GC.GetTotalMemory(false) <= Light;
    }

    void Answer(int id, Func<CSharpSession, Answered> answer) => Task.Run(() =>
    {
        Answered reply;
        // Code that is being typed may be anything: no answer is the right answer to what confuses the compiler.
        try { reply = answer(_session.Session); }
        catch (Exception e) when (e is not IOException) { reply = new(id); }
        _channel.Say(reply);
    });
}
