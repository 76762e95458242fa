namespace ImageLearn.Notebooks.Kernel.Zmtp;

/// <summary>
/// A ROUTER: every message arrives with the identity of its sender, and is sent to an identity.
/// A peer that comes back under the same identity takes the place of its old connection (ZeroMQ's ROUTER_HANDOVER),
/// because the old one may be half open for minutes.
/// </summary>
/// <param name="onMessage">Called per message with identity and frames, in order for one peer, at the same time for several.</param>
sealed class RouterSocket(Func<byte[], byte[][], ValueTask> onMessage) : ServerSocket("ROUTER", "DEALER", "REQ", "ROUTER")
{
    readonly Dictionary<string, Connection> _byIdentity = [];
    uint _anonymous;

    /// <summary>Sends a message to a peer; false when no such peer is connected.</summary>
    public bool Send(byte[] identity, IReadOnlyList<byte[]> frames)
    {
        Connection? peer;
        lock (_byIdentity) _byIdentity.TryGetValue(Key(identity), out peer);
        return peer is not null && peer.Send(Frame.Encode(frames));
    }

    static string Key(byte[] identity) => Convert.ToHexString(identity);

    protected override void OnJoined(Connection peer)
    {
        Connection? old;
        lock (_byIdentity)
        {
            if (peer.Identity.Length == 0) peer.Identity = [0, .. BitConverter.GetBytes(++_anonymous)];
            _byIdentity.Remove(Key(peer.Identity), out old);
            _byIdentity.Add(Key(peer.Identity), peer);
        }
        old?.Dispose();
    }

    protected override ValueTask OnMessageAsync(Connection peer, byte[][] frames) => onMessage(peer.Identity, frames);

    protected override void OnLeft(Connection peer)
    {
        lock (_byIdentity)
            if (_byIdentity.GetValueOrDefault(Key(peer.Identity)) == peer) _byIdentity.Remove(Key(peer.Identity));
    }
}
