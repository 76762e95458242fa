namespace ImageLearn.Signal;

/// <summary>
/// The transform of a length with a large prime factor as a convolution: since jk = (j² + k² − (k − j)²)/2,
/// y_k = c_k · Σ_j (x_j·c_j)·c̄_(k−j) with the chirp c_j = e^(−πi·j²/n), and the sum is found by transforms of a convenient length m ≥ 2n − 1
/// (Bluestein 1970, doi:10.1109/TAU.1970.1162132).
/// </summary>
internal sealed unsafe class Bluestein<L, V> : FftPlan<L, V> where L : ILane<V> where V : unmanaged
{
    readonly FftPlan _inner;
    readonly float[] _chirp, _kernel;   // c_j, and the transform of c̄ around 0, divided by m; real and imaginary parts in turn

    public Bluestein(int length) : base(length)
    {
        if (length > 1 << 28) throw new ShapeException($"Fft: {length} has a large prime factor and is too long for that. Choose a length with small prime factors.");
        int m = 1;
        while (m < 2 * length - 1) m *= 2;
        _inner = Make<L, V>(m);
        _chirp = new float[2 * length];
        _kernel = new float[2 * m];
        using var kernel = new Scratch(m, L.Width);
        var rows = new Rows<L, V>(kernel.Planes);
        for (int j = 0; j < m; j++) rows[j] = default;
        for (int j = 0; j < length; j++)
        {
            var (re, im) = Root((long)j * j % (2L * length), 2L * length);
            (_chirp[2 * j], _chirp[2 * j + 1]) = (re, im);
            rows[j] = rows[(m - j) % m] = Lanes<L, V>.Repeat(re, -im);
        }
        _inner.Transform(kernel.Planes, kernel.Planes, L.Width);
        for (int k = 0; k < m; k++) (_kernel[2 * k], _kernel[2 * k + 1]) = (kernel.Planes.Re[k * L.Width] / m, kernel.Planes.Im[k * L.Width] / m);
    }

    public override void Transform(Planes x, Planes y, int width)
    {
        using var padded = new Scratch(_inner.Length, width);
        var z = padded.Planes;
        Multiply(x, z, _chirp, Length, width);
        for (int j = Length; j < _inner.Length; j++)
        {
            new Span<float>(z.Re + j * z.Step, width).Clear();
            new Span<float>(z.Im + j * z.Step, width).Clear();
        }
        _inner.Transform(z, z, width);
        Multiply(z, z, _kernel, _inner.Length, width);
        _inner.Transform(z.Swapped, z.Swapped, width);   // the inverse
        Multiply(z, y, _chirp, Length, width);
    }

    static void Multiply(Planes x, Planes y, float[] factors, int rows, int width)
    {
        for (int j = 0; j < rows; j++)
        {
            var factor = Lanes<L, V>.Repeat(factors[2 * j], factors[2 * j + 1]);
            for (int lane = 0; lane < width; lane += L.Width)
            {
                Rows<L, V> from = new(x.At(lane)), to = new(y.At(lane));
                to[j] = from[j] * factor;
            }
        }
    }
}
