using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using ImageLearn.Notebooks.Kernel.Zmtp;

namespace ImageLearn.Notebooks.Tests.Kernel;

/// <summary>The transport against a peer that writes octets by hand (RFC 23 and RFC 37 are the reference).</summary>
public sealed class ZmtpTests
{
    static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    static (RouterSocket Router, EndPoint Address, ChannelReader<(Connection Sender, byte[][] Frames)> Messages) Router(EndPoint? address = null)
    {
        var messages = Channel.CreateUnbounded<(Connection, byte[][])>();
        var router = new RouterSocket((sender, frames) => messages.Writer.WriteAsync((sender, frames)));
        return (router, router.Bind(address ?? AnyPort), messages.Reader);
    }

    static async Task<string[]> NextAsync(ChannelReader<(Connection Sender, byte[][] Frames)> messages)
    {
        var (_, frames) = await messages.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        return [.. frames.Select(Encoding.UTF8.GetString)];
    }

    [Fact]
    public async Task Greeting_and_READY_are_the_ones_of_the_standard()
    {
        var (router, address, _) = Router();
        await using var _ = router;
        using var peer = new RawPeer(address);
        peer.Send(RawPeer.Greeting());
        Assert.Equal(RawPeer.Greeting(), peer.Receive(64));
        Assert.Equal(RawPeer.Ready("ROUTER"), peer.Receive(RawPeer.Ready("ROUTER").Length));
    }

    [Fact]
    public async Task A_message_of_short_and_long_frames_arrives_whole_and_comes_back_the_same()
    {
        var (router, address, messages) = Router();
        await using var _ = router;
        using var peer = new RawPeer(address).Open("DEALER", "me");
        byte[][] sizes = [[], new byte[255], new byte[256], new byte[3_000_000]];
        peer.Send(RawPeer.Frame(1, sizes[0]), RawPeer.Frame(1, sizes[1], longForm: true), RawPeer.Frame(1, sizes[2]), RawPeer.Frame(0, sizes[3]));

        var (sender, frames) = await messages.ReadAsync();
        Assert.Equal("me"u8.ToArray(), sender.Identity);
        Assert.Equal(sizes, frames);

        Assert.True(router.Send(sender, frames));
        Assert.Equal([0x01, 0x01, 0x03, 0x02], Enumerable.Range(0, 4).Select(i => { var (flags, body) = peer.ReceiveFrame(); Assert.Equal(sizes[i], body); return flags; }));
    }

    [Fact]
    public async Task A_frame_that_arrives_octet_by_octet_is_understood()
    {
        var (router, address, messages) = Router();
        await using var _ = router;
        using var peer = new RawPeer(address);
        foreach (var octet in (byte[])[.. RawPeer.Greeting(), .. RawPeer.Ready("DEALER"), .. RawPeer.Frame(1, "ab"u8.ToArray(), longForm: true), .. RawPeer.Frame(0, "c"u8.ToArray())])
            peer.Send([octet]);
        Assert.Equal(["ab", "c"], await NextAsync(messages));
    }

    [Fact]
    public async Task PING_is_answered_by_PONG_with_its_context_also_between_the_frames_of_a_message()
    {
        var (router, address, messages) = Router();
        await using var _ = router;
        using var peer = new RawPeer(address).Open("DEALER");
        peer.Send(RawPeer.Frame(1, "a"u8.ToArray()), RawPeer.Command("PING", [0, 10, 7, 8, 9]), RawPeer.Command("NOVELTY", [1]), RawPeer.Frame(0, "b"u8.ToArray()));
        Assert.Equal(RawPeer.Command("PONG", [7, 8, 9]), peer.Receive(10));
        Assert.Equal(["a", "b"], await NextAsync(messages));
    }

    public static TheoryData<string, byte[]> Nonsense => new()
    {
        { "an HTTP request", Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n") },
        { "ZMTP 2", RawPeer.Greeting(major: 1) },
        { "another mechanism", RawPeer.Greeting(mechanism: "CURVE") },
        { "a message in place of READY", [.. RawPeer.Greeting(), .. RawPeer.Frame(0, [1])] },
        { "another command in place of READY", [.. RawPeer.Greeting(), .. RawPeer.Command("HELLO", [])] },
        { "READY cut short", [.. RawPeer.Greeting(), .. RawPeer.Command("READY", [11, .. "Socket-Type"u8, 0, 0, 1, 0, 65])] },
        { "READY with a size of 4 GB", [.. RawPeer.Greeting(), .. RawPeer.Command("READY", [1, 65, 255, 255, 255, 255])] },
        { "READY of 1 MB", [.. RawPeer.Greeting(), 6, .. RawPeer.Size(1 << 20)] },
        { "a publisher at a router", [.. RawPeer.Greeting(), .. RawPeer.Ready("PUB")] },
        { "no socket type", [.. RawPeer.Greeting(), .. RawPeer.Command("READY", [])] },
        { "an identity kept for the router", [.. RawPeer.Greeting(), .. RawPeer.Ready("DEALER", "\0me")] },
        { "unknown flags", [.. RawPeer.Greeting(), .. RawPeer.Ready("DEALER"), 0x08, 0x00] },
        { "a command in two frames", [.. RawPeer.Greeting(), .. RawPeer.Ready("DEALER"), 0x05, 0x00] },
        { "a command without a name", [.. RawPeer.Greeting(), .. RawPeer.Ready("DEALER"), 0x04, 0x00] },
        { "a command with a name longer than it", [.. RawPeer.Greeting(), .. RawPeer.Ready("DEALER"), 0x04, 0x02, 0x09, 0x41] },
        { "a frame over the limit", [.. RawPeer.Greeting(), .. RawPeer.Ready("DEALER"), 0x02, .. RawPeer.Size(Connection.MessageLimit + 1)] },
        { "a frame of negative size", [.. RawPeer.Greeting(), .. RawPeer.Ready("DEALER"), 0x02, .. RawPeer.Size(-1)] },
        { "two frames that together are over the limit", [.. RawPeer.Greeting(), .. RawPeer.Ready("DEALER"), .. RawPeer.Frame(1, new byte[1000]), 0x02, .. RawPeer.Size(Connection.MessageLimit - 999)] },
        { "more frames than a message may have", [.. RawPeer.Greeting(), .. RawPeer.Ready("DEALER"), .. Enumerable.Repeat(RawPeer.Frame(1, []), Connection.FrameLimit + 1).SelectMany(frame => frame)] },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task A_peer_that_sends_nonsense_is_disconnected_and_nobody_else_notices(string what, byte[] octets)
    {
        var (router, address, messages) = Router();
        await using var _ = router;
        using var good = new RawPeer(address).Open("DEALER");
        using var bad = new RawPeer(address);
        try { bad.Send(octets); } catch (IOException) { /* closed while we still sent */ }
        Assert.True(bad.IsClosedByOther(), what);
        good.Send(RawPeer.Frame(0, "still here"u8.ToArray()));
        Assert.Equal(["still here"], await NextAsync(messages));
    }

    [Fact]
    public async Task A_socket_of_the_wrong_kind_is_told_why()
    {
        var (router, address, _) = Router();
        await using var _ = router;
        using var peer = new RawPeer(address).Open("SUB");
        var (flags, body) = peer.ReceiveFrame();
        Assert.Equal(4, flags);
        Assert.Equal("\u0005ERROR-a ROUTER socket does not talk to a SUB socket", Encoding.ASCII.GetString(body));
    }

    [Fact]
    public async Task An_announced_frame_takes_no_memory_before_it_arrives()
    {
        var (router, address, _) = Router();
        await using var _ = router;
        var before = GC.GetTotalAllocatedBytes();
        var peers = Enumerable.Range(0, 100).Select(_ => new RawPeer(address).Open("DEALER")).ToList();
        foreach (var peer in peers) peer.Send([0x02], RawPeer.Size(Connection.MessageLimit));
        await Task.Delay(300);
        var taken = GC.GetTotalAllocatedBytes() - before;
        peers.ForEach(peer => peer.Dispose());
        // Half of what was announced leaves room for other tests that run at the same time.
        Assert.InRange(taken, 0, Connection.MessageLimit * 50L);
    }

    [Fact]
    public async Task A_flood_of_half_open_peers_keeps_nobody_out()
    {
        var (router, address, messages) = Router();
        await using var _ = router;
        using var before = new RawPeer(address).Open("DEALER");
        var flood = Enumerable.Range(0, 500).Select(i => HalfOpen(address, i)).ToList();
        using var after = new RawPeer(address).Open("DEALER");
        after.Send(RawPeer.Frame(0, "after"u8.ToArray()));
        Assert.Equal(["after"], await NextAsync(messages));
        before.Send(RawPeer.Frame(0, "before"u8.ToArray()));
        Assert.Equal(["before"], await NextAsync(messages));
        Assert.True(flood[0].IsClosedByOther());
        flood.ForEach(peer => peer.Dispose());

        static RawPeer HalfOpen(EndPoint address, int i)
        {
            var peer = new RawPeer(address);
            try { if (i % 2 == 0) peer.Send(RawPeer.Greeting()[..(i % 64)]); }
            catch (IOException) { } // it was one too many, and is shut out already
            return peer;
        }
    }

    [Fact]
    public async Task Peers_under_one_identity_each_get_the_answers_to_what_they_asked()
    {
        var (router, address, messages) = Router();
        await using var _ = router;
        using var one = new RawPeer(address).Open("DEALER", "me");
        using var other = new RawPeer(address).Open("DEALER", "me");
        one.Send(RawPeer.Frame(0, [1]));
        var (first, _) = await messages.ReadAsync();
        other.Send(RawPeer.Frame(0, [2]));
        var (second, _) = await messages.ReadAsync();
        Assert.True(router.Send(second, ["to the other"u8.ToArray()]));
        Assert.True(router.Send(first, ["to the one"u8.ToArray()]));
        Assert.Equal("to the one"u8.ToArray(), one.ReceiveFrame().Body);
        Assert.Equal("to the other"u8.ToArray(), other.ReceiveFrame().Body);
    }

    [Fact]
    public async Task An_answer_finds_a_peer_that_has_come_back_under_its_identity()
    {
        var (router, address, messages) = Router();
        await using var _ = router;
        var old = new RawPeer(address).Open("DEALER", "me");
        old.Send(RawPeer.Frame(0, [1]));
        var (sender, _) = await messages.ReadAsync();
        old.Dispose();
        while (router.Send("me"u8.ToArray(), [])) await Task.Delay(10);
        Assert.False(router.Send(sender, ["lost"u8.ToArray()]));

        using var back = new RawPeer(address).Open("DEALER", "me");
        while (!router.Send(sender, ["hello"u8.ToArray()])) await Task.Delay(10);
        Assert.Equal("hello"u8.ToArray(), back.ReceiveFrame().Body);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_subscription_is_a_message_in_3_0_and_a_command_in_3_1(byte minor)
    {
        var publisher = new PublisherSocket();
        await using var _ = publisher;
        var address = publisher.Bind(AnyPort);
        using var peer = new RawPeer(address).Open("SUB", minor: minor);
        void Subscribe(string topic) => peer.Send(minor == 0 ? RawPeer.Frame(0, [1, .. Encoding.ASCII.GetBytes(topic)]) : RawPeer.Command("SUBSCRIBE", Encoding.ASCII.GetBytes(topic)));
        void Cancel(string topic) => peer.Send(minor == 0 ? RawPeer.Frame(0, [0, .. Encoding.ASCII.GetBytes(topic)]) : RawPeer.Command("CANCEL", Encoding.ASCII.GetBytes(topic)));
        // A PING behind the subscription tells when it has been read.
        void Settle() { peer.Send(RawPeer.Command("PING", [0, 0])); Assert.Equal(RawPeer.Command("PONG", []), peer.Receive(7)); }
        string Next() => Encoding.ASCII.GetString(peer.ReceiveFrame().Body);
        void Publish(string topic) => publisher.Publish([Encoding.ASCII.GetBytes(topic)]);

        Publish("a before");
        Subscribe("a"); Subscribe("a"); Subscribe("bc"); Settle();
        Publish("a one"); Publish("b two"); Publish("bcd three");
        Assert.Equal(["a one", "bcd three"], [Next(), Next()]);
        Cancel("a"); Cancel("unknown"); Settle();
        Publish("a four");
        Assert.Equal("a four", Next());
        Cancel("a"); Settle();
        Publish("a five"); Publish("bc six");
        Assert.Equal("bc six", Next());
    }

    [Fact]
    public async Task A_subscriber_that_does_not_read_holds_nobody_up_and_loses_only_what_may_be_dropped()
    {
        var publisher = new PublisherSocket();
        await using var _ = publisher;
        var address = publisher.Bind(AnyPort);
        using var asleep = new RawPeer(address).Open("SUB");
        using var awake = new RawPeer(address).Open("SUB");
        foreach (var peer in (RawPeer[])[asleep, awake])
        {
            peer.Send(RawPeer.Command("SUBSCRIBE", []), RawPeer.Command("PING", [0, 0]));
            peer.Receive(7);
        }
        var output = new byte[8 << 20];
        var clock = Stopwatch.StartNew();
        var reading = Task.Run(() => { for (var i = 0; i < 40; i++) Assert.Equal(output.Length, awake.ReceiveFrame().Body.Length); });
        for (var i = 0; i < 40; i++)
        {
            publisher.Publish([output], droppable: true);
            await Task.Delay(10);
        }
        await reading.WaitAsync(TimeSpan.FromSeconds(20));
        publisher.Publish(["idle"u8.ToArray()]);
        Assert.Equal("idle"u8.ToArray(), awake.ReceiveFrame().Body);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20));

        var kept = 0;
        byte[] last;
        while ((last = asleep.ReceiveFrame().Body).Length == output.Length) kept++;
        Assert.Equal("idle"u8.ToArray(), last);
        Assert.InRange(kept, PublisherSocket.UnreadLimit / output.Length, 39);
    }

    [Theory]
    [InlineData("REQ")]
    [InlineData("DEALER")]
    public async Task The_heartbeat_gives_back_what_it_gets(string type)
    {
        var heartbeat = new EchoSocket();
        await using var _ = heartbeat;
        using var peer = new RawPeer(heartbeat.Bind(AnyPort)).Open(type);
        byte[] message = [.. RawPeer.Frame(1, []), .. RawPeer.Frame(0, "ping"u8.ToArray())];
        peer.Send(message);
        Assert.Equal(message, peer.Receive(message.Length));
    }

    [Fact]
    public async Task Unix_domain_sockets_work_and_a_file_left_by_a_dead_process_is_replaced()
    {
        var path = Path.Combine(Path.GetTempPath(), $"zmtp-{Guid.NewGuid():N}");
        var address = new UnixDomainSocketEndPoint(path);
        // A process that was killed leaves its file: the same as a socket bound and closed with the file put back.
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(address);
            File.Move(path, path + ".kept");
        }
        File.Move(path + ".kept", path);

        var (router, _, messages) = Router(address);
        using (var peer = new RawPeer(address).Open("DEALER"))
        {
            peer.Send(RawPeer.Frame(0, "over ipc"u8.ToArray()));
            Assert.Equal(["over ipc"], await NextAsync(messages));
            var second = new RouterSocket((_, _) => ValueTask.CompletedTask);
            Assert.Equal(SocketError.AddressAlreadyInUse, Assert.Throws<SocketException>(() => second.Bind(address)).SocketErrorCode);
        }
        await router.DisposeAsync();
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task Closing_sends_what_waits_first()
    {
        var (router, address, messages) = Router();
        using var peer = new RawPeer(address).Open("DEALER", "me");
        peer.Send(RawPeer.Frame(0, [1]));
        await NextAsync(messages);
        for (var i = 0; i < 50; i++) router.Send("me"u8.ToArray(), [new byte[100_000]]);
        var closing = router.DisposeAsync().AsTask();
        for (var i = 0; i < 50; i++) Assert.Equal(100_000, peer.ReceiveFrame().Body.Length);
        await closing;
        Assert.True(peer.IsClosedByOther());
    }
}
