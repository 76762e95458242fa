using System.Buffers;

namespace ImageLearn.Nn;

/// <summary>
/// Images made ready for a convolution: zeros around them, elements a stride apart in sequence. Then all that tap k of a run of outputs
/// reads is one run, at a distance of the first output's place that depends on k only. Packed as [channel, phase, image, row, column].
/// An axis has a stride or a spread, never both.
/// </summary>
internal sealed unsafe class ConvInput : IDisposable
{
    readonly ConvGeometry _geometry;
    readonly int _channels, _images;
    readonly float[] _packed;
    readonly int[] _offsets;

    /// <param name="geometry">Of the convolution.</param>
    /// <param name="channels">Channels of one group.</param>
    /// <param name="images">How many images are packed at a time.</param>
    public ConvInput(ConvGeometry geometry, int channels, int images)
    {
        (_geometry, _channels, _images) = (geometry, channels, images);
        var (rows, columns) = (geometry.Rows, geometry.Columns);
        int plane = checked(images * geometry.Plane), next = 0;
        _offsets = new int[channels * geometry.Taps];
        for (int c = 0; c < channels; c++)
            for (int i = 0; i < rows.Kernel; i++)
                for (int j = 0; j < columns.Kernel; j++)
                {
                    int y = i * rows.Dilation, x = j * columns.Dilation, phase = y % rows.Stride * columns.Stride + x % columns.Stride;
                    _offsets[next++] = (c * geometry.Phases + phase) * plane + y / rows.Stride * columns.Pitch + x / columns.Stride;
                }
        _packed = ArrayPool<float>.Shared.Rent(checked(channels * geometry.Phases * plane + Reach));
    }

    /// <summary>How far past its plane a tile may read.</summary>
    int Reach => checked((_geometry.Rows.Dilation * _geometry.Rows.Kernel + 1) * _geometry.Columns.Pitch + _geometry.Columns.Padded + ConvTile.Widest);

    public float[] Packed => _packed;

    /// <summary>For each channel and tap of the kernel, how far from an output's place its input lies.</summary>
    public int[] Offsets => _offsets;

    public void Dispose() => ArrayPool<float>.Shared.Return(_packed);

    /// <summary>Packs some of the images of x [images, channels, height, width], of them the channels from <paramref name="channel"/> on.</summary>
    public void Pack(Tensor x, int first, int count, int channel)
    {
        var (rows, columns) = (_geometry.Rows, _geometry.Columns);
        int size = rows.Input * columns.Input, perChannel = _geometry.Phases * _images * _geometry.Plane;
        bool plain = _geometry.IsPlain;
        _packed.AsSpan(_channels * perChannel, Reach).Clear();
        Work.Split(_channels, Work.Grain(perChannel), (from, end) =>
        {
            for (int c = from; c < end; c++)
            {
                var to = _packed.AsSpan(c * perChannel, perChannel);
                to[(plain ? count * _geometry.Plane : 0)..].Clear();
                for (int n = 0; n < count; n++)
                {
                    var image = x.Data.Slice(((first + n) * x.Shape[1] + channel + c) * size, size);
                    if (plain) PackPlain(image, to.Slice(n * _geometry.Plane, _geometry.Plane));
                    else PackImage(image, to[(n * _geometry.Plane)..]);
                }
            }
        });
    }

    /// <summary>Rows as they are, and zeros before, between and after them: each place is written once.</summary>
    void PackPlain(ReadOnlySpan<float> image, Span<float> to)
    {
        var (rows, columns) = (_geometry.Rows, _geometry.Columns);
        var ((firstRow, endRow), (firstColumn, endColumn)) = (rows.Covered, columns.Covered);
        int written = 0, length = endColumn - firstColumn;
        for (int i = firstRow; i < endRow && length > 0; i++)
        {
            int start = (i + rows.Pad) * columns.Pitch + firstColumn + columns.Pad;
            to[written..start].Clear();
            image.Slice(i * columns.Input + firstColumn, length).CopyTo(to[start..]);
            written = start + length;
        }
        to[written..].Clear();
    }

    void PackImage(ReadOnlySpan<float> image, Span<float> to)
    {
        var (rows, columns) = (_geometry.Rows, _geometry.Columns);
        var ((firstRow, endRow), (firstColumn, endColumn)) = (rows.Covered, columns.Covered);
        int phase = _images * _geometry.Plane;
        if (firstColumn >= endColumn) return;
        for (int i = firstRow; i < endRow; i++)
        {
            int y = i * rows.Spread + rows.Pad;
            var from = image.Slice(i * columns.Input, columns.Input);
            var row = to[(y % rows.Stride * columns.Stride * phase + y / rows.Stride * columns.Pitch)..];
            if (columns is { Stride: 1, Spread: 1 }) from[firstColumn..endColumn].CopyTo(row[(firstColumn + columns.Pad)..]);
            else if (columns.Stride == 1) for (int j = firstColumn; j < endColumn; j++) row[j * columns.Spread + columns.Pad] = from[j];
            else
                for (int first = firstColumn; first < Math.Min(firstColumn + columns.Stride, endColumn); first++)
                {
                    int x = first + columns.Pad;
                    var run = row[(x % columns.Stride * phase + x / columns.Stride)..];
                    for (int j = first, k = 0; j < endColumn; j += columns.Stride, k++) run[k] = from[j];
                }
        }
    }
}
