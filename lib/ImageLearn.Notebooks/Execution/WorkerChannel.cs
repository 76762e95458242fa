using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ImageLearn.Notebooks.Execution;

/// <summary>
/// Messages over a pair of pipes: four bytes of length (little endian), one byte of kind, then JSON. The kind lets the
/// parent pass over an output that is too large without reading it into memory.
/// </summary>
/// <param name="input">What the other side says.</param>
/// <param name="output">What this side says.</param>
/// <param name="blocking">Receive on the calling thread, without the thread pool: a cell may keep all of the pool busy, and must still hear an interruption.</param>
sealed class WorkerChannel(Stream input, Stream output, bool blocking = false) : IDisposable
{
    /// <summary>An output of a cell; may be dropped.</summary>
    public const byte Event = (byte)'e';

    /// <summary>Any other message; never dropped.</summary>
    public const byte Control = (byte)'c';

    const int HeaderSize = 5;
    const int LargestControl = 256 << 20;

    readonly Lock _writing = new();

    public void Send<T>(T message, byte kind, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(message, type);
        Span<byte> header = stackalloc byte[HeaderSize];
        BinaryPrimitives.WriteInt32LittleEndian(header, json.Length);
        header[4] = kind;
        lock (_writing)
        {
            output.Write(header);
            output.Write(json);
            output.Flush();
        }
    }

    /// <summary>Sends what a worker says to its parent, other than outputs.</summary>
    public void Say(FromWorker message) => Send(message, Control, WorkerJson.Default.FromWorker);

    /// <summary>Sends what a parent says to its worker.</summary>
    public void Say(ToWorker message) => Send(message, Control, WorkerJson.Default.ToWorker);

    /// <summary>
    /// The next message and its length, or null at the end of the channel. An event longer than <paramref name="longest"/>
    /// says is passed over: its message is null, its length is what it would have been.
    /// </summary>
    /// <exception cref="InvalidDataException">What came is not a message.</exception>
    public async Task<(T? Message, int Length)?> ReceiveAsync<T>(JsonTypeInfo<T> type, Func<long>? longest = null) where T : class
    {
        var header = new byte[HeaderSize];
        if (await ReadAsync(header) < HeaderSize) return null;
        int length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length < 0 || header[4] is not (Event or Control) || header[4] == Control && length > LargestControl)
            throw new InvalidDataException($"WorkerChannel: expected a message, got a header of length {length} and kind {header[4]}.");
        if (header[4] == Event && longest is not null && length > longest())
        {
            await SkipAsync(length);
            return (null, length);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            if (await ReadAsync(buffer.AsMemory(0, length)) < length) return null;
            return (JsonSerializer.Deserialize(buffer.AsSpan(0, length), type) ?? throw new InvalidDataException("WorkerChannel: expected a message, got null."), length);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"WorkerChannel: expected a message, got other JSON: {e.Message}", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    ValueTask<int> ReadAsync(Memory<byte> whole) => blocking
        ? new(input.ReadAtLeast(whole.Span, whole.Length, throwOnEndOfStream: false))
        : input.ReadAtLeastAsync(whole, whole.Length, throwOnEndOfStream: false);

    async Task SkipAsync(int length)
    {
        var waste = new byte[Math.Min(length, 1 << 16)];
        while (length > 0)
        {
            int read = await input.ReadAsync(waste.AsMemory(0, Math.Min(length, waste.Length)));
            if (read == 0) return;
            length -= read;
        }
    }

    public void Dispose()
    {
        input.Dispose();
        // A worker that is gone has closed its end; then there is nothing left to flush to.
        try { output.Dispose(); } catch (IOException) { }
    }
}
