using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageLearn;

/// <summary>A vector register of float32 numbers, so that one kernel is written for every width.</summary>
internal unsafe interface ILane<V> where V : struct
{
    static abstract int Width { get; }
    static abstract V Load(float* from);
    static abstract V Repeat(float x);
    static abstract V MultiplyAdd(V a, V b, V sum);
    static abstract V Add(V a, V b);
    static abstract V Subtract(V a, V b);
    static abstract V Multiply(V a, V b);
    static abstract V Negate(V x);
    static abstract void Store(V x, float* to);
    static abstract float Sum(V x);
}

/// <summary>A vector of four numbers or more.</summary>
internal unsafe interface IQuadLane<V> : ILane<V> where V : struct
{
    /// <summary>The four numbers from there on, again and again.</summary>
    static abstract V RepeatFour(float* from);
}

/// <summary>16 numbers: AVX-512.</summary>
internal readonly unsafe struct Lane512 : IQuadLane<Vector512<float>>
{
    public static int Width => 16;
    public static Vector512<float> Load(float* from) => Vector512.Load(from);
    public static Vector512<float> Repeat(float x) => Vector512.Create(x);
    public static Vector512<float> RepeatFour(float* from) => Avx512F.IsSupported ? Avx512F.BroadcastVector128ToVector512(from) : Vector512.Create(Vector128.Load(from));
    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> sum) => Vector512.MultiplyAddEstimate(a, b, sum);
    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;
    public static Vector512<float> Subtract(Vector512<float> a, Vector512<float> b) => a - b;
    public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => a * b;
    public static Vector512<float> Negate(Vector512<float> x) => -x;
    public static void Store(Vector512<float> x, float* to) => x.Store(to);
    public static float Sum(Vector512<float> x) => Vector512.Sum(x);
}

/// <summary>8 numbers: AVX2.</summary>
internal readonly unsafe struct Lane256 : IQuadLane<Vector256<float>>
{
    public static int Width => 8;
    public static Vector256<float> Load(float* from) => Vector256.Load(from);
    public static Vector256<float> Repeat(float x) => Vector256.Create(x);
    public static Vector256<float> RepeatFour(float* from) => Avx.IsSupported ? Avx.BroadcastVector128ToVector256(from) : Vector256.Create(Vector128.Load(from));
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> sum) => Vector256.MultiplyAddEstimate(a, b, sum);
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;
    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => a - b;
    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => a * b;
    public static Vector256<float> Negate(Vector256<float> x) => -x;
    public static void Store(Vector256<float> x, float* to) => x.Store(to);
    public static float Sum(Vector256<float> x) => Vector256.Sum(x);
}

/// <summary>4 numbers: NEON, SSE, and whatever there is elsewhere.</summary>
internal readonly unsafe struct Lane128 : IQuadLane<Vector128<float>>
{
    public static int Width => 4;
    public static Vector128<float> Load(float* from) => Vector128.Load(from);
    public static Vector128<float> Repeat(float x) => Vector128.Create(x);
    public static Vector128<float> RepeatFour(float* from) => Vector128.Load(from);
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> sum) => Vector128.MultiplyAddEstimate(a, b, sum);
    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;
    public static Vector128<float> Subtract(Vector128<float> a, Vector128<float> b) => a - b;
    public static Vector128<float> Multiply(Vector128<float> a, Vector128<float> b) => a * b;
    public static Vector128<float> Negate(Vector128<float> x) => -x;
    public static void Store(Vector128<float> x, float* to) => x.Store(to);
    public static float Sum(Vector128<float> x) => Vector128.Sum(x);
}

/// <summary>A single number, for what is left over.</summary>
internal readonly unsafe struct Lane32 : ILane<float>
{
    public static int Width => 1;
    public static float Load(float* from) => *from;
    public static float Repeat(float x) => x;
    public static float MultiplyAdd(float a, float b, float sum) => float.MultiplyAddEstimate(a, b, sum);
    public static float Add(float a, float b) => a + b;
    public static float Subtract(float a, float b) => a - b;
    public static float Multiply(float a, float b) => a * b;
    public static float Negate(float x) => -x;
    public static void Store(float x, float* to) => *to = x;
    public static float Sum(float x) => x;
}
