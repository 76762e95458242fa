using System.Net;
using System.Net.Sockets;

namespace ImageLearn.Notebooks.Kernel.Zmtp;

/// <summary>
/// A bound ZeroMQ socket: accepts peers over TCP or Unix domain sockets and reads from each on its own, so that what one
/// peer does (silence, nonsense, floods) reaches no other. The kinds of socket say what becomes of a message.
/// </summary>
abstract class ServerSocket(string type, params string[] partners) : IAsyncDisposable
{
    /// <summary>Peers that have not finished their greeting: above this number the eldest is dropped for a new one.</summary>
    const int GreetingPeersLimit = 64;
    const int PeersLimit = 1000;
    static readonly TimeSpan GreetingTime = TimeSpan.FromSeconds(10);

    readonly CancellationTokenSource _stop = new();
    readonly List<Connection> _greeting = [];
    readonly HashSet<Connection> _peers = [];
    Socket? _listener;

    /// <summary>Binds and starts to accept; returns the address with the port that the system chose for port 0.</summary>
    /// <exception cref="SocketException">The address is in use or not ours.</exception>
    public EndPoint Bind(EndPoint address)
    {
        if (address is UnixDomainSocketEndPoint) RemoveStale(address);
        _listener = new Socket(address.AddressFamily, SocketType.Stream, address is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        _listener.Bind(address);
        if (address is UnixDomainSocketEndPoint && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(address.ToString()!, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _listener.Listen(backlog: 512);
        _ = AcceptAsync(_listener);
        return _listener.LocalEndPoint!;
    }

    /// <summary>A socket file that nobody listens on is left from a process that was killed.</summary>
    static void RemoveStale(EndPoint address)
    {
        var file = new FileInfo(address.ToString()!);
        if (!file.Exists) return;
        if (file.Length > 0) throw new SocketException((int)SocketError.AddressAlreadyInUse);
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(address);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            file.Delete();
            return;
        }
        throw new SocketException((int)SocketError.AddressAlreadyInUse);
    }

    async Task AcceptAsync(Socket listener)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await listener.AcceptAsync(_stop.Token));
            }
            catch (SocketException)
            {
                // The peer gave up already, or the process has no file handle left: others may still come.
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    async Task ServeAsync(Socket socket)
    {
        Connection? peer = null;
        try
        {
            peer = new Connection(socket);
            using (var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token))
            {
                patience.CancelAfter(GreetingTime);
                StartGreeting(peer);
                await peer.OpenAsync(type, partners, patience.Token);
            }
            if (!Admit(peer)) return;
            OnJoined(peer);
            await peer.ReadAsync(message => OnMessageAsync(peer, message), (name, data) => OnCommand(peer, name, data), _stop.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer left, was too slow, or does not speak ZMTP. That is its own affair.
        }
        finally
        {
            if (peer is not null) Leave(peer);
            socket.Dispose();
        }
    }

    void StartGreeting(Connection peer)
    {
        lock (_peers)
        {
            _greeting.Add(peer);
            if (_greeting.Count <= GreetingPeersLimit) return;
            _greeting[0].Dispose();
            _greeting.RemoveAt(0);
        }
    }

    bool Admit(Connection peer)
    {
        lock (_peers)
        {
            _greeting.Remove(peer);
            return _peers.Count < PeersLimit && _peers.Add(peer);
        }
    }

    void Leave(Connection peer)
    {
        bool joined;
        lock (_peers)
        {
            _greeting.Remove(peer);
            joined = _peers.Remove(peer);
        }
        if (joined) OnLeft(peer);
        peer.Dispose();
    }

    /// <summary>The peer is ready; called before its first message.</summary>
    protected virtual void OnJoined(Connection peer) { }

    /// <summary>A whole message came. The next one of the same peer is read when the task is done.</summary>
    protected abstract ValueTask OnMessageAsync(Connection peer, byte[][] frames);

    /// <summary>A command came that is not the connection's own; unknown ones are ignored.</summary>
    protected virtual void OnCommand(Connection peer, string name, byte[] data) { }

    /// <summary>The peer is gone.</summary>
    protected virtual void OnLeft(Connection peer) { }

    /// <summary>Stops accepting, lets the peers take what waits for them unless they take nothing for a second, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener?.Dispose();
        Connection[] peers;
        lock (_peers) peers = [.. _peers];
        var flushed = Task.WhenAll(peers.Select(peer => peer.FlushAsync()));
        long waiting, before;
        do
        {
            before = peers.Sum(peer => peer.Queued);
            await Task.WhenAny(flushed, Task.Delay(TimeSpan.FromSeconds(1)));
            waiting = peers.Sum(peer => peer.Queued);
        }
        while (!flushed.IsCompleted && waiting < before);
        await _stop.CancelAsync();
        foreach (var peer in peers) peer.Dispose();
        GC.SuppressFinalize(this);
    }
}
