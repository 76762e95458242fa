using ImageLearn.Data;
using ImageLearn.Imaging;
using static ImageLearn.Imaging.Interpolation;

namespace ImageLearn.Tests.Imaging;

/// <summary>Each operation against OpenCV, scikit-image, SciPy, Pillow or PyTorch: the results in fixtures/filters.npz.</summary>
public class FilterTests
{
    static readonly Dictionary<string, Tensor> Arrays = Npz.Load(Path.Combine(AppContext.BaseDirectory, "fixtures", "filters.npz"));
    static readonly Tensor Grey = Arrays["grey"], Colour = Arrays["colour"], Mask = Arrays["mask"];
    static readonly Tensor Odd = Tensor.Of([[1, 1, 0], [0, 1, 0]]);
    static readonly Tensor Affine = Tensor.Of([[0.9, 0.3, -2.0], [-0.2, 1.1, 3.5]]), Projective = Tensor.Of([[0.9, 0.3, -2.0], [-0.2, 1.1, 3.5], [0.004, -0.003, 1]]);

    /// <summary>For each name in the file, our result and the largest difference that is let pass: float32 rounding, unless a peer is coarser.</summary>
    static readonly Dictionary<string, (Func<Tensor> Ours, double Within)> Cases = new()
    {
        ["gaussian colour"] = (() => Filters.Gaussian(Colour, 1.5), 1e-6),
        ["gaussian opencv"] = (() => Filters.Gaussian(Grey, 1.5, radius: 3, Border.Mirror), 1e-6),
        ["gaussian wide"] = (() => Filters.Gaussian(Grey, 20), 1e-6),
        ["box 4"] = (() => Filters.Box(Grey, 4), 1e-6),
        ["box 5"] = (() => Filters.Box(Grey, 5, Border.Nearest), 1e-6),
        ["median 3"] = (() => Filters.Median(Grey, 3), 0),
        ["median 3 opencv"] = (() => Filters.Median(Grey, 3, Border.Nearest), 0),
        ["median 7"] = (() => Filters.Median(Grey, 7, Border.Nearest), 0),
        ["sobel across"] = (() => Filters.Sobel(Grey, 1), 1e-6),
        ["laplacian"] = (() => Filters.Laplacian(Grey), 1e-6),
        ["laplacian opencv"] = (() => Filters.Laplacian(Grey, Border.Nearest), 1e-6),
        ["unsharp"] = (() => Filters.Unsharp(Grey, 2, 1.5), 1e-6),
        ["bilateral"] = (() => Filters.Bilateral(Grey, 0.1, 1.5, radius: 3), 1e-4),   // OpenCV takes weights from a table
        ["bilateral colour"] = (() => Filters.Bilateral(Colour, 0.3, 2, radius: 2, Border.Mirror), 1e-4),
        ["canny"] = (() => Filters.Canny(Arrays["bytes"], 60, 150), 0),
        ["otsu"] = (() => Thresholds.Otsu(Grey), 1e-6),
        ["otsu colour"] = (() => Thresholds.Otsu(Colour), 1e-6),
        ["local"] = (() => Thresholds.Local(Grey, 11, 0.02), 1e-6),
        ["erode 3x5"] = (() => Morphology.Erode(Grey, Morphology.Rectangle(3, 5)), 0),
        ["dilate 7x1"] = (() => Morphology.Dilate(Grey, Morphology.Rectangle(7, 1)), 0),
        ["dilate 40"] = (() => Morphology.Dilate(Grey, Morphology.Rectangle(41, 39)), 0),
        ["erode disk"] = (() => Morphology.Erode(Grey, Morphology.Disk(2)), 0),
        ["open 2"] = (() => Morphology.Open(Grey, Morphology.Rectangle(2, 2)), 0),
        ["erode 2"] = (() => Morphology.Erode(Grey, Morphology.Rectangle(2, 2)), 0),
        ["close 2"] = (() => Morphology.Close(Grey, Morphology.Rectangle(2, 2)), 0),
        ["open disk"] = (() => Morphology.Open(Grey, Morphology.Disk(2)), 0),
        ["close 3"] = (() => Morphology.Close(Grey, Morphology.Rectangle(3, 3)), 0),
        ["erode odd"] = (() => Morphology.Erode(Grey, Odd), 0),
        ["open colour"] = (() => Morphology.Open(Colour, Morphology.Disk(2)), 0),
        ["gradient"] = (() => Morphology.Gradient(Grey, Morphology.Rectangle(3, 3)), 1e-7),
        ["top hat"] = (() => Morphology.TopHat(Grey, Morphology.Disk(2)), 1e-7),
        ["label 4"] = (() => Regions.Label(Mask, Connectivity.Four).ToTensor(), 0),
        ["label 8"] = (() => Regions.Label(Mask).ToTensor(), 0),
        ["measures 4"] = (() => Measures(Connectivity.Four), 1e-4),
        ["measures 8"] = (() => Measures(Connectivity.Eight), 1e-4),
        ["remove small"] = (() => Regions.RemoveSmall(Mask, 12), 0),
        ["fill holes"] = (() => Regions.FillHoles(Mask), 0),
        ["distance"] = (() => Regions.Distance(Mask), 1e-6),
        ["area 19x13"] = (() => Geometry.Resize(Grey, 19, 13, Area), 1e-6),
        ["linear opencv 19x50"] = (() => Geometry.Resize(Grey, 19, 50), 1e-6),
        ["cubic opencv 19x50"] = (() => Geometry.Resize(Grey, 19, 50, Bicubic), 1e-6),
        ["pillow 12x9"] = (() => Geometry.Resize(Grey, 12, 9, antialias: true), 1e-6),
        ["remap bicubic"] = (() => Geometry.Remap(Grey, Arrays["rows"], Arrays["columns"], Bicubic, Border.Nearest), 1e-5),
        ["rotate 30"] = (() => Geometry.Rotate(Grey, 30), 1e-6),
        ["rotate 90"] = (() => Geometry.Rotate(Grey[..29], 90), 1e-6),
        ["pad"] = (() => Geometry.Pad(Colour, 2, 3, 4, 1, Border.Reflect), 0),
        ["histogram"] = (() => Tones.Histogram(Grey, 20), 0),
        ["equalise"] = (() => Tones.Equalise(Grey), 1e-6),
        ["clahe strong"] = (() => Tones.Clahe(Arrays["bytes"] / 255, 40, 2), 1e-6),
        ["gamma"] = (() => Tones.Gamma(Grey, 2.2), 1e-6),
        ["grey 709"] = (() => Colors.ToGrey(Colour, Luma.Bt709), 2.1e-4),   // scikit-image has weights of three digits
        ["grey 601"] = (() => Colors.ToGrey(Colour), 1e-6),
        ["hsv"] = (() => Colors.ToHsv(Colour), 1e-5),
        ["lab"] = (() => Colors.ToLab(Colour), 1e-3),
    };

    static (Func<Tensor> Ours, double Within) CaseOf(string name)
    {
        if (Cases.TryGetValue(name, out var known)) return known;
        string[] words = name.Split(' ');
        Border Named() => Enum.Parse<Border>(words[1]);
        (int Height, int Width) Size() => (int.Parse(words[^1].Split('x')[0]), int.Parse(words[^1].Split('x')[1]));
        return words[0] switch
        {
            "gaussian" => (() => Filters.Gaussian(Grey, 2.3, border: Named()), 1e-6),
            "sobel" => (() => Filters.Sobel(Grey, 0, Named()), 1e-6),
            "nearest" => (() => Geometry.Resize(Colour, Size().Height, Size().Width, Nearest), 0),
            "bilinear" => (() => Geometry.Resize(Colour, Size().Height, Size().Width, antialias: words.Length == 3), 2e-6),
            "bicubic" => (() => Geometry.Resize(Colour, Size().Height, Size().Width, Bicubic, words.Length == 3), 2e-6),
            "affine" => (() => Geometry.Warp(Grey, Affine, 30, 40, border: Named()), 1e-5),
            "projective" => (() => Geometry.Warp(Grey, Projective, 30, 40, border: Named()), 1e-5),
            "perspective" => (() => Geometry.Perspective(Arrays[$"corners {words[1]}"][0, .., ..], Arrays[$"corners {words[1]}"][1, .., ..]), 1e-6),
            "remap" => (() => Geometry.Remap(Grey, Arrays["rows"], Arrays["columns"], border: Named()), 1e-5),
            "clahe" => (() => Tones.Clahe(Arrays["bytes"][..Size().Height, ..Size().Width] / 255, 2, 4), 1e-6),
            _ => throw new ArgumentException($"The fixture '{name}' has no case."),
        };
    }

    static Tensor Measures(Connectivity connectivity) => Tensor.Of([.. Regions.Label(Mask, connectivity).Regions.Select(static r =>
        (double[])[r.Top, r.Left, r.Bottom, r.Right, r.Area, r.Row, r.Column, r.Orientation, r.Perimeter, r.MajorAxis, r.MinorAxis])]);

    public static TheoryData<string> Names => [.. Arrays.Keys.Where(static name => name is not ("grey" or "colour" or "mask" or "bytes" or "rows" or "columns") && !name.StartsWith("contour") && !name.StartsWith("corners")).Order()];

    [Theory, MemberData(nameof(Names))]
    public void Results_are_those_of_the_peers(string name)
    {
        var (ours, within) = CaseOf(name);
        Tensor expected = Arrays[name], actual = ours();
        Assert.Equal(expected.Shape, actual.Shape);
        for (int i = 0; i < expected.Size; i++)
            Assert.True(Math.Abs(expected.Data[i] - actual.Data[i]) <= within, $"{name}: element [{string.Join(", ", expected.Shape.Indices(i))}] is {actual.Data[i]}, the peer's {expected.Data[i]}.");
    }

    [Fact]
    public void Every_case_has_a_fixture() => Assert.Empty(Cases.Keys.Except(Arrays.Keys));

    [Fact]
    public void Contours_are_those_of_scikit_image()
    {
        var expected = Arrays.Keys.Where(static name => name.StartsWith("contour")).Select(static name => Canonical(Arrays[name])).Order();
        Assert.Equal(expected, Regions.Contours(Grey, 0.6).Select(Canonical).Order());
    }

    /// <summary>The points in three digits; a closed line begins at its least point, and either direction gives the same text.</summary>
    static string Canonical(Tensor line)
    {
        List<string> points = [.. Enumerable.Range(0, line.Shape[0]).Select(i => $"({line[i, 0]:0.000}, {line[i, 1]:0.000})")];
        if (points[0] == points[^1])
        {
            points.RemoveAt(0);
            int least = points.IndexOf(points.Min()!);
            points = [.. points[least..], .. points[..least]];
            if (string.CompareOrdinal(points[1], points[^1]) > 0) points.Reverse(1, points.Count - 1);
        }
        else if (string.CompareOrdinal(points[0], points[^1]) > 0) points.Reverse();
        return string.Join(' ', points);
    }
}
