using ImageLearn.Data;
using ImageLearn.Imaging;

namespace ImageLearn.Tests.Data;

public class HandwritingTextTests
{
    [Fact]
    public void A_text_becomes_as_many_rows_of_ink_as_it_has_lines()
    {
        var ink = Handwriting.Write("FIVE WORDS ON\n 2 LINES.", seed: 3, height: 40, nib: 3);
        Assert.Equal(0, ink.Min().Item());
        Assert.Equal(1, ink.Max().Item());
        Assert.InRange(ink.Mean().Item(), 0.02, 0.12);
        var rows = ink.Max(1).Data.ToArray();
        Assert.Equal(2, Enumerable.Range(1, rows.Length - 1).Count(y => rows[y] > 0 && rows[y - 1] == 0));
    }

    [Fact]
    public void The_same_seed_writes_the_same_another_seed_otherwise()
    {
        var ink = Handwriting.Write("A1", seed: 1);
        Assert.Equal(ink.Data.ToArray(), Handwriting.Write("A1", seed: 1).Data.ToArray());
        Assert.NotEqual(ink.Data.ToArray(), Handwriting.Write("A1", seed: 2).Data.ToArray());
    }

    [Fact]
    public void A_person_writes_a_letter_much_the_same_each_time()
    {
        // Two A's of one hand differ less than A's of two hands: compared by the ink's share of their boxes, over many hands.
        var hands = Enumerable.Range(0, 40).Select(seed => new Hand(new Rng(seed), care: 2.2)).Select(hand => (Slimness(hand), Slimness(hand))).ToArray();
        double within = hands.Average(static pair => Math.Abs(pair.Item1 - pair.Item2));
        double between = hands.SelectMany(a => hands.Select(b => Math.Abs(a.Item1 - b.Item2))).Average();
        Assert.True(within < 0.6 * between, $"{within} within, {between} between");

        static double Slimness(Hand hand)
        {
            var points = hand.Write('A').SelectMany(static stroke => stroke).ToArray();
            return (points.Max(static p => p.X) - points.Min(static p => p.X)) / (points.Max(static p => p.Y) - points.Min(static p => p.Y));
        }
    }

    [Theory]
    [InlineData(" \n", 64, 4, "Handwriting.Write: there is nothing to write. Give some capitals.")]
    [InlineData("Ab", 64, 4, "Handwriting.Write: 'b' is no character this hand has learned. Write A–Z, 0–9, full stops, spaces and line breaks.")]
    [InlineData("AB", 7, 2, "Handwriting.Write: letters 7 pixels high are no handwriting. Give 8 to 1000.")]
    [InlineData("AB", 64, 33, "Handwriting.Write: a pen 33 pixels wide does not suit letters 64 pixels high. Give 1 to 32.")]
    public void What_cannot_be_written_is_told(string text, int height, double nib, string message) =>
        Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(() => Handwriting.Write(text, 1, height, nib)).Message);

    [Theory]
    [InlineData("page-list")]
    [InlineData("page-letters")]
    [InlineData("page-poem")]
    [InlineData("page-net")]
    public void A_page_of_ours_has_as_many_letters_as_its_true_text_and_can_be_read_with_one_threshold(string name)
    {
        var truth = File.ReadAllLines(DataFolder.Find(name + ".txt"));
        Assert.All(truth, static line => Assert.Matches("^[A-Z0-9. ]+$", line));
        var page = Filters.Gaussian(Colors.ToGrey(Image.Load(DataFolder.Find(name + ".jpg")).ToTensor()), 2.5);
        Assert.Equal([1200, 1600], page.Shape);
        var ink = Morphology.Dilate(Morphology.Close(page < Thresholds.Otsu(page), Morphology.Rectangle(9, 9)), Morphology.Rectangle(5, 5));
        Assert.Equal(truth.Sum(static line => line.Count(char.IsLetterOrDigit)), Regions.Label(ink).Regions.Count(static region => region.Height > 25));
    }
}
