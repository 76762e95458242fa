using Simd = System.Numerics.Tensors.TensorPrimitives;

namespace ImageLearn;

// One line per op: the kernel, then the gradient rule(s). g: incoming gradient, x or a, b: inputs, y: output.
// A kernel is TensorPrimitives' own where it has one. An op without a rule has gradient zero almost everywhere.
public partial class Tensor
{
    /// <summary>a + b, element by element.</summary>
    public static Tensor operator +(Tensor a, Tensor b) => Zip("+", a, b, Simd.Add, static (g, a, b, y) => g, static (g, a, b, y) => g);

    /// <summary>a − b, element by element.</summary>
    public static Tensor operator -(Tensor a, Tensor b) => Zip("-", a, b, Simd.Subtract, static (g, a, b, y) => g, static (g, a, b, y) => -g);

    /// <summary>a · b, element by element. For the matrix product see <see cref="MatMul"/>.</summary>
    public static Tensor operator *(Tensor a, Tensor b) => Zip("*", a, b, Simd.Multiply, static (g, a, b, y) => g * b, static (g, a, b, y) => g * a);

    /// <summary>a / b, element by element; x/0 is ±∞, 0/0 is NaN.</summary>
    public static Tensor operator /(Tensor a, Tensor b) => Zip("/", a, b, Simd.Divide, static (g, a, b, y) => g / b, static (g, a, b, y) => -g * y / b);

    /// <summary>−x</summary>
    public static Tensor operator -(Tensor x) => Map("-", x, Simd.Negate, static (g, x, y) => -g);

    /// <summary>aᵇ, element by element. A negative number to a power that is not whole is NaN.</summary>
    public Tensor Pow(Tensor exponent) => exponent is { Rank: 0, RequiresGrad: false } ? Pow(exponent._data[0]) : Zip(nameof(Pow), this, exponent, Simd.Pow,
        static (g, a, b, y) => Where(b.EqualTo(0), 0, g * b * a.Pow(b - 1)), static (g, a, b, y) => Where(a.EqualTo(0), 0, g * y * a.Log()));

    /// <summary>xᵖ for one p: most powers are squares.</summary>
    Tensor Pow(float p) => Map(nameof(Pow), this, (x, y) => { if (p == 2) Simd.Multiply(x, x, y); else Simd.Pow(x, p, y); },
        (g, x, y) => p == 0 ? Zeros(g.Shape) : p == 2 ? g * (2 * x) : g * (p * x.Pow(p - 1)));

    /// <summary>The larger of two elements; NaN if either is. Equal elements share the gradient.</summary>
    public static Tensor Maximum(Tensor a, Tensor b) => Zip(nameof(Maximum), a, b, Simd.Max, static (g, a, b, y) => g * Share(a, b), static (g, a, b, y) => g * Share(b, a));

    /// <summary>The smaller of two elements; NaN if either is. Equal elements share the gradient.</summary>
    public static Tensor Minimum(Tensor a, Tensor b) => Zip(nameof(Minimum), a, b, Simd.Min, static (g, a, b, y) => g * Share(b, a), static (g, a, b, y) => g * Share(a, b));

    /// <summary>1 where a is above b, ½ where they are equal, 0 where below.</summary>
    static Tensor Share(Tensor a, Tensor b) => ((a > b) + (a >= b)) / 2;

    /// <summary>eˣ; above x ≈ 88.7 it is ∞.</summary>
    public Tensor Exp() => Map(nameof(Exp), this, Kernels.Exp, static (g, x, y) => g * y);

    /// <summary>ln x; −∞ at 0, NaN below.</summary>
    public Tensor Log() => Map(nameof(Log), this, Simd.Log, static (g, x, y) => g / x);

    /// <summary>eˣ − 1, exact also where x is so small that eˣ rounds to 1.</summary>
    public Tensor Expm1() => Map(nameof(Expm1), this, Kernels.Expm1, static (g, x, y) => g * (y + 1));

    /// <summary>ln(1 + x), exact also where x is so small that 1 + x rounds to 1; −∞ at −1, NaN below.</summary>
    public Tensor Log1p() => Map(nameof(Log1p), this, Kernels.Log1p, static (g, x, y) => g / (1 + x));

    /// <summary>√x; NaN below 0. Its slope 1/(2√x) is ∞ at 0.</summary>
    public Tensor Sqrt() => Map(nameof(Sqrt), this, Simd.Sqrt, static (g, x, y) => g / (2 * y));

    /// <summary>|x|, with slope 0 at 0.</summary>
    public Tensor Abs() => Map(nameof(Abs), this, Simd.Abs, static (g, x, y) => g * x.Sign(), Kernels.SlopeOfAbs);

    /// <summary>sin x, x in radians.</summary>
    public Tensor Sin() => Map(nameof(Sin), this, Simd.Sin, static (g, x, y) => g * x.Cos());

    /// <summary>cos x, x in radians.</summary>
    public Tensor Cos() => Map(nameof(Cos), this, Simd.Cos, static (g, x, y) => -g * x.Sin());

    /// <summary>tan x = sin x / cos x, x in radians.</summary>
    public Tensor Tan() => Map(nameof(Tan), this, Simd.Tan, static (g, x, y) => g * (1 + y * y));

    /// <summary>The angle in −π/2 … π/2 whose sine is x; NaN outside −1 … 1.</summary>
    public Tensor Asin() => Map(nameof(Asin), this, Simd.Asin, static (g, x, y) => g / (1 - x * x).Sqrt());

    /// <summary>The angle in 0 … π whose cosine is x; NaN outside −1 … 1.</summary>
    public Tensor Acos() => Map(nameof(Acos), this, Simd.Acos, static (g, x, y) => -g / (1 - x * x).Sqrt());

    /// <summary>The angle in −π/2 … π/2 whose tangent is x.</summary>
    public Tensor Atan() => Map(nameof(Atan), this, Simd.Atan, static (g, x, y) => g / (1 + x * x));

    /// <summary>The angle in −π … π from the positive x-axis to the point (x, y), e.g. the direction of a gradient: <c>Tensor.Atan2(dy, dx)</c>.</summary>
    public static Tensor Atan2(Tensor y, Tensor x) => Zip(nameof(Atan2), y, x, Simd.Atan2,
        static (g, y, x, angle) => g * x / (x * x + y * y), static (g, y, x, angle) => -g * y / (x * x + y * y));

    /// <summary>erf x = (2/√π) ∫₀ˣ e^(−t²) dt, in −1 … 1.</summary>
    public Tensor Erf() => Map(nameof(Erf), this, Kernels.Erf, static (g, x, y) => g * (2 / Math.Sqrt(Math.PI) * (-(x * x)).Exp()));

    /// <summary>x kept within low … high: min(max(x, low), high). The slope is 1 within, the ends included, and 0 outside.</summary>
    /// <exception cref="ArgumentException"><paramref name="low"/> is above <paramref name="high"/>.</exception>
    public Tensor Clamp(double low = double.NegativeInfinity, double high = double.PositiveInfinity) => low <= high
        ? Map(nameof(Clamp), this, (x, y) => Simd.Clamp(x, (float)low, (float)high, y), (g, x, y) => g * ((x >= low) & (x <= high)))
        : throw new ArgumentException($"Clamp: nothing lies between {low} and {high}. low must not be above high.");

    /// <summary>Where the condition is not 0 the element of <paramref name="a"/>, elsewhere that of <paramref name="b"/>. All three broadcast.</summary>
    public static Tensor Where(Tensor condition, Tensor a, Tensor b) => Zip(nameof(Where), condition, a, b, Kernels.Select,
        static (g, c) => Where(c, g, 0), static (g, c) => Where(c, 0, g));

    /// <summary>1 where x &gt; 0, −1 where x &lt; 0, 0 at 0 and NaN. No gradient flows through.</summary>
    public Tensor Sign() => (this > 0) - (this < 0);

    /// <summary>The largest whole number not above x. No gradient flows through.</summary>
    public Tensor Floor() => Map(nameof(Floor), this, Simd.Floor);

    /// <summary>The smallest whole number not below x. No gradient flows through.</summary>
    public Tensor Ceiling() => Map(nameof(Ceiling), this, Simd.Ceiling);

    /// <summary>The nearest whole number, halves to the even one (as in NumPy). No gradient flows through.</summary>
    public Tensor Round() => Map(nameof(Round), this, Simd.Round);
}
