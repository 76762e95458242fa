using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace ImageLearn.Imaging;

/// <summary>
/// A binary picture, a bit a pixel: a word holds 64 neighbours of a row. What takes the extremum of numbers, pixel by pixel, is here an "or" of words, and
/// the picture fits into a near cache. Bits beyond the right edge are 0.
/// </summary>
sealed class BinaryRows
{
    const int Bits = 64;
    readonly int _height, _width, _words;
    readonly ulong[] _rows;

    BinaryRows(int height, int width) => (_height, _width, _words, _rows) = (height, width, Words(width), new ulong[height * Words(width)]);

    static int Words(int bits) => (bits + Bits - 1) / Bits;

    Span<ulong> Row(int y) => _rows.AsSpan(y * _words, _words);

    /// <summary>The bits of a picture, or null when it has other numbers than 0 and 1, or several channels.</summary>
    public static BinaryRows? Of(Raster x)
    {
        if (x.Channels != 1) return null;
        var rows = new BinaryRows(x.Height, x.Width);
        bool binary = true;
        // The first row of a grey picture mostly tells.
        Pack(0, 1);
        Work.Split(x.Height - 1, Work.Grain(x.Width), (from, to) => Pack(from + 1, to + 1));
        return binary ? rows : null;

        void Pack(int from, int to)
        {
            for (int y = from; y < to && Volatile.Read(ref binary); y++)
                if (!TryPack(x.Row(y), rows.Row(y))) Volatile.Write(ref binary, false);
        }
    }

    static bool TryPack(ReadOnlySpan<float> pixels, Span<ulong> words)
    {
        int lanes = Vector512<float>.Count, j = 0;
        var others = Vector512<float>.Zero;
        for (; j <= pixels.Length - lanes; j += lanes)
        {
            var x = Vector512.Create(pixels.Slice(j, lanes));
            var ones = Vector512.Equals(x, Vector512<float>.One);
            others |= ~(ones | Vector512.Equals(x, Vector512<float>.Zero));
            words[j / Bits] |= ones.ExtractMostSignificantBits() << (j % Bits);
        }
        if (others.ExtractMostSignificantBits() != 0) return false;
        for (; j < pixels.Length; j++)
        {
            if (pixels[j] is not (0 or 1)) return false;
            words[j / Bits] |= (ulong)pixels[j] << (j % Bits);
        }
        return true;
    }

    /// <summary>Writes the picture as numbers 0 and 1.</summary>
    public void CopyTo(Tensor picture)
    {
        var values = picture.Elements;
        Work.Split(_height, Work.Grain(_width), (from, to) =>
        {
            int lanes = Vector512<float>.Count;
            var places = Vector512.Create(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
            for (int y = from; y < to; y++)
            {
                var pixels = values.AsSpan(y * _width, _width);
                var words = Row(y);
                int j = 0;
                for (; j <= pixels.Length - lanes; j += lanes)
                {
                    var ones = Vector512.Equals(Vector512.Create((int)(words[j / Bits] >> (j % Bits))) & places, places);
                    (ones.AsSingle() & Vector512<float>.One).CopyTo(pixels[j..]);
                }
                for (; j < pixels.Length; j++) pixels[j] = (words[j / Bits] >> (j % Bits)) & 1;
            }
        });
    }

    /// <summary>The other picture: 1 for 0, 0 for 1.</summary>
    public BinaryRows Complement()
    {
        var result = new BinaryRows(_height, _width);
        TensorPrimitives.OnesComplement<ulong>(_rows, result._rows);
        for (int y = 0; y < _height; y++) result.ClearBeyond(y);
        return result;
    }

    /// <summary>Makes the bits beyond the right edge 0.</summary>
    void ClearBeyond(int y)
    {
        if (_width % Bits != 0) Row(y)[^1] &= (1ul << (_width % Bits)) - 1;
    }

    /// <summary>
    /// Pixel p of the result is 1 where any pixel p + offset is 1. Offsets side by side are taken together, by doubling: 2, 4, 8, … neighbours from two of half as
    /// many. Rows of the element that are alike share that work, so a rectangle needs it once.
    /// </summary>
    public BinaryRows Any(IEnumerable<(int Y, int X)> offsets)
    {
        var result = new BinaryRows(_height, _width);
        foreach (var alike in offsets.GroupBy(static o => o.Y).SelectMany(static row => Runs(row.Key, row.Select(static o => o.X))).GroupBy(static run => (run.X, run.Count), static run => run.Y))
        {
            var along = AnyAlong(alike.Key.X, alike.Key.Count);
            foreach (int dy in alike)
            {
                int first = Math.Clamp(-dy, 0, _height), end = Math.Clamp(_height - dy, 0, _height);
                if (first >= end) continue;
                var target = result._rows.AsSpan(first * _words, (end - first) * _words);
                TensorPrimitives.BitwiseOr(target, along._rows.AsSpan((first + dy) * _words, target.Length), target);
            }
        }
        return result;
    }

    /// <summary>The runs of consecutive columns in a row of an element.</summary>
    static IEnumerable<(int Y, int X, int Count)> Runs(int y, IEnumerable<int> columns) =>
        columns.Order().Select(static (x, i) => (X: x, Run: x - i)).GroupBy(static c => c.Run).Select(run => (y, run.First().X, run.Count()));

    /// <summary>Pixel x of a row is 1 where any of the pixels x + start, …, x + start + count − 1 is 1.</summary>
    BinaryRows AnyAlong(int start, int count)
    {
        var result = new BinaryRows(_height, _width);
        Work.Split(_height, Work.Grain(8L * _words), (from, to) =>
        {
            var line = new ulong[Words(_width + count - 1)];
            for (int y = from; y < to; y++)
            {
                var row = Row(y);
                for (int i = 0; i < line.Length; i++) line[i] = Shifted(row, i, start);
                int reach = 1;
                for (; 2 * reach < count; reach *= 2) OrShifted(line, reach);
                if (count > 1) OrShifted(line, count - reach);
                line.AsSpan(0, _words).CopyTo(result.Row(y));
                result.ClearBeyond(y);
            }
        });
        return result;
    }

    static void OrShifted(ulong[] line, int shift)
    {
        for (int i = 0; i < line.Length; i++) line[i] |= Shifted(line, i, shift);   // upwards: what is read has not been written
    }

    /// <summary>Word i of a row whose bit x is bit x + shift of this one.</summary>
    static ulong Shifted(ReadOnlySpan<ulong> row, int i, int shift)
    {
        int from = i + (shift >> 6), bits = shift & 63;
        ulong low = (uint)from < (uint)row.Length ? row[from] >> bits : 0;
        return bits != 0 && (uint)(from + 1) < (uint)row.Length ? low | row[from + 1] << (Bits - bits) : low;
    }
}
