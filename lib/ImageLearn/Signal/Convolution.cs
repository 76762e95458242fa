namespace ImageLearn.Signal;

/// <summary>
/// Sliding sums in one and two dimensions. A kernel with one axis slides along the last axis of x, one with two axes over the last two; axes
/// before those are a batch. Gradients flow to x and to the kernel.
/// </summary>
public static class Convolution
{
    // Measured: a number of a transform, forth and back, takes as long as so many multiplications of the direct sum.
    const double TransformCost = 400;

    /// <summary>
    /// The convolution y_i = Σ_v x_(i−v)·k_v (in two dimensions y_ij = Σ_uv x_(i−u, j−v)·k_uv): the kernel is flipped, so that a single
    /// impulse in x shows the kernel as it is.
    /// </summary>
    /// <param name="x">What the kernel slides over. [.., n] or [.., height, width]</param>
    /// <param name="kernel">The kernel. [k] or [kernel height, kernel width]</param>
    /// <param name="mode">How much of the result is kept.</param>
    /// <param name="method">How to compute it.</param>
    /// <returns>An axis of n against k: n − k + 1 (<see cref="ConvolutionMode.Valid"/>), n, or n + k − 1 numbers.</returns>
    /// <exception cref="ShapeException">The kernel has no or more than two axes, is empty, or does not fit into x.</exception>
    /// <example><code>Convolution.Convolve([1, 2, 3], [1, 10], ConvolutionMode.Full)   // [1, 12, 23, 30]</code></example>
    public static Tensor Convolve(Tensor x, Tensor kernel, ConvolutionMode mode, ConvolutionMethod method = ConvolutionMethod.Automatic) =>
        Checked(nameof(Convolve), x, kernel, mode, method);

    /// <summary>
    /// The cross-correlation y_i = Σ_v x_(i+v)·k_v: the kernel is laid on x as it is, as the layers of networks do. It is the convolution with
    /// the kernel flipped along each axis.
    /// </summary>
    /// <inheritdoc cref="Convolve"/>
    /// <example><code>Convolution.Correlate([1, 2, 3], [1, 10], ConvolutionMode.Valid)   // [21, 32]</code></example>
    public static Tensor Correlate(Tensor x, Tensor kernel, ConvolutionMode mode, ConvolutionMethod method = ConvolutionMethod.Automatic) =>
        Checked(nameof(Correlate), x, Flipped(kernel), mode, method);

    /// <summary>The convolution with the kernel column·rowᵀ, as two one-dimensional ones: k + k multiplications a pixel instead of k·k.</summary>
    /// <param name="x">What the kernel slides over. [.., height, width]</param>
    /// <param name="column">The kernel's factor along columns. [kernel height]</param>
    /// <param name="row">The kernel's factor along rows; the same as <paramref name="column"/> if left out. [kernel width]</param>
    /// <param name="mode">How much of the result is kept.</param>
    /// <exception cref="ShapeException">A factor has not exactly one axis, is empty, or does not fit into x.</exception>
    public static Tensor Separable(Tensor x, Tensor column, Tensor? row = null, ConvolutionMode mode = ConvolutionMode.Same)
    {
        row ??= column;
        if (column.Rank != 1 || row.Rank != 1) throw new ShapeException($"Separable: expected kernels with one axis, got {column.Shape} and {row.Shape}.");
        return Checked(nameof(Separable), Checked(nameof(Separable), x, column.Reshape(-1, 1), mode), row.Reshape(1, -1), mode);
    }

    static Tensor Checked(string op, Tensor x, Tensor kernel, ConvolutionMode mode, ConvolutionMethod method = ConvolutionMethod.Automatic)
    {
        int axes = kernel.Rank;
        if (axes is not (1 or 2) || kernel.Size == 0) throw new ShapeException($"{op}: a kernel has one axis or two and is not empty, but this one has shape {kernel.Shape}.");
        if (x.Rank < axes || x.Size == 0) throw new ShapeException($"{op}: a kernel of {kernel.Shape} cannot slide over shape {x.Shape}. x needs {(axes == 1 ? "an axis" : "two axes")} or more, and numbers.");
        for (int i = 1; i <= axes; i++)
            if (mode == ConvolutionMode.Valid && kernel.Shape[^i] > x.Shape[^i])
                throw new ShapeException($"{op}: a kernel of {kernel.Shape} does not fit into {x.Shape}: nothing would be left. Use ConvolutionMode.Same or Full, or a smaller kernel.");
        // A kernel with one axis slides over a plane whose rows are the batch.
        var y = axes == 1
            ? Plane(x.Reshape(1, -1, x.Shape[^1]), kernel.Reshape(1, -1), mode, method)
            : Plane(x.Reshape(-1, x.Shape[^2], x.Shape[^1]), kernel, mode, method);
        return y.Reshape([.. x.Shape.SkipLast(axes), .. y.Shape.TakeLast(axes)]);
    }

    /// <summary>[batch, height, width] with [kernel height, kernel width].</summary>
    static Tensor Plane(Tensor x, Tensor kernel, ConvolutionMode mode, ConvolutionMethod method)
    {
        var (rows, columns) = (Part.Of(mode, x.Shape[1], kernel.Shape[0]), Part.Of(mode, x.Shape[2], kernel.Shape[1]));
        if (method == ConvolutionMethod.Automatic)
        {
            double direct = (double)rows.Count * columns.Count * kernel.Size, transforms = (double)rows.Circle * columns.Circle * TransformCost;
            method = direct <= transforms ? ConvolutionMethod.Direct : ConvolutionMethod.Fourier;
        }
        Tensor y;
        using (Tensor.NoGrad()) y = method == ConvolutionMethod.Direct ? SlidingSum.Convolve(x, kernel, rows, columns) : BySpectrum(x, kernel, rows, columns);
        // What is kept of the full result, put back into it: full(x, k) is linear in both, and correlation is its adjoint.
        Tensor Full(Tensor g) => g.Pad([(0, 0), rows.Around, columns.Around]);
        return y.From("Convolve",
            (x, g => Correlate(Full(g), kernel, ConvolutionMode.Valid)),
            (kernel, g =>
            {
                var full = Full(g);
                Tensor sum = 0;
                for (int i = 0; i < x.Shape[0]; i++) sum += Correlate(full[i, .., ..], x[i, .., ..], ConvolutionMode.Valid);
                return sum;
            }));
    }

    /// <summary>By the convolution theorem, on a circle long enough that what is kept does not meet its own end.</summary>
    static Tensor BySpectrum(Tensor x, Tensor kernel, Part rows, Part columns)
    {
        Tensor Padded(Tensor z, params ReadOnlySpan<(int, int)> batch) => z.Pad([.. batch, (0, rows.Circle - z.Shape[^2]), (0, columns.Circle - z.Shape[^1])]);
        var y = Fourier.Irfft2(Fourier.Rfft2(Padded(x, (0, 0))) * Fourier.Rfft2(Padded(kernel)), columns.Circle);
        return y[.., rows.Start..(rows.Start + rows.Count), columns.Start..(columns.Start + columns.Count)];
    }

    static Tensor Flipped(Tensor kernel) => kernel.Rank == 2 ? kernel[(..).By(-1), (..).By(-1)] : kernel.Rank == 1 ? kernel[[(..).By(-1)]] : kernel;
}

/// <summary>What is kept along an axis of the full convolution of n numbers with k: <paramref name="Count"/> numbers from <paramref name="Start"/> on.</summary>
internal readonly record struct Part(int Numbers, int Kernel, int Start, int Count)
{
    public static Part Of(ConvolutionMode mode, int n, int k) => mode switch
    {
        ConvolutionMode.Valid => new(n, k, k - 1, n - k + 1),
        ConvolutionMode.Same => new(n, k, (k - 1) / 2, n),
        _ => new(n, k, 0, n + k - 1),
    };

    /// <summary>How many numbers of the full result are left out before and after.</summary>
    public (int Before, int After) Around => (Start, Numbers + Kernel - 1 - Start - Count);

    /// <summary>The zeros that x needs before and after, for a kernel that slides inside only.</summary>
    public (int Before, int After) Zeros => (Kernel - 1 - Around.Before, Kernel - 1 - Around.After);

    /// <summary>A length that is quick to transform, holds both, and on which the ends that meet are not kept: the first <see cref="Start"/> numbers may be spoilt.</summary>
    public int Circle => FftPlan.Convenient(Math.Max(Kernel, Numbers + Kernel - 1 - Start));
}
