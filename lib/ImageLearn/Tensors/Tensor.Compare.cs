namespace ImageLearn;

// Comparisons give masks: 1 where they hold, 0 elsewhere. No gradient flows through them.
public partial class Tensor
{
    /// <summary>1 where a &gt; b, 0 elsewhere. The mask of a single number can be a condition: <c>if (loss &gt; 1)</c>.</summary>
    public static Tensor operator >(Tensor a, Tensor b) => Zip(">", a, b, Kernels.Greater);

    /// <summary>1 where a &lt; b, 0 elsewhere. The mask of a single number can be a condition: <c>if (loss &lt; 1)</c>.</summary>
    public static Tensor operator <(Tensor a, Tensor b) => Zip("<", b, a, Kernels.Greater);

    /// <summary>1 where a ≥ b, 0 elsewhere.</summary>
    public static Tensor operator >=(Tensor a, Tensor b) => Zip(">=", a, b, Kernels.GreaterOrEqual);

    /// <summary>1 where a ≤ b, 0 elsewhere.</summary>
    public static Tensor operator <=(Tensor a, Tensor b) => Zip("<=", b, a, Kernels.GreaterOrEqual);

    /// <summary>1 where the elements are equal, 0 elsewhere. (<c>==</c> asks whether two variables hold the same tensor.)</summary>
    public Tensor EqualTo(Tensor b) => Zip(nameof(EqualTo), this, b, Kernels.Equal);

    /// <summary>1 where both masks are not 0.</summary>
    public static Tensor operator &(Tensor a, Tensor b) => Zip("&", a, b, Kernels.Both);

    /// <summary>1 where at least one mask is not 0.</summary>
    public static Tensor operator |(Tensor a, Tensor b) => Zip("|", a, b, Kernels.Either);

    /// <summary>1 where the mask is 0.</summary>
    public static Tensor operator !(Tensor x) => x.EqualTo(0);

    /// <summary>Whether no element is 0: <c>(error &lt; 1e-3).All()</c>.</summary>
    public bool All() => !Data.Contains(0);

    /// <summary>Whether an element is not 0.</summary>
    public bool Any() => Data.ContainsAnyExcept(0);

    /// <summary>1 where no element over the axes is 0.</summary>
    /// <inheritdoc cref="Sum"/>
    public Tensor All(AxisSet axis, bool keepDims = false)
    {
        Counted(axis, nameof(All));   // so that a wrong axis is All's
        return !(!this).Sum(axis, keepDims);
    }

    /// <summary>1 where an element over the axes is not 0.</summary>
    /// <inheritdoc cref="Sum"/>
    public Tensor Any(AxisSet axis, bool keepDims = false)
    {
        Counted(axis, nameof(Any));
        return (!!this).Sum(axis, keepDims) > 0;
    }

    /// <summary>A single number as a condition: whether it is not 0.</summary>
    /// <exception cref="ShapeException">The tensor has more elements than one, or none.</exception>
    public static bool operator true(Tensor x) => x.AsCondition();

    /// <summary>A single number as a condition: whether it is 0.</summary>
    /// <exception cref="ShapeException">The tensor has more elements than one, or none.</exception>
    public static bool operator false(Tensor x) => !x.AsCondition();

    bool AsCondition() => Size == 1 ? _data[0] != 0
        : throw new ShapeException($"Condition: shape {Shape} holds {Size} answers, but an if takes one. Ask for .All() or .Any() of them.");
}
