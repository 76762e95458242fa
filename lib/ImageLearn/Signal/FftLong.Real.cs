namespace ImageLearn.Signal;

// One row of 2n real numbers as one of n complex numbers x_2j + i·x_2j+1, from whose spectrum z those of the even and of the odd
// numbers follow: y_k = e_k + e^(−πi·k/n)·o_k with e_k = (z_k + z̄_(n−k))/2 and o_k = (z_k − z̄_(n−k))/2i.
internal sealed unsafe partial class FftLong
{
    (float Re, float Im)[]? _halfTurns;   // e^(−πi·k/n) for k = 0 … n/2

    (float Re, float Im)[] HalfTurns(int n) => _halfTurns ??= [.. Enumerable.Range(0, n / 2 + 1).Select(k => FftPlan.Root(k, 2L * n))];

    /// <summary>The first n + 1 numbers of the spectrum y of 2n real numbers x.</summary>
    public void FromReal(float* x, Planes y)
    {
        int n = _re.Length;
        var turns = HalfTurns(n);
        using var scratch = new Scratch(n, 1);
        var z = scratch.Planes;
        for (int j = 0; j < n; j++) (z.Re[j], z.Im[j]) = (x[2 * j], x[2 * j + 1]);
        Transform(z, y, 1);
        var (re0, im0) = (y.Re[0], y.Im[0]);
        (y.Re[0], y.Im[0], y.Re[n], y.Im[n]) = (re0 + im0, 0, re0 - im0, 0);
        for (int k = 1; k <= n / 2; k++)
        {
            int m = n - k;
            float evenRe = (y.Re[k] + y.Re[m]) / 2, evenIm = (y.Im[k] - y.Im[m]) / 2, oddRe = (y.Im[k] + y.Im[m]) / 2, oddIm = (y.Re[m] - y.Re[k]) / 2;
            var (cos, sin) = turns[k];
            float turnedRe = oddRe * cos - oddIm * sin, turnedIm = oddRe * sin + oddIm * cos;
            (y.Re[m], y.Im[m]) = (evenRe - turnedRe, turnedIm - evenIm);
            (y.Re[k], y.Im[k]) = (evenRe + turnedRe, evenIm + turnedIm);
        }
    }

    /// <summary>The 2n real numbers y of whose spectrum x are the first n + 1, times <paramref name="scale"/>.</summary>
    public void ToReal(Planes x, float* y, float scale)
    {
        int n = _re.Length;
        var turns = HalfTurns(n);
        using var spectrum = new Scratch(n, 1);
        using var numbers = new Scratch(n, 1);
        Planes z = spectrum.Planes, u = numbers.Planes;
        (z.Re[0], z.Im[0]) = (x.Re[0] + x.Re[n], x.Re[0] - x.Re[n]);
        for (int k = 1; k <= n / 2; k++)
        {
            int m = n - k;
            float evenRe = x.Re[k] + x.Re[m], evenIm = x.Im[k] - x.Im[m], turnedRe = x.Re[k] - x.Re[m], turnedIm = x.Im[k] + x.Im[m];
            var (cos, sin) = turns[k];
            float oddRe = turnedRe * cos + turnedIm * sin, oddIm = turnedIm * cos - turnedRe * sin;
            (z.Re[m], z.Im[m]) = (evenRe + oddIm, oddRe - evenIm);
            (z.Re[k], z.Im[k]) = (evenRe - oddIm, evenIm + oddRe);
        }
        Transform(z.Swapped, u.Swapped, scale);
        for (int j = 0; j < n; j++) (y[2 * j], y[2 * j + 1]) = (u.Re[j], u.Im[j]);
    }
}
