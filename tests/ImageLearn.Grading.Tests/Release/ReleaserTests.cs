using ImageLearn.Grading.Release;
using ImageLearn.Grading.Units;
using static ImageLearn.Grading.Tests.NotebookText;

namespace ImageLearn.Grading.Tests.Release;

public sealed class ReleaserTests : IDisposable
{
    readonly TemporaryCourse _temporary = new();

    public void Dispose() => _temporary.Dispose();

    CopyState[] Release(bool checkOnly = false) => [.. Releaser.Release(_temporary.Course.Units(), checkOnly).Select(state => state.Was)];

    [Fact]
    public void Copies_are_written_once()
    {
        var unit = _temporary.Add("01-doubling", Unit(), release: false);
        Assert.Equal([CopyState.Missing], Release(checkOnly: true));
        Assert.False(File.Exists(unit.StudentPath));

        Assert.Equal([CopyState.Missing], Release());
        var written = File.GetLastWriteTimeUtc(unit.StudentPath);
        Assert.Equal([CopyState.Current], Release());
        Assert.Equal(written, File.GetLastWriteTimeUtc(unit.StudentPath));

        File.AppendAllText(unit.StudentPath, " ");
        Assert.Equal([CopyState.Outdated], Release(checkOnly: true));
        Assert.EndsWith(" ", File.ReadAllText(unit.StudentPath));
        Assert.Equal([CopyState.Outdated], Release());
        Assert.Equal([CopyState.Current], Release(checkOnly: true));
    }

    [Fact]
    public void When_one_solution_is_wrong_nothing_is_written()
    {
        var good = _temporary.Add("01-good", Unit(), release: false);
        _temporary.Add("02-bad", Notebook(Code("// BEGIN SOLUTION", SolutionMetadata())), release: false);

        Assert.Throws<CourseException>(() => Release());
        Assert.False(File.Exists(good.StudentPath));
    }
}
