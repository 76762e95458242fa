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
            return reports.FirstOrDefault(report => !report.Passed) ?? reports.MaxBy(report => report.Error / report.Allowed)!;
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
        var slopes = new (int Place, double Analytic, double Numeric, double Noise)[places.Length];
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
            double slope = (8 * (F(h) - F(-h)) - (F(2 * h) - F(-2 * h))) / (12 * h);
            slopes[i] = (place, found.Data[place], slope, size / 4 * 1.2e-7 / h);   // float32 rounds the values f gives
        }
        x.Assign(new(x.Shape, before));
        double largest = slopes.Select(s => Math.Abs(s.Numeric)).DefaultIfEmpty().Max();
        return slopes.Select(s => new GradCheckReport(input, x.Shape.Indices(s.Place), s.Analytic, s.Numeric, within * largest + s.Noise, slopes.Length))
            .DefaultIfEmpty(new(input, [], 0, 0, within, 0))
            .MaxBy(report => double.IsNaN(report.Error) ? double.PositiveInfinity : report.Error / report.Allowed)!;
    }
}

/// <summary>What a gradient check found, at the element where gradient and slope differ most.</summary>
/// <param name="Input">Which input, from 0.</param>
/// <param name="Index">Which element of it.</param>
/// <param name="Analytic">The gradient that Backward found.</param>
/// <param name="Numeric">The slope that was measured.</param>
/// <param name="Allowed">The difference allowed: the tolerance, and the rounding of float32.</param>
/// <param name="Checked">How many elements of this input were compared.</param>
public sealed record GradCheckReport(int Input, IReadOnlyList<int> Index, double Analytic, double Numeric, double Allowed, int Checked)
{
    /// <summary>|analytic − numeric|</summary>
    public double Error => Math.Abs(Analytic - Numeric);

    /// <summary>Whether every gradient agrees with its slope.</summary>
    public bool Passed => Error <= Allowed;

    /// <summary>The verdict in a sentence.</summary>
    public override string ToString()
    {
        string where = $"input {Input}{(Index.Count == 0 ? "" : $", element [{string.Join(", ", Index)}]")}";
        if (Passed) return $"✓ Gradients agree: the largest difference is {Error:0.0e+0}, at {where} (Backward {Analytic:G5}, measured {Numeric:G5}).";
        string likely =
            Analytic == 0 ? " No gradient arrives: look for a Detach, a NoGrad, or a Floor, Round or comparison on the way." :
            double.IsNaN(Error) ? " Not a number: look for 0/0, the Log or Sqrt of 0, or ∞ − ∞." :
            Math.Abs(Analytic + Numeric) <= Allowed ? " The sign is reversed." :
            $" That is {Analytic / Numeric:G3} times the slope.";
        return $"✗ Gradients differ at {where}: Backward gives {Analytic:G5}, but the measured slope is {Numeric:G5}.{likely}";
    }
}
