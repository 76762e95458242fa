using System.Buffers.Binary;

namespace ImageLearn.Imaging;

public sealed partial class Image
{
    /// <summary>
    /// The picture as numbers: grey → [height, width], colour → [height, width, 3] (red, green, blue). Black is 0; a transparent picture is first laid on white paper.
    /// </summary>
    /// <param name="white">The number that stands for white: 1, or 255 to work in grey levels.</param>
    public Tensor ToTensor(double white = 1)
    {
        int channels = IsGrey ? 1 : 3;
        var values = new float[Width * Height * channels];
        // Of eight bits each level's number is worked out once.
        float[] numbers = BitDepth == 8 ? [.. Enumerable.Range(0, 256).Select(level => (float)(level / 255.0 * white))] : [];
        Work.Split(Height, Work.Grain(Width * channels * (HasAlpha || BitDepth == 16 ? 8 : 2)), (from, to) =>
        {
            if (BitDepth == 8 && !HasAlpha)
                for (int i = from * Width * channels; i < to * Width * channels; i++) values[i] = numbers[_samples[i]];
            else
                for (int i = from * Width * channels; i < to * Width * channels; i++)
                {
                    int pixel = i / channels;
                    double value = Sample(pixel, i % channels) / (double)White;
                    if (HasAlpha) value = 1 - (1 - value) * Sample(pixel, Channels - 1) / White;
                    values[i] = (float)(value * white);
                }
        });
        return Tensor.Adopt(IsGrey ? [Height, Width] : [Height, Width, 3], values);
    }

    /// <summary>A picture from numbers: [height, width] → grey, [height, width, 3] → colour. Values below black or above white are clipped, others rounded to the nearest level.</summary>
    /// <param name="values">The numbers, black 0.</param>
    /// <param name="white">The number that stands for white: 1, or 255 for grey levels.</param>
    /// <param name="bitDepth">Bits a sample: 8 (256 levels) or 16 (65536).</param>
    /// <param name="alt">What the picture shows, for readers who cannot see it.</param>
    /// <exception cref="ShapeException">The shape is not that of a picture.</exception>
    /// <exception cref="ArgumentException">A value is not a number, or so far above white that another white must be meant.</exception>
    public static Image FromTensor(Tensor values, double white = 1, int bitDepth = 8, string alt = "")
    {
        var shape = values.Shape;
        if (shape.Size == 0 || shape.Rank is not (2 or 3) || (shape.Rank == 3 && shape[2] != 3))
            throw new ShapeException($"Image.FromTensor: expected [height, width] for grey or [height, width, 3] for colour, got {shape}."
                + (shape.Rank == 3 && shape[0] == 3 ? " Channels come last: Permute(1, 2, 0)." : shape.Rank == 4 ? " Take one of the batch: x[0]." : shape.Size == 0 ? " It is empty: look at the step that made it." : ""));
        if (bitDepth is not (8 or 16)) throw new ArgumentException($"Image.FromTensor: pictures have 8 or 16 bits a sample, not {bitDepth}.");
        if (!(white > 0)) throw new ArgumentException($"Image.FromTensor: white is {white}, but black is 0 and white must be above it.");

        var data = values.Data;
        for (int i = 0; i < data.Length; i++)
        {
            if (float.IsNaN(data[i])) throw new ArgumentException($"Image.FromTensor: element {i} is not a number (NaN), which has no brightness. Find the step that made it.");
            if (data[i] > 10 * white) throw new ArgumentException($"Image.FromTensor: element {i} is {data[i]}, far above white, which is {white}. Say white: 255 for grey levels 0..255, or clip the values.");
        }

        int top = (1 << bitDepth) - 1, channels = shape.Rank == 2 ? 1 : 3;
        var source = values.Elements;
        var samples = new byte[(long)source.Length * bitDepth / 8];
        Work.Split(source.Length, 1 << 15, (from, to) =>
        {
            for (int i = from; i < to; i++)
            {
                var level = (int)Math.Round(Math.Clamp(source[i] / white, 0, 1) * top, MidpointRounding.AwayFromZero);
                if (bitDepth == 8) samples[i] = (byte)level;
                else BinaryPrimitives.WriteUInt16BigEndian(samples.AsSpan(2 * i), (ushort)level);
            }
        });
        return new Image(shape[1], shape[0], (PixelFormat)channels, bitDepth, samples, alt);
    }
}
