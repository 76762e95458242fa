using System.Runtime.Intrinsics;

namespace ImageLearn.Tests.Tensors;

[Collection(nameof(Output.RunningCell))]   // the number of threads is process-wide
public class GemmTests
{
    delegate void Product(MatrixView a, MatrixView b, MatrixView c, bool add);

    static readonly (string Name, Product Multiply)[] Kernels =
    [
        ("dispatched", Gemm.Multiply),
        ("small", (a, b, c, add) => { if ((long)a.Rows * a.Columns * b.Columns <= SmallGemm.Limit) SmallGemm.Multiply(a, b, c, add); else Gemm.Multiply(a, b, c, add); }),
        ("512", Gemm.Multiply<TallTile<Lane512, Vector512<float>>>),
        ("256", Gemm.Multiply<WideTile<Lane256, Vector256<float>>>),
        ("128", Gemm.Multiply<TallTile<Lane128, Vector128<float>>>),
    ];

    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 1, 7, 1 }, { 3, 2, 5 }, { 12, 8, 32 }, { 13, 9, 33 }, { 5, 25, 4 }, { 9, 3, 7 }, { 6, 5, 27 }, { 6, 1, 16 }, { 11, 512, 31 }, { 25, 513, 65 }, { 29, 385, 130 },
        { 193, 70, 40 }, { 40, 800, 37 }, { 20, 1030, 34 }, { 2, 3, 2100 }, { 1, 500, 70 }, { 70, 500, 1 }, { 4200, 3, 1 }, { 1, 3, 9000 },
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
                multiply(a, b, MatrixView.Dense(c, 3, rows, columns), false);
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
        foreach (var (rows, inner, columns) in new[] { (300, 1100, 270), (7, 900, 2100), (2000, 40, 20), (130_000, 20, 1), (1, 30, 70_000) })
        {
            var (a, b) = (View(rows, inner, false, 1), View(inner, columns, false, 2));
            foreach (var (name, multiply) in Kernels)
            {
                float[] once = new float[rows * columns], again = new float[rows * columns];
                WithThreads(1, () => multiply(a, b, MatrixView.Dense(once, 0, rows, columns), false));
                foreach (int threads in new[] { 2, 3, 8 })
                {
                    WithThreads(threads, () => multiply(a, b, MatrixView.Dense(again, 0, rows, columns), false));
                    Assert.True(once.AsSpan().SequenceEqual(again), $"{name}, {threads} threads, {rows}×{inner}×{columns}");
                }
            }
        }
    }

    [Fact]
    public void A_product_can_be_added_to_a_part_of_a_wider_matrix()
    {
        foreach (var (rows, inner, columns) in new[] { (2, 3, 4), (30, 400, 50), (9, 20, 1), (1, 20, 9), (3, 0, 4) })
        {
            var (a, b) = (View(rows, inner, false, 1), View(inner, columns, true, 2));
            foreach (var (name, multiply) in Kernels[..(inner == 0 ? 1 : ^0)])
            {
                var product = new float[rows * columns];
                multiply(a, b, MatrixView.Dense(product, 0, rows, columns), false);
                int stride = columns + 2;
                float[] wide = [.. Enumerable.Range(0, rows * stride + 1).Select(i => (float)(i % 7))], before = [.. wide];
                multiply(a, b, new(wide, 1, rows, columns, stride, 1), true);
                for (int i = 0; i < wide.Length; i++)
                {
                    var (row, column) = Math.DivRem(i - 1, stride);
                    float expected = before[i] + (i > 0 && column < columns ? product[row * columns + column] : 0);
                    Assert.True(Math.Abs(expected - wide[i]) <= 1e-5f * (1 + Math.Abs(expected)), $"{name}, {rows}×{inner}×{columns}, place {i}: {wide[i]}, expected {expected}");
                }
            }
        }
    }

    [Fact]
    public void Every_width_of_vector_gives_the_same_bits()
    {
        if (!Vector512.IsHardwareAccelerated && !System.Runtime.Intrinsics.X86.Fma.IsSupported && !System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported) return;   // without fused multiply-add the estimate may differ
        var (a, b) = (View(50, 800, false, 1), View(800, 70, true, 2));
        var results = Kernels.Select(kernel => { var c = new float[50 * 70]; kernel.Multiply(a, b, MatrixView.Dense(c, 0, 50, 70), false); return c; }).ToArray();
        Assert.All(results, c => Assert.Equal(results[0], c));
    }

    static void WithThreads(int threads, Action act)
    {
        int before = Work.Threads;
        Work.Threads = threads;
        try { act(); }
        finally { Work.Threads = before; }
    }

    /// <summary>Random numbers as a view [rows, columns] of an array with something before it.</summary>
    static MatrixView View(int rows, int columns, bool transposed, int seed)
    {
        float[] data = [1, 2, .. Rng.Normal([rows * columns], seed).Data];
        return transposed ? new(data, 2, rows, columns, 1, rows) : new(data, 2, rows, columns, columns, 1);
    }
}
