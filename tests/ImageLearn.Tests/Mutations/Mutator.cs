using System.Buffers.Binary;
using ImageLearn.Tests.Imaging;

namespace ImageLearn.Tests.Mutations;

/// <summary>Damages files in the ways that find faults in readers. The same for the same seed.</summary>
sealed class Mutator(int seed)
{
    static readonly uint[] Telling = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFF8, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x20000000];
    readonly Random _random = new(seed);

    public byte[] Mutate(byte[] file)
    {
        var bytes = file.ToList();
        for (int n = 1 + _random.Next(4); n > 0 && bytes.Count > 0; n--) Damage(bytes);
        byte[] mutant = [.. bytes];
        // Right checksums let the damage reach what lies behind them.
        if (_random.Next(4) > 0 && mutant.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P'])) PngTests.FixChecksums(mutant);
        return mutant;
    }

    void Damage(List<byte> bytes)
    {
        // Heads decide more than what follows: half of the damage goes there.
        int at = _random.Next(_random.Next(2) == 0 ? Math.Min(bytes.Count, 256) : bytes.Count), length = Math.Min(bytes.Count - at, 1 + _random.Next(40));
        switch (_random.Next(8))
        {
            case 0: bytes[at] = (byte)_random.Next(256); break;
            case 1: bytes[at] ^= (byte)(1 << _random.Next(8)); break;
            case 2: bytes.RemoveRange(at, bytes.Count - at); break;
            case 3: bytes.RemoveRange(at, length); break;
            case 4: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
            case 5: Write(bytes, at, _random.Next(2) == 0 ? 4 : 2); break;
            case 6:
                for (int i = 0; i < length; i++) bytes[at + i] = (byte)_random.Next(256);
                break;
            default:
                var piece = bytes.GetRange(at, length);
                int to = _random.Next(bytes.Count - length + 1);
                for (int i = 0; i < length; i++) bytes[to + i] = piece[i];
                break;
        }
    }

    void Write(List<byte> bytes, int at, int size)
    {
        var number = new byte[4];
        if (_random.Next(2) == 0) BinaryPrimitives.WriteUInt32LittleEndian(number, Telling[_random.Next(Telling.Length)]);
        else BinaryPrimitives.WriteUInt32BigEndian(number, size == 4 ? Telling[_random.Next(Telling.Length)] : Telling[_random.Next(Telling.Length)] << 16);
        for (int i = 0; i < size && at + i < bytes.Count; i++) bytes[at + i] = number[i];
    }
}
