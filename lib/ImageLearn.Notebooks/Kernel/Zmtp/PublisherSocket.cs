namespace ImageLearn.Notebooks.Kernel.Zmtp;

/// <summary>
/// A PUB: every message goes to the peers subscribed to a prefix of its first frame. Publishing never waits for a peer.
/// </summary>
/// <remarks>
/// What a slow peer has not taken is kept for it up to <see cref="UnreadLimit"/>. Above it, messages marked droppable
/// (outputs) pass it by; the others (status, errors) still reach it, so that a front end that could not keep up learns at
/// least that the cell ended. At <see cref="Connection.QueueLimit"/> the peer is disconnected.
/// </remarks>
sealed class PublisherSocket() : ServerSocket("PUB", "SUB", "XSUB")
{
    /// <summary>More than one cell may put out by default, so that only a peer that has stopped reading meets it.</summary>
    public const long UnreadLimit = 128 << 20;
    const int SubscriptionsLimit = 1000, TopicLimit = 1000;

    readonly Dictionary<Connection, List<byte[]>> _subscriptions = [];

    /// <summary>Sends a message to its subscribers, in the order of the calls.</summary>
    public void Publish(IReadOnlyList<byte[]> frames, bool droppable = false)
    {
        byte[]? wire = null;
        lock (_subscriptions)
        {
            foreach (var (peer, topics) in _subscriptions)
            {
                if (!topics.Exists(topic => frames[0].AsSpan().StartsWith(topic))) continue;
                if (droppable && peer.Queued > UnreadLimit) continue;
                peer.Send(wire ??= Frame.Encode(frames));
            }
        }
    }

    protected override void OnJoined(Connection peer)
    {
        lock (_subscriptions) _subscriptions.Add(peer, []);
    }

    /// <summary>In ZMTP 3.0 a subscription is a message: 1 or 0, then the prefix.</summary>
    protected override ValueTask OnMessageAsync(Connection peer, byte[][] frames)
    {
        if (frames is [[1, .. var subscribed]]) Subscribe(peer, subscribed);
        else if (frames is [[0, .. var cancelled]]) Cancel(peer, cancelled);
        return ValueTask.CompletedTask;
    }

    /// <summary>In ZMTP 3.1 it is a command.</summary>
    protected override void OnCommand(Connection peer, string name, byte[] data)
    {
        if (name == "SUBSCRIBE") Subscribe(peer, data);
        else if (name == "CANCEL") Cancel(peer, data);
    }

    /// <summary>The same prefix may be subscribed several times, and is then cancelled as often.</summary>
    void Subscribe(Connection peer, byte[] topic)
    {
        lock (_subscriptions)
        {
            var topics = _subscriptions[peer];
            if (topics.Count >= SubscriptionsLimit || topic.Length > TopicLimit)
                throw new ZmtpException($"more than {SubscriptionsLimit} subscriptions, or one of more than {TopicLimit} octets");
            topics.Add(topic);
        }
    }

    void Cancel(Connection peer, byte[] topic)
    {
        lock (_subscriptions)
        {
            var topics = _subscriptions[peer];
            var at = topics.FindIndex(known => known.AsSpan().SequenceEqual(topic));
            if (at >= 0) topics.RemoveAt(at);
        }
    }

    protected override void OnLeft(Connection peer)
    {
        lock (_subscriptions) _subscriptions.Remove(peer);
    }
}
