using ImageLearn.Grading.Release;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Export;

/// <summary>
/// What makes a repository check its notebook at every push: a workflow, and beside it this program and the notebook as it was given out. A student may read and change all of it, so there is
/// no solution in it and no hidden probe; the visible checks give the points.
/// </summary>
public static class ClassroomRepository
{
    const string Home = ".github/imagelearn";

    /// <param name="course">The course.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="folder">The repository: what is there already stays, but for the files of an earlier call.</param>
    /// <exception cref="CourseException">The solution is not written as the README says.</exception>
    public static void Write(Course course, Unit unit, string folder)
    {
        var copy = Releaser.CopyOf(unit).ToJson();
        ShippedFile[] files =
        [
            ShippedFile.Of(".github/workflows/imagelearn.yml", Template.Fill("github-check.yml", ("unit", unit.Number))),
            ShippedFile.Of($"{Home}/check.sh", Template.Fill("github-check.sh", ("unit", unit.Number)), isProgram: true),
            .. ShippedFile.Program($"{Home}/program"),
            // nbgrader's folders: there, a check's verdict is enough, and nothing else is asked.
            ShippedFile.Of($"{Home}/course/nbgrader_config.py", ""),
            ShippedFile.Of($"{Home}/course/source/{unit.Number}/{unit.Name}.ipynb", copy),
            ShippedFile.Of($"{Home}/course/release/{unit.Number}/{unit.Name}.ipynb", copy),
            .. ShippedFile.Data(course, $"{Home}/course/data"),
        ];
        foreach (var file in files) file.WriteInto(folder);
        var notebook = Path.Combine(folder, unit.Name + ".ipynb");
        if (!File.Exists(notebook)) AtomicFile.Write(notebook, copy);
    }
}
