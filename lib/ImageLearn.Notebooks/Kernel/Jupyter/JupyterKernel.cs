using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ImageLearn.Notebooks.Kernel.Zmtp;

namespace ImageLearn.Notebooks.Kernel.Jupyter;

/// <summary>
/// The Jupyter kernel: five sockets, and one worker process in which the cells run. This process runs none of them, and
/// so answers whatever a cell does.
/// </summary>
/// <remarks>
/// Requests on the shell channel are handled one after the other, those on the control channel (interrupt, shutdown) at
/// once. Around every request stand <c>status: busy</c> and <c>status: idle</c>.
/// </remarks>
public sealed class JupyterKernel : IAsyncDisposable
{
    /// <summary>Requests that wait; above it a front end that sends more has to wait itself.</summary>
    const int WaitingLimit = 1000;
    const int LoggedProblems = 20;

    readonly MessageFormat _format;
    readonly PublisherSocket _publisher = new();
    readonly EchoSocket _heartbeat = new();
    readonly RouterSocket _shell, _control;
    readonly StdinChannel _stdin;
    readonly IoPubChannel _ioPub;
    readonly WorkerSlot _slot;
    readonly CellRunner _cells;
    readonly KernelRequests _requests;
    readonly Channel<Message> _waiting = Channel.CreateBounded<Message>(WaitingLimit);
    /// <summary>Requests that had come when a cell before them failed; the cells among them are not run.</summary>
    readonly Queue<Message> _afterFailure = new();
    readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile CancellationTokenSource _running = new();
    int _problems;

    JupyterKernel(byte[] key)
    {
        _format = new MessageFormat(key);
        _shell = new RouterSocket((sender, frames) => Parse(sender, frames) is { } request ? _waiting.Writer.WriteAsync(request) : ValueTask.CompletedTask);
        _control = new RouterSocket((sender, frames) => Parse(sender, frames) is { } request ? new(ServeAsync(_control!, request, default)) : ValueTask.CompletedTask);
        _stdin = new StdinChannel(_format);
        _ioPub = new IoPubChannel(_publisher, _format);
        var history = new History(HistoryFile.DefaultPath);
        _slot = new WorkerSlot();
        _cells = new CellRunner(_slot, _ioPub, _stdin, history);
        _requests = new KernelRequests(_slot, _ioPub, history);
    }

    /// <summary>Serves the front end that wrote the connection file until it asks for shutdown, ends, or the process is told to stop.</summary>
    /// <exception cref="KernelException">The connection file is no good, or an address in it is taken.</exception>
    public static async Task RunAsync(string connectionFile)
    {
        var connection = ConnectionInfo.Read(connectionFile);
        await using var kernel = new JupyterKernel(connection.Key);
        kernel.Bind(connection);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => { signal.Cancel = true; kernel.Interrupt(); });
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => { signal.Cancel = true; kernel._end.TrySetResult(); });
        kernel._ioPub.Status("starting", null);
        _ = kernel.ServeShellAsync();
        await Task.WhenAny(kernel._end.Task, ParentProcess.GoneAsync());
    }

    void Bind(ConnectionInfo connection)
    {
        (ServerSocket, int)[] sockets = [(_shell, connection.Shell), (_publisher, connection.IoPub), (_stdin.Socket, connection.Stdin), (_control, connection.Control), (_heartbeat, connection.Heartbeat)];
        foreach (var (socket, port) in sockets)
        {
            try
            {
                socket.Bind(connection.AddressOf(port));
            }
            catch (Exception e) when (e is SocketException or ArgumentException or IOException)
            {
                throw new KernelException($"The kernel cannot listen on {connection.Transport}://{connection.Ip} port {port}: {e.Message}. Start it again from the front end, which chooses other ports.");
            }
        }
    }

    Message? Parse(Connection sender, byte[][] frames)
    {
        if (_format.TryParse(sender, frames, out var message, out var problem)) return message;
        Ignore(problem);
        return null;
    }

    /// <summary>A flood of nonsense must not fill the log of a front end, nor wait for it.</summary>
    void Ignore(string what)
    {
        if (Interlocked.Increment(ref _problems) <= LoggedProblems) Console.Error.WriteLine($"imagelearn kernel: ignored {what}");
    }

    async Task ServeShellAsync()
    {
        try
        {
            while (true)
            {
                var skipped = _afterFailure.TryDequeue(out var request);
                request ??= await _waiting.Reader.ReadAsync();
                _running = new CancellationTokenSource();
                await ServeAsync(_shell, request, _running.Token, skipped);
            }
        }
        catch (ChannelClosedException)
        {
            // The kernel ends.
        }
    }

    /// <summary>Handles a request between busy and idle. Whatever goes wrong, the front end gets an answer.</summary>
    async Task ServeAsync(RouterSocket socket, Message request, CancellationToken cancel, bool skipped = false)
    {
        _ioPub.Status("busy", request);
        JsonObject? reply;
        try
        {
            reply = await AnswerAsync(request, skipped, cancel);
        }
        catch (Exception e)
        {
            reply = new() { ["status"] = "error", ["ename"] = e.GetType().Name, ["evalue"] = e.Message, ["traceback"] = new JsonArray(e.Message) };
        }
        if (reply is not null)
            socket.Send(request.Sender, _format.Compose(request.Route, request.Type.Replace("_request", "_reply"), request, reply));
        _ioPub.Status("idle", request);
        if (request.Type == "shutdown_request") _end.TrySetResult();
    }

    async Task<JsonObject?> AnswerAsync(Message request, bool skipped, CancellationToken cancel)
    {
        switch (request.Type)
        {
            case "execute_request":
                return skipped ? new() { ["status"] = "aborted" } : await ExecuteAsync(request, cancel);
            case "interrupt_request":
                Interrupt();
                return new() { ["status"] = "ok" };
            case "shutdown_request":
                JsonObject Content() => new() { ["status"] = "ok", ["restart"] = request.Flag("restart", false) };
                _ioPub.Publish("shutdown_reply", request, Content());
                return Content();
            default:
                if (_requests.Find(request.Type) is { } handle) return await handle(request, cancel);
                Ignore($"a message of the unknown type {request.Type}");
                return null;
        }
    }

    async Task<JsonObject> ExecuteAsync(Message request, CancellationToken cancel)
    {
        var reply = await _cells.RunAsync(request, cancel);
        if (Message.Text(reply, "status", "") == "error" && !request.Flag("silent", false) && request.Flag("stop_on_error", true))
            while (_waiting.Reader.TryRead(out var later)) _afterFailure.Enqueue(later);
        return reply;
    }

    /// <summary>Stops the cell that runs; one that does not stop kindly loses its worker.</summary>
    void Interrupt() => _ = _running.CancelAsync();

    /// <summary>Ends the worker, and closes the sockets when what was sent has reached the front ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _slot.DisposeAsync();
        await Task.WhenAll(((ServerSocket[])[_shell, _control, _stdin.Socket, _publisher, _heartbeat]).Select(socket => socket.DisposeAsync().AsTask()));
    }
}
