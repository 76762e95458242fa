using ImageLearn.Imaging;
using ImageLearn.Plotting;

namespace ImageLearn.Tests.Plotting;

/// <summary>One figure of every kind, the ones the units use first. <c>GALLERY=folder dotnet test --filter Gallery</c> draws them into a folder, to be looked at.</summary>
static class Gallery
{
    public static IEnumerable<KeyValuePair<string, Func<Figure>>> All => new Dictionary<string, Func<Figure>>
    {
        ["line-log"] = Losses,
        ["two-series"] = TwoSeries,
        ["three-pictures"] = ThreePictures,
        ["descent-on-contours"] = DescentPath,
        ["surface"] = Bowl,
        ["scatter"] = Clusters,
        ["bars"] = Bars,
        ["histogram"] = Noise,
        ["heatmap"] = Ripples,
        ["grid"] = Mixed,
        ["weights"] = Weights,
        ["photo"] = Photo,
        ["animated-plane"] = TurningPlane,
        ["animated-grid"] = AnimatedGrid,
        ["awkward"] = Awkward,
        ["crowded"] = Crowded,
        ["many-series"] = ManySeries,
        ["shapes-of-pictures"] = ShapesOfPictures,
        ["surfaces"] = Surfaces,
    };

    static readonly double[] Raw = [.. Enumerable.Range(0, 800).Select(k => 900 + 12500 * Math.Exp(-k / 12.0) + 400 * Math.Exp(-k / 900.0))];
    static readonly double[] Scaled = [.. Enumerable.Range(0, 800).Select(k => 4 + 13000 * Math.Exp(-k / 7.0))];

    static Tensor OnGrid(int rows, int columns, Func<double, double, double> f)
    {
        var z = Tensor.Zeros([rows, columns]);
        for (int i = 0; i < rows; i++) for (int j = 0; j < columns; j++) z[i, j] = f(j, i);
        return z;
    }

    static Tensor Plane(double w0, double w1, double w2) => OnGrid(32, 32, (x, y) => w0 + w1 * x + w2 * y);
    static Tensor Patch => Plane(80, 1.2, 0.8) + Rng.Normal([32, 32], seed: 1, deviation: 2);

    static Figure Losses() => Figure.Line(.., Raw, title: "With raw pixel coordinates the error falls fast, then crawls", xTitle: "epoch", yTitle: "MSE (grey levels²)",
        alt: "A curve that falls from 13800 to about 1300 within 50 epochs, and then stays almost level.");

    static Figure TwoSeries() => new Figure(title: "After scaling x and y, descent reaches the closed form in 60 epochs", xTitle: "epoch", yTitle: "MSE (grey levels²)",
        alt: "Two falling curves on a logarithmic axis; the one with scaled coordinates reaches 4, the other stays above 1000.")
        .Add(Trace.Line(.., Raw, name: "raw coordinates"), Trace.Line(.., Scaled, name: "scaled coordinates"), Trace.Line([0, 799], [4, 4], name: "closed form", color: Palette.Grey, stroke: Stroke.Dashed))
        .Axes(yLog: true)
        .Annotate(60, 6.5, "60 epochs");

    static Figure ThreePictures() => Figure.Grid(1, 3,
        [
            Trace.Image(Patch, range: (60, 160), name: "original"),
            Trace.Image(Plane(80, 1.2, 0.8), range: (60, 160), colorBar: "grey level", name: "prediction"),
            Trace.Image(Patch - Plane(80, 1.2, 0.8), colors: ColorMap.BlueRed, colorBar: "grey levels", name: "residual = original − prediction"),
        ],
        title: "The plane explains the patch up to noise without structure",
        alt: "Three pictures of 32 by 32 pixels: a ramp from dark at the upper left to bright at the lower right with noise, the same ramp without noise, and the difference, which is noise of about ±5 grey levels.");

    static Figure DescentPath()
    {
        var (w1, w2) = (Tensor.Linspace(-1, 4, 60), Tensor.Linspace(-1, 4, 60));
        var mse = OnGrid(60, 60, (j, i) => Math.Log10(4 + 300 * Math.Pow(w1[(int)j] - 1.2, 2) + 300 * Math.Pow(w2[(int)i] - 0.8, 2) + 400 * (w1[(int)j] - 1.2) * (w2[(int)i] - 0.8)));
        double[] x = new double[40], y = new double[40];
        for (int k = 1; k < 40; k++)
        {
            (x[k], y[k]) = (x[k - 1] - 0.0018 * (600 * (x[k - 1] - 1.2) + 400 * (y[k - 1] - 0.8)), y[k - 1] - 0.0018 * (600 * (y[k - 1] - 0.8) + 400 * (x[k - 1] - 1.2)));
        }
        return Figure.Heatmap(mse, x: w1, y: w2, colorBar: "log₁₀ MSE", title: "Descent zigzags down the valley to the best slopes", xTitle: "w₁ (grey levels per pixel)", yTitle: "w₂ (grey levels per pixel)",
            alt: "A long valley in a heat map of the error, and a path of steps that enters it and ends at slopes 1.2 and 0.8.")
            .Add(Trace.Contour(mse, w1, w2, color: Palette.White), Trace.Line(x, y, name: "steps of descent", color: Palette.Vermilion, markers: true))
            .Annotate(1.2, 0.8, "minimum");
    }

    static Figure Bowl()
    {
        Tensor slopes = Tensor.Linspace(0, 200, 100), intercepts = Tensor.Linspace(0, 80, 100);
        return Figure.Surface(OnGrid(100, 100, (j, i) => 14 * Math.Pow((slopes[(int)j] - 107) / 10 + (intercepts[(int)i] - 16) / 14, 2) + 6 * Math.Pow((intercepts[(int)i] - 16) / 10, 2)), x: slopes, y: intercepts,
            title: "The error over slope and intercept is a long bowl", xTitle: "slope", yTitle: "intercept", zTitle: "SSE", alt: "A surface like a bent sheet with its lowest line running diagonally.");
    }

    static Figure Clusters()
    {
        var figure = new Figure(title: "Four classes, none of them in line with the axes", xTitle: "feature 1", yTitle: "feature 2", alt: "Four clouds of ten points each around the corners of a square.").Axes(equal: true);
        string[] names = ["class A", "class B", "class C", "class D"];
        for (int k = 0; k < 4; k++)
            figure.Add(Trace.Scatter(Rng.Normal([10], seed: k, mean: k % 2 == 0 ? -2 : 2), Rng.Normal([10], seed: 10 + k, mean: k / 2 == 0 ? -2 : 2), name: names[k]));
        return figure;
    }

    static Figure Bars() => Figure.Bar(["cat", "dog", "a horse in the rain", "ship", "aeroplane", "lorry"], [0.62, 0.2, 0.08, 0.05, 0.03, 0.02], name: "τ = 1", title: "A low temperature sharpens the distribution", yTitle: "probability",
        alt: "Grouped bars of six classes for temperatures 1 and 0.5.")
        .Add(Trace.Bar(["cat", "dog", "a horse in the rain", "ship", "aeroplane", "lorry"], [0.88, 0.09, 0.015, 0.007, 0.004, 0.002], name: "τ = 0.5"));

    static Figure Noise() => Figure.Histogram(Rng.Normal([2000], seed: 3, deviation: 2), title: "The residual is a bell of width 2", xTitle: "residual (grey levels)", alt: "A bell-shaped histogram around zero.");

    static Figure Ripples() => Figure.Heatmap(OnGrid(40, 60, (x, y) => Math.Sin(x / 6) * Math.Cos(y / 5)), x: Tensor.Linspace(-3, 3, 60), y: Tensor.Linspace(-2, 2, 40), colors: ColorMap.Cividis, colorBar: "height", title: "Ripples", xTitle: "x", yTitle: "y",
        alt: "A checkerboard of smooth hills and hollows.").Axes(equal: true);

    static Figure Mixed() => Figure.Grid(2, 2,
        [
            new Panel("rate 1e-4", "epoch", "MSE").Add(Trace.Line(.., Raw, name: "training"), Trace.Line(.., [.. Raw.Select(v => v * 1.3)], name: "validation")).Axes(yLog: true),
            new Panel("rate 1e-3", "epoch", "MSE").Add(Trace.Line(.., Scaled, name: "training"), Trace.Line(.., [.. Scaled.Select(v => v * 1.3)], name: "validation")).Axes(yLog: true),
            new Panel("accuracy", "epoch", "accuracy (%)").Add(Trace.Line([0, 10, 20, 30], [12, 55, 70, 76], name: "validation", color: Palette.Vermilion, markers: true)),
            new Panel("first prediction").Add(Trace.Image(Plane(60, 2, 2), colorBar: "grey level")),
        ],
        title: "Four views of one training", alt: "Two error curves, an accuracy curve and a picture.");

    static Figure Weights() => Figure.Grid(8, 8, [.. Enumerable.Range(0, 64).Select(k => Trace.Image(Rng.Normal([32, 32], seed: k), colors: ColorMap.BlueRed, range: (-3, 3)))],
        title: "Before training the first layer's weights are noise", alt: "Sixty-four squares of coloured noise.");

    static Figure Photo()
    {
        var image = Image.FromTensor(OnGrid(120, 200, (x, y) => 0.5 + 0.5 * Math.Sin(x * y / 900)));
        return Figure.Image(image, title: "Keypoints", alt: "Curved stripes with three marked points.").Add(Trace.Scatter([30, 100, 180], [20, 60, 100], color: Palette.Vermilion)).Annotate(100, 60, "corner");
    }

    static Figure TurningPlane()
    {
        int[] epochs = [0, 1, 2, 5, 10, 20, 50, 100, 200, 400, 800];
        return new Figure(title: "The plane rises first, then turns", alt: "The predicted patch at eleven epochs: black, then evenly grey, then a ramp.")
            .Animate(epochs.Select(epoch => Trace.Image(Plane(80 * (1 - Math.Exp(-epoch / 10.0)), 1.2 * (1 - Math.Exp(-epoch / 200.0)), 0.8 * (1 - Math.Exp(-epoch / 200.0))), range: (0, 255), colorBar: "grey level")))
            .Frames(epochs.Select(epoch => $"epoch {epoch}"));
    }

    static Figure AnimatedGrid()
    {
        int[] lengths = [2, 10, 20, 40, 80, 160, 320, 640, 800];
        return Figure.Grid(1, 2,
            [
                new Panel("error so far", "epoch", "MSE (grey levels²)").Add(Trace.Line(.., Raw, name: "whole run", color: Palette.Grey, stroke: Stroke.Dotted)).Animate(lengths.Select(n => Trace.Line(0..n, Raw[..n], name: "so far"))).Axes(yLog: true),
                new Panel("prediction").Animate(lengths.Select(n => Trace.Image(Plane(80 * (1 - Math.Exp(-n / 30.0)), 1.2 * (1 - Math.Exp(-n / 300.0)), 0.8), range: (0, 255)))),
            ],
            title: "Error and prediction, epoch by epoch", alt: "A growing error curve beside the patch it belongs to.")
            .Frames(lengths.Select(n => $"epoch {n}"), still: 4);
    }

    static Figure Awkward() => Figure.Grid(1, 2,
        [
            new Panel("gaps, infinities & <tags>", "x with a \"quote\"", "huge values").Add(Trace.Line(.., [1e6, 2e6, double.NaN, 3e6, 2.5e6, double.PositiveInfinity, 1e6], name: "a < b & c", markers: true)),
            new Panel("tiny range", "time (s)", "").Add(Trace.Line([0, 1e-6, 2e-6], [1.00001, 1.00002, 1.000015])),
        ],
        title: "A long title that has to be wrapped because it does not fit into one line of the figure, however wide the reader's screen may be, and whatever is said in it",
        alt: "Two panels with numbers that are hard to label.");

    static Figure Crowded() => Figure.Grid(2, 3,
        [
            new Panel("letters that the network confuses most often", "", "pictures of the validation set").Add(Trace.Bar(["O for 0", "2 for Z", "J for I", "U for W", "0 for O", "5 for S", "S for 5"], [17, 10, 7, 6, 6, 6, 5])),
            new Panel("accuracy", "epoch", "accuracy on the validation set, in per cent of all its pictures").Add(Trace.Line(1..51, [.. Enumerable.Range(1, 50).Select(k => 80 * (1 - Math.Exp(-k / 9.0)))])),
            new Panel("a correlation", "a very long name for the horizontal axis, with its unit (grey levels)", "y").Add(Trace.Scatter(Rng.Normal([300], seed: 5), Rng.Normal([300], seed: 6))),
            new Panel("heat map with a bar", "x", "y").Add(Trace.Heatmap(OnGrid(10, 10, (x, y) => 1e-4 * x * y), colorBar: "probability density (1/px²)")),
            new Panel("contours", "w₁", "w₂").Add(Trace.Contour(OnGrid(30, 30, (x, y) => Math.Pow(x - 15, 2) + 3 * Math.Pow(y - 12, 2)), colorBar: "loss")),
            Trace.Image(Patch, name: "a patch"),
        ],
        title: "Six panels of every kind", alt: "Six small panels, each with long labels.");

    static Figure ManySeries()
    {
        var figure = new Figure(title: "The rate decides", xTitle: "step", yTitle: "distance to the minimum", alt: "Nine falling lines of different steepness.").Axes(yLog: true);
        for (int k = 1; k < 10; k++) figure.Add(Trace.Line(.., [.. Enumerable.Range(0, 40).Select(n => Math.Pow(1 - k / 10.0, n))], name: $"learning rate 0.{k}", stroke: (Stroke)(k % 3)));
        return figure.Axes(yRange: (1e-6, 1));
    }

    static Figure ShapesOfPictures() => Figure.Grid(1, 3,
        [
            Trace.Image(OnGrid(10, 60, (x, y) => x + y), name: "wide"),
            Trace.Image(OnGrid(60, 10, (x, y) => x * y), colors: ColorMap.Viridis, colorBar: "x · y", name: "tall, with a bar"),
            new Panel("with marks").Add(Trace.Image(OnGrid(20, 20, (x, y) => x - y)), Trace.Line([4, 14, 14, 4, 4], [4, 4, 14, 14, 4], name: "box", color: Palette.Vermilion), Trace.Scatter([9], [9], name: "middle", color: Palette.Sky)),
        ],
        alt: "A wide, a tall and a square picture; the last one with a box around its middle.");

    static Figure Surfaces() => Figure.Grid(1, 2,
        [
            new Panel("turning", "x (px)", "y (px)", "height").Animate(Enumerable.Range(0, 5).Select(k => Trace.Surface(OnGrid(20, 20, (x, y) => Math.Sin(x / 3 + k) * Math.Cos(y / 3)), range: (-1, 1)))),
            new Panel("peak with a hole", "x", "y").Add(Trace.Surface(OnGrid(30, 30, (x, y) => Math.Abs(x - 15) < 2 && Math.Abs(y - 15) < 2 ? double.NaN : 1e5 * Math.Exp(-(Math.Pow(x - 15, 2) + Math.Pow(y - 15, 2)) / 40)), colors: ColorMap.Cividis)),
        ],
        title: "Surfaces", alt: "Waves that move, and a hill with a hole at its top.");
}
