namespace ImageLearn;

/// <summary>
/// Arrays whose numbers nobody needs any more, for the next tensors of the same size: large new arrays cost more than most
/// operations on them. Only <see cref="Tensor.Backward"/> gives arrays back, of gradients that nobody has seen.
/// </summary>
internal static class Buffers
{
    const int Smallest = 1 << 10;    // elements; below, the garbage collector is as quick
    const int PerSize = 8;           // arrays of one size that wait
    const long Most = 1L << 24;      // elements that wait in all, per thread: 64 MiB

    [ThreadStatic] static Dictionary<int, Stack<float[]>>? _waiting;
    [ThreadStatic] static long _total;

    /// <summary>An array with anything in it.</summary>
    public static float[] Rent(int size)
    {
        if (size < Smallest || _waiting is null || !_waiting.TryGetValue(size, out var arrays) || !arrays.TryPop(out var array)) return GC.AllocateUninitializedArray<float>(size);
        _total -= size;
        return array;
    }

    /// <summary>Takes an array that nobody has any more.</summary>
    public static void Return(float[] array)
    {
        if (array.Length < Smallest || _total + array.Length > Most) return;
        _waiting ??= [];
        if (!_waiting.TryGetValue(array.Length, out var arrays)) _waiting[array.Length] = arrays = new();
        if (arrays.Count >= PerSize) return;
        arrays.Push(array);
        _total += array.Length;
    }
}
