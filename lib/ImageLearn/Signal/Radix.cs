using System.Runtime.CompilerServices;

namespace ImageLearn.Signal;

/// <summary>The discrete Fourier transform of a few numbers, in registers: y_k = Σ_j x_j·e^(−2πi·jk/r), then y_k·w_k unless <c>w</c> is null.</summary>
internal unsafe interface IRadix<L, V> where L : ILane<V> where V : unmanaged
{
    static abstract int Length { get; }

    /// <summary>Transforms rows 0 … r−1 of <paramref name="x"/> into those of <paramref name="y"/>, which may be the same.</summary>
    static abstract void Transform(Rows<L, V> x, Rows<L, V> y, float* w);
}

internal readonly unsafe struct Radix2<L, V> : IRadix<L, V> where L : ILane<V> where V : unmanaged
{
    public static int Length => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transform(Rows<L, V> x, Rows<L, V> y, float* w)
    {
        Lanes<L, V> a = x[0], b = x[1];
        y[0] = a + b;
        y.Put(1, a - b, w);
    }
}

internal readonly unsafe struct Radix3<L, V> : IRadix<L, V> where L : ILane<V> where V : unmanaged
{
    const float Sin = 0.86602540378443865f;   // sin 2π/3

    public static int Length => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transform(Rows<L, V> x, Rows<L, V> y, float* w)
    {
        Lanes<L, V> a = x[0], b = x[1], c = x[2], sum = b + c, turned = (b - c).Back * Sin, middle = Lanes<L, V>.MultiplyAdd(sum, -0.5f, a);
        y[0] = a + sum;
        y.Put(1, middle + turned, w);
        y.Put(2, middle - turned, w);
    }
}

internal readonly unsafe struct Radix4<L, V> : IRadix<L, V> where L : ILane<V> where V : unmanaged
{
    public static int Length => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transform(Rows<L, V> x, Rows<L, V> y, float* w)
    {
        Lanes<L, V> a = x[0], b = x[1], c = x[2], d = x[3];
        Lanes<L, V> ac = a + c, bd = b + d, a_c = a - c, b_d = (b - d).Back;
        y[0] = ac + bd;
        y.Put(1, a_c + b_d, w);
        y.Put(2, ac - bd, w);
        y.Put(3, a_c - b_d, w);
    }
}

internal readonly unsafe struct Radix5<L, V> : IRadix<L, V> where L : ILane<V> where V : unmanaged
{
    const float Cos1 = 0.30901699437494742f, Cos2 = -0.80901699437494742f, Sin1 = 0.95105651629515357f, Sin2 = 0.58778525229247313f;   // of 2π/5 and 4π/5

    public static int Length => 5;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transform(Rows<L, V> x, Rows<L, V> y, float* w)
    {
        Lanes<L, V> a = x[0], b = x[1], c = x[2], d = x[3], e = x[4];
        Lanes<L, V> be = b + e, cd = c + d, b_e = (b - e).Back, c_d = (c - d).Back;
        Lanes<L, V> near = Lanes<L, V>.MultiplyAdd(be, Cos1, Lanes<L, V>.MultiplyAdd(cd, Cos2, a)), far = Lanes<L, V>.MultiplyAdd(be, Cos2, Lanes<L, V>.MultiplyAdd(cd, Cos1, a));
        Lanes<L, V> nearTurn = Lanes<L, V>.MultiplyAdd(b_e, Sin1, c_d * Sin2), farTurn = Lanes<L, V>.MultiplyAdd(b_e, Sin2, c_d * -Sin1);
        y[0] = a + be + cd;
        y.Put(1, near + nearTurn, w);
        y.Put(2, far + farTurn, w);
        y.Put(3, far - farTurn, w);
        y.Put(4, near - nearTurn, w);
    }
}

internal readonly unsafe struct Radix8<L, V> : IRadix<L, V> where L : ILane<V> where V : unmanaged
{
    const float HalfRoot = 0.70710678118654752f;   // √½

    public static int Length => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transform(Rows<L, V> x, Rows<L, V> y, float* w)
    {
        Lanes<L, V> x0 = x[0], x4 = x[4], a0 = x0 + x4, a4 = x0 - x4;
        Lanes<L, V> x2 = x[2], x6 = x[6], a2 = x2 + x6, a6 = (x2 - x6).Back;
        Lanes<L, V> x1 = x[1], x5 = x[5], a1 = x1 + x5, a5 = x1 - x5;
        Lanes<L, V> x3 = x[3], x7 = x[7], a3 = x3 + x7, a7 = (x3 - x7).Back;
        Lanes<L, V> even0 = a0 + a2, even2 = a0 - a2, odd0 = a1 + a3, odd2 = (a1 - a3).Back;
        y[0] = even0 + odd0;
        y.Put(4, even0 - odd0, w);
        y.Put(2, even2 + odd2, w);
        y.Put(6, even2 - odd2, w);
        Lanes<L, V> even1 = a4 + a6, even3 = a4 - a6, b1 = a5 + a7, b3 = a5 - a7;
        Lanes<L, V> odd1 = (b1 + b1.Back) * HalfRoot, odd3 = (b3.Back - b3) * HalfRoot;   // turned by an eighth, and by three
        y.Put(1, even1 + odd1, w);
        y.Put(5, even1 - odd1, w);
        y.Put(3, even3 + odd3, w);
        y.Put(7, even3 - odd3, w);
    }
}
