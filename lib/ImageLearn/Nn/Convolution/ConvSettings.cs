namespace ImageLearn.Nn;

/// <summary>What the convolution layers have in common: how their windows lie, and into how many groups the channels are parted.</summary>
internal readonly record struct ConvSettings(Pair Kernel, Pair Stride, Pair Padding, Pair Dilation, int Groups)
{
    /// <summary>The settings of a layer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small, or the groups do not divide the channels.</exception>
    public static ConvSettings Of(string layer, int inputs, int outputs, Pair kernel, Pair stride, Pair padding, Pair dilation, int groups)
    {
        if (groups < 1 || inputs < 1 || outputs < 1 || inputs % groups != 0 || outputs % groups != 0)
            throw new ArgumentOutOfRangeException(null, $"{layer}: {groups} groups do not divide {inputs} inputs and {outputs} outputs. Both must be multiples of the groups, 1 or more.");
        return new(kernel.AtLeast(1, layer, "kernel"), stride.AtLeast(1, layer, "stride"), padding.AtLeast(0, layer, "padding"), dilation.AtLeast(1, layer, "dilation"), groups);
    }

    /// <summary>Refuses what is no stack of images with so many channels.</summary>
    public static void CheckImages(Tensor x, int channels)
    {
        if (x.Rank != 4 || x.Shape[1] != channels)
            throw new ShapeException($"expected [images, {channels}, height, width], got {x.Shape}. Channels come before height and width; one image needs Unsqueeze(0).");
    }

    /// <summary>The kernel, and what differs from the usual: <c>kernel 3, stride 2</c>.</summary>
    public override string ToString() =>
        $"kernel {Kernel}{Unless(Stride, 1, "stride")}{Unless(Padding, 0, "padding")}{Unless(Dilation, 1, "dilation")}{(Groups == 1 ? "" : $", groups {Groups}")}";

    public static string Unless(Pair value, int usual, string name) => value == usual ? "" : $", {name} {value}";
}
