using System.Numerics;

namespace ImageLearn.Optim;

/// <summary>An optimizer's rule for a vector of elements w with gradients g; a and b are what it remembers of them from step to step.</summary>
interface IRule
{
    void Apply(ref Vector<float> w, Vector<float> g, ref Vector<float> a, ref Vector<float> b);
}

/// <summary>The arrays of one parameter that a rule runs over; those it does not remember anything in are empty.</summary>
readonly record struct Slots(float[] Weights, float[] Gradient, float[] First, float[] Second)
{
    /// <summary>Applies the rule to every element: each is read and written once.</summary>
    public void Apply<TRule>(TRule rule) where TRule : struct, IRule
    {
        var slots = this;
        Work.Split(Weights.Length, Work.Grain(4), (from, end) => slots.Apply(rule, from, end));
    }

    void Apply<TRule>(TRule rule, int from, int end) where TRule : struct, IRule
    {
        int i = from, width = Vector<float>.Count;
        for (; i <= end - width; i += width) One(rule, Weights.AsSpan(i, width), Gradient.AsSpan(i, width), Part(First, i, width), Part(Second, i, width));
        if (i == end) return;

        Span<float> padded = stackalloc float[4 * width];
        padded.Clear();
        Span<float> w = padded[..width], g = padded[width..(2 * width)], a = padded[(2 * width)..(3 * width)], b = padded[(3 * width)..];
        int rest = end - i;
        Weights.AsSpan(i, rest).CopyTo(w); Gradient.AsSpan(i, rest).CopyTo(g); Part(First, i, rest).CopyTo(a); Part(Second, i, rest).CopyTo(b);
        One(rule, w, g, a, b);
        w[..rest].CopyTo(Weights.AsSpan(i)); if (First.Length > 0) a[..rest].CopyTo(First.AsSpan(i)); if (Second.Length > 0) b[..rest].CopyTo(Second.AsSpan(i));
    }

    static void One<TRule>(TRule rule, Span<float> w, ReadOnlySpan<float> g, Span<float> a, Span<float> b) where TRule : struct, IRule
    {
        Vector<float> weight = new(w), first = a.IsEmpty ? default : new(a), second = b.IsEmpty ? default : new(b);
        rule.Apply(ref weight, new(g), ref first, ref second);
        weight.CopyTo(w);
        if (!a.IsEmpty) first.CopyTo(a);
        if (!b.IsEmpty) second.CopyTo(b);
    }

    static Span<float> Part(float[] array, int from, int length) => array.Length == 0 ? default : array.AsSpan(from, length);
}
