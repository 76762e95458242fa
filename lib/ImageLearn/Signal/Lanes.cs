using System.Buffers;
using System.Runtime.CompilerServices;

namespace ImageLearn.Signal;

/// <summary>A complex number in each lane of a vector register: so many transforms advance side by side.</summary>
internal readonly struct Lanes<L, V>(V re, V im) where L : ILane<V> where V : unmanaged
{
    public readonly V Re = re, Im = im;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<L, V> operator +(Lanes<L, V> a, Lanes<L, V> b) => new(L.Add(a.Re, b.Re), L.Add(a.Im, b.Im));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<L, V> operator -(Lanes<L, V> a, Lanes<L, V> b) => new(L.Subtract(a.Re, b.Re), L.Subtract(a.Im, b.Im));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<L, V> operator *(Lanes<L, V> a, float b) => new(L.Multiply(a.Re, L.Repeat(b)), L.Multiply(a.Im, L.Repeat(b)));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<L, V> operator *(Lanes<L, V> a, Lanes<L, V> b) => new(
        L.MultiplyAdd(L.Negate(a.Im), b.Im, L.Multiply(a.Re, b.Re)), L.MultiplyAdd(a.Re, b.Im, L.Multiply(a.Im, b.Re)));

    /// <summary>One complex number in all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<L, V> Repeat(float re, float im) => new(L.Repeat(re), L.Repeat(im));

    /// <summary>sum + a·b for a real b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<L, V> MultiplyAdd(Lanes<L, V> a, float b, Lanes<L, V> sum) =>
        new(L.MultiplyAdd(a.Re, L.Repeat(b), sum.Re), L.MultiplyAdd(a.Im, L.Repeat(b), sum.Im));

    /// <summary>−i·x: a quarter turn backwards.</summary>
    public Lanes<L, V> Back
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Im, L.Negate(Re));
    }
}

/// <summary>Complex numbers in two planes of rows, <paramref name="step"/> numbers from a row to the next.</summary>
internal readonly unsafe struct Planes(float* re, float* im, nint step)
{
    public readonly float* Re = re, Im = im;
    public readonly nint Step = step;

    /// <summary>Real and imaginary parts exchanged: the transform of these is the exchanged inverse transform, but for the factor 1/n.</summary>
    public Planes Swapped => new(Im, Re, Step);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Planes At(nint offset) => new(Re + offset, Im + offset, Step);
}

/// <summary>The first lanes of every row of two planes.</summary>
internal readonly unsafe struct Rows<L, V>(Planes planes) where L : ILane<V> where V : unmanaged
{
    readonly Planes _planes = planes;

    public Lanes<L, V> this[nint row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(L.Load(_planes.Re + row * _planes.Step), L.Load(_planes.Im + row * _planes.Step));
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set
        {
            L.Store(value.Re, _planes.Re + row * _planes.Step);
            L.Store(value.Im, _planes.Im + row * _planes.Step);
        }
    }

    /// <summary>Row k = value · w_k, for k above 0; w is null where the factors are all one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(int k, Lanes<L, V> value, float* w)
    {
        var rows = this;
        rows[k] = w == null ? value : value * Lanes<L, V>.Repeat(w[2 * k - 2], w[2 * k - 1]);
    }
}

/// <summary>Rented memory for rows of complex numbers, on cache lines.</summary>
internal sealed unsafe class Scratch : IDisposable
{
    readonly float[] _array;
    readonly MemoryHandle _pin;

    public Scratch(int rows, int width)
    {
        long plane = ((long)rows * width + 15) & ~15L;
        if (2 * plane + 16 > Array.MaxLength) throw new ShapeException($"Fft: {rows} numbers are too many for this algorithm. Choose a length with small prime factors, or work on parts.");
        _array = ArrayPool<float>.Shared.Rent((int)(2 * plane) + 16);
        _pin = new Memory<float>(_array).Pin();
        float* start = (float*)(((nint)_pin.Pointer + 63) & ~63);
        Planes = new(start, start + plane, width);
    }

    public Planes Planes { get; }

    public void Dispose()
    {
        _pin.Dispose();
        ArrayPool<float>.Shared.Return(_array);
    }
}
