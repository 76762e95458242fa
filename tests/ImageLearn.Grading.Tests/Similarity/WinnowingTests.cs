using ImageLearn.Grading.Similarity;

namespace ImageLearn.Grading.Tests.Similarity;

/// <summary>What the paper promises of winnowing, on rows of tokens by chance.</summary>
public class WinnowingTests
{
    static AnswerToken[] Row(Random random, int count, int kinds = 1000) => [.. Enumerable.Range(0, count).Select(i => new AnswerToken((ulong)random.Next(kinds), i, i + 1))];

    static HashSet<ulong> Kept(IReadOnlyList<AnswerToken> row) => [.. Winnowing.Kept(row, _ => false).Select(print => print.Hash)];

    [Fact]
    public void Equal_rows_have_equal_hashes_wherever_they_stand_and_others_have_not()
    {
        var random = new Random(1);
        var row = Row(random, 300, kinds: 3);
        var hashes = Winnowing.All(row).ToArray();
        Assert.Equal(row.Length - Winnowing.Length + 1, hashes.Length);
        string Text(int at) => string.Join(' ', row.Skip(at).Take(Winnowing.Length).Select(token => token.Text));
        foreach (var one in hashes)
            foreach (var other in hashes) Assert.Equal(Text(one.At) == Text(other.At), one.Hash == other.Hash);
        Assert.Empty(Winnowing.All(row[..(Winnowing.Length - 1)]));
    }

    [Fact]
    public void Rows_that_share_enough_tokens_share_a_fingerprint()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var shared = Row(random, Winnowing.Length + Winnowing.Window - 1);
            AnswerToken[] one = [.. Row(random, random.Next(40)), .. shared, .. Row(random, random.Next(40))], other = [.. Row(random, random.Next(40)), .. shared, .. Row(random, random.Next(40))];
            Assert.True(Kept(one).Overlaps(Kept(other)), $"seed {seed}");
            Assert.False(Kept(one).Overlaps(Kept(Row(random, 100))), $"seed {seed}");
        }
    }

    [Fact]
    public void Two_of_every_window_and_one_are_kept()
    {
        var row = Row(new Random(3), 50_000);
        // The paper's density: 2 / (w + 1).
        Assert.Equal(2.0 / (Winnowing.Window + 1), (double)Winnowing.Kept(row, _ => false).Count() / row.Length, 0.01);
    }

    [Fact]
    public void What_was_given_out_is_never_kept_and_hides_nothing_beside_it()
    {
        var random = new Random(4);
        var given = Row(random, 40);
        var own = Row(random, Winnowing.Length + Winnowing.Window - 1);
        var hashes = Winnowing.All(given).Select(print => print.Hash).ToHashSet();
        Assert.Empty(Winnowing.Kept(given, hashes.Contains));
        Assert.Contains(Winnowing.Kept([.. given, .. own], hashes.Contains).Select(print => print.Hash), Kept(own).Contains);
    }
}
