using System.Numerics;
using System.Runtime.Intrinsics;

namespace ImageLearn.Imaging;

/// <summary>Which pixels hang together.</summary>
public enum Connectivity
{
    /// <summary>Those that share a side.</summary>
    Four = 4,
    /// <summary>Those that share a side or a corner.</summary>
    Eight = 8,
}

/// <summary>The connected parts of a binary picture, numbered from 1 in the order of their first pixels (row by row). Background is 0.</summary>
public sealed class Labels
{
    readonly int _height, _width;
    readonly List<(int Row, int Start, int End)> _runs = [];   // foreground pixels of a row that lie side by side
    readonly int[] _label;   // of each run
    readonly int[] _firstRun;   // of each row; one more at the end

    internal Labels(Raster mask, Connectivity connectivity)
    {
        (_height, _width) = (mask.Height, mask.Width);
        _firstRun = new int[_height + 1];
        for (int y = 0; y < _height; y++)
        {
            AddRuns(mask.Row(y), y);
            _firstRun[y + 1] = _runs.Count;
        }
        _label = Join(connectivity == Connectivity.Eight ? 1 : 0);
        Regions = Measure();
    }

    /// <summary>The parts with their measures; number n is <c>Regions[n − 1]</c>.</summary>
    public IReadOnlyList<Region> Regions { get; }

    /// <summary>The number of parts.</summary>
    public int Count => Regions.Count;

    /// <summary>The number of the part that each pixel belongs to. → [height, width]</summary>
    public Tensor ToTensor() => Paint(static label => label);

    /// <summary>1 where a part is chosen, else 0. → [height, width]</summary>
    public Tensor Keep(Func<Region, bool> chosen)
    {
        float[] kept = [.. Regions.Select(region => chosen(region) ? 1f : 0)];
        return Paint(label => kept[label - 1]);
    }

    /// <summary>"12 regions in 640×480 pixels".</summary>
    public override string ToString() => $"{Tensor.Count(Count, "region")} in {_width}×{_height} pixels";

    internal Tensor MaskOf(Region region)
    {
        var mask = new float[region.Height * region.Width];
        for (int run = _firstRun[region.Top]; run < _firstRun[region.Bottom]; run++)
            if (_label[run] == region.Label && _runs[run] is var (row, start, end)) mask.AsSpan((row - region.Top) * region.Width + start - region.Left, end - start).Fill(1);
        return Tensor.Adopt([region.Height, region.Width], mask);
    }

    Tensor Paint(Func<int, float> value)
    {
        var picture = new float[_height * _width];
        for (int run = 0; run < _label.Length; run++)
            if (_runs[run] is var (row, start, end)) picture.AsSpan(row * _width + start, end - start).Fill(value(_label[run]));
        return Tensor.Adopt([_height, _width], picture);
    }

    /// <summary>Finds the runs of a row of non-zeros from bits, one a pixel, 32 pixels at a time.</summary>
    void AddRuns(ReadOnlySpan<float> row, int y)
    {
        int start = -1;
        for (int x = 0; x < row.Length; x += 32)
        {
            int count = Math.Min(32, row.Length - x);
            uint bits = Foreground(row.Slice(x, count)), open = start >= 0 ? uint.MaxValue : 0;
            // Where a pixel differs from the one before it, a run begins or ends.
            for (uint changes = bits ^ (bits << 1 | open & 1); changes != 0; changes &= changes - 1)
            {
                int at = BitOperations.TrailingZeroCount(changes);
                if (at >= count) break;
                if (start < 0) start = x + at;
                else
                {
                    _runs.Add((y, start, x + at));
                    start = -1;
                }
            }
        }
        if (start >= 0) _runs.Add((y, start, row.Length));
    }

    static uint Foreground(ReadOnlySpan<float> pixels)
    {
        uint bits = 0;
        if (Vector256.IsHardwareAccelerated && pixels.Length == 32)
        {
            for (int i = 0; i < 32; i += 8)
            {
                var eight = Vector256.Create(pixels[i..]);
                bits |= (~Vector256.ExtractMostSignificantBits(Vector256.Equals(eight, Vector256<float>.Zero)) & 255) << i;
            }
            return bits;
        }
        for (int i = 0; i < pixels.Length; i++) bits |= (pixels[i] != 0 ? 1u : 0) << i;
        return bits;
    }

    /// <summary>Joins runs of neighbouring rows that touch (union–find, the smaller number the root), then numbers the roots in order.</summary>
    int[] Join(int reach)
    {
        var parent = new int[_runs.Count];
        for (int i = 0; i < parent.Length; i++) parent[i] = i;
        for (int y = 1; y < _height; y++)
        {
            int above = _firstRun[y - 1];
            for (int run = _firstRun[y]; run < _firstRun[y + 1]; run++)
            {
                var (_, start, end) = _runs[run];
                while (above < _firstRun[y] && _runs[above].End + reach <= start) above++;
                for (int other = above; other < _firstRun[y] && _runs[other].Start < end + reach; other++)
                {
                    int a = Root(parent, run), b = Root(parent, other);
                    if (a < b) parent[b] = a;
                    else parent[a] = b;
                }
            }
        }
        var label = new int[parent.Length];
        int count = 0;
        for (int run = 0; run < label.Length; run++) label[run] = parent[run] == run ? ++count : label[Root(parent, run)];
        return label;
    }

    static int Root(int[] parent, int i)
    {
        while (parent[i] != i) i = parent[i] = parent[parent[i]];   // halves the path on the way
        return i;
    }

    Region[] Measure()
    {
        var sums = new RunSums[_label.Length == 0 ? 0 : _label.Max()];
        Array.Fill(sums, new RunSums());
        for (int run = 0; run < _label.Length; run++)
            if (_runs[run] is var (row, start, end)) sums[_label[run] - 1].Add(row, start, end);
        return [.. sums.Select((sum, i) => new Region(this, i + 1, sum))];
    }
}
