using System.Text.Json.Nodes;
using ImageLearn.Notebooks.Kernel.Zmtp;

namespace ImageLearn.Notebooks.Kernel.Jupyter;

/// <summary>Asks the front end that sent a cell for a line of input. One cell runs at a time, so one question is open at most.</summary>
sealed class StdinChannel(MessageFormat format) : IAsyncDisposable
{
    const string EndOfInput = "\x04";
    static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(2);

    readonly Lock _gate = new();
    Question? _open;
    RouterSocket? _socket;

    sealed record Question(byte[] Asked, TaskCompletionSource<string?> Answer);

    /// <summary>The socket, whose messages are the answers.</summary>
    public RouterSocket Socket => _socket ??= new((sender, frames) =>
    {
        if (format.TryParse(sender, frames, out var message, out _) && message.Type == "input_reply") Accept(message);
        return ValueTask.CompletedTask;
    });

    /// <summary>The line the user types; null for the end of input, which is also what a front end without stdin gives.</summary>
    public async Task<string?> AskAsync(Message request, string prompt, bool password, CancellationToken cancel)
    {
        var question = new Question(request.Sender.Identity, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate) _open = question;
        try
        {
            var content = new JsonObject { ["prompt"] = prompt, ["password"] = password };
            if (!await TrySendAsync(request, format.Compose(request.Route, "input_request", request, content), cancel)) return null;
            return await question.Answer.Task.WaitAsync(cancel);
        }
        finally
        {
            lock (_gate) _open = null;
        }
    }

    /// <summary>A front end opens its sockets one after the other, and may still be connecting this one.</summary>
    async Task<bool> TrySendAsync(Message request, IReadOnlyList<byte[]> frames, CancellationToken cancel)
    {
        for (var waited = TimeSpan.Zero; waited < ConnectTime; waited += TimeSpan.FromMilliseconds(50))
        {
            if (Socket.Send(request.Sender.Identity, frames)) return true;
            await Task.Delay(50, cancel);
        }
        return false;
    }

    /// <summary>An answer that nobody waits for, or from somebody who was not asked, is dropped.</summary>
    void Accept(Message reply)
    {
        lock (_gate)
        {
            if (_open is null || !reply.Sender.Identity.AsSpan().SequenceEqual(_open.Asked)) return;
            var value = reply.Text("value");
            _open.Answer.TrySetResult(value == EndOfInput ? null : value);
        }
    }

    public ValueTask DisposeAsync() => Socket.DisposeAsync();
}
