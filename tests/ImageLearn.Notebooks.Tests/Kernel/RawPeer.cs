using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ImageLearn.Notebooks.Tests.Kernel;

/// <summary>A ZMTP peer made of single octets, so that tests can send what a library never would.</summary>
sealed class RawPeer : IDisposable
{
    readonly Socket _socket;
    readonly NetworkStream _stream;

    public RawPeer(EndPoint address)
    {
        _socket = new Socket(address.AddressFamily, SocketType.Stream, address is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        _socket.Connect(address);
        _socket.ReceiveTimeout = 10_000;
        _stream = new NetworkStream(_socket, ownsSocket: true);
    }

    public static byte[] Greeting(byte major = 3, byte minor = 1, string mechanism = "NULL") =>
        [0xFF, .. new byte[8], 0x7F, major, minor, .. Encoding.ASCII.GetBytes(mechanism.PadRight(20, '\0')), 0, .. new byte[31]];

    public static byte[] Ready(string type, string identity = "") => Command("READY", [.. Property("Socket-Type", type), .. Property("Identity", identity)]);

    public static byte[] Command(string name, byte[] data) => Frame(4, [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. data]);

    /// <summary>A frame in its short form, or in its long one when the size or <paramref name="longForm"/> asks for it.</summary>
    public static byte[] Frame(byte flags, byte[] body, bool longForm = false)
    {
        if (body.Length <= 255 && !longForm) return [flags, (byte)body.Length, .. body];
        return [(byte)(flags | 2), .. Size(body.Length), .. body];
    }

    public static byte[] Size(long size)
    {
        var octets = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(octets, size);
        return octets;
    }

    static byte[] Property(string name, string value) =>
        [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. Size(value.Length)[4..], .. Encoding.ASCII.GetBytes(value)];

    /// <summary>Greets as the given kind of socket and swallows the other side's greeting and READY.</summary>
    public RawPeer Open(string type, string identity = "", byte minor = 1)
    {
        Send(Greeting(minor: minor));
        Receive(64);
        Send(Ready(type, identity));
        ReceiveFrame();
        return this;
    }

    public void Send(params byte[][] octets)
    {
        foreach (var part in octets) _stream.Write(part);
    }

    public byte[] Receive(int count)
    {
        var octets = new byte[count];
        _stream.ReadExactly(octets);
        return octets;
    }

    public (byte Flags, byte[] Body) ReceiveFrame()
    {
        var flags = Receive(1)[0];
        var size = (flags & 2) != 0 ? BinaryPrimitives.ReadInt64BigEndian(Receive(8)) : Receive(1)[0];
        return (flags, Receive((int)size));
    }

    /// <summary>Whether the other side closes the connection (after whatever it still sends) within ten seconds.</summary>
    public bool IsClosedByOther()
    {
        try
        {
            var scratch = new byte[4096];
            while (_stream.Read(scratch) > 0) { }
            return true;
        }
        catch (IOException e)
        {
            return e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset };
        }
    }

    public void Dispose() => _stream.Dispose();
}
