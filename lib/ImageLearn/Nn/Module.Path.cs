namespace ImageLearn.Nn;

// So that an error can name the layer it came from: the modules whose Forward is running, outermost first.
public abstract partial class Module
{
    [ThreadStatic] static List<Module>? t_running;

    /// <summary>Computes something on behalf of this module: a <see cref="ShapeException"/> from within tells its place in the model.</summary>
    /// <param name="input">What to compute from.</param>
    /// <param name="compute">The computation.</param>
    /// <exception cref="ShapeException">The input does not fit. The message names the layer that got it.</exception>
    protected TOutput Located<TInput, TOutput>(TInput input, Func<Module, TInput, TOutput> compute)
    {
        var running = t_running ??= [];
        running.Add(this);
        try { return compute(this, input); }
        catch (ShapeException e) when (e.InnerException is not ShapeException) { throw new ShapeException($"{Place(running)}: {e.Message}", e); }
        finally { running.RemoveAt(running.Count - 1); }
    }

    /// <summary>The innermost module and the way to it, e.g. <c>Sequential[2] Linear(64 → 36)</c>.</summary>
    static string Place(List<Module> running)
    {
        if (running is [var only]) return only.ToString();
        string path = running[0].GetType().Name;
        for (int i = 1; i < running.Count; i++)
        {
            string name = running[i - 1].NamedModules.FirstOrDefault(named => named.Module == running[i]).Name ?? $"({running[i].GetType().Name})";
            foreach (string part in name.Split('.')) path += int.TryParse(part, out _) ? $"[{part}]" : $".{part}";
        }
        return $"{path} {running[^1]}";
    }
}
