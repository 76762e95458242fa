using ImageLearn.Nn;

namespace ImageLearn.Optim;

/// <summary>Keeps steps small where gradients explode: between <c>Backward()</c> and <c>Step()</c>.</summary>
public static class GradientClipping
{
    /// <summary>Scales all gradients together so that their common norm √(Σ g²) is at most <paramref name="largest"/>. Returns the norm before.</summary>
    /// <param name="parameters">Whose gradients, e.g. <c>model.Parameters</c>; those without one count as 0.</param>
    /// <param name="largest">The norm that is left as it is.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="largest"/> is not above 0.</exception>
    public static double ByNorm(IEnumerable<Parameter> parameters, double largest)
    {
        if (!(largest > 0)) throw new ArgumentOutOfRangeException(null, $"GradientClipping.ByNorm: a largest norm of {largest} would stop all steps. Give a number above 0.");
        Parameter[] reached = [.. parameters.Where(static p => p.Grad is not null).Distinct()];
        double norm = Math.Sqrt(reached.Sum(static p => Accumulate.Dot(p.Grad!.Data, p.Grad.Data)));
        if (norm > largest)
            foreach (var p in reached) p.Grad = p.Grad!.Detach() * (largest / norm);
        return norm;
    }

    /// <summary>Keeps each element of the gradients within −largest … largest.</summary>
    /// <param name="parameters">Whose gradients, e.g. <c>model.Parameters</c>.</param>
    /// <param name="largest">The size that is left as it is.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="largest"/> is not above 0.</exception>
    public static void ByValue(IEnumerable<Parameter> parameters, double largest)
    {
        if (!(largest > 0)) throw new ArgumentOutOfRangeException(null, $"GradientClipping.ByValue: a largest value of {largest} would stop all steps. Give a number above 0.");
        foreach (var p in parameters)
            if (p.Grad is not null) p.Grad = p.Grad.Detach().Clamp(-largest, largest);
    }
}
