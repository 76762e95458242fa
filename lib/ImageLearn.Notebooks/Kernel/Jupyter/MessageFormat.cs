using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageLearn.Notebooks.Kernel.Zmtp;

namespace ImageLearn.Notebooks.Kernel.Jupyter;

/// <summary>
/// The wire format of Jupyter's messages, version 5.3: route, delimiter, HMAC-SHA256 signature, header, parent header,
/// metadata, content, buffers. An empty key switches signatures off.
/// </summary>
/// <remarks>https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol</remarks>
sealed class MessageFormat(byte[] key)
{
    public const string ProtocolVersion = "5.3";
    const int Parts = 4, RememberedSignatures = 1 << 16;
    static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();
    static readonly byte[] EmptyObject = "{}"u8.ToArray();
    static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly string _session = Guid.NewGuid().ToString();
    readonly HashSet<UInt128> _seen = [];
    readonly Queue<UInt128> _seenInOrder = [];

    /// <summary>Reads a message, or says what is wrong with it: signature, form, or a copy of one seen before.</summary>
    public bool TryParse(Connection sender, byte[][] frames, [NotNullWhen(true)] out Message? message, out string problem)
    {
        message = null;
        var at = Array.FindIndex(frames, frame => frame.AsSpan().SequenceEqual(Delimiter));
        if (at < 0 || frames.Length < at + 2 + Parts)
        {
            problem = "a message that is not Jupyter's";
            return false;
        }
        var parts = frames.AsSpan(at + 2, Parts);
        if (!IsSignedByKey(frames[at + 1], parts))
        {
            problem = "a message with a wrong signature";
            return false;
        }
        if (IsCopy(frames[at + 1]))
        {
            problem = "a message that was sent before";
            return false;
        }
        try
        {
            message = new Message(sender, frames[..at], parts[0], Object(parts[0]), Object(parts[3]));
            problem = message.Type.Length == 0 ? "a message without msg_type" : "";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            problem = $"a message that is not JSON ({e.Message})";
        }
        return problem.Length == 0;
    }

    /// <summary>Makes the frames of a message that answers <paramref name="parent"/>.</summary>
    public List<byte[]> Compose(IEnumerable<byte[]> route, string type, Message? parent, JsonObject content)
    {
        var header = new JsonObject
        {
            ["msg_id"] = Guid.NewGuid().ToString(),
            ["session"] = _session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ"),
            ["msg_type"] = type,
            ["version"] = ProtocolVersion,
        };
        byte[][] parts = [Octets(header), parent?.RawHeader ?? EmptyObject, EmptyObject, Octets(content)];
        return [.. route, Delimiter, Sign(parts), .. parts];
    }

    static JsonObject Object(byte[] utf8) =>
        JsonNode.Parse(utf8) is JsonObject json ? json : throw new JsonException("a part is not an object");

    static byte[] Octets(JsonObject json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact)) json.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }

    byte[] Sign(ReadOnlySpan<byte[]> parts)
    {
        if (key.Length == 0) return [];
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var part in parts) hmac.AppendData(part);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hmac.GetHashAndReset()));
    }

    bool IsSignedByKey(byte[] signature, ReadOnlySpan<byte[]> parts) =>
        key.Length == 0 || CryptographicOperations.FixedTimeEquals(signature, Sign(parts));

    /// <summary>A signature comes once: the message id and the date are part of what is signed. Called for right ones only.</summary>
    bool IsCopy(byte[] signature)
    {
        if (key.Length == 0) return false;
        var digest = BinaryPrimitives.ReadUInt128BigEndian(Convert.FromHexString(Encoding.ASCII.GetString(signature)));
        lock (_seen)
        {
            if (!_seen.Add(digest)) return true;
            _seenInOrder.Enqueue(digest);
            if (_seenInOrder.Count > RememberedSignatures) _seen.Remove(_seenInOrder.Dequeue());
            return false;
        }
    }
}
