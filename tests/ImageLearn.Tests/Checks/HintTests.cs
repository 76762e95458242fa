using ImageLearn.Checks;
using ImageLearn.Tests.Output;

namespace ImageLearn.Tests.Checks;

[Collection(nameof(RunningCell))]
public sealed class HintTests : IDisposable
{
    readonly RecordingHost _cell = new();

    public void Dispose() => _cell.Dispose();

    static readonly string[] Hints = ["Look at the largest score.", Hint.Seal("Subtract it: `x - m`."), "é → ∞"];

    [Theory]
    [InlineData(0, 0, "There are 3 hints for Q1. To read the first, change `reveal: 0` to `reveal: 1` and run this cell.")]
    [InlineData(1, 1, "Q1, hint 1 of 3. Look at the largest score.\n\nTry with this first. The next hint says more: `reveal: 2`.")]
    [InlineData(3, 3, "Q1, hint 1 of 3. Look at the largest score.\n\nQ1, hint 2 of 3. Subtract it: `x - m`.\n\nQ1, hint 3 of 3. é → ∞")]
    [InlineData(9, 3, "Q1, hint 1 of 3. Look at the largest score.\n\nQ1, hint 2 of 3. Subtract it: `x - m`.\n\nQ1, hint 3 of 3. é → ∞")]
    [InlineData(-1, 0, "There are 3 hints for Q1. To read the first, change `reveal: 0` to `reveal: 1` and run this cell.")]
    public void As_many_hints_are_shown_as_asked_for(int reveal, int shown, string text)
    {
        Hint.For("Q1", reveal, Hints);
        Assert.Equal(text, _cell.Text);
        Assert.Equal(text, ((string)_cell.Outputs[0].Data["text/markdown"]!).Replace("**", ""));
        Assert.Equal($$$"""{"hint":{"question":"Q1","shown":{{{shown}}},"of":3}}""", _cell.Ours.ToJsonString());
    }

    [Fact]
    public void One_hint_and_none_are_said_in_words()
    {
        Hint.For("Q1", reveal: 0, "x");
        Hint.For("Q2", reveal: 1);
        Assert.Equal("There is one hint for Q1. To read it, change `reveal: 0` to `reveal: 1` and run this cell.\nThere are no hints for Q2.", _cell.Text);
    }

    [Fact]
    public void A_sealed_hint_hides_its_words_and_sealing_twice_is_sealing_once()
    {
        string hint = Hint.Seal("Subtract it.");
        Assert.Equal("hint:U3VidHJhY3QgaXQu", hint);
        Assert.Equal(hint, Hint.Seal(hint));
        Assert.Equal("Subtract it.", Hint.Read(hint));
        Assert.Equal("hint: not base64!", Hint.Read("hint: not base64!"));
    }
}
