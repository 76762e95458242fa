using System.Runtime.CompilerServices;

namespace ImageLearn.Signal;

/// <summary>
/// The transform of a length with small prime factors, n = r₁·r₂·…: after each step the results of its butterflies lie where the next
/// step reads in order (Stockham's autosort; Van Loan 1992, Computational Frameworks for the FFT, §1.7, doi:10.1137/1.9781611970999).
/// </summary>
internal sealed unsafe class MixedRadix<L, V>(int length, int[] radices) : FftPlan<L, V>(length) where L : ILane<V> where V : unmanaged
{
    readonly Step[] _steps = Steps(length, radices);

    /// <summary>A step that makes <paramref name="Inner"/>·r transforms of <paramref name="Outer"/>·… numbers ready, with the factors e^(−2πi·jp/(r·Outer)) it needs.</summary>
    sealed record Step(int Radix, int Outer, int Inner, float[] Twiddles);

    static Step[] Steps(int length, int[] radices)
    {
        var steps = new Step[radices.Length];
        for (int i = 0, rest = length, inner = 1; i < steps.Length; i++)
        {
            int radix = radices[i], outer = rest / radix;
            var twiddles = new float[outer > 1 ? outer * (radix - 1) * 2 : 0];
            for (int p = 0, next = 0; p < outer && outer > 1; p++)
                for (int j = 1; j < radix; j++) (twiddles[next++], twiddles[next++]) = Root((long)j * p, rest);
            steps[i] = new(radix, outer, inner, twiddles);
            (rest, inner) = (outer, inner * radix);
        }
        return steps;
    }

    public override void Transform(Planes x, Planes y, int width)
    {
        if (_steps.Length == 0) { Copy(x, y, width); return; }
        using var first = new Scratch(_steps.Length > 1 ? Length : 0, width);
        using var second = new Scratch(_steps.Length > 2 ? Length : 0, width);
        var from = x;
        for (int i = 0; i < _steps.Length; i++)
        {
            var to = i == _steps.Length - 1 ? y : i % 2 == 0 ? first.Planes : second.Planes;
            Run(_steps[i], from, to, width);
            from = to;
        }
    }

    static void Run(Step step, Planes x, Planes y, int width)
    {
        fixed (float* w = step.Twiddles)
            switch (step.Radix)
            {
                case 2: Run<Radix2<L, V>>(step, x, y, width, w); break;
                case 3: Run<Radix3<L, V>>(step, x, y, width, w); break;
                case 4: Run<Radix4<L, V>>(step, x, y, width, w); break;
                case 5: Run<Radix5<L, V>>(step, x, y, width, w); break;
                case 8: Run<Radix8<L, V>>(step, x, y, width, w); break;
                default: OddRadix<L, V>.Run(step.Radix, step.Outer, step.Inner, x, y, width, w); break;
            }
    }

    /// <summary>Row q + s·(p + m·j) of x, for j = 0 … r−1, becomes row q + s·(r·p + k) of y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Run<R>(Step step, Planes x, Planes y, int width, float* w) where R : IRadix<L, V>
    {
        int m = step.Outer, rows = step.Inner;
        Planes from = new(x.Re, x.Im, x.Step * rows * m), to = new(y.Re, y.Im, y.Step * rows);
        bool dense = x.Step == width && y.Step == width;   // then the rows of a run follow each other without a gap
        int run = dense ? rows * width : width, runs = dense ? 1 : rows;
        for (int p = 0; p < m; p++, w += w == null ? 0 : 2 * (R.Length - 1))
            for (int q = 0; q < runs; q++)
            {
                Planes a = from.At(x.Step * (q + (nint)rows * p)), b = to.At(y.Step * (q + (nint)rows * R.Length * p));
                for (nint lane = 0; lane < run; lane += L.Width) R.Transform(new(a.At(lane)), new(b.At(lane)), w);
            }
    }

    static void Copy(Planes x, Planes y, int width)
    {
        new ReadOnlySpan<float>(x.Re, width).CopyTo(new(y.Re, width));
        new ReadOnlySpan<float>(x.Im, width).CopyTo(new(y.Im, width));
    }
}
