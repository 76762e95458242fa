using System.Text.Json.Nodes;
using ImageLearn.Output;

namespace ImageLearn.Imaging;

public sealed partial class Image
{
    /// <summary>A picture smaller than this is shown enlarged, up to about this many pixels.</summary>
    const int ShownAtLeast = 256;

    /// <summary>A picture larger than this is shown reduced, so that it does not swell the notebook.</summary>
    const int ShownAtMost = 1024;

    /// <summary>
    /// The picture as a front end shows it: <c>image/png</c> and <c>text/plain</c>. A small picture is enlarged by a whole factor with its pixels
    /// as crisp squares (scaling left to the browser would blur them), a very large one averaged down by a whole factor.
    /// </summary>
    public MimeBundle ToMimeBundle()
    {
        var shown = ForDisplay();
        var bundle = MimeBundle.Plain(Alt == "" ? ToString() : $"{this}: {Alt}").With("image/png", () => Convert.ToBase64String(shown.ToPng()));
        var png = new JsonObject { ["width"] = shown.Width, ["height"] = shown.Height };
        var image = new JsonObject { ["width"] = Width, ["height"] = Height };
        if (Alt != "") (png["alt"], image["alt"]) = (Alt, Alt);
        bundle.Metadata["image/png"] = png;
        bundle.Metadata["imagelearn"] = new JsonObject { ["image"] = image };
        return bundle;
    }

    internal Image ForDisplay() => Reduction > 1 ? Reduced() : Enlarged(Math.Max(1, ShownAtLeast / Math.Max(Width, Height)));

    /// <summary>How many pixels each way become one when it is shown.</summary>
    internal int Reduction => (Math.Max(Width, Height) + ShownAtMost - 1) / ShownAtMost;

    /// <summary>Each pixel repeated <paramref name="factor"/> times in both directions.</summary>
    Image Enlarged(int factor)
    {
        if (factor == 1) return this;
        var width = Width * factor;
        return Make(width, Height * factor, Format, BitDepth, (pixel, channel) => Sample(pixel / width / factor * Width + pixel % width / factor, channel));
    }

    /// <summary>The mean of each block of <see cref="Reduction"/>² pixels, colours weighted by their opacity; blocks at the right and lower edge may be smaller.</summary>
    internal Image Reduced()
    {
        if (Reduction == 1) return this;
        int factor = Reduction, width = (Width + factor - 1) / factor, height = (Height + factor - 1) / factor, opacity = HasAlpha ? Channels - 1 : -1;
        return Make(width, height, Format, BitDepth, (pixel, channel) =>
        {
            int left = pixel % width * factor, top = pixel / width * factor, right = Math.Min(left + factor, Width), bottom = Math.Min(top + factor, Height);
            long sum = 0, total = 0;
            for (int y = top; y < bottom; y++)
                for (int x = left; x < right; x++)
                {
                    long weight = opacity < 0 || channel == opacity ? 1 : Sample(y * Width + x, opacity);
                    sum += weight * Sample(y * Width + x, channel);
                    total += weight;
                }
            return total == 0 ? 0 : (int)((sum + total / 2) / total);
        });
    }
}
