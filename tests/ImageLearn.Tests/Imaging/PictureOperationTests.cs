using ImageLearn.Imaging;

namespace ImageLearn.Tests.Imaging;

/// <summary>What must hold for every picture, and what is said when something is wrong.</summary>
public class PictureOperationTests
{
    static readonly Tensor Grey = Rng.Uniform([40, 50], seed: 1), Colour = Rng.Uniform([20, 30, 3], seed: 2);

    static void AssertClose(Tensor expected, Tensor actual, double within)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        for (int i = 0; i < expected.Size; i++) Assert.InRange(actual.Data[i], expected.Data[i] - within, expected.Data[i] + within);
    }

    [Fact]
    public void Smoothing_keeps_a_plain_picture_and_the_mean()
    {
        var plain = Tensor.Full([9, 11, 2], 0.3);
        foreach (var smooth in new Func<Tensor, Tensor>[] { x => Filters.Gaussian(x, 2), x => Filters.Box(x, 5), x => Filters.Median(x, 5), x => Filters.Bilateral(x, 0.1, 2), x => Filters.Unsharp(x) })
            AssertClose(plain, smooth(plain), 1e-6);
        Assert.Equal(Grey.Mean().Item(), Filters.Gaussian(Grey, 3, border: Border.Wrap).Mean().Item(), 1e-6);
        AssertClose(Grey, Filters.Gaussian(Grey, 0), 0);
    }

    [Fact]
    public void The_bilateral_filter_is_its_formula()
    {
        foreach (var x in new[] { Grey, Colour })
        {
            int height = x.Shape[0], width = x.Shape[1], channels = x.Rank == 3 ? 3 : 1;
            var filtered = Filters.Bilateral(x, 0.2, 1.3, radius: 2, Border.Nearest);
            float At(int y, int j, int c) => x.Data[(Math.Clamp(y, 0, height - 1) * width + Math.Clamp(j, 0, width - 1)) * channels + c];
            for (int y = 0; y < height; y++)
                for (int j = 0; j < width; j++)
                {
                    var (sums, total) = (new double[channels], 0.0);
                    for (int dy = -2; dy <= 2; dy++)
                        for (int dx = -2; dx <= 2; dx++)
                        {
                            if (dx * dx + dy * dy > 4) continue;
                            double difference = Enumerable.Range(0, channels).Sum(c => Math.Abs(At(y + dy, j + dx, c) - At(y, j, c)));
                            double weight = Math.Exp(-(dx * dx + dy * dy) / (2 * 1.3 * 1.3)) * Math.Exp(-difference * difference / (2 * 0.2 * 0.2));
                            total += weight;
                            for (int c = 0; c < channels; c++) sums[c] += weight * At(y + dy, j + dx, c);
                        }
                    for (int c = 0; c < channels; c++) Assert.Equal(sums[c] / total, filtered.Data[(y * width + j) * channels + c], 2e-6);
                }
        }
    }

    [Fact]
    public void Results_have_the_same_bits_for_any_number_of_threads()
    {
        var large = Rng.Uniform([300, 401], seed: 3);
        Func<Tensor>[] operations = [() => Filters.Gaussian(large, 2), () => Filters.Bilateral(large, 0.1, 1), () => Morphology.Open(large, Morphology.Disk(4)), () => Geometry.Resize(large, 123, 77, Interpolation.Bicubic),
            () => Tones.Equalise(large), () => Regions.Distance(large > 0.1), () => Filters.Median(large, 5)];
        int threads = Work.Threads;
        try
        {
            foreach (var operation in operations)
            {
                Work.Threads = 1;
                var alone = operation().Data.ToArray();
                Work.Threads = 4;
                Assert.Equal(alone, operation().Data.ToArray());
            }
        }
        finally
        {
            Work.Threads = threads;
        }
    }

    [Fact]
    public void Colours_come_back()
    {
        AssertClose(Colour, Colors.FromHsv(Colors.ToHsv(Colour)), 1e-6);
        AssertClose(Colour, Colors.FromLab(Colors.ToLab(Colour)), 1e-5);
        foreach (double red in new[] { -1, -1e-20, 0, 1e-20, 1 }) AssertClose(Tensor.Of([[[1, 0, 0]]]), Colors.FromHsv(Tensor.Of([[[red, 1, 1]]])), 1e-6);
        AssertClose(Tensor.Of([[[0.2, 0.5, 0.5]]]), Colors.Blend(Tensor.Of([[[0, 1, 1]]]), Tensor.Of([[[0.4, 0, 0]]]), 0.5), 1e-7);
        Assert.Equal([1f, 0f], Colors.Blend(Tensor.Of([[0, 0]]), Tensor.Ones([1, 2]), Tensor.Of([[1, 0]])).Data.ToArray());
        var painted = Colors.Paint(Tensor.Of([[0, 1]]));
        Assert.Equal(new[] { 0x44, 0x01, 0x54, 0xFD, 0xE7, 0x25 }.Select(static level => level / 255f), painted.Data.ToArray());
    }

    [Fact]
    public void Turning_a_quarter_four_times_and_flipping_twice_change_nothing()
    {
        var square = Grey[..40, ..40];
        var turned = square;
        for (int i = 0; i < 4; i++) turned = Geometry.Rotate(turned, 90);
        AssertClose(square, turned, 1e-5);
        AssertClose(Grey, Geometry.Resize(Grey, 40, 50, Interpolation.Bicubic), 0);
        AssertClose(Grey, Geometry.Warp(Grey, Tensor.Eye(3)), 0);
        AssertClose(Grey, Geometry.Crop(Geometry.Pad(Grey, 3, 1, 2, 4, Border.Wrap), 3, 2, 40, 50), 0);
        Assert.Equal(Grey.Mean().Item(), Geometry.Resize(Grey, 8, 10, Interpolation.Area).Mean().Item(), 1e-6);
    }

    [Fact]
    public void A_perspective_takes_its_four_points_to_the_others_and_the_way_back_undoes_it()
    {
        Tensor from = Tensor.Of([[3, 4], [90, -7], [80, 66], [-5, 50]]), to = Tensor.Of([[0, 0], [199, 0], [199, 149], [0, 149]]);
        Tensor there = Geometry.Perspective(from, to), back = Geometry.Perspective(to, from);
        for (int i = 0; i < 4; i++)
        {
            var point = there.MatMul(Tensor.Of([from[i, 0], from[i, 1], 1.0]));
            AssertClose(to[i, ..], point[..2] / point[2], 1e-3);
        }
        var product = there.MatMul(back);
        AssertClose(Tensor.Eye(3), product / product[2, 2], 1e-4);

        // (0, 0) goes to infinity: the last element is 0.
        var horizon = Geometry.Perspective(Tensor.Of([[1, 0], [1, 1], [2, 0], [2, 2]]), Tensor.Of([[1, 0], [1, 1], [0.5, 0], [0.5, 1]]));
        AssertClose(Tensor.Of([[0, 0, 1], [0, 1, 0], [1, 0, 0]]), horizon, 1e-6);
    }

    /// <summary>49 · (2 / 98) is below 1 in floating point, but pixel 49 of 98 lies in the second of two.</summary>
    [Fact]
    public void Enlarged_by_a_whole_number_every_pixel_is_there_as_often()
    {
        for (int length = 1; length < 60; length++)
            for (int times = 1; times < 60; times++)
                Assert.Equal(Enumerable.Range(0, length * times).Select(i => (float)(i / times)), Geometry.Resize(Tensor.Arange(0, length).Reshape(1, length), 1, length * times, Interpolation.Nearest).Data.ToArray());
    }

    [Fact]
    public void A_stack_becomes_a_sheet()
    {
        var sheet = Geometry.ContactSheet(Tensor.Arange(0, 5).Reshape(5, 1, 1), columns: 3, background: 9);
        Assert.Equal([3, 5], sheet.Shape);
        Assert.Equal([0f, 9, 1, 9, 2, 9, 9, 9, 9, 9, 3, 9, 4, 9, 9], sheet.Data.ToArray());
        var pasted = Geometry.Paste(Tensor.Zeros([3, 4, 3]), Tensor.Ones([2, 2]), -1, 3);
        Assert.Equal(3, pasted.Sum().Item());
        Assert.Equal(3, pasted[0..1, 3..4].Sum().Item());
    }

    [Fact]
    public void Noise_is_the_same_for_a_seed_and_as_much_as_asked_for()
    {
        var grey = Tensor.Full([200, 200], 0.5);
        var noisy = Noise.Gaussian(grey, 0.1, seed: 1);
        Assert.Equal(noisy.Data.ToArray(), Noise.Gaussian(grey, 0.1, seed: 1).Data.ToArray());
        Assert.InRange((noisy - grey).Std().Item(), 0.098, 0.102);
        var speckled = Noise.SaltAndPepper(Tensor.Full([200, 200, 3], 0.5), 0.1, seed: 2);
        Assert.InRange(speckled.EqualTo(1).Mean().Item(), 0.045, 0.055);
        Assert.InRange(speckled.EqualTo(0).Mean().Item(), 0.045, 0.055);
        for (int i = 0; i < speckled.Size; i += 3) Assert.Equal(speckled.Data[i], speckled.Data[i + 2]);
    }

    [Fact]
    public void Shapes_cover_their_area()
    {
        Tensor nothing = Tensor.Zeros([60, 80]);
        double Area(Func<Canvas, Canvas> draw) => draw(new Canvas(nothing)).ToTensor().Sum().Item();
        Assert.Equal(Math.PI * 20 * 20, Area(static c => c.Circle(30, 40, 20, 1, thickness: 0)), 1.0);
        Assert.Equal(2 * Math.PI * 20 * 3, Area(static c => c.Circle(30, 40, 20, 1, thickness: 3)), 2.0);
        Assert.Equal(20 * 30, Area(static c => c.Box(10.5, 10.5, 30.5, 40.5, 1, thickness: 0)), 1.0);
        Assert.Equal(30 * 40 / 2.0, Area(static c => c.Polygon(Tensor.Of([[10, 10], [50, 10], [10, 40]]), 1, thickness: 0)), 3.0);
        Assert.Equal(50 * 2 + Math.PI, Area(static c => c.Line(10, 10, 40, 50, 1, thickness: 2)), 1.0);
        Assert.InRange(Area(static c => c.Text("A1?", 10, 10, 20, 1)), 50, 500);
        Assert.Equal(0, Area(static c => c.Line(-50, -50, -10, 200, 1)));
        Assert.Equal(0, nothing.Sum().Item());   // the picture itself stays
        Assert.Equal([1f, 0, 0], new Canvas(Tensor.Zeros([3, 3, 3])).Line(0, 1, 2, 1, Tensor.Of([1, 0, 0])).ToTensor()[1..2, 1..2].Data.ToArray());
    }

    [Fact]
    public void Regions_know_their_pixels()
    {
        var mask = Tensor.Of([[0, 1, 0, 0, -1], [1, 1, 0, 0, 0], [0, 0, 1, 0, 2]]);
        var labels = Regions.Label(mask);
        Assert.Equal("3 regions in 5×3 pixels", labels.ToString());
        Assert.Equal("Region 1: rows 0..3, columns 0..3, 4 pixels", labels.Regions[0].ToString());
        Assert.Equal([0f, 1, 0, 1, 1, 0, 0, 0, 1], labels.Regions[0].Mask().Data.ToArray());
        Assert.Equal(4, Regions.Label(mask, Connectivity.Four).Count);
        Assert.Equal(4, labels.Keep(static region => region.Label == 1).Sum().Item());
        Assert.Equal(0, Regions.Label(Tensor.Zeros([3, 3])).Count);
        Assert.Equal(float.PositiveInfinity, Regions.Distance(Tensor.Ones([2, 2])).Data[0]);
        // A row longer than one word of bits, and a run over its end.
        var wide = Tensor.Of([[.. Enumerable.Range(0, 100).Select(static j => j is >= 20 and < 70 or 99 ? 1.0 : 0)]]);
        Assert.Equal([(20, 70), (99, 100)], Regions.Label(wide).Regions.Select(static region => (region.Left, region.Right)));
    }

    [Fact]
    public void Mistakes_are_told()
    {
        static void Says<T>(string message, Func<object> act) where T : Exception => Assert.Equal(message, Assert.Throws<T>(act).Message);
        Says<ShapeException>("Filters.Gaussian: expected a picture, [height, width] or [height, width, channels], got [2, 3, 4, 5]. Take one of the batch: x[0].", static () => Filters.Gaussian(Tensor.Ones([2, 3, 4, 5]), 1));
        Says<ArgumentOutOfRangeException>("Filters.Gaussian: sigma is -1, but a width in pixels from 0 to 10000 is needed.", static () => Filters.Gaussian(Grey, -1));
        Says<ArgumentOutOfRangeException>("Filters.Median: the size is 4, but only an odd number of values has a middle one. Take 5.", static () => Filters.Median(Grey, 4));
        Says<ShapeException>("Filters.Canny: expected one channel, [height, width], got [20, 30, 3]. Make it grey first: Colors.ToGrey.", static () => Filters.Canny(Colour, 1, 2));
        Says<ShapeException>("Colors.ToHsv: expected a coloured picture, [height, width, 3], got [3, 4, 5]. Channels come last: Permute(1, 2, 0).", static () => Colors.ToHsv(Tensor.Ones([3, 4, 5])));
        Says<ArgumentOutOfRangeException>("Geometry.Resize: 0×5 pixels are no picture. Give 1 or more each way.", static () => Geometry.Resize(Grey, 0, 5));
        Says<ArgumentOutOfRangeException>("Geometry.Crop: 30×30 pixels from row 20, column 0 reach outside the picture, which is 40×50. Pad it first, or take less.", static () => Geometry.Crop(Grey, 20, 0, 30, 30));
        var corners = Tensor.Of([[0, 0], [4, 0], [4, 3], [0, 3]]);
        Says<ShapeException>("Geometry.Perspective: to is [3, 2], and has to be [4, 2]: four points, a row each, first x (column), then y (row).", () => Geometry.Perspective(corners, corners[..3]));
        Says<ArgumentException>("Geometry.Perspective: of from, the points (0, 0), (4, 3) and (2, 1.5) lie on a line, so they do not fix a projective map. Give four corners of which no three do.", () => Geometry.Perspective(Tensor.Of([[0, 0], [4, 0], [4, 3], [2, 1.5]]), corners));
        Says<ArgumentException>("Geometry.Perspective: of to, the points (5, 5), (5, 5) and (5, 5) lie on a line, so they do not fix a projective map. Give four corners of which no three do.", () => Geometry.Perspective(corners, Tensor.Full([4, 2], 5)));
        Says<ShapeException>("Geometry.Warp: expected a matrix [2, 3] (affine) or [3, 3] (projective), got [2, 2].", static () => Geometry.Warp(Grey, Tensor.Eye(2)));
        Says<ArgumentException>("Geometry.Rotate: areas are for Resize. Take Bilinear, and smooth before making smaller.", static () => Geometry.Rotate(Grey, 3, Interpolation.Area));
        Says<ArgumentOutOfRangeException>("Thresholds.Local: the size is 4, but a neighbourhood has an odd number of pixels a side, 3 or more.", static () => Thresholds.Local(Grey, 4));
        Says<ArgumentException>("Thresholds.Otsu: the picture holds values that are not finite (from 0 to Infinity). Find the step that made them.", static () => Thresholds.Otsu(Tensor.Of([0, double.PositiveInfinity])));
        Says<ArgumentException>("Tones.Stretch: the picture holds values that are not finite (from NaN to NaN). Find the step that made them.", static () => Tones.Stretch(Tensor.Of([1, double.NaN, 3])));
        Says<ArgumentException>("Tones.Stretch: the picture is empty, [0, 3]. Look at the step that made it: what did it leave?", static () => Tones.Stretch(Tensor.Zeros([0, 3])));
        Says<ArgumentException>("Tones.Gamma: the largest value is 255, but white is 1 here. Divide grey levels 0..255 by 255 first.", static () => Tones.Gamma(Tensor.Of([[0, 255]]), 0.5));
        Says<ArgumentException>("Colors.ToHsv: the largest value is 255, but white is 1 here. Divide grey levels 0..255 by 255 first.", static () => Colors.ToHsv(Tensor.Full([2, 2, 3], 255)));
        Says<ArgumentException>("Colors.ToLab: the largest value is 255, but white is 1 here. Divide grey levels 0..255 by 255 first.", static () => Colors.ToLab(Tensor.Full([2, 2, 3], 255)));
        Says<ShapeException>("Filters.Gaussian: expected [height, width, channels], got [3, 40, 60]. Channels come last: Permute(1, 2, 0).", static () => Filters.Gaussian(Tensor.Ones([3, 40, 60]), 1));
        Says<ArgumentOutOfRangeException>("Geometry.Rotate: the angle is NaN. Give a number of degrees.", static () => Geometry.Rotate(Grey, double.NaN));
        Says<ArgumentOutOfRangeException>("Canvas.Text: letters of height -5 cannot be drawn. Give a height in pixels, above 0.", static () => new Canvas(Colour).Text("a", 0, 0, -5, 1));
        Says<ShapeException>("Canvas.Box: a colour of [2] does not go with a picture of [20, 30, 3]. Give one number, or one for each channel.", static () => new Canvas(Colour).Box(1, 1, 5, 5, Tensor.Of([1, 0])));
        Says<ArgumentOutOfRangeException>("Canvas.Line: the thickness is 0, but must be above 0.", static () => new Canvas(Colour).Line(1, 1, 5, 5, 1, 0));
    }
}
