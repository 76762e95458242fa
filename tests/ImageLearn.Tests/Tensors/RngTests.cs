using MathNet.Numerics.Distributions;

namespace ImageLearn.Tests.Tensors;

public class RngTests
{
    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_others()
    {
        Assert.Equal(Rng.Normal([100], seed: 5).Data.ToArray(), Rng.Normal([10, 10], seed: 5).Data.ToArray());
        Assert.NotEqual(Rng.Normal([100], seed: 5).Data.ToArray(), Rng.Normal([100], seed: 6).Data.ToArray());
        var rng = new Rng(5);
        float[] parts = [.. rng.Normal([37]).Data, .. rng.Normal([63]).Data];
        Assert.Equal(Rng.Normal([100], seed: 5).Data.ToArray(), parts);   // no draw is lost between calls
    }

    [Fact]
    public void Numbers_are_distributed_as_said()
    {
        const int n = 100_000;
        AssertDistributed(Rng.Normal([n], seed: 1, mean: -2, deviation: 3), x => Normal.CDF(-2, 3, x));
        AssertDistributed(Rng.Uniform([n], seed: 2, low: -1, high: 4), x => (x + 1) / 5);
    }

    /// <summary>Kolmogorov and Smirnov: √n · sup |F − Fₙ| is above 1.95 once in a thousand seeds. These seeds are fixed.</summary>
    static void AssertDistributed(Tensor draws, Func<double, double> cdf)
    {
        float[] x = draws.Data.ToArray();
        Array.Sort(x);
        double worst = x.Select((value, i) => Math.Max(Math.Abs(cdf(value) - (double)i / x.Length), Math.Abs(cdf(value) - (i + 1.0) / x.Length))).Max();
        Assert.InRange(worst * Math.Sqrt(x.Length), 0.2, 1.95);
    }

    [Fact]
    public void Neighbouring_draws_and_neighbouring_seeds_are_uncorrelated()
    {
        const int n = 100_000;
        var x = Rng.Normal([n], seed: 3);
        double r1 = (x[1..] * x[..^1]).Mean().Item(), r2 = (x * Rng.Normal([n], seed: 4)).Mean().Item(), r3 = (x[(..).By(2)] * x[1..].Pad([(0, 1)])[(..).By(2)]).Mean().Item();
        Assert.All([r1, r2, r3], r => Assert.InRange(Math.Abs(r), 0, 4 / Math.Sqrt(n / 2)));
    }

    [Fact]
    public void Uniform_numbers_stay_below_high_even_where_float32_would_round_up_to_it()
    {
        var x = Rng.Uniform([200_000], seed: 1, low: 1e6, high: 1e6 + 0.125);
        Assert.Equal([1e6f, 1e6f + 0.0625f], x.Data.ToArray().Distinct().Order());   // neighbours in float32
        Assert.True(Rng.Uniform([300_000], seed: 3).Max().Item() < 1);
    }

    [Fact]
    public void Integers_are_even_over_their_range()
    {
        var counts = new int[7];
        foreach (float x in Rng_Integers(70_000, -3, 4)) counts[(int)x + 3]++;
        double chiSquare = counts.Sum(c => (c - 1e4) * (c - 1e4) / 1e4);
        Assert.InRange(chiSquare, 0.3, 22.5);   // 6 degrees of freedom: 99.9 %
        Assert.All(Rng_Integers(100_000, (1 << 24) - 2, (1 << 24) + 1), x => Assert.InRange(x, (1 << 24) - 2, 1 << 24));
    }

    static float[] Rng_Integers(int n, int low, int high) => new Rng(1).Integers([n], low, high).Data.ToArray();

    [Fact]
    public void Permutations_hold_every_number_once_and_every_order_is_as_likely()
    {
        Assert.Equal(Enumerable.Range(0, 1000), new Rng(1).Permutation(1000).Order());
        Assert.Empty(new Rng(1).Permutation(0));
        var rng = new Rng(2);
        var orders = Enumerable.Range(0, 24_000).Select(_ => string.Join("", rng.Permutation(4))).CountBy(order => order).ToArray();
        Assert.Equal(24, orders.Length);
        Assert.InRange(orders.Sum(o => (o.Value - 1e3) * (o.Value - 1e3) / 1e3), 7, 49.7);   // 23 degrees of freedom: 99.9 %
    }

    [Fact]
    public void The_logarithm_is_right_to_the_last_bits()
    {
        var rng = new Rng(1);
        for (int i = 0; i < 100_000; i++)
        {
            double x = BitConverter.Int64BitsToDouble((long)(rng.NextBits() % 0x7FE0000000000000 + 0x0010000000000000));
            double expected = Math.Log(x);
            Assert.True(Math.Abs(Rng.Log(x) - expected) <= 2 * Math.Max(Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected), 1e-17), $"ln {x:R}");
        }
        Assert.Equal(0, Rng.Log(1));
    }
}
