using System.Buffers.Binary;
using System.Text;

namespace ImageLearn.Notebooks.Kernel.Zmtp;

/// <summary>
/// The opening of a ZMTP 3 connection with the NULL mechanism (RFC 37 §3): both sides send a greeting of 64 octets,
/// then a READY command that names the socket's type and, if it has one, its identity.
/// </summary>
static class Handshake
{
    const int GreetingSize = 64, SignatureSize = 10, VersionAt = 10, MechanismAt = 12, MechanismSize = 20;
    const int ReadyLimit = 8 << 10;
    static readonly byte[] Greeting = CreateGreeting();

    /// <summary>
    /// Greets a peer that has just connected, for a socket of a type (<c>ROUTER</c>) that may talk to others (<c>DEALER</c>, …).
    /// Returns the peer's identity, empty when it names none.
    /// </summary>
    /// <exception cref="ZmtpException">The peer speaks something else, or has a type that does not fit ours.</exception>
    public static async Task<byte[]> OpenAsync(Stream input, Stream output, string type, IReadOnlyCollection<string> partners, CancellationToken cancel)
    {
        await output.WriteAsync(Greeting, cancel);
        await ReadGreetingAsync(input, cancel);
        await output.WriteAsync(Ready(type), cancel);

        var frame = await new FrameReader(input).ReadAsync(ReadyLimit, cancel) ?? throw new EndOfStreamException();
        if (!frame.Flags.HasFlag(FrameFlags.Command)) throw new ZmtpException("a message before READY");
        var (name, data) = frame.AsCommand();
        if (name != "READY") throw new ZmtpException($"{name} in place of READY");

        var properties = ReadProperties(data);
        var peerType = properties.TryGetValue("Socket-Type", out var value) ? Encoding.ASCII.GetString(value) : "";
        if (!partners.Contains(peerType))
        {
            var reason = $"a {type} socket does not talk to a {(peerType.Length > 32 ? "strange" : peerType)} socket";
            await output.WriteAsync(Frame.EncodeCommand("ERROR", [(byte)reason.Length, .. Encoding.ASCII.GetBytes(reason)]), cancel);
            throw new ZmtpException(reason);
        }
        var identity = properties.GetValueOrDefault("Identity", []);
        // A leading zero is kept for the identities that a ROUTER makes up itself.
        return identity.Length > byte.MaxValue || identity is [0, ..] ? throw new ZmtpException("an identity that is not allowed") : identity;
    }

    static byte[] CreateGreeting()
    {
        var greeting = new byte[GreetingSize];
        greeting[0] = 0xFF;
        greeting[SignatureSize - 1] = 0x7F;
        greeting[VersionAt] = 3;
        greeting[VersionAt + 1] = 1;
        "NULL"u8.CopyTo(greeting.AsSpan(MechanismAt));
        return greeting;
    }

    /// <summary>Each part is judged as soon as it is there: a peer of another kind may never send 64 octets.</summary>
    static async Task ReadGreetingAsync(Stream input, CancellationToken cancel)
    {
        var greeting = new byte[GreetingSize];
        await input.ReadExactlyAsync(greeting.AsMemory(0, 1), cancel);
        if (greeting[0] != 0xFF) throw new ZmtpException("not a ZMTP peer");
        await input.ReadExactlyAsync(greeting.AsMemory(1, SignatureSize), cancel);
        if ((greeting[SignatureSize - 1] & 1) == 0) throw new ZmtpException("not a ZMTP peer");
        if (greeting[VersionAt] < 3) throw new ZmtpException($"ZMTP {greeting[VersionAt]}, 3 is needed");
        await input.ReadExactlyAsync(greeting.AsMemory(VersionAt + 1), cancel);
        var mechanism = Encoding.ASCII.GetString(greeting, MechanismAt, MechanismSize).TrimEnd('\0');
        if (mechanism != "NULL") throw new ZmtpException($"the mechanism {mechanism}, only NULL is spoken here");
    }

    static byte[] Ready(string type) => Frame.EncodeCommand("READY", [.. Property("Socket-Type", Encoding.ASCII.GetBytes(type)), .. Property("Identity", [])]);

    static byte[] Property(string name, byte[] value)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, value.Length);
        return [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. size, .. value];
    }

    static Dictionary<string, byte[]> ReadProperties(byte[] data)
    {
        var properties = new Dictionary<string, byte[]>(StringComparer.OrdinalIgnoreCase);
        for (ReadOnlySpan<byte> rest = data; rest.Length > 0;)
        {
            var name = Take(ref rest, Take(ref rest, 1)[0]);
            var size = BinaryPrimitives.ReadUInt32BigEndian(Take(ref rest, 4));
            properties[Encoding.ASCII.GetString(name)] = Take(ref rest, size).ToArray();
        }
        return properties;
    }

    static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, uint count)
    {
        if (count > rest.Length) throw new ZmtpException("READY is cut short");
        var taken = rest[..(int)count];
        rest = rest[(int)count..];
        return taken;
    }
}
