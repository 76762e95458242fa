using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace ImageLearn.Data;

/// <summary>A type of numbers in a file, and how its bytes become float32.</summary>
/// <param name="Size">Bytes a number.</param>
/// <param name="ToFloats">Converts whole numbers' bytes in the machine's order.</param>
internal sealed record NumberType(int Size, Action<ReadOnlySpan<byte>, Span<float>> ToFloats)
{
    const int Chunk = 1 << 16;   // bytes converted at a time; a multiple of every size

    public static NumberType Of<T>() where T : unmanaged, INumberBase<T> =>
        new(Marshal.SizeOf<T>(), static (bytes, y) => TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, T>(bytes), y));

    /// <summary>One byte: 0 for false, else true.</summary>
    public static NumberType Bool { get; } = new(1, static (bytes, y) =>
    {
        for (int i = 0; i < bytes.Length; i++) y[i] = bytes[i] == 0 ? 0 : 1;
    });

    /// <summary>The upper half of a float32.</summary>
    public static NumberType BFloat16 { get; } = new(2, static (bytes, y) =>
    {
        var halves = MemoryMarshal.Cast<byte, ushort>(bytes);
        for (int i = 0; i < halves.Length; i++) y[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
    });

    /// <summary>Reads as many numbers as <paramref name="y"/> holds.</summary>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public void Read(Stream stream, Span<float> y, bool swapBytes = false)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            for (int done = 0; done < y.Length;)
            {
                int count = Math.Min(y.Length - done, Chunk / Size);
                var bytes = buffer.AsSpan(0, count * Size);
                stream.ReadExactly(bytes);
                if (swapBytes) Swap(bytes);
                ToFloats(bytes, y.Slice(done, count));
                done += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    void Swap(Span<byte> bytes)
    {
        switch (Size)
        {
            case 2: Swap(MemoryMarshal.Cast<byte, ushort>(bytes)); break;
            case 4: Swap(MemoryMarshal.Cast<byte, uint>(bytes)); break;
            case 8: Swap(MemoryMarshal.Cast<byte, ulong>(bytes)); break;
        }
    }

    static void Swap(Span<ushort> x) => BinaryPrimitives.ReverseEndianness(x, x);
    static void Swap(Span<uint> x) => BinaryPrimitives.ReverseEndianness(x, x);
    static void Swap(Span<ulong> x) => BinaryPrimitives.ReverseEndianness(x, x);

    /// <summary>Writes float32 numbers, little-endian.</summary>
    public static void Write(Stream stream, ReadOnlySpan<float> x)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Files of numbers are written on little-endian processors only.");
        for (int i = 0; i < x.Length; i += Chunk) stream.Write(MemoryMarshal.AsBytes(x.Slice(i, Math.Min(Chunk, x.Length - i))));
    }
}
