using ImageLearn.Grading.Units;
using static ImageLearn.Grading.Tests.NotebookText;

namespace ImageLearn.Grading.Tests.Units;

public sealed class CourseTests : IDisposable
{
    readonly TemporaryCourse _temporary = new();

    Course Course => _temporary.Course;

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_course_is_found_from_any_folder_in_it()
    {
        Assert.Equal(Course.Root, Course.Find(Course.Root).Root);
        Assert.Equal(Course.Root, Course.Find(Path.Combine(Course.Root, "notebooks", "solutions")).Root);
    }

    [Fact]
    public void Outside_it_is_not_found()
    {
        var outside = Path.GetTempPath();
        Assert.Equal($"{outside} is not inside the course: no folder above it has ImageLearn.Notebooks.sln. Change to the folder that you cloned, or to one below it.",
            Assert.Throws<CourseException>(() => Course.Find(outside)).Message);
    }

    [Fact]
    public void Units_are_named_by_number_by_name_and_by_file()
    {
        foreach (var name in (string[])["10-reading", "01-shading", "00-start"]) _temporary.Add(name, Unit(), release: false);

        string[] Names(params string[] wanted) => [.. Course.Units(wanted).Select(unit => unit.Name)];
        Assert.Equal(["00-start", "01-shading", "10-reading"], Names());
        Assert.Equal(["01-shading"], Names("1"));
        Assert.Equal(["10-reading", "01-shading"], Names("10", "01", "01-Shading", "notebooks/solutions/01-shading.ipynb"));
        Assert.Equal("There is no unit '1x'. The units are 00-start, 01-shading, 10-reading; give a number or a name.", Assert.Throws<CourseException>(() => Names("1x")).Message);
    }

    [Fact]
    public void A_course_without_notebooks_says_so()
    {
        Assert.EndsWith("has no notebooks. Write one there; lib/ImageLearn.Grading/README.md says how.", Assert.Throws<CourseException>(() => Course.Units([])).Message);
    }

    [Fact]
    public void Cells_are_called_as_front_ends_show_them()
    {
        var notebook = Notebook(Markdown("# T"), Code("1"), Code(" "), Code("2"), Markdown("end"));
        Assert.Equal(["text before [1]", "cell [1]", "empty cell after [1]", "cell [2]", "text after [2]"], notebook.Cells.Select(cell => CellName.Of(notebook, cell)));
    }
}
