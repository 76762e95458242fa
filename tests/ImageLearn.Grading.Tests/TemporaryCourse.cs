using ImageLearn.Grading.Release;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Tests;

/// <summary>A course that lives as long as a test.</summary>
sealed class TemporaryCourse : IDisposable
{
    /// <param name="folder">Where to make its folder; null for the system's folder of temporary files.</param>
    public TemporaryCourse(string? folder = null)
    {
        var root = folder is null ? Directory.CreateTempSubdirectory("imagelearn-test-").FullName : Directory.CreateDirectory(Path.Combine(folder, $"imagelearn-test-{Guid.NewGuid():N}")).FullName;
        File.WriteAllText(Path.Combine(root, "ImageLearn.Notebooks.sln"), "");
        Directory.CreateDirectory(Path.Combine(root, "notebooks", "solutions"));
        Course = new Course(root);
    }

    public Course Course { get; }

    /// <summary>Adds a solution, and (unless not wanted) the student's copy that it makes.</summary>
    public Unit Add(string name, NotebookDocument solution, bool release = true)
    {
        solution.Save(Path.Combine(Course.Root, "notebooks", "solutions", name + ".ipynb"));
        var unit = Course.Units([name])[0];
        if (release) Releaser.Release([unit]);
        return unit;
    }

    public void Dispose() => Directory.Delete(Course.Root, recursive: true);
}
