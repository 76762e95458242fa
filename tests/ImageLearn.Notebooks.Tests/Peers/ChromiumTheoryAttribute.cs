namespace ImageLearn.Notebooks.Tests.Peers;

/// <summary>Cases in a real browser, skipped where none is installed.</summary>
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute()
    {
        Skip = Chromium.WhyNot;
    }
}
