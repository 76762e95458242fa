namespace ImageLearn.Imaging;

/// <summary>A tensor seen as a picture: [height, width] or [height, width, channels], channels side by side.</summary>
readonly struct Raster
{
    public readonly int Height, Width, Channels;
    readonly Tensor _x;

    Raster(Tensor x) => (_x, Height, Width, Channels) = (x, x.Shape[0], x.Shape[1], x.Rank == 2 ? 1 : x.Shape[2]);

    /// <exception cref="ShapeException">The tensor is no picture.</exception>
    public static Raster Of(string op, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank is not (2 or 3) || x.Size == 0) throw new ShapeException($"{op}: expected a picture, [height, width] or [height, width, channels], got {x.Shape}." + (x.Rank == 4 ? " Take one of the batch: x[0]." : ""));
        // Three rows of many channels is no picture that anyone has.
        if (x.Rank == 3 && x.Shape[0] == 3 && x.Shape[2] > 4) throw new ShapeException($"{op}: expected [height, width, channels], got {x.Shape}. Channels come last: Permute(1, 2, 0).");
        return new Raster(x);
    }

    /// <exception cref="ShapeException">The tensor is no picture of one channel.</exception>
    public static Raster Grey(string op, Tensor x) => x is { Rank: 2, Size: > 0 } ? new Raster(x)
        : throw new ShapeException($"{op}: expected one channel, [height, width], got {x?.Shape.ToString() ?? "null"}." + (x is { Rank: 3 } ? " Make it grey first: Colors.ToGrey." : ""));

    /// <summary>Numbers in a row.</summary>
    public int Stride => Width * Channels;

    public ReadOnlySpan<float> Values => _x.Elements;
    public ReadOnlySpan<float> Row(int y) => _x.Elements.AsSpan(y * Stride, Stride);

    /// <summary>A picture of the same shape, to be written.</summary>
    public Tensor Like() => Tensor.Fresh(_x.Shape);

    /// <summary>Each channel by itself, with a border around it: rows of <c>Width + 2·radius</c>.</summary>
    public float[][] Planes(int radius, Border border)
    {
        int height = Height, width = Width, channels = Channels, stride = width + 2 * radius;
        var planes = new float[channels][];
        for (int c = 0; c < channels; c++) planes[c] = new float[(height + 2 * radius) * stride];
        var raster = this;
        Work.Split(height + 2 * radius, Work.Grain(stride * channels), (from, to) =>
        {
            var line = new float[width];
            for (int y = from; y < to; y++)
            {
                int source = Borders.Source(y - radius, height, border);
                if (source < 0) continue;
                var row = raster.Row(source);
                for (int c = 0; c < channels; c++)
                {
                    if (channels == 1) row.CopyTo(line);
                    else for (int x = 0; x < width; x++) line[x] = row[x * channels + c];
                    Borders.Extend(line, 1, radius, radius, border, planes[c].AsSpan(y * stride, stride));
                }
            }
        });
        return planes;
    }
}
