using System.Buffers.Binary;
using System.Text;

namespace ImageLearn.Notebooks.Kernel.Zmtp;

/// <summary>The flag octet before a frame; every other bit must be zero.</summary>
[Flags]
enum FrameFlags : byte
{
    None = 0,
    /// <summary>More frames of the same message follow.</summary>
    More = 1,
    /// <summary>The size takes eight octets instead of one.</summary>
    Long = 2,
    /// <summary>The body is a command of the protocol, not a part of a message.</summary>
    Command = 4,
}

/// <summary>The peer does not keep to ZMTP; its connection is closed and nothing else suffers.</summary>
sealed class ZmtpException(string message) : IOException(message);

/// <summary>One frame of ZMTP 3 (RFC 23, RFC 37): flags, size (1 octet, or 8 in network order), body.</summary>
readonly record struct Frame(FrameFlags Flags, byte[] Body)
{
    /// <summary>The octets on the wire of a message of several frames.</summary>
    public static byte[] Encode(IReadOnlyList<byte[]> frames)
    {
        var wire = new byte[frames.Sum(frame => HeaderSize(frame.Length) + frame.Length)];
        var rest = wire.AsSpan();
        for (var i = 0; i < frames.Count; i++)
            rest = Write(rest, i < frames.Count - 1 ? FrameFlags.More : FrameFlags.None, frames[i]);
        return wire;
    }

    /// <summary>The octets on the wire of a command: a frame whose body is name length, name, data.</summary>
    public static byte[] EncodeCommand(string name, ReadOnlySpan<byte> data)
    {
        byte[] body = [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. data];
        var wire = new byte[HeaderSize(body.Length) + body.Length];
        Write(wire, FrameFlags.Command, body);
        return wire;
    }

    /// <summary>The name and the data of a command frame.</summary>
    public (string Name, byte[] Data) AsCommand()
    {
        if (Body.Length == 0 || Body[0] == 0 || Body[0] >= Body.Length)
            throw new ZmtpException("a command without a name");
        var end = 1 + Body[0];
        return (Encoding.ASCII.GetString(Body, 1, Body[0]), Body[end..]);
    }

    static int HeaderSize(int length) => length > byte.MaxValue ? 9 : 2;

    static Span<byte> Write(Span<byte> to, FrameFlags flags, byte[] body)
    {
        if (body.Length > byte.MaxValue)
        {
            to[0] = (byte)(flags | FrameFlags.Long);
            BinaryPrimitives.WriteInt64BigEndian(to[1..], body.Length);
        }
        else
        {
            to[0] = (byte)flags;
            to[1] = (byte)body.Length;
        }
        var header = HeaderSize(body.Length);
        body.CopyTo(to[header..]);
        return to[(header + body.Length)..];
    }
}

/// <summary>Reads frames from a stream, with a bound on what it is willing to hold.</summary>
sealed class FrameReader(Stream stream)
{
    const int FirstChunk = 1 << 20;
    readonly byte[] _head = new byte[9];

    /// <summary>The next frame of at most <paramref name="limit"/> octets; null when the peer closed between two frames.</summary>
    /// <exception cref="ZmtpException">Unknown flags, or a size over the limit.</exception>
    public async ValueTask<Frame?> ReadAsync(long limit, CancellationToken cancel)
    {
        if (await stream.ReadAsync(_head.AsMemory(0, 1), cancel) == 0) return null;
        var flags = (FrameFlags)_head[0];
        if ((flags & ~(FrameFlags.More | FrameFlags.Long | FrameFlags.Command)) != 0)
            throw new ZmtpException($"unknown frame flags 0x{_head[0]:x2}");
        if (flags.HasFlag(FrameFlags.Command) && flags.HasFlag(FrameFlags.More))
            throw new ZmtpException("a command in more than one frame");

        var octets = flags.HasFlag(FrameFlags.Long) ? 8 : 1;
        await stream.ReadExactlyAsync(_head.AsMemory(1, octets), cancel);
        var size = octets == 8 ? BinaryPrimitives.ReadUInt64BigEndian(_head.AsSpan(1)) : _head[1];
        if (size > (ulong)limit) throw new ZmtpException($"a frame of {size} octets, the limit is {limit}");
        return new Frame(flags, await ReadBodyAsync((int)size, cancel));
    }

    /// <summary>Memory is taken as the octets arrive, so that announcing a large frame costs nobody anything.</summary>
    async ValueTask<byte[]> ReadBodyAsync(int size, CancellationToken cancel)
    {
        var body = new byte[Math.Min(size, FirstChunk)];
        await stream.ReadExactlyAsync(body, cancel);
        while (body.Length < size)
        {
            var had = body.Length;
            Array.Resize(ref body, (int)Math.Min(size, had * 2L));
            await stream.ReadExactlyAsync(body.AsMemory(had), cancel);
        }
        return body;
    }
}
