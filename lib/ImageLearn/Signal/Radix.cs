using System.Runtime.CompilerServices;

namespace ImageLearn.Signal;

/// <summary>The discrete Fourier transform of a few numbers, in registers: y_k = Σ_j x_j·e^(−2πi·jk/r), then y_k·w_k unless <c>w</c> is null.</summary>
internal unsafe interface IRadix
{
    static abstract int Length { get; }

    /// <summary>Transforms rows 0 … r−1 of <paramref name="x"/> into those of <paramref name="y"/>, which may be the same.</summary>
    static abstract void Transform(Planes x, Planes y, float* w);
}

/// <summary>How a butterfly hands over a result.</summary>
internal static unsafe class Twiddle
{
    /// <summary>y_k = value · w_k, for k above 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(this Planes y, int k, Lanes value, float* w) =>
        y[k] = w == null ? value : value * new Lanes(new(w[2 * k - 2]), new(w[2 * k - 1]));
}

internal readonly unsafe struct Radix2 : IRadix
{
    public static int Length => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transform(Planes x, Planes y, float* w)
    {
        Lanes a = x[0], b = x[1];
        y[0] = a + b;
        y.Put(1, a - b, w);
    }
}

internal readonly unsafe struct Radix3 : IRadix
{
    const float Sin = 0.86602540378443865f;   // sin 2π/3

    public static int Length => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transform(Planes x, Planes y, float* w)
    {
        Lanes a = x[0], b = x[1], c = x[2], sum = b + c, turned = (b - c).Back * Sin, middle = Lanes.MultiplyAdd(sum, -0.5f, a);
        y[0] = a + sum;
        y.Put(1, middle + turned, w);
        y.Put(2, middle - turned, w);
    }
}

internal readonly unsafe struct Radix4 : IRadix
{
    public static int Length => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transform(Planes x, Planes y, float* w)
    {
        Lanes a = x[0], b = x[1], c = x[2], d = x[3];
        Lanes ac = a + c, bd = b + d, a_c = a - c, b_d = (b - d).Back;
        y[0] = ac + bd;
        y.Put(1, a_c + b_d, w);
        y.Put(2, ac - bd, w);
        y.Put(3, a_c - b_d, w);
    }
}

internal readonly unsafe struct Radix5 : IRadix
{
    const float Cos1 = 0.30901699437494742f, Cos2 = -0.80901699437494742f, Sin1 = 0.95105651629515357f, Sin2 = 0.58778525229247313f;   // of 2π/5 and 4π/5

    public static int Length => 5;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transform(Planes x, Planes y, float* w)
    {
        Lanes a = x[0], b = x[1], c = x[2], d = x[3], e = x[4];
        Lanes be = b + e, cd = c + d, b_e = (b - e).Back, c_d = (c - d).Back;
        Lanes near = Lanes.MultiplyAdd(be, Cos1, Lanes.MultiplyAdd(cd, Cos2, a)), far = Lanes.MultiplyAdd(be, Cos2, Lanes.MultiplyAdd(cd, Cos1, a));
        Lanes nearTurn = Lanes.MultiplyAdd(b_e, Sin1, c_d * Sin2), farTurn = Lanes.MultiplyAdd(b_e, Sin2, c_d * -Sin1);
        y[0] = a + be + cd;
        y.Put(1, near + nearTurn, w);
        y.Put(2, far + farTurn, w);
        y.Put(3, far - farTurn, w);
        y.Put(4, near - nearTurn, w);
    }
}

internal readonly unsafe struct Radix8 : IRadix
{
    const float HalfRoot = 0.70710678118654752f;   // √½

    public static int Length => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transform(Planes x, Planes y, float* w)
    {
        Lanes x0 = x[0], x4 = x[4], a0 = x0 + x4, a4 = x0 - x4;
        Lanes x2 = x[2], x6 = x[6], a2 = x2 + x6, a6 = (x2 - x6).Back;
        Lanes x1 = x[1], x5 = x[5], a1 = x1 + x5, a5 = x1 - x5;
        Lanes x3 = x[3], x7 = x[7], a3 = x3 + x7, a7 = (x3 - x7).Back;
        Lanes even0 = a0 + a2, even2 = a0 - a2, odd0 = a1 + a3, odd2 = (a1 - a3).Back;
        y[0] = even0 + odd0;
        y.Put(4, even0 - odd0, w);
        y.Put(2, even2 + odd2, w);
        y.Put(6, even2 - odd2, w);
        Lanes even1 = a4 + a6, even3 = a4 - a6, b1 = a5 + a7, b3 = a5 - a7;
        Lanes odd1 = (b1 + b1.Back) * HalfRoot, odd3 = (b3.Back - b3) * HalfRoot;   // turned by an eighth, and by three
        y.Put(1, even1 + odd1, w);
        y.Put(5, even1 - odd1, w);
        y.Put(3, even3 + odd3, w);
        y.Put(7, even3 - odd3, w);
    }
}
