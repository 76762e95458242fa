using ImageLearn.Plotting;

namespace ImageLearn.Imaging;

/// <summary>The weights of red, green and blue in brightness.</summary>
public enum Luma
{
    /// <summary>0.299, 0.587, 0.114: of television's first colours, JPEG and most tools (ITU-R BT.601).</summary>
    Bt601,
    /// <summary>0.2126, 0.7152, 0.0722: of today's screens, and of scikit-image's <c>rgb2gray</c> to three digits (ITU-R BT.709).</summary>
    Bt709,
}

/// <summary>Colours of pictures [height, width, 3] with red, green and blue in 0..1. Results are constants to <see cref="Tensor.Backward"/>.</summary>
public static class Colors
{
    /// <summary>Brightness: the weighted sum of red, green and blue. [height, width, 3] → [height, width]; a picture that is grey stays as it is.</summary>
    /// <exception cref="ShapeException">The tensor is no picture.</exception>
    public static Tensor ToGrey(Tensor x, Luma luma = Luma.Bt601)
    {
        if (x is { Rank: 2 }) return x;
        var raster = Colour("Colors.ToGrey", x);
        var (r, g, b) = luma == Luma.Bt601 ? (0.299f, 0.587f, 0.114f) : (0.2126f, 0.7152f, 0.0722f);
        var grey = Tensor.Fresh([raster.Height, raster.Width]);
        var (from, to) = (x.Elements, grey.Elements);
        Work.Split(to.Length, Work.Grain(3), (first, end) =>
        {
            var source = from.AsSpan(3 * first, 3 * (end - first));
            var target = to.AsSpan(first, end - first);
            for (int i = 0; i < target.Length; i++) target[i] = r * source[3 * i] + g * source[3 * i + 1] + b * source[3 * i + 2];
        });
        return grey;
    }

    /// <summary>Hue (0 and 1 red, ⅓ green, ⅔ blue), saturation and value, each in 0..1 (scikit-image's <c>rgb2hsv</c>; Smith 1978, doi:10.1145/800248.807361).</summary>
    /// <exception cref="ArgumentException">A value is so far above 1 that grey levels 0..255 must be meant.</exception>
    public static Tensor ToHsv(Tensor x) => Map("Colors.ToHsv", OfUnit("Colors.ToHsv", x), static (r, g, b) =>
    {
        double v = Math.Max(r, Math.Max(g, b)), range = v - Math.Min(r, Math.Min(g, b));
        if (range == 0) return (0, 0, v);
        double h = v == r ? (g - b) / range : v == g ? 2 + (b - r) / range : 4 + (r - g) / range;
        return (h / 6 - Math.Floor(h / 6), range / v, v);
    });

    /// <summary>Red, green and blue from hue, saturation and value: the inverse of <see cref="ToHsv"/>.</summary>
    public static Tensor FromHsv(Tensor x) => Map("Colors.FromHsv", x, static (h, s, v) =>
    {
        double sixth = (h - Math.Floor(h)) * 6, part = sixth - Math.Floor(sixth), p = v * (1 - s), q = v * (1 - part * s), t = v * (1 - (1 - part) * s);
        return ((int)sixth % 6) switch { 0 => (v, t, p), 1 => (q, v, p), 2 => (p, v, t), 3 => (p, q, v), 4 => (t, p, v), _ => (v, p, q) };
    });

    // The white of daylight, D65 seen at 2 degrees; sRGB's matrix to X, Y, Z (IEC 61966-2-1).
    const double WhiteX = 0.95047, WhiteZ = 1.08883;

    /// <summary>
    /// CIE L*a*b* (1976) of sRGB colours under D65: lightness 0..100, green to red, blue to yellow. Distances are about as large as they look
    /// (scikit-image's <c>rgb2lab</c>).
    /// </summary>
    /// <exception cref="ArgumentException">A value is so far above 1 that grey levels 0..255 must be meant.</exception>
    public static Tensor ToLab(Tensor x) => Map("Colors.ToLab", OfUnit("Colors.ToLab", x), static (r, g, b) =>
    {
        (r, g, b) = (Linear(r), Linear(g), Linear(b));
        double fx = Root((0.412453 * r + 0.357580 * g + 0.180423 * b) / WhiteX), fy = Root(0.212671 * r + 0.715160 * g + 0.072169 * b), fz = Root((0.019334 * r + 0.119193 * g + 0.950227 * b) / WhiteZ);
        return (116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz));

        static double Linear(double c) => c > 0.04045 ? Math.Pow((c + 0.055) / 1.055, 2.4) : c / 12.92;
        static double Root(double t) => t > 0.008856 ? Math.Cbrt(t) : 7.787 * t + 16 / 116.0;
    });

    /// <summary>sRGB from CIE L*a*b*: the inverse of <see cref="ToLab"/>. Colours that no screen shows are clipped to 0..1.</summary>
    public static Tensor FromLab(Tensor x) => Map("Colors.FromLab", x, static (l, a, b) =>
    {
        double fy = (l + 16) / 116, cx = WhiteX * Power(fy + a / 500), cy = Power(fy), cz = WhiteZ * Power(Math.Max(0, fy - b / 200));
        return (Encoded(3.2404813432005266 * cx - 1.5371515162713185 * cy - 0.49853632616888777 * cz),
            Encoded(-0.969254949996568 * cx + 1.8759900014898907 * cy + 0.04155592655829284 * cz),
            Encoded(0.05564663913517715 * cx - 0.20404133836651123 * cy + 1.0573110696453443 * cz));

        static double Power(double f) => f > 0.2068966 ? f * f * f : (f - 16 / 116.0) / 7.787;
        static double Encoded(double c) => Math.Clamp(c > 0.0031308 ? 1.055 * Math.Pow(c, 1 / 2.4) - 0.055 : 12.92 * c, 0, 1);
    });

    /// <summary>Numbers as colours. [height, width] → [height, width, 3]</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="map">The colour map; <see cref="ColorMap.BlueRed"/> for numbers about 0.</param>
    /// <param name="range">The numbers at the ends of the map; when not said, the least and the largest (for BlueRed, as far from 0 both ways).</param>
    /// <exception cref="ShapeException">The tensor is no matrix.</exception>
    public static Tensor Paint(Tensor x, ColorMap map = ColorMap.Viridis, (double Low, double High)? range = null)
    {
        var raster = Raster.Grey("Colors.Paint", x);
        var scale = ColorScale.Over(x.Elements.Select(static value => (double)value), map, range);
        var painted = Tensor.Fresh([raster.Height, raster.Width, 3]);
        var (from, to) = (x.Elements, painted.Elements);
        Work.Split(from.Length, Work.Grain(40), (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                var (r, g, b) = scale.At(from[i]);
                (to[3 * i], to[3 * i + 1], to[3 * i + 2]) = (r / 255f, g / 255f, b / 255f);
            }
        });
        return painted;
    }

    /// <summary>One picture shining through another: (1 − opacity) · under + opacity · over. A grey picture counts as all three colours.</summary>
    /// <param name="under">The picture below.</param>
    /// <param name="over">The picture above.</param>
    /// <param name="opacity">A number, or one for each pixel, [height, width]: 0 shows the picture below, 1 the one above.</param>
    public static Tensor Blend(Tensor under, Tensor over, Tensor opacity)
    {
        if (under.Rank == 2 && over.Rank == 2) return under + opacity * (over - under);
        Tensor WithChannels(Tensor x) => x.Rank == 2 ? x.Unsqueeze(2) : x;
        return WithChannels(under) + WithChannels(opacity) * (WithChannels(over) - WithChannels(under));
    }

    static Raster Colour(string op, Tensor x) => x is { Rank: 3 } && x.Shape[2] == 3 && x.Size > 0 ? Raster.Of(op, x)
        : throw new ShapeException($"{op}: expected a coloured picture, [height, width, 3], got {x?.Shape.ToString() ?? "null"}." + (x is { Rank: 3 } && x.Shape[0] == 3 ? " Channels come last: Permute(1, 2, 0)." : ""));

    /// <summary>The same colours, which have to be in 0..1.</summary>
    static Tensor OfUnit(string op, Tensor x)
    {
        Colour(op, x);
        Tones.RequireUnit(op, x);
        return x;
    }

    static Tensor Map(string op, Tensor x, Func<double, double, double, (double, double, double)> map)
    {
        Colour(op, x);
        var mapped = Tensor.Fresh(x.Shape);
        var (from, to) = (x.Elements, mapped.Elements);
        Work.Split(to.Length / 3, Work.Grain(60), (first, end) =>
        {
            for (int i = 3 * first; i < 3 * end; i += 3)
            {
                var (a, b, c) = map(from[i], from[i + 1], from[i + 2]);
                (to[i], to[i + 1], to[i + 2]) = ((float)a, (float)b, (float)c);
            }
        });
        return mapped;
    }
}
