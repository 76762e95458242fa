using System.Runtime.Intrinsics;
using ImageLearn.Nn;

namespace ImageLearn.Tests.Nn;

/// <summary>The kernels of convolution against loops over every index, and against the theorem that each operation is the adjoint of the others.</summary>
public class ConvolutionTests
{
    /// <summary>n, c, o per group, groups, and per axis (input, kernel, stride, dilation, pad).</summary>
    public static TheoryData<int, int, int, int, (int, int, int, int, int), (int, int, int, int, int)> Geometries => new()
    {
        { 2, 3, 8, 1, (9, 3, 1, 1, 1), (11, 5, 1, 1, 2) },
        { 1, 1, 1, 1, (1, 1, 1, 1, 0), (1, 1, 1, 1, 0) },
        { 3, 2, 5, 1, (8, 3, 2, 1, 1), (7, 3, 2, 1, 0) },
        { 2, 2, 13, 1, (13, 3, 1, 2, 2), (10, 2, 1, 3, 0) },
        { 5, 4, 3, 2, (6, 3, 1, 1, 0), (6, 3, 3, 1, 1) },
        { 2, 6, 1, 6, (5, 3, 1, 1, 1), (70, 3, 1, 1, 1) },
        { 2, 3, 17, 1, (32, 4, 4, 1, 0), (32, 4, 4, 1, 0) },
        { 1, 2, 4, 1, (7, 3, 3, 2, 4), (6, 1, 2, 1, 3) },
        { 2, 1, 2, 1, (4, 2, 1, 1, 3), (1, 1, 9, 1, 3) },
        { 9, 3, 12, 1, (7, 3, 1, 1, 1), (7, 3, 1, 1, 1) },
        { 1, 5, 9, 1, (1, 1, 1, 1, 0), (300, 9, 1, 1, 4) },
    };

    [Theory, MemberData(nameof(Geometries))]
    public void Agree_with_loops(int n, int c, int o, int groups, (int, int, int, int, int) rows, (int, int, int, int, int) columns)
    {
        var (geometry, x, w, g) = Case(n, c, o, groups, rows, columns);
        var bias = Rng.Normal([o * groups], seed: 4);
        var (y, gx, gw) = Loops(x, w, bias, g, geometry);
        Near(y, Convolution.Apply(x, w, bias, geometry));
        Near(gx, Convolution.Adjoint(g, w, null, geometry));
        Near(gw, ConvKernel.Weights(x, g, geometry));
    }

    [Theory, MemberData(nameof(Geometries))]
    public void Every_kind_of_tile_gives_the_same(int n, int c, int o, int groups, (int, int, int, int, int) rows, (int, int, int, int, int) columns)
    {
        var (geometry, x, w, g) = Case(n, c, o, groups, rows, columns);
        var (y, _, gw) = Loops(x, w, Tensor.Zeros([o * groups]), g, geometry);
        void All<TMany, TFew, L, V>() where TMany : IConvTile where TFew : IConvTile where L : IQuadLane<V> where V : struct
        {
            Tensor found = Tensor.Zeros(y.Shape), gradient = Tensor.Zeros(gw.Shape);
            ConvKernel.Correlate<TMany, TFew>(x, w, null, geometry, false, found);
            ConvKernel.Weights<L, V>(x, g, geometry, gradient);
            Near(y, found);
            Near(gw, gradient);
        }
        All<ConvTile8<Lane128, Vector128<float>>, ConvTile4<Lane128, Vector128<float>>, Lane128, Vector128<float>>();
        All<ConvTile4<Lane256, Vector256<float>>, ConvTile4<Lane256, Vector256<float>>, Lane256, Vector256<float>>();
        All<ConvTile8<Lane512, Vector512<float>>, ConvTile4<Lane512, Vector512<float>>, Lane512, Vector512<float>>();
    }

    [Theory, MemberData(nameof(Geometries))]
    public void Each_operation_is_the_adjoint_of_the_others(int n, int c, int o, int groups, (int, int, int, int, int) rows, (int, int, int, int, int) columns)
    {
        var (geometry, x, w, g) = Case(n, c, o, groups, rows, columns);
        static double Inner(Tensor a, Tensor b) => (a * b).Sum().Item();
        double expected = Inner(Convolution.Apply(x, w, null, geometry), g), scale = 1e-5 * (Math.Abs(expected) + Math.Sqrt(x.Size * w.Size));
        Assert.Equal(expected, Inner(x, Convolution.Adjoint(g, w, null, geometry)), scale);
        Assert.Equal(expected, Inner(w, ConvKernel.Weights(x, g, geometry)), scale);
    }

    [Fact]
    public void The_same_bits_for_any_number_of_threads()
    {
        var (geometry, x, w, g) = Case(5, 16, 24, 1, (40, 3, 1, 1, 1), (44, 3, 1, 1, 1));
        int before = Work.Threads;
        try
        {
            float[][] Results(int threads)
            {
                Work.Threads = threads;
                return [Convolution.Apply(x, w, null, geometry).Data.ToArray(), Convolution.Adjoint(g, w, null, geometry).Data.ToArray(), ConvKernel.Weights(x, g, geometry).Data.ToArray()];
            }
            var one = Results(1);
            Assert.Equal(one, Results(2));
            Assert.Equal(one, Results(4));
        }
        finally { Work.Threads = before; }
    }

    static (ConvGeometry, Tensor X, Tensor W, Tensor G) Case(int n, int c, int o, int groups, (int, int, int, int, int) rows, (int, int, int, int, int) columns)
    {
        static ConvAxis Axis((int Input, int Kernel, int Stride, int Dilation, int Pad) a) => ConvAxis.Fitting(a.Input, a.Kernel, a.Stride, a.Dilation, a.Pad);
        var geometry = new ConvGeometry(Axis(rows), Axis(columns), groups);
        return (geometry, Rng.Normal([n, c, rows.Item1, columns.Item1], seed: 1), Rng.Normal([o * groups, c / groups, rows.Item2, columns.Item2], seed: 2),
            Rng.Normal([n, o * groups, geometry.Rows.Output, geometry.Columns.Output], seed: 3));
    }

    static (Tensor Y, Tensor Gx, Tensor Gw) Loops(Tensor x, Tensor w, Tensor bias, Tensor g, ConvGeometry geometry)
    {
        var (y, gx, gw) = (new double[g.Size], new double[x.Size], new double[w.Size]);
        var (r, s) = (geometry.Rows, geometry.Columns);
        int outputs = w.Shape[0], perGroup = outputs / geometry.Groups, inputs = w.Shape[1];
        for (int n = 0; n < x.Shape[0]; n++)
            for (int o = 0; o < outputs; o++)
                for (int row = 0; row < r.Output; row++)
                    for (int column = 0; column < s.Output; column++)
                    {
                        int at = ((n * outputs + o) * r.Output + row) * s.Output + column;
                        y[at] = bias.Data[o];
                        for (int c = 0; c < inputs; c++)
                            for (int i = 0; i < r.Kernel; i++)
                                for (int j = 0; j < s.Kernel; j++)
                                {
                                    int p = row * r.Stride + i * r.Dilation - r.Pad, q = column * s.Stride + j * s.Dilation - s.Pad;
                                    if (p < 0 || p >= r.Input || q < 0 || q >= s.Input) continue;
                                    int from = ((n * x.Shape[1] + o / perGroup * inputs + c) * r.Input + p) * s.Input + q, tap = ((o * inputs + c) * r.Kernel + i) * s.Kernel + j;
                                    y[at] += (double)x.Data[from] * w.Data[tap];
                                    gx[from] += (double)g.Data[at] * w.Data[tap];
                                    gw[tap] += (double)g.Data[at] * x.Data[from];
                                }
                    }
        Tensor Of(Shape shape, double[] values) => new(shape, [.. values.Select(v => (float)v)]);
        return (Of(g.Shape, y), Of(x.Shape, gx), Of(w.Shape, gw));
    }

    static void Near(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double largest = expected.Abs().Max().Item();
        for (int i = 0; i < expected.Size; i++) Assert.Equal(expected.Data[i], actual.Data[i], 2e-6 * largest);
    }

    /// <summary>A packed plane of 65537² places: more than 2³², and 131073 more would be far too few.</summary>
    [Fact]
    public void Planes_larger_than_an_array_are_refused() =>
        Assert.Throws<OverflowException>(() => new Conv2d(1, 1, 2, new Rng(1), padding: 65536, dilation: 131072).Forward(Tensor.Ones([1, 1, 1, 1])));
}
