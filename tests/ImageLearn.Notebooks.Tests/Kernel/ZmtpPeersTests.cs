using System.Net;
using System.Net.Sockets;
using ImageLearn.Notebooks.Kernel.Zmtp;

namespace ImageLearn.Notebooks.Tests.Kernel;

/// <summary>The transport against libzmq itself, through pyzmq: <c>tests/jupyter/zmtp_peers.py</c> is the other side.</summary>
public sealed class ZmtpPeersTests
{
    [JupyterFact]
    public Task Libzmq_talks_to_our_sockets_over_tcp() => TalkAsync(() => new IPEndPoint(IPAddress.Loopback, 0), address => $"tcp://{address}");

    [JupyterFact]
    public Task Libzmq_talks_to_our_sockets_over_ipc() => TalkAsync(
        () => new UnixDomainSocketEndPoint(Path.Combine(Path.GetTempPath(), $"zmtp-{Guid.NewGuid():N}")), address => $"ipc://{address}");

    /// <summary>The router gives every message back and publishes it, the heartbeat echoes.</summary>
    static async Task TalkAsync(Func<EndPoint> newAddress, Func<EndPoint, string> toUrl)
    {
        await using var publisher = new PublisherSocket();
        RouterSocket? router = null;
        router = new RouterSocket((sender, frames) =>
        {
            router!.Send(sender, frames);
            publisher.Publish(frames);
            return ValueTask.CompletedTask;
        });
        await using var _ = router;
        await using var heartbeat = new EchoSocket();
        string[] urls = [toUrl(router.Bind(newAddress())), toUrl(publisher.Bind(newAddress())), toUrl(heartbeat.Bind(newAddress()))];
        var (exitCode, output) = await JupyterPeers.RunAsync(["zmtp_peers.py", .. urls]);
        Assert.True(exitCode == 0, output);
    }
}
