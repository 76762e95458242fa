using ImageLearn.Imaging;

namespace ImageLearn.Tests.Imaging;

/// <summary>Slow twins, and what must hold for every picture and element.</summary>
public class MorphologyTests
{
    public static TheoryData<int, int> Sizes => new() { { 1, 1 }, { 1, 2 }, { 2, 1 }, { 3, 3 }, { 2, 5 }, { 8, 8 }, { 9, 9 }, { 10, 17 }, { 1, 64 }, { 40, 3 }, { 100, 100 } };

    static readonly Tensor Grey = Rng.Uniform([45, 53], seed: 1), Colour = Rng.Uniform([37, 29, 3], seed: 2);

    [Theory, MemberData(nameof(Sizes))]
    public void Rectangles_of_any_size_give_what_a_plain_search_gives(int rows, int columns)
    {
        foreach (var x in new[] { Grey, Colour })
        {
            AssertSame(Search(x, rows, columns, greatest: false), Morphology.Erode(x, Morphology.Rectangle(rows, columns)));
            AssertSame(Search(x, rows, columns, greatest: true), Morphology.Dilate(x, Morphology.Rectangle(rows, columns)));
        }
    }

    /// <summary>Binary pictures go another way than grey ones: as 2 and 5 for 0 and 1 a picture is grey.</summary>
    [Theory]
    [InlineData(1, 1), InlineData(5, 63), InlineData(45, 64), InlineData(70, 65), InlineData(33, 200)]
    public void Binary_pictures_give_what_grey_ones_give(int height, int width)
    {
        var x = Rng.Uniform([height, width], seed: 3) < 0.1;
        foreach (var mask in new[] { x, 1 - x, Tensor.Zeros([height, width]), Tensor.Ones([height, width]) })
        foreach (var element in Enumerable.Range(0, 5).Select(Element).Concat([Morphology.Rectangle(1, 64), Morphology.Rectangle(3, 131), Morphology.Rectangle(130, 2), Morphology.Disk(20)]))
        {
            AssertSame(Finite((Morphology.Dilate(3 * mask + 2, element) - 2) / 3, 0), Morphology.Dilate(mask, element));
            AssertSame(Finite((Morphology.Erode(3 * mask + 2, element) - 2) / 3, 1), Morphology.Erode(mask, element));
        }
    }

    /// <summary>Pictures of megabytes are written by other stores, of whole lines of a cache: with rows that begin and end anywhere in one.</summary>
    [Theory, InlineData(1049, 1000), InlineData(70000, 15), InlineData(15, 70001)]
    public void Large_binary_pictures_give_what_grey_ones_give(int height, int width)
    {
        var mask = Rng.Uniform([height, width], seed: 4) < 0.1;
        AssertSame((Morphology.Dilate(3 * mask + 2, Morphology.Rectangle(3, 5)) - 2) / 3, Morphology.Dilate(mask, Morphology.Rectangle(3, 5)));
        AssertSame((Morphology.Erode(3 * mask + 2, Morphology.Disk(1)) - 2) / 3, Morphology.Erode(mask, Morphology.Disk(1)));
    }

    /// <summary>Where nothing of a grey picture lies under the element there is no number; in a binary one nothing is there to grow, or to shrink from.</summary>
    static Tensor Finite(Tensor x, float nothing) => new(x.Shape, [.. x.Data.ToArray().Select(value => float.IsFinite(value) ? value : nothing)]);

    static Tensor Search(Tensor x, int rows, int columns, bool greatest)
    {
        int height = x.Shape[0], width = x.Shape[1], channels = x.Rank == 3 ? x.Shape[2] : 1, sign = greatest ? -1 : 1;
        var result = new float[x.Size];
        for (int i = 0; i < x.Size; i++)
        {
            var (y, j, c) = (i / channels / width, i / channels % width, i % channels);
            var seen = new List<float>();
            for (int dy = -((rows - 1) / 2); dy <= rows / 2; dy++)
                for (int dx = -((columns - 1) / 2); dx <= columns / 2; dx++)
                    if (y + sign * dy is var row && row >= 0 && row < height && j + sign * dx is var column && column >= 0 && column < width) seen.Add(x.Data[(row * width + column) * channels + c]);
            result[i] = greatest ? seen.Max() : seen.Min();
        }
        return new Tensor(x.Shape, result);
    }

    public static TheoryData<int> Elements => [0, 1, 2, 3, 4];

    static Tensor Element(int n) => n switch
    {
        0 => Morphology.Rectangle(3, 3),
        1 => Morphology.Rectangle(2, 6),
        2 => Morphology.Disk(3),
        3 => Morphology.Diamond(2),
        _ => Tensor.Of([[1, 0, 0, 1], [0, 1, 0, 0]]),
    };

    [Theory, MemberData(nameof(Elements))]
    public void Opening_and_closing_are_idempotent_ordered_and_dual(int n)
    {
        var element = Element(n);
        Tensor opened = Morphology.Open(Grey, element), closed = Morphology.Close(Grey, element);
        AssertSame(opened, Morphology.Open(opened, element));
        AssertSame(closed, Morphology.Close(closed, element));
        for (int i = 0; i < Grey.Size; i++) Assert.True(opened.Data[i] <= Grey.Data[i] && Grey.Data[i] <= closed.Data[i]);
        // Turning brightness and element round swaps the two.
        AssertSame(closed, -Morphology.Open(-Grey, Padded(element).Flip(0).Flip(1)));
    }

    /// <summary>With a row and a column of zeros before it where their number is even, so that the origin is in the middle and stays there when the element is turned round.</summary>
    static Tensor Padded(Tensor element) => Geometry.Pad(element, 1 - element.Shape[0] % 2, 0, 1 - element.Shape[1] % 2, 0);

    [Fact]
    public void Mistakes_are_told()
    {
        Assert.Equal("Morphology.Erode: the structuring element [2, 2] has no entry but zeros.", Assert.Throws<ShapeException>(() => Morphology.Erode(Grey, Tensor.Zeros([2, 2]))).Message);
        Assert.Equal("Morphology.Dilate: expected a structuring element [rows, columns], got [3]. Make one with Morphology.Rectangle, Disk or Diamond.", Assert.Throws<ShapeException>(() => Morphology.Dilate(Grey, Tensor.Ones([3]))).Message);
    }

    static void AssertSame(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.Equal(expected.Data.ToArray(), actual.Data.ToArray());
    }
}
