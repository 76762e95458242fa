using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ImageLearn.Optim;

/// <summary>What rules remember and let fade.</summary>
static class Faded
{
    /// <summary>x, or 0 where it has faded away: where gradients stay 0, as behind a dead unit, it would shrink to numbers too small for float32's usual form, which take a hundred times as long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> ToZero(Vector<float> x) => Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), new(1e-30f)), default, x);
}

/// <summary>An optimizer's rule for a vector of elements w with gradients g; a and b are what it remembers of them from step to step.</summary>
interface IRule
{
    void Apply(ref Vector<float> w, Vector<float> g, ref Vector<float> a, ref Vector<float> b);
}

/// <summary>The arrays of one parameter that a rule runs over; those it does not remember anything in are empty. Step counts from 1, the steps of this parameter alone.</summary>
readonly record struct Slots(float[] Weights, float[] Gradient, float[] First, float[] Second, int Step)
{
    /// <summary>Applies the rule to every element: each is read and written once.</summary>
    public void Apply<TRule>(TRule rule) where TRule : struct, IRule
    {
        int grain = Work.Grain(4);
        if (Weights.Length <= grain) Apply(rule, 0, Weights.Length);
        else Share(this, rule, grain);

        static void Share(Slots slots, TRule rule, int grain) => Work.Split(slots.Weights.Length, grain, (from, end) => slots.Apply(rule, from, end));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Apply<TRule>(TRule rule, int from, int end) where TRule : struct, IRule
    {
        ref float w = ref MemoryMarshal.GetArrayDataReference(Weights), g = ref MemoryMarshal.GetArrayDataReference(Gradient);
        ref float a = ref MemoryMarshal.GetArrayDataReference(First), b = ref MemoryMarshal.GetArrayDataReference(Second);
        bool first = First.Length > 0, second = Second.Length > 0;
        nuint i = (nuint)from, last = (nuint)end, width = (nuint)Vector<float>.Count;
        for (; i + width <= last; i += width)
        {
            Vector<float> weight = Vector.LoadUnsafe(ref w, i), x = first ? Vector.LoadUnsafe(ref a, i) : default, y = second ? Vector.LoadUnsafe(ref b, i) : default;
            rule.Apply(ref weight, Vector.LoadUnsafe(ref g, i), ref x, ref y);
            weight.StoreUnsafe(ref w, i);
            if (first) x.StoreUnsafe(ref a, i);
            if (second) y.StoreUnsafe(ref b, i);
        }
        for (; i < last; i++)
        {
            int at = (int)i;
            Vector<float> weight = new(Weights[at]), x = first ? new(First[at]) : default, y = second ? new(Second[at]) : default;
            rule.Apply(ref weight, new(Gradient[at]), ref x, ref y);
            Weights[at] = weight[0];
            if (first) First[at] = x[0];
            if (second) Second[at] = y[0];
        }
    }
}
