using System.Net.Sockets;
using System.Threading.Channels;

namespace ImageLearn.Notebooks.Kernel.Zmtp;

/// <summary>
/// One peer of a socket. Sending never waits: what the peer has not taken yet stands in a queue whose size the sender
/// bounds. Reading gives whole messages, and answers PING by itself.
/// </summary>
sealed class Connection : IDisposable
{
    /// <summary>The largest message a peer may send, all its frames together, and the most frames it may have.</summary>
    public const int MessageLimit = 32 << 20, FrameLimit = 256;

    /// <summary>The most that may wait to be sent. A peer that lets more pile up is disconnected; ZeroMQ peers come back by themselves.</summary>
    public const long QueueLimit = 256 << 20;
    const int QueueEntryCost = 64;

    readonly NetworkStream _stream;
    readonly BufferedStream _input;
    readonly Channel<byte[]> _outbox = Channel.CreateUnbounded<byte[]>(new() { SingleReader = true });
    Task _writing = Task.CompletedTask;
    long _queued;

    public Connection(Socket socket)
    {
        if (socket.ProtocolType == ProtocolType.Tcp)
        {
            socket.NoDelay = true;
            // A peer that vanished without a word (a laptop asleep, a broken tunnel) is noticed within two minutes.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 15);
        }
        _stream = new NetworkStream(socket, ownsSocket: true);
        _input = new BufferedStream(_stream);
    }

    /// <summary>The name under which the peer wants to be addressed; empty when it does not care.</summary>
    public byte[] Identity { get; set; } = [];

    /// <summary>Octets that wait to be sent.</summary>
    public long Queued => Interlocked.Read(ref _queued);

    /// <summary>Greets the peer; only then may messages be sent.</summary>
    public async Task OpenAsync(string type, IReadOnlyCollection<string> partners, CancellationToken cancel)
    {
        Identity = await Handshake.OpenAsync(_input, _stream, type, partners, cancel);
        _writing = WriteAsync();
    }

    /// <summary>Puts octets made by <see cref="Frame"/> into the queue; false when the connection is closed.</summary>
    public bool Send(byte[] wire)
    {
        if (Interlocked.Add(ref _queued, wire.Length + QueueEntryCost) > QueueLimit) Dispose();
        return _outbox.Writer.TryWrite(wire);
    }

    /// <summary>Reads until the peer closes.</summary>
    /// <exception cref="IOException">The peer broke the protocol or the connection.</exception>
    public async Task ReadAsync(Func<byte[][], ValueTask> onMessage, Action<string, byte[]> onCommand, CancellationToken cancel)
    {
        var reader = new FrameReader(_input);
        var parts = new List<byte[]>();
        var size = 0L;
        while (await reader.ReadAsync(MessageLimit - size, cancel) is { } frame)
        {
            if (frame.Flags.HasFlag(FrameFlags.Command))
            {
                var (name, data) = frame.AsCommand();
                // PING carries a time to live of two octets and a context of at most 16, which PONG gives back.
                if (name == "PING") Send(Frame.EncodeCommand("PONG", data.AsSpan(Math.Min(2, data.Length)..Math.Min(18, data.Length))));
                else onCommand(name, data);
                continue;
            }
            parts.Add(frame.Body);
            size += frame.Body.Length;
            if (parts.Count > FrameLimit) throw new ZmtpException($"a message of more than {FrameLimit} frames");
            if (frame.Flags.HasFlag(FrameFlags.More)) continue;
            await onMessage([.. parts]);
            parts.Clear();
            size = 0;
        }
    }

    async Task WriteAsync()
    {
        try
        {
            await foreach (var wire in _outbox.Reader.ReadAllAsync())
            {
                await _stream.WriteAsync(wire);
                Interlocked.Add(ref _queued, -(wire.Length + QueueEntryCost));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            Dispose();
        }
    }

    /// <summary>Waits until everything in the queue is sent, or the peer is gone; nothing can be sent afterwards.</summary>
    public Task FlushAsync()
    {
        _outbox.Writer.TryComplete();
        return _writing;
    }

    /// <summary>Breaks the connection; reading and sending end.</summary>
    public void Dispose()
    {
        _outbox.Writer.TryComplete();
        _stream.Dispose();
    }
}
