using System.Numerics;
using System.Runtime.Intrinsics;
using ImageLearn.Signal;

namespace ImageLearn.Tests.Signal;

/// <summary>The transforms against the sum that defines them, and against theorems.</summary>
public class FourierTests
{
    // Every radix, products of them, odd primes, primes for Bluestein, and lengths whose single rows go by way of a matrix.
    public static TheoryData<int> Lengths => [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 17, 27, 32, 45, 49, 61, 64, 67, 77, 100, 101, 120, 127, 128, 134, 143, 192, 243, 256, 360, 509, 512, 625, 1000, 1009, 1024];

    [Theory, MemberData(nameof(Lengths))]
    public void A_row_is_transformed_as_the_sum_says(int n) => Compare(n, rows: 1);

    [Theory, MemberData(nameof(Lengths))]
    public void Rows_side_by_side_are_transformed_as_the_sum_says(int n) => Compare(n, rows: 21);

    static void Compare(int n, int rows)
    {
        var x = Noise([rows, n], 1);
        var expected = Enumerable.Range(0, rows).Select(i => Dft(Row(x, i))).ToArray();
        Close(expected, Fourier.Fft(x));
        Close(expected, Fourier.Fft(x.Transpose(), axis: 0).Transpose());
        var real = Enumerable.Range(0, rows).Select(i => Dft([.. Row(x, i).Select(z => new Complex(z.Real, 0))])).ToArray();
        Close(real, Fourier.Fft(x.Real));
        Close([.. real.Select(row => row[..(n / 2 + 1)])], Fourier.Rfft(x.Real));
        Near(x.Real, Fourier.Irfft(Fourier.Rfft(x.Real), n));
        Near(x.Real, Fourier.Ifft(Fourier.Fft(x)).Real);
        Near(x.Imag, Fourier.Ifft(Fourier.Fft(x)).Imag);
    }

    /// <summary>The registers of other processors, which this one need not have: what it lacks is emulated.</summary>
    [Theory, MemberData(nameof(Lengths))]
    public unsafe void Every_width_of_register_gives_the_same_transform(int n)
    {
        const int width = 32;
        float[] expected = Transformed(FftPlan.Make<Lane512, Vector512<float>>(n));
        foreach (var plan in (FftPlan[])[FftPlan.Make<Lane256, Vector256<float>>(n), FftPlan.Make<Lane128, Vector128<float>>(n)])
            Near(new([2 * n * width], expected), new([2 * n * width], Transformed(plan)));

        float[] Transformed(FftPlan plan)
        {
            float[] x = Rng.Normal([2 * n * width], 1).Data.ToArray(), y = new float[x.Length];
            fixed (float* from = x, to = y) plan.Transform(new(from, from + n * width, width), new(to, to + n * width, width), width);
            return y;
        }
    }

    [Theory, InlineData(8, 8), InlineData(5, 7), InlineData(16, 9), InlineData(37, 40), InlineData(1, 6), InlineData(6, 1), InlineData(67, 3), InlineData(2, 130)]
    public void A_matrix_is_transformed_along_both_axes(int height, int width)
    {
        var x = Noise([3, height, width], 2);
        var twice = Fourier.Fft(Fourier.Fft(x, axis: 2), axis: 1);
        var y = Fourier.Fft2(x);
        Near(twice.Real, y.Real);
        Near(twice.Imag, y.Imag);
        var whole = Fourier.Fft2(new ComplexTensor(x.Real, Tensor.Zeros(x.Shape)));
        var real = Fourier.Fft2(x.Real);
        Near(whole.Real, real.Real);
        Near(whole.Imag, real.Imag);
        Near(whole.Real[.., .., ..(width / 2 + 1)], Fourier.Rfft2(x.Real).Real);
        Near(x.Imag, Fourier.Ifft2(y).Imag);
        Near(x.Real, Fourier.Irfft2(Fourier.Rfft2(x.Real), width));
    }

    [Fact]
    public void Parseval_energy_is_kept()
    {
        var x = Noise([60, 77], 3);
        var y = Fourier.Fft2(x);
        double before = Energy(x), after = Energy(y) / (60 * 77);
        Assert.Equal(before, after, before * 1e-6);
    }

    [Fact]
    public void The_matrix_of_the_transform_is_unitary_and_transforms()
    {
        var f = Fourier.DftMatrix(48, unitary: true);
        var identity = f.MatMul(f.Conj().Transpose());
        Near(Tensor.Eye(48), identity.Real, 2e-6);
        Near(Tensor.Zeros([48, 48]), identity.Imag, 2e-6);
        var x = Noise([48], 4);
        var y = Fourier.DftMatrix(48).MatMul(x);
        Near(Fourier.Fft(x).Real, y.Real);
        Near(Fourier.Fft(x).Imag, y.Imag);
    }

    [Fact]
    public void A_large_transform_is_as_exact_as_float32_allows()
    {
        const int n = 1 << 16;
        var x = Noise([n], 5);
        var exact = Row(x, 0);
        MathNet.Numerics.IntegralTransforms.Fourier.Forward(exact, MathNet.Numerics.IntegralTransforms.FourierOptions.Matlab);
        Close([exact], Fourier.Fft(x).Reshape(1, n), 1e-6);
        var real = Row(x.Real, 0);
        MathNet.Numerics.IntegralTransforms.Fourier.Forward(real, MathNet.Numerics.IntegralTransforms.FourierOptions.Matlab);
        Close([real[..(n / 2 + 1)]], Fourier.Rfft(x.Real).Reshape(1, n / 2 + 1), 1e-6);
        Near(x.Real, Fourier.Irfft(Fourier.Rfft(x.Real)));
    }

    [Fact]
    public void The_bits_are_the_same_for_any_number_of_threads()
    {
        int before = Work.Threads;
        try
        {
            var results = new List<float[]>();
            foreach (int threads in (int[])[1, 2, 4, 1])
            {
                Work.Threads = threads;
                var x = Noise([200, 211], 6);
                var long1 = Fourier.Fft(Noise([40000], 7));
                results.Add([.. Fourier.Fft2(x).Real.Data, .. Fourier.Irfft2(Fourier.Rfft2(x.Real), 211).Data, .. long1.Imag.Data]);
            }
            Assert.All(results, bits => Assert.Equal(results[0], bits));
        }
        finally
        {
            Work.Threads = before;
        }
    }

    [Theory, InlineData(6), InlineData(7), InlineData(1)]
    public void Shifting_puts_the_zero_frequency_in_the_middle_and_back(int n)
    {
        var frequencies = Fourier.FftFreq(n) * n;
        var shifted = Fourier.FftShift(frequencies);
        Assert.Equal(0, shifted.Data[n / 2]);
        for (int i = 1; i < n; i++) Assert.Equal(1, shifted.Data[i] - shifted.Data[i - 1], 1e-5);
        Assert.Equal(frequencies.Data.ToArray(), Fourier.IfftShift(shifted).Data.ToArray());
        Assert.Equal(Fourier.RfftFreq(n).Data.ToArray().Select(Math.Abs), frequencies.Data.ToArray().Take(n / 2 + 1).Select(f => Math.Abs(f / n)));
    }

    [Fact]
    public void Gradients_flow_through_every_transform()
    {
        Tensor re = Rng.Normal([3, 5], 8), im = Rng.Normal([3, 5], 9), weights = Rng.Normal([3, 5], 10);
        Check(() => Weighted(Fourier.Fft(new ComplexTensor(re, im))));
        Check(() => Weighted(Fourier.Fft(new ComplexTensor(re, im), axis: 0)));
        Check(() => Weighted(Fourier.Ifft2(new ComplexTensor(re, im))));
        Check(() => Weighted(Fourier.Rfft2(re)) + Weighted(Fourier.Rfft(im)));
        Check(() => Weighted(Fourier.Fft2(re)));
        Check(() => (Fourier.Irfft(new ComplexTensor(re, im), 9).Pow(2) * Rng.Normal([3, 9], 11)).Sum());
        Check(() => (Fourier.Irfft2(new ComplexTensor(re, im)).Pow(2) * Rng.Normal([3, 8], 11)).Sum());

        Tensor Weighted(ComplexTensor y) => (y.Abs() * Rng.Normal(y.Shape, 12) + y.Angle().Sin() * Rng.Normal(y.Shape, 13)).Sum();
        void Check(Func<Tensor> f)
        {
            var report = GradCheck.Verify(f, [re, im], step: 0.005);
            Assert.True(report.Passed, report.ToString());
        }
    }

    internal static ComplexTensor Noise(Shape shape, int seed) => new(Rng.Normal(shape, 2 * seed), Rng.Normal(shape, 2 * seed + 1));

    static double Energy(ComplexTensor x) => x.Real.Data.ToArray().Concat(x.Imag.Data.ToArray()).Sum(v => (double)v * v);

    static Complex[] Row(ComplexTensor x, int row)
    {
        int n = x.Shape[^1];
        return [.. Enumerable.Range(row * n, n).Select(i => new Complex(x.Real.Data[i], x.Imag.Data[i]))];
    }

    /// <summary>The definition, in double precision.</summary>
    static Complex[] Dft(Complex[] x)
    {
        int n = x.Length;
        Complex[] roots = [.. Enumerable.Range(0, n).Select(k => Complex.FromPolarCoordinates(1, -2 * Math.PI * k / n))];
        return [.. Enumerable.Range(0, n).Select(k =>
        {
            var sum = Complex.Zero;
            for (int j = 0; j < n; j++) sum += x[j] * roots[(long)j * k % n];
            return sum;
        })];
    }

    static void Close(Complex[][] expected, ComplexTensor actual, double within = 1e-6)
    {
        Assert.Equal([expected.Length, expected[0].Length], actual.Shape);
        double scale = expected.Max(row => row.Max(Complex.Abs));
        for (int i = 0; i < expected.Length; i++)
            for (int j = 0; j < expected[i].Length; j++)
            {
                int place = i * expected[i].Length + j;
                double error = Complex.Abs(expected[i][j] - new Complex(actual.Real.Data[place], actual.Imag.Data[place]));
                Assert.True(error <= within * scale, $"[{i}, {j}]: {error / scale:0.0e+0} of the largest");
            }
    }

    internal static void Near(Tensor expected, Tensor actual, double within = 1e-6)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double scale = Math.Max(1, expected.Data.ToArray().Max(Math.Abs));
        for (int i = 0; i < expected.Size; i++)
            Assert.True(Math.Abs(expected.Data[i] - actual.Data[i]) <= within * scale, $"element {i}: {actual.Data[i]}, expected {expected.Data[i]}");
    }
}
