using System.Runtime.Intrinsics;

namespace ImageLearn.Nn;

/// <summary>
/// Where the outputs of a group of images lie: as places in a packed plane, with some between rows and between images that are no
/// outputs, and in a tensor [images, channels, rows, columns].
/// </summary>
internal readonly unsafe struct ConvPlaces(ConvGeometry geometry, int channels, int first, int images)
{
    readonly int _rows = geometry.Rows.Output, _columns = geometry.Columns.Output, _pitch = geometry.Columns.Pitch, _plane = geometry.Plane;

    /// <summary>All places up to the last that is an output.</summary>
    public int Count => (images - 1) * _plane + (_rows - 1) * _pitch + _columns;

    /// <summary>Outputs of one image and channel.</summary>
    public int Size => _rows * _columns;

    /// <summary>The runs of outputs within a run of places: where each begins in that run, how long it is, and where channel 0 of it begins in the tensor. Returns their number.</summary>
    public int Runs(int place, int length, Span<(int From, int Length, nint At)> runs)
    {
        int count = 0, image = place / _plane, row = place % _plane / _pitch, column = place % _plane % _pitch;
        for (int from = 0; from < length && image < images; column = 0, row++)
        {
            if (row * _pitch >= _plane) (image, row) = (image + 1, 0);
            int outputs = Math.Min(length - from, _columns - column);
            nint at = (nint)(first + image) * channels * Size + row * _columns + column;
            if (image >= images || row >= _rows || outputs <= 0) { }
            else if (count > 0 && runs[count - 1] is var last && last.From + last.Length == from && last.At + last.Length == at) runs[count - 1].Length += outputs;
            else runs[count++] = (from, outputs, at);
            from += _pitch - column;
        }
        return count;
    }

    /// <summary>Copies the runs of rows of consecutive channels, <paramref name="stride"/> apart, into a tensor.</summary>
    public void CopyOut(ReadOnlySpan<(int From, int Length, nint At)> runs, float* from, int stride, int channel, int height, float* to)
    {
        foreach (var (start, length, at) in runs)
            for (int r = 0; r < height; r++) Copy(from + r * stride + start, to + at + (nint)(channel + r) * Size, length);

        // Two or three vectors are moved sooner than memmove has found out how many there are.
        static void Copy(float* from, float* to, int length)
        {
            int step = Vector512<float>.Count;
            if (length < step) { new ReadOnlySpan<float>(from, length).CopyTo(new(to, length)); return; }
            for (int i = 0; i < length - step; i += step) Vector512.Load(from + i).Store(to + i);
            Vector512.Load(from + length - step).Store(to + length - step);   // may overlap the one before
        }
    }

    /// <summary>Copies one channel of a tensor to its places.</summary>
    public void CopyIn(ReadOnlySpan<float> from, int channel, Span<float> to)
    {
        for (int image = 0; image < images; image++)
            for (int row = 0; row < _rows; row++)
                from.Slice((((first + image) * channels + channel) * _rows + row) * _columns, _columns).CopyTo(to[(image * _plane + row * _pitch)..]);
    }
}
