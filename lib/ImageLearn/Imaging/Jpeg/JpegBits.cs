using System.Buffers.Binary;

namespace ImageLearn.Imaging.Jpeg;

/// <summary>
/// The Huffman-coded bits of a scan, most significant first. A data byte FF is followed by a stuffed 00; FF before anything else is a marker
/// and ends the bits. Beyond them zeros are given and counted, so that the hot path needs no check: who reads asks <see cref="Overrun"/> now and then.
/// </summary>
sealed class JpegBits(byte[] file)
{
    ulong _next;   // the bits to come, from the top down
    int _count;    // how many of them are known
    int _madeUp;   // how many of these are zeros that are not in the file
    int _at;

    public void StartAt(int position) => (_at, _next, _count, _madeUp) = (position, 0, 0, 0);

    /// <summary>About where in the file the next bit stands (a stuffed byte or two may be off).</summary>
    public int Position => Math.Clamp(_at - Math.Max(0, _count - _madeUp) / 8, 0, file.Length);

    /// <summary>Whether more bits were taken than there are.</summary>
    public bool Overrun => _madeUp > _count;

    /// <summary>The next symbol. Afterwards at least 16 bits are at hand for <see cref="Value"/>.</summary>
    public int Symbol(HuffmanTable table)
    {
        if (_count < 32) Fill();
        int entry = table.Quick[(int)(_next >> (64 - HuffmanTable.QuickBits))];
        if (entry == 0) entry = table.Long((int)(_next >> 48));
        if (entry == 0) throw JpegDecoder.Damaged($"a Huffman code that is in no table stands near byte {Position}", Position);
        Skip(entry >> 8);
        return (byte)entry;
    }

    /// <summary>A number of <paramref name="size"/> bits (0 to 16) as JPEG codes it: the upper half of the range is positive, the lower stands for negative numbers.</summary>
    public int Value(int size)
    {
        if (size == 0) return 0;
        int value = (int)(_next >> (64 - size));
        Skip(size);
        // Without a branch, which would be guessed wrong half the time: below 2^(size − 1) subtract 2^size − 1.
        return value + (((value >> (size - 1)) - 1) & (1 - (1 << size)));
    }

    /// <summary>Plain bits, 0 to 16.</summary>
    public int Take(int size)
    {
        if (size == 0) return 0;
        if (_count < size) Fill();
        int value = (int)(_next >> (64 - size));
        Skip(size);
        return value;
    }

    /// <summary>Throws the rest of a byte away and gives the position of the next marker (of its FF).</summary>
    public int NextMarker()
    {
        int at = _at;
        while (at + 1 < file.Length && (file[at] != 0xFF || file[at + 1] is 0 or 0xFF)) at++;
        return Math.Min(at, file.Length);
    }

    /// <summary>The second byte of a marker, or -1 at the end of the file.</summary>
    public int MarkerAt(int at) => at + 1 < file.Length ? file[at + 1] : -1;

    void Skip(int bits) => (_next, _count) = (_next << bits, _count - bits);

    void Fill()
    {
        while (_count <= 56)
        {
            if (_at + 8 <= file.Length)
            {
                var word = BinaryPrimitives.ReadUInt64BigEndian(file.AsSpan(_at));
                // No byte of the word is FF (no byte of its complement is 0): take as many whole bytes as fit. The bits of the next byte
                // that come along are put there once more later, which changes nothing.
                if (((~word - 0x0101010101010101) & word & 0x8080808080808080) == 0)
                {
                    _next |= word >> _count;
                    _at += (64 - _count) >> 3;
                    _count += (64 - _count) & ~7;
                    return;
                }
            }
            ulong value = 0;
            if (_at < file.Length && file[_at] != 0xFF) value = file[_at++];
            else if (_at + 1 < file.Length && file[_at + 1] == 0) (value, _at) = (0xFF, _at + 2);
            else _madeUp += 8;
            _next |= value << (56 - _count);
            _count += 8;
        }
    }
}
