namespace ImageLearn.Signal;

/// <summary>How much of a convolution is kept, when k numbers of a kernel slide over n numbers.</summary>
public enum ConvolutionMode
{
    /// <summary>Only where the kernel lies wholly inside: n − k + 1 numbers.</summary>
    Valid,

    /// <summary>As many as went in, n, from the middle of the full result; zeros are assumed outside.</summary>
    Same,

    /// <summary>Wherever they meet: n + k − 1 numbers; zeros are assumed outside.</summary>
    Full,
}

/// <summary>How a convolution is computed; the results differ by rounding only.</summary>
public enum ConvolutionMethod
{
    /// <summary>The quicker way, judged by the sizes.</summary>
    Automatic,

    /// <summary>The sum itself: exact to the last bits, quick for small kernels.</summary>
    Direct,

    /// <summary>By the convolution theorem: a product of spectra. Quick for large kernels, with an error relative to the largest number.</summary>
    Fourier,
}
