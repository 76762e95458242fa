using ImageLearn.Signal;

namespace ImageLearn.Tests.Signal;

public class ConvolutionTests
{
    /// <summary>The definition: every pair of numbers is multiplied and lands at the sum of its places.</summary>
    static float[] Full(Tensor x, Tensor k)
    {
        var (h, w, kh, kw) = (x.Shape[0], x.Shape[1], k.Shape[0], k.Shape[1]);
        var y = new double[(h + kh - 1) * (w + kw - 1)];
        for (int i = 0; i < x.Size; i++)
            for (int j = 0; j < k.Size; j++) y[(i / w + j / kw) * (w + kw - 1) + i % w + j % kw] += (double)x.Data[i] * k.Data[j];
        return [.. y.Select(v => (float)v)];
    }

    [Fact]
    public void Every_size_of_picture_and_kernel_gives_the_sum_that_defines_it()
    {
        var rng = new Random(1);
        for (int trial = 0; trial < 120; trial++)
        {
            int h = rng.Next(1, 30), w = rng.Next(1, 90), kh = rng.Next(1, 8), kw = rng.Next(1, 12);
            Tensor x = Rng.Normal([h, w], trial), k = Rng.Normal([kh, kw], trial + 1000);
            var expected = new Tensor([h + kh - 1, w + kw - 1], Full(x, k));
            foreach (var method in Enum.GetValues<ConvolutionMethod>())
                FourierTests.Near(expected, Convolution.Convolve(x, k, ConvolutionMode.Full, method), 2e-6);
        }
    }

    [Fact]
    public void A_kernel_longer_than_the_signal_keeps_the_middle_of_the_full_result()
    {
        foreach (var (n, k) in ((int, int)[])[(1, 10), (3, 11), (7, 20), (1000, 4000)])
        {
            Tensor x = Rng.Normal([n], n), kernel = Rng.Normal([k], k);
            var middle = new Tensor([1, n + k - 1], Full(x.Unsqueeze(0), kernel.Unsqueeze(0)))[0, ((k - 1) / 2)..((k - 1) / 2 + n)];
            foreach (var method in Enum.GetValues<ConvolutionMethod>())
                FourierTests.Near(middle, Convolution.Convolve(x, kernel, ConvolutionMode.Same, method), 5e-6);
        }
    }

    [Fact]
    public void Leading_axes_are_a_batch()
    {
        Tensor x = Rng.Normal([2, 3, 9, 20], 1), k = Rng.Normal([3, 4], 2), row = Rng.Normal([5], 3);
        var y = Convolution.Convolve(x, k, ConvolutionMode.Same);
        var z = Convolution.Correlate(x, row, ConvolutionMode.Valid);
        Assert.Equal([2, 3, 9, 20], y.Shape);
        Assert.Equal([2, 3, 9, 16], z.Shape);
        FourierTests.Near(Convolution.Convolve(x[1, 2, .., ..], k, ConvolutionMode.Same), y[1, 2, .., ..]);
        FourierTests.Near(Convolution.Correlate(x[1, 2, 4, ..], row, ConvolutionMode.Valid), z[1, 2, 4, ..]);
    }

    [Fact]
    public void Convolution_is_commutative_associative_and_an_impulse_shows_the_kernel()
    {
        Tensor a = Rng.Normal([20, 30], 1), b = Rng.Normal([5, 4], 2), c = Rng.Normal([3, 6], 3);
        Tensor Star(Tensor x, Tensor y) => Convolution.Convolve(x, y, ConvolutionMode.Full);
        FourierTests.Near(Star(a, b), Star(b, a), 1e-6);
        FourierTests.Near(Star(Star(a, b), c), Star(a, Star(b, c)), 2e-6);
        Assert.Equal([0, 0, 3, 4, 5, 0, 0], Convolution.Convolve([0, 0, 0, 1, 0, 0, 0], [3, 4, 5], ConvolutionMode.Same).Data.ToArray());
        Assert.Equal([0, 0, 5, 4, 3, 0, 0], Convolution.Correlate([0, 0, 0, 1, 0, 0, 0], [3, 4, 5], ConvolutionMode.Same).Data.ToArray());
        Assert.Equal([2, 3, 4, 0], Convolution.Convolve([1, 2, 3, 4], [1, 0, 0], ConvolutionMode.Same).Data.ToArray());
    }

    [Fact]
    public void Correlation_is_the_adjoint_of_convolution()
    {
        Tensor x = Rng.Normal([12, 17], 1), k = Rng.Normal([3, 5], 2), y = Rng.Normal([14, 21], 3);
        double left = (Convolution.Convolve(x, k, ConvolutionMode.Full) * y).Sum().Item(), right = (x * Convolution.Correlate(y, k, ConvolutionMode.Valid)).Sum().Item();
        Assert.Equal(left, right, 1e-4 * Math.Abs(left));
    }

    [Fact]
    public void A_shifted_picture_gives_the_shifted_result()
    {
        Tensor x = Rng.Normal([20, 40], 1).Pad([(3, 3), (3, 3)]), k = Rng.Normal([3, 3], 2);
        Tensor y = Convolution.Correlate(x, k, ConvolutionMode.Valid), shifted = Convolution.Correlate(x[.., 2..], k, ConvolutionMode.Valid);
        Assert.Equal(y[.., 2..].Data.ToArray(), shifted.Data.ToArray());   // to the last bit, wherever a result lies in a register
    }

    [Fact]
    public void The_convolution_theorem_holds()
    {
        Tensor x = Rng.Normal([24, 35], 1), k = Rng.Normal([24, 35], 2);
        var circular = Fourier.Ifft2(Fourier.Fft2(x) * Fourier.Fft2(k)).Real;
        var full = Convolution.Convolve(x, k, ConvolutionMode.Full, ConvolutionMethod.Direct);
        var wrapped = full[..24, ..35] + full[24.., ..35].Pad([(0, 1), (0, 0)]) + full[..24, 35..].Pad([(0, 0), (0, 1)]) + full[24.., 35..].Pad([(0, 1), (0, 1)]);
        FourierTests.Near(wrapped, circular, 1e-5);
    }

    [Fact]
    public void A_separable_kernel_is_the_product_of_its_factors()
    {
        Tensor x = Rng.Normal([2, 20, 30], 1), column = Rng.Normal([5], 2), row = Rng.Normal([4], 3);
        foreach (var mode in Enum.GetValues<ConvolutionMode>())
            FourierTests.Near(Convolution.Convolve(x, column.Reshape(-1, 1) * row, mode), Convolution.Separable(x, column, row, mode), 2e-6);
    }

    [Fact]
    public void Gradients_flow_to_the_picture_and_to_the_kernel()
    {
        Tensor x = Rng.Normal([2, 5, 6], 1), k = Rng.Normal([2, 3], 2), row = Rng.Normal([3], 3);
        foreach (var mode in Enum.GetValues<ConvolutionMode>())
        {
            Check(() => Convolution.Convolve(x, k, mode), x, k);
            Check(() => Convolution.Correlate(x, k, mode, ConvolutionMethod.Fourier), x, k);
            Check(() => Convolution.Correlate(x, row, mode), x, row);
            Check(() => Convolution.Separable(x, row, mode: mode), x, row);
        }
        void Check(Func<Tensor> f, params Tensor[] inputs)
        {
            var report = GradCheck.Verify(f, inputs);
            Assert.True(report.Passed, report.ToString());
        }
    }

    [Fact]
    public void The_bits_are_the_same_for_any_number_of_threads()
    {
        int before = Work.Threads;
        try
        {
            Tensor x = Rng.Normal([301, 407], 1), k = Rng.Normal([7, 6], 2);
            var results = new List<float[]>();
            foreach (int threads in (int[])[1, 2, 4, 1])
            {
                Work.Threads = threads;
                results.Add([.. Convolution.Convolve(x, k, ConvolutionMode.Same, ConvolutionMethod.Direct).Data, .. Convolution.Convolve(x, k, ConvolutionMode.Same, ConvolutionMethod.Fourier).Data]);
            }
            Assert.All(results, bits => Assert.Equal(results[0], bits));
        }
        finally
        {
            Work.Threads = before;
        }
    }

    /// <summary>4095 numbers for each of so many are 3839 more than 2³²: as many would have been written into an array for 3839.</summary>
    [Theory]
    [InlineData(1_048_833, 1, 65, 63)]
    [InlineData(1, 65_536, 65_537, 1)]
    public void More_numbers_than_an_array_holds_are_refused(int batch, int width, int kernelRows, int kernelColumns) =>
        Assert.Throws<ShapeException>(() => Convolution.Convolve(Tensor.Ones([batch, 1, width]), Tensor.Ones([kernelRows, kernelColumns]), ConvolutionMode.Full, ConvolutionMethod.Direct));
}
