using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Units;

namespace ImageLearn.Grading.Tests.Gradebooks;

public sealed class GradebookMergeTests : IDisposable
{
    readonly TemporaryGradebook _first = new(), _second = new();

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    string Into => Path.Combine(Path.GetDirectoryName(_first.FilePath)!, "merged.db");

    [Fact]
    public void Marks_comments_and_flags_of_all_come_together()
    {
        _first.Book.Mark(_first.Submit("ada"), "Q1.2", 2, "ann");
        var id = _second.Submit("bob");
        _second.Book.Write(id, "", "well done", "bill");
        _second.Book.Raise(id, "Q1.1", "look", "bill");
        GradebookMerge.Merge(Into, [_first.FilePath, _second.FilePath]);
        GradebookMerge.Merge(Into, [_second.FilePath]); // once more changes nothing
        using var merged = Gradebook.Open(Into);
        Assert.Equal(["ada", "bob"], merged.Students().Select(student => student.Id));
        Assert.Equal((1, 1, 1, 4), (merged.StandingMarks().Count, merged.Comments().Count, merged.Flags().Count, merged.AutoMarks().Count));
        Assert.NotNull(merged.Notebook(id));
    }

    [Fact]
    public void Contradictions_are_listed_and_nothing_is_written()
    {
        _first.Submit("ada", points: 3);
        _first.Submit("bob");
        _second.Submit("ada", points: 1);
        var error = Assert.Throws<CourseException>(() => GradebookMerge.Merge(Into, [_first.FilePath, _second.FilePath]));
        Assert.Contains("ada unit 01 Q1.1: 3.0 points here, 1.0 there", error.Message);
        Assert.Equal([Path.GetFileName(_first.FilePath)], Directory.GetFiles(Path.GetDirectoryName(_first.FilePath)!).Select(Path.GetFileName).Where(name => !name!.EndsWith("-wal") && !name.EndsWith("-shm")));
    }
}
