namespace ImageLearn.Notebooks.Kernel.Zmtp;

/// <summary>
/// A heartbeat: gives every message back as it came. It answers REQ and DEALER peers alike, on the thread that read the
/// message, and so whatever else the process is doing.
/// </summary>
sealed class EchoSocket() : ServerSocket("REP", "REQ", "DEALER")
{
    const int UnreadLimit = 1 << 20;

    protected override ValueTask OnMessageAsync(Connection peer, byte[][] frames)
    {
        if (peer.Queued < UnreadLimit) peer.Send(Frame.Encode(frames));
        return ValueTask.CompletedTask;
    }
}
