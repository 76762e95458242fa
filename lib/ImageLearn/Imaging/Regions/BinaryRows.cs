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

    /// <summary>So many numbers are more than a near cache holds.</summary>
    const int Large = 1 << 20;

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
        var others = Vector512<int>.Zero;
        for (int i = 0; j <= pixels.Length - Bits; i++)
        {
            ulong word = 0;
            for (int shift = 0; shift < Bits; shift += lanes, j += lanes)
            {
                var x = Vector512.Create(pixels.Slice(j, lanes));
                var ones = Vector512.Equals(x, Vector512<float>.One);
                others |= (x.AsInt32() ^ (ones & Vector512<float>.One).AsInt32()) << 1;   // without the sign: −0 is 0
                word |= ones.ExtractMostSignificantBits() << shift;
            }
            words[i] = word;
        }
        if (others != Vector512<int>.Zero) return false;
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
            for (int y = from; y < to; y++) Unpack(Row(y), values.AsSpan(y * _width, _width), pastCaches: values.Length >= Large);
            // Stores past the caches wait for no others: let them be done before another thread hears that this piece is.
            Interlocked.MemoryBarrier();
        });
    }

    /// <summary>
    /// Writes a row as numbers. Past the caches: without fetching first what is overwritten. A new tensor of megabytes lies where no near cache has it: there, fetching
    /// takes as long as all the rest of a dilation.
    /// </summary>
    static unsafe void Unpack(ReadOnlySpan<ulong> words, Span<float> pixels, bool pastCaches)
    {
        int lanes = Vector512<float>.Count, j = 0;
        var places = Vector512.Create(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        fixed (float* to = pixels)
        {
            // Such stores are of whole lines of a cache: the first of them begins here.
            int aligned = pastCaches ? (int)(-(nint)to & (Vector512<byte>.Count - 1)) / sizeof(float) : 0;
            for (; j < Math.Min(aligned, pixels.Length); j++) pixels[j] = (words[j / Bits] >> (j % Bits)) & 1;
            for (; j <= pixels.Length - lanes; j += lanes)
            {
                int i = j / Bits, shift = j % Bits;
                ulong bits = words[i] >> shift;
                if (shift > Bits - lanes && i + 1 < words.Length) bits |= words[i + 1] << (Bits - shift);
                var ones = Vector512.Equals(Vector512.Create((int)bits) & places, places).AsSingle() & Vector512<float>.One;
                if (pastCaches) ones.StoreAlignedNonTemporal(to + j);
                else ones.Store(to + j);
            }
        }
        for (; j < pixels.Length; j++) pixels[j] = (words[j / Bits] >> (j % Bits)) & 1;
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
        // Whole vectors, and zeros before and after the row for what is shifted in.
        int lanes = Vector512<ulong>.Count, length = (Words(_width + count - 1) + lanes - 1) / lanes * lanes;
        int skip = start >> 6, before = Math.Max(0, -skip);
        Work.Split(_height, Work.Grain(8L * _words), (from, to) =>
        {
            ulong[] padded = new ulong[before + Math.Max(_words, skip + length + 1)], line = new ulong[length + Words(count) + 1];
            for (int y = from; y < to; y++)
            {
                Row(y).CopyTo(padded.AsSpan(before));
                var target = line.AsSpan(0, length);
                target.Clear();
                OrShifted(padded, before * Bits + start, target);
                int reach = 1;
                for (; 2 * reach < count; reach *= 2) OrShifted(line, reach, target);
                if (count > 1) OrShifted(line, count - reach, target);
                target[.._words].CopyTo(result.Row(y));
                result.ClearBeyond(y);
            }
        });
        return result;
    }

    /// <summary>Bit x of the target is 1 where it was, or bit x + shift of the source is. Both may be the same, for it goes upwards: what is read has not been written.</summary>
    static void OrShifted(ReadOnlySpan<ulong> source, int shift, Span<ulong> target)
    {
        int lanes = Vector512<ulong>.Count, from = shift / Bits, bits = shift % Bits;
        for (int i = 0; i < target.Length; i += lanes)
        {
            Vector512<ulong> low = Vector512.Create(source.Slice(from + i, lanes)), high = Vector512.Create(source.Slice(from + i + 1, lanes));
            // By 1 and then the rest: a shift by 64 would be one by 0.
            (Vector512.Create<ulong>(target.Slice(i, lanes)) | low >> bits | high << 1 << (Bits - 1 - bits)).CopyTo(target[i..]);
        }
    }
}
