using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ImageLearn.Imaging;

/// <summary>
/// Where pixels go: sizes, places and shapes of pictures, [height, width] or [height, width, channels]. Turn one over with <see cref="Tensor.Flip"/>; channels go
/// first with <c>Permute(2, 0, 1)</c> and last with <c>Permute(1, 2, 0)</c>. Results are constants to <see cref="Tensor.Backward"/>.
/// </summary>
public static partial class Geometry
{
    /// <summary>
    /// Another size. Values are those at the middles of the new pixels; beyond the edge the edge pixel goes on.
    /// </summary>
    /// <param name="x">The picture.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Columns of the result.</param>
    /// <param name="interpolation">How values between pixels are found: as OpenCV's <c>resize</c> and PyTorch's <c>interpolate</c> of that name.</param>
    /// <param name="antialias">When making smaller, widen the kernel to what a new pixel covers (as Pillow's <c>resize</c> and PyTorch's antialias), so that fine stripes do not become coarse ones. Bilinear and bicubic only.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is below 1.</exception>
    public static Tensor Resize(Tensor x, int height, int width, Interpolation interpolation = Interpolation.Bilinear, bool antialias = false)
    {
        var raster = Raster.Of("Geometry.Resize", x);
        if (height < 1 || width < 1) throw new ArgumentOutOfRangeException(null, $"Geometry.Resize: {height}×{width} pixels are no picture. Give 1 or more each way.");
        var result = Tensor.Fresh(x.Rank == 2 ? [height, width] : [height, width, raster.Channels]);
        var values = result.Elements;
        Resampling down = new(raster.Height, height, interpolation, antialias), across = new(raster.Width, width, interpolation, antialias);
        Work.Split(height, Work.Grain(raster.Stride * down.Taps + width * raster.Channels * across.Taps), (from, to) =>
        {
            var line = new float[raster.Stride];
            for (int y = from; y < to; y++)
            {
                Separable.Taps(raster.Values[(down.Start[y] * raster.Stride)..], raster.Stride, down.Of(y), line);
                Across(line, raster.Channels, across, values.AsSpan(y * width * raster.Channels, width * raster.Channels));
            }
        });
        return result;
    }

    static void Across(ReadOnlySpan<float> line, int channels, Resampling across, Span<float> target)
    {
        ReadOnlySpan<int> start = across.Start;
        ReadOnlySpan<float> weights = across.Weights;
        int taps = across.Taps;
        if (channels == 1 && taps == 2)   // the usual case, without the loops and the checks in them
        {
            if (target.Length != start.Length || weights.Length != 2 * start.Length || line.Length < start[^1] + 2) throw new ArgumentException("Across: the line or the target is too short.");
            ref float from = ref MemoryMarshal.GetReference(line), to = ref MemoryMarshal.GetReference(target), weight = ref MemoryMarshal.GetReference(weights);
            ref int place = ref MemoryMarshal.GetReference(start);
            for (int j = 0; j < start.Length; j++)
            {
                ref float pair = ref Unsafe.Add(ref from, Unsafe.Add(ref place, j));
                Unsafe.Add(ref to, j) = Unsafe.Add(ref weight, 2 * j) * pair + Unsafe.Add(ref weight, 2 * j + 1) * Unsafe.Add(ref pair, 1);
            }
            return;
        }
        if (channels == 1 && taps == 4)
        {
            for (int j = 0; j < start.Length; j++)
            {
                ReadOnlySpan<float> four = line.Slice(start[j], 4), w = weights.Slice(4 * j, 4);
                target[j] = w[0] * four[0] + w[1] * four[1] + (w[2] * four[2] + w[3] * four[3]);
            }
            return;
        }
        for (int j = 0; j < start.Length; j++)
        {
            int at = start[j] * channels;
            for (int c = 0; c < channels; c++)
            {
                float sum = 0;
                for (int k = 0; k < taps; k++) sum += weights[j * taps + k] * line[at + c + k * channels];
                target[j * channels + c] = sum;
            }
        }
    }

    /// <summary>The part of <paramref name="height"/> × <paramref name="width"/> pixels whose first is at (<paramref name="top"/>, <paramref name="left"/>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part reaches outside the picture.</exception>
    public static Tensor Crop(Tensor x, int top, int left, int height, int width)
    {
        var raster = Raster.Of("Geometry.Crop", x);
        if (top < 0 || left < 0 || height < 1 || width < 1 || top > raster.Height - height || left > raster.Width - width)
            throw new ArgumentOutOfRangeException(null, $"Geometry.Crop: {height}×{width} pixels from row {top}, column {left} reach outside the picture, which is {raster.Height}×{raster.Width}. Pad it first, or take less.");
        return x[top..(top + height), left..(left + width)];
    }

    /// <summary>More rows and columns on the sides, filled as the border says.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public static Tensor Pad(Tensor x, int top, int bottom, int left, int right, Border border = Border.Zero)
    {
        var raster = Raster.Of("Geometry.Pad", x);
        if (top < 0 || bottom < 0 || left < 0 || right < 0) throw new ArgumentOutOfRangeException(null, $"Geometry.Pad: {top}, {bottom}, {left}, {right} rows and columns cannot be added. Take away with Crop.");
        int height = raster.Height + top + bottom, width = raster.Width + left + right;
        var padded = Tensor.Zeros(x.Rank == 2 ? [height, width] : [height, width, raster.Channels]);
        for (int y = 0; y < height; y++)
            if (Borders.Source(y - top, raster.Height, border) is var source and >= 0)
                Borders.Extend(raster.Row(source), raster.Channels, left, right, border, padded.Elements.AsSpan(y * width * raster.Channels, width * raster.Channels));
        return padded;
    }

    /// <summary>The picture with another laid over it, the patch's first pixel at (<paramref name="top"/>, <paramref name="left"/>). What reaches outside is cut off; a grey patch goes into all channels.</summary>
    /// <exception cref="ShapeException">The patch has colours, and other channels than the picture.</exception>
    public static Tensor Paste(Tensor x, Tensor patch, int top, int left)
    {
        Raster under = Raster.Of("Geometry.Paste", x), over = Raster.Of("Geometry.Paste", patch);
        if (over.Channels != under.Channels && over.Channels != 1) throw new ShapeException($"Geometry.Paste: a patch of {patch.Shape} has other channels than the picture, {x.Shape}. Make it grey, or the picture coloured.");
        var values = under.Values.ToArray();
        for (int y = Math.Max(0, top); y < Math.Min(under.Height, top + over.Height); y++)
            for (int j = Math.Max(0, left); j < Math.Min(under.Width, left + over.Width); j++)
                for (int c = 0; c < under.Channels; c++)
                    values[(y * under.Width + j) * under.Channels + c] = over.Row(y - top)[(j - left) * over.Channels + (over.Channels == 1 ? 0 : c)];
        return Tensor.Adopt(x.Shape, values);
    }

    /// <summary>
    /// Pictures of one size side by side in rows, for looking at many at once. [count, height, width] or [count, height, width, channels] → one picture
    /// </summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="columns">How many in a row; 0 for about a square.</param>
    /// <param name="gap">Pixels between them.</param>
    /// <param name="background">The value of the gaps and of places left over.</param>
    /// <exception cref="ShapeException">The tensor is no stack of pictures.</exception>
    public static Tensor ContactSheet(Tensor pictures, int columns = 0, int gap = 1, double background = 1)
    {
        if (pictures.Rank is not (3 or 4) || pictures.Size == 0) throw new ShapeException($"Geometry.ContactSheet: expected [count, height, width] or [count, height, width, channels], got {pictures.Shape}. Stack single pictures first: Tensor.Stack.");
        if (columns < 0 || gap < 0) throw new ArgumentOutOfRangeException(null, $"Geometry.ContactSheet: {columns} columns with gaps of {gap} pixels are not possible.");
        int count = pictures.Shape[0], height = pictures.Shape[1], width = pictures.Shape[2], channels = pictures.Rank == 3 ? 1 : pictures.Shape[3];
        columns = columns == 0 ? (int)Math.Ceiling(Math.Sqrt(count)) : Math.Min(columns, count);
        int rows = (count + columns - 1) / columns, sheetHeight = rows * (height + gap) - gap, sheetWidth = columns * (width + gap) - gap;
        var sheet = Tensor.Full(pictures.Rank == 3 ? [sheetHeight, sheetWidth] : [sheetHeight, sheetWidth, channels], background);
        for (int i = 0; i < count; i++)
            for (int y = 0; y < height; y++)
                pictures.Elements.AsSpan((i * height + y) * width * channels, width * channels)
                    .CopyTo(sheet.Elements.AsSpan(((i / columns * (height + gap) + y) * sheetWidth + i % columns * (width + gap)) * channels));
        return sheet;
    }
}
