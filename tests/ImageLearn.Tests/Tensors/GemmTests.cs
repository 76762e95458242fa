using System.Runtime.Intrinsics;

namespace ImageLearn.Tests.Tensors;

public class GemmTests
{
    delegate void Product(MatrixView a, MatrixView b, float[] c, int offset, int threads);

    static readonly (string Name, Product Multiply)[] Kernels =
    [
        ("dispatched", Gemm.Multiply),
        ("512", Gemm.Multiply<TallTile<Lane512, Vector512<float>>>),
        ("256", Gemm.Multiply<WideTile<Lane256, Vector256<float>>>),
        ("128", Gemm.Multiply<TallTile<Lane128, Vector128<float>>>),
    ];

    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 1, 7, 1 }, { 3, 2, 5 }, { 12, 8, 32 }, { 13, 9, 33 }, { 6, 1, 16 }, { 11, 384, 31 }, { 25, 385, 65 },
        { 193, 70, 40 }, { 40, 800, 37 }, { 2, 3, 2100 }, { 1, 500, 70 }, { 70, 500, 1 }, { 4200, 3, 1 }, { 1, 3, 9000 },
    };

    [Theory, MemberData(nameof(Sizes))]
    public void Every_kernel_gives_the_product_for_every_size_and_transposition(int rows, int inner, int columns)
    {
        foreach (var (transposeA, transposeB) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            var (a, b) = (View(rows, inner, transposeA, 1), View(inner, columns, transposeB, 2));
            foreach (var (name, multiply) in Kernels)
            {
                var c = new float[rows * columns + 5];
                Array.Fill(c, 77);
                multiply(a, b, c, 3, 2);
                Assert.Equal([77, 77, 77], c[..3]);
                Assert.Equal([77, 77], c[^2..]);
                for (int i = 0; i < rows; i += 1 + rows / 50)
                    for (int j = 0; j < columns; j += 1 + columns / 50)
                    {
                        double sum = 0, size = 0;
                        for (int k = 0; k < inner; k++)
                        {
                            double term = (double)a.Data[a.Offset + i * a.RowStride + k * a.ColumnStride] * b.Data[b.Offset + k * b.RowStride + j * b.ColumnStride];
                            (sum, size) = (sum + term, size + Math.Abs(term));
                        }
                        Assert.True(Math.Abs(sum - c[3 + i * columns + j]) <= 6e-8 * (1 + Math.Sqrt(inner)) * size, $"{name} [{i}, {j}]: {c[3 + i * columns + j]}, expected {sum}");
                    }
            }
        }
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads()
    {
        foreach (var (rows, inner, columns) in new[] { (300, 500, 270), (7, 900, 2100), (2000, 40, 20), (130_000, 20, 1), (1, 30, 70_000) })
        {
            var (a, b) = (View(rows, inner, false, 1), View(inner, columns, false, 2));
            foreach (var (name, multiply) in Kernels)
            {
                float[] once = new float[rows * columns], again = new float[rows * columns];
                multiply(a, b, once, 0, 1);
                foreach (int threads in new[] { 2, 3, 8 })
                {
                    multiply(a, b, again, 0, threads);
                    Assert.True(once.AsSpan().SequenceEqual(again), $"{name}, {threads} threads, {rows}×{inner}×{columns}");
                }
            }
        }
    }

    [Fact]
    public void Every_width_of_vector_gives_the_same_bits()
    {
        if (!Vector512.IsHardwareAccelerated && !System.Runtime.Intrinsics.X86.Fma.IsSupported && !System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported) return;   // without fused multiply-add the estimate may differ
        var (a, b) = (View(50, 800, false, 1), View(800, 70, true, 2));
        var results = Kernels.Select(kernel => { var c = new float[50 * 70]; kernel.Multiply(a, b, c, 0, 2); return c; }).ToArray();
        Assert.All(results, c => Assert.Equal(results[0], c));
    }

    /// <summary>Random numbers as a view [rows, columns] of an array with something before it.</summary>
    static MatrixView View(int rows, int columns, bool transposed, int seed)
    {
        float[] data = [1, 2, .. Rng.Normal([rows * columns], seed).Data];
        return transposed ? new(data, 2, rows, columns, 1, rows) : new(data, 2, rows, columns, columns, 1);
    }
}
