using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ImageLearn.Signal;

/// <summary>A complex number in each lane of a vector register: so many transforms advance side by side.</summary>
internal readonly struct Lanes(Vector<float> re, Vector<float> im)
{
    public readonly Vector<float> Re = re, Im = im;

    public static int Count => Vector<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes operator +(Lanes a, Lanes b) => new(a.Re + b.Re, a.Im + b.Im);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes operator -(Lanes a, Lanes b) => new(a.Re - b.Re, a.Im - b.Im);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes operator *(Lanes a, float b) => new(a.Re * b, a.Im * b);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes operator *(Lanes a, Lanes b) => new(
        Vector.MultiplyAddEstimate(a.Re, b.Re, -(a.Im * b.Im)), Vector.MultiplyAddEstimate(a.Re, b.Im, a.Im * b.Re));

    /// <summary>sum + a·b for a real b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes MultiplyAdd(Lanes a, float b, Lanes sum)
    {
        var factor = new Vector<float>(b);
        return new(Vector.MultiplyAddEstimate(a.Re, factor, sum.Re), Vector.MultiplyAddEstimate(a.Im, factor, sum.Im));
    }

    /// <summary>−i·x: a quarter turn backwards.</summary>
    public Lanes Back
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Im, -Re);
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

    /// <summary>The lanes at the start of a row.</summary>
    public Lanes this[nint row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector.Load(Re + row * Step), Vector.Load(Im + row * Step));
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set
        {
            value.Re.Store(Re + row * Step);
            value.Im.Store(Im + row * Step);
        }
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
