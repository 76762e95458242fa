using System.Runtime.CompilerServices;

namespace ImageLearn.Signal;

/// <summary>
/// The butterfly of any odd length r: with s_j = x_j + x_(r−j) and d_j = x_j − x_(r−j), y_k and y_(r−k) are
/// x₀ + Σ s_j·cos(2πjk/r) ∓ i·Σ d_j·sin(2πjk/r), the sums over j = 1 … (r−1)/2.
/// </summary>
internal static unsafe class OddRadix<L, V> where L : ILane<V> where V : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int radix, int outer, int rows, Planes x, Planes y, int width, float* w)
    {
        int half = radix / 2;
        float* cos = stackalloc float[radix], sin = stackalloc float[radix];
        for (int j = 0; j < radix; j++) (cos[j], sin[j]) = ((float)Math.Cos(2 * Math.PI * j / radix), (float)Math.Sin(2 * Math.PI * j / radix));
        var sums = stackalloc Lanes<L, V>[half];
        var turns = stackalloc Lanes<L, V>[half];

        Planes from = new(x.Re, x.Im, x.Step * rows * outer), to = new(y.Re, y.Im, y.Step * rows);
        for (int p = 0; p < outer; p++, w += w == null ? 0 : 2 * (radix - 1))
            for (int q = 0; q < rows; q++)
                for (nint lane = 0; lane < width; lane += L.Width)
                {
                    Rows<L, V> a = new(from.At(x.Step * (q + (nint)rows * p) + lane)), b = new(to.At(y.Step * (q + (nint)rows * radix * p) + lane));
                    Lanes<L, V> first = a[0], total = first;
                    for (int j = 1; j <= half; j++)
                    {
                        Lanes<L, V> u = a[j], v = a[radix - j];
                        (sums[j - 1], turns[j - 1]) = (u + v, (u - v).Back);
                        total += sums[j - 1];
                    }
                    b[0] = total;
                    for (int k = 1; k <= half; k++)
                    {
                        Lanes<L, V> middle = first, turned = default;
                        for (int j = 0, angle = k; j < half; j++, angle = angle + k < radix ? angle + k : angle + k - radix)
                        {
                            middle = Lanes<L, V>.MultiplyAdd(sums[j], cos[angle], middle);
                            turned = Lanes<L, V>.MultiplyAdd(turns[j], sin[angle], turned);
                        }
                        b.Put(k, middle + turned, w);
                        b.Put(radix - k, middle - turned, w);
                    }
                }
    }
}
