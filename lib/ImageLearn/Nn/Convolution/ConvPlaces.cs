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

    /// <summary>Whether a run of places is a run of outputs as well, and where channel 0 of it begins in the tensor.</summary>
    public bool IsRun(int place, int length, out nint at)
    {
        int image = place / _plane, row = place % _plane / _pitch, column = place % _plane % _pitch;
        at = (nint)(first + image) * channels * Size + row * _columns + column;
        return row < _rows && (column + length <= _columns || _pitch == _columns && row * _columns + column + length <= Size);
    }

    /// <summary>Copies what is an output of a run of places, for rows of consecutive channels <paramref name="stride"/> apart, into a tensor.</summary>
    public void CopyOut(int place, int length, float* from, int stride, int channel, int height, float* to)
    {
        for (int end = place + length; place < end;)
        {
            int image = place / _plane, row = place % _plane / _pitch, column = place % _plane % _pitch;
            int run = Math.Min(_pitch - column, end - place), outputs = Math.Min(run, _columns - column);
            if (image < images && row < _rows && outputs > 0)
            {
                float* start = to + ((nint)(first + image) * channels + channel) * Size + row * _columns + column;
                for (int r = 0; r < height; r++) new ReadOnlySpan<float>(from + r * stride, outputs).CopyTo(new Span<float>(start + (nint)r * Size, outputs));
            }
            place += run;
            from += run;
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
