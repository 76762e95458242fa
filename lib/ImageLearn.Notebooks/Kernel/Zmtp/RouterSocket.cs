namespace ImageLearn.Notebooks.Kernel.Zmtp;

/// <summary>A ROUTER: every message arrives with its sender, and answers go to a sender or to an identity.</summary>
/// <remarks>
/// Several connections may have one identity: that of a front end which has reconnected while its old connection is half
/// open, or those of two clients that share a Jupyter session. ZeroMQ's own ROUTER keeps one of them and leaves the
/// others without answers; here each gets the answers to what it asked.
/// </remarks>
/// <param name="onMessage">Called per message, in order for one peer, at the same time for several.</param>
sealed class RouterSocket(Func<Connection, byte[][], ValueTask> onMessage) : ServerSocket("ROUTER", "DEALER", "REQ", "ROUTER")
{
    readonly Dictionary<string, List<Connection>> _byIdentity = [];
    uint _anonymous;

    /// <summary>Answers a peer, or the one that has come back under its identity; false when it is gone.</summary>
    public bool Send(Connection peer, IReadOnlyList<byte[]> frames) => peer.Send(Frame.Encode(frames)) || Send(peer.Identity, frames);

    /// <summary>Sends a message to whoever is connected under an identity; false when nobody is.</summary>
    public bool Send(byte[] identity, IReadOnlyList<byte[]> frames)
    {
        Connection[] peers;
        lock (_byIdentity) peers = [.. _byIdentity.GetValueOrDefault(Key(identity)) ?? []];
        var wire = Frame.Encode(frames);
        return peers.Count(peer => peer.Send(wire)) > 0;
    }

    static string Key(byte[] identity) => Convert.ToHexString(identity);

    protected override void OnJoined(Connection peer)
    {
        lock (_byIdentity)
        {
            if (peer.Identity.Length == 0) peer.Identity = [0, .. BitConverter.GetBytes(++_anonymous)];
            if (!_byIdentity.TryAdd(Key(peer.Identity), [peer])) _byIdentity[Key(peer.Identity)].Add(peer);
        }
    }

    protected override ValueTask OnMessageAsync(Connection peer, byte[][] frames) => onMessage(peer, frames);

    protected override void OnLeft(Connection peer)
    {
        lock (_byIdentity)
        {
            var peers = _byIdentity[Key(peer.Identity)];
            peers.Remove(peer);
            if (peers.Count == 0) _byIdentity.Remove(Key(peer.Identity));
        }
    }
}
