namespace ImageLearn.Imaging.Jpeg;

/// <summary>
/// A Huffman code as JPEG stores it (ITU-T T.81, annex C): how many codes have each length 1 to 16, and their symbols in order; the codes
/// themselves count up. Short codes are found in one step, longer ones by length.
/// </summary>
sealed class HuffmanTable
{
    public const int QuickBits = 10;

    /// <summary>For the next <see cref="QuickBits"/> bits: code length · 256 + symbol, or 0 when the code is longer.</summary>
    public readonly ushort[] Quick = new ushort[1 << QuickBits];

    readonly int[] _end = new int[17];     // one beyond the last code of each length, shifted to 16 bits
    readonly int[] _offset = new int[17];  // symbol index minus code, for each length
    readonly byte[] _symbols;

    HuffmanTable(byte[] symbols) => _symbols = symbols;

    /// <summary>Null when the counts ask for more codes than there are.</summary>
    public static HuffmanTable? Build(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        var table = new HuffmanTable(symbols.ToArray());
        int code = 0, next = 0;
        for (int length = 1; length <= 16; length++, code <<= 1)
        {
            table._offset[length] = next - code;
            for (int i = 0; i < counts[length - 1]; i++, code++, next++)
            {
                if (code >= 1 << length) return null;
                if (length > QuickBits) continue;
                int spare = QuickBits - length;
                table.Quick.AsSpan(code << spare, 1 << spare).Fill((ushort)(length << 8 | symbols[next]));
            }
            table._end[length] = code << (16 - length);
        }
        return table;
    }

    /// <summary>Code length · 256 + symbol of a code longer than <see cref="QuickBits"/>; 0 when there is none.</summary>
    public int Long(int sixteenBits)
    {
        for (int length = QuickBits + 1; length <= 16; length++)
            if (sixteenBits < _end[length]) return length << 8 | _symbols[_offset[length] + (sixteenBits >> (16 - length))];
        return 0;
    }

    /// <summary>The largest symbol, so that a table of lengths can be refused when a length is impossible.</summary>
    public int LargestSymbol => _symbols.Length == 0 ? 0 : _symbols.Max();
}
