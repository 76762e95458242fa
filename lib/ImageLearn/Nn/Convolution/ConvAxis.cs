namespace ImageLearn.Nn;

/// <summary>
/// One axis of a convolution: with tap k, output o reads place o·Stride + k·Dilation − Pad of an input whose element i lies at place
/// i·Spread, with zeros between and around.
/// </summary>
internal readonly record struct ConvAxis(int Input, int Output, int Kernel, int Stride = 1, int Dilation = 1, int Pad = 0, int Spread = 1)
{
    /// <summary>An axis with as many outputs as windows fit.</summary>
    public static ConvAxis Fitting(int input, int kernel, int stride, int dilation, int pad) =>
        new(input, checked(input + 2 * pad < dilation * (kernel - 1) + 1 ? 0 : (input + 2 * pad - dilation * (kernel - 1) - 1) / stride + 1), kernel, stride, dilation, pad);

    /// <summary>An axis of length 1 for images of one row.</summary>
    public static ConvAxis None => new(1, 1, 1);

    /// <summary>The axis of the adjoint: a convolution of the spread outputs with the kernel back to front.</summary>
    public ConvAxis Transposed => new(Output, Input, Kernel, 1, Dilation, Dilation * (Kernel - 1) - Pad, Stride);

    /// <summary>How many places the windows of all outputs cover.</summary>
    public int Padded => checked((Output - 1) * Stride + Dilation * (Kernel - 1) + 1);

    /// <summary>
    /// The length of the axis in packed form, where every Stride-th place lies in sequence. Without a stride, the zeros after one line
    /// are those before the next.
    /// </summary>
    public int Pitch
    {
        get
        {
            if (Stride > 1) return (Padded + Stride - 1) / Stride;
            int end = Math.Min(Padded, (Input - 1) * Spread + 1 + Pad);
            return Math.Max(Output, Padded - Math.Max(0, Math.Min(Pad, Padded - end)));
        }
    }

    /// <summary>The inputs that some window covers: from the first to before the last.</summary>
    public (int From, int End) Covered => (Math.Max(0, (Spread - 1 - Pad) / Spread), Padded <= Pad ? 0 : Math.Min(Input, (Padded - 1 - Pad) / Spread + 1));
}

/// <summary>Both axes of a convolution of images, and into how many groups the channels are parted.</summary>
internal readonly record struct ConvGeometry(ConvAxis Rows, ConvAxis Columns, int Groups = 1)
{
    public ConvGeometry Transposed => new(Rows.Transposed, Columns.Transposed, Groups);

    /// <summary>Whether neighbours in an image are neighbours in packed form: no stride, and nothing between.</summary>
    public bool IsPlain => Rows is { Stride: 1, Spread: 1 } && Columns is { Stride: 1, Spread: 1 };

    public int Taps => Rows.Kernel * Columns.Kernel;
    public int Phases => checked(Rows.Stride * Columns.Stride);

    /// <summary>Places of one image in one packed plane.</summary>
    public int Plane => checked(Rows.Pitch * Columns.Pitch);
}
