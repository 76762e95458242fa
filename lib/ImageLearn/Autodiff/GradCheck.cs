using ImageLearn.Output;

namespace ImageLearn;

/// <summary>Compares the gradients that <see cref="Tensor.Backward"/> finds with slopes measured by small steps.</summary>
public static class GradCheck
{
    /// <summary>
    /// Checks the gradient of a function with respect to each input: <c>GradCheck.Verify(() => Loss(w, b), [w, b])</c>. The slope at
    /// each element is measured by a central difference of fourth order, (8(f(x+h) − f(x−h)) − (f(x+2h) − f(x−2h))) / 12h.
    /// </summary>
    /// <param name="f">Computes the result from the inputs, afresh at each call, and always the same. A result of several numbers is weighted and summed.</param>
    /// <param name="inputs">The tensors to step. Their numbers, flags and gradients are as before afterwards.</param>
    /// <param name="within">How far gradient and slope may differ, relative to the input's largest slope.</param>
    /// <param name="step">The step h for elements of size 1 and more; smaller elements take down to a tenth of it.</param>
    /// <param name="most">At most so many elements are checked of each input, picked by a fixed seed.</param>
    /// <exception cref="ArgumentException">There are no inputs, or an input was computed from others.</exception>
    public static GradCheckReport Verify(Func<Tensor> f, ReadOnlySpan<Tensor> inputs, double within = 1e-3, double step = 0.02, int most = 200)
    {
        if (inputs.Length == 0) throw new ArgumentException("GradCheck: there is no input to check. List the tensors whose gradients you want checked.");
        foreach (var input in inputs)
            if (!input.IsLeaf) throw new ArgumentException($"GradCheck: an input of shape {input.Shape} was computed from other tensors. Check with respect to those, or Detach() it first.");
        var before = inputs.ToArray().Select(x => (x, x.Detach(), x.RequiresGrad, x.Grad)).ToArray();
        try
        {
            foreach (var (x, _, _, _) in before) (x.RequiresGrad, x.Grad) = (true, null);
            var y = f();
            var weights = y.Size == 1 ? Tensor.Ones(y.Shape) : Rng.Uniform(y.Shape, seed: 1, low: 0.5, high: 1.5);
            if (y.RequiresGrad) y.Backward(weights);
            var found = before.Select(input => input.x.Grad ?? Tensor.Zeros(input.x.Shape)).ToArray();
            var reports = before.Select((input, i) => Check(f, weights, i, input.x, found[i], within, step, most)).ToArray();
            return reports.FirstOrDefault(report => !report.Passed) ?? reports.MaxBy(report => (report.Kinks > 0, report.Error / report.Allowed))!;
        }
        finally
        {
            foreach (var (x, values, required, grad) in before)
            {
                x.Assign(values);
                (x.RequiresGrad, x.Grad) = (required, grad);
            }
        }
    }

    static GradCheckReport Check(Func<Tensor> f, Tensor weights, int input, Tensor x, Tensor found, double within, double step, int most)
    {
        var places = x.Size <= most ? [.. Enumerable.Range(0, x.Size)] : new Rng(1).Permutation(x.Size)[..most];
        var slopes = new Slope[places.Length];
        var before = x.Data.ToArray();
        for (int i = 0; i < places.Length; i++)
        {
            int place = places[i];
            double at = before[place], h = Math.Max(step * Math.Clamp(Math.Abs(at), 0.1, 1), 1e-4 * Math.Abs(at)), size = 0;
            double F(double shift)
            {
                Cell.Checkpoint();
                var moved = (float[])before.Clone();
                moved[place] = (float)(at + shift);
                x.Assign(new(x.Shape, moved));
                var y = f().Data;
                double sum = 0;
                for (int j = 0; j < y.Length; j++) { sum += (double)y[j] * weights.Data[j]; size += Math.Abs(y[j] * weights.Data[j]); }
                return sum;
            }
            double left2 = F(-2 * h), left = F(-h), here = F(0), right = F(h), right2 = F(2 * h);
            slopes[i] = new(place, found.Data[place], (8 * (right - left) - (right2 - left2)) / (12 * h), (here - left) / h, (right - here) / h,
                // Where f is smooth the second differences grow with the square of the step; a bend adds what grows with the step itself.
                Bend: Math.Abs(right2 + left2 - 2 * here - 4 * (right + left - 2 * here)) / (2 * h), Noise: size / 5 * 1.2e-7 / h);   // float32 rounds the values f gives
        }
        x.Assign(new(x.Shape, before));
        double allowed = within * slopes.Select(s => Math.Abs(s.Numeric)).DefaultIfEmpty().Max();
        int kinks = slopes.Count(s => s.IsKink(allowed));
        return slopes.Where(s => !s.IsKink(allowed)).Select(s => new GradCheckReport(input, x.Shape.Indices(s.Place), s.Analytic, s.Numeric, allowed + s.Noise, slopes.Length, kinks))
            .DefaultIfEmpty(new(input, [], 0, 0, within, slopes.Length, kinks))
            .MaxBy(report => double.IsNaN(report.Error) ? double.PositiveInfinity : report.Error / report.Allowed)!;
    }

    /// <summary>What was found at one element: the gradient, the slope measured, and those on either side.</summary>
    readonly record struct Slope(int Place, double Analytic, double Numeric, double Left, double Right, double Bend, double Noise)
    {
        /// <summary>
        /// Whether f bends sharply here, as |x| does at 0. There is no one slope to compare with then; a gradient between those on either
        /// side is as good as any. What differs without a bend, or lies outside, is a mistake.
        /// </summary>
        public bool IsKink(double allowed)
        {
            double rounding = allowed + 4 * Noise;
            return Math.Abs(Analytic - Numeric) > allowed + Noise && Bend > 2 * rounding
                && Analytic >= Math.Min(Left, Right) - rounding && Analytic <= Math.Max(Left, Right) + rounding;
        }
    }
}

/// <summary>What a gradient check found, at the element where gradient and slope differ most.</summary>
/// <param name="Input">Which input, from 0.</param>
/// <param name="Index">Which element of it.</param>
/// <param name="Analytic">The gradient that Backward found.</param>
/// <param name="Numeric">The slope that was measured.</param>
/// <param name="Allowed">The difference allowed: the tolerance, and the rounding of float32.</param>
/// <param name="Checked">How many elements of this input were compared.</param>
/// <param name="Kinks">At how many of them the function has a kink, as |x| has at 0: no slope can be measured there, and any gradient between those on either side is accepted.</param>
public sealed record GradCheckReport(int Input, IReadOnlyList<int> Index, double Analytic, double Numeric, double Allowed, int Checked, int Kinks = 0)
{
    /// <summary>|analytic − numeric|</summary>
    public double Error => Math.Abs(Analytic - Numeric);

    /// <summary>Whether every gradient agrees with its slope.</summary>
    public bool Passed => Error <= Allowed;

    /// <summary>The verdict in a sentence.</summary>
    public override string ToString()
    {
        string where = $"input {Input}{(Index.Count == 0 ? "" : $", element [{string.Join(", ", Index)}]")}";
        string kinks = Kinks == 0 ? "" : $" ⚠ At {Tensor.Count(Kinks, "element")} of input {Input} the function has a kink: no slope can be measured there. Check at other values.";
        if (Passed) return $"✓ Gradients agree: the largest difference is {Error:0.0e+0}, at {where} (Backward {Analytic:G5}, measured {Numeric:G5}).{kinks}";
        string likely =
            Analytic == 0 ? " No gradient arrives: look for a Detach, a NoGrad, or a Floor, Round or comparison on the way." :
            double.IsNaN(Error) ? " Not a number: look for 0/0, the Log or Sqrt of 0, or ∞ − ∞." :
            Math.Abs(Analytic + Numeric) <= Allowed ? " The sign is reversed." :
            $" That is {Analytic / Numeric:G3} times the slope.";
        return $"✗ Gradients differ at {where}: Backward gives {Analytic:G5}, but the measured slope is {Numeric:G5}.{likely}{kinks}";
    }
}
