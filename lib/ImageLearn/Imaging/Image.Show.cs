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

    internal Image ForDisplay()
    {
        var longer = Math.Max(Width, Height);
        return longer > ShownAtMost ? Reduced((longer + ShownAtMost - 1) / ShownAtMost) : Enlarged(Math.Max(1, ShownAtLeast / longer));
    }

    /// <summary>Each pixel repeated <paramref name="factor"/> times in both directions.</summary>
    Image Enlarged(int factor)
    {
        if (factor == 1) return this;
        var width = Width * factor;
        return Make(width, Height * factor, Format, BitDepth, (pixel, channel) => Sample(pixel / width / factor * Width + pixel % width / factor, channel));
    }

    /// <summary>The mean of each block of <paramref name="factor"/>² pixels; blocks at the right and lower edge may be smaller.</summary>
    Image Reduced(int factor)
    {
        int width = (Width + factor - 1) / factor, height = (Height + factor - 1) / factor;
        return Make(width, height, Format, BitDepth, (pixel, channel) =>
        {
            int left = pixel % width * factor, top = pixel / width * factor, right = Math.Min(left + factor, Width), bottom = Math.Min(top + factor, Height);
            long sum = 0;
            for (int y = top; y < bottom; y++)
                for (int x = left; x < right; x++) sum += Sample(y * Width + x, channel);
            long count = (right - left) * (bottom - top);
            return (int)((sum + count / 2) / count);
        });
    }
}
