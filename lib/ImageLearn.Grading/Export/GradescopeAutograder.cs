using ImageLearn.Grading.Units;

namespace ImageLearn.Grading.Export;

/// <summary>
/// The archive from which Gradescope makes an autograder (https://gradescope-autograders.readthedocs.io/en/latest/specs): the two scripts that it calls, this program, and of the course
/// the data and one unit's solution. So it belongs to those who teach.
/// </summary>
public static class GradescopeAutograder
{
    /// <param name="course">The course.</param>
    /// <param name="unit">The unit to be graded.</param>
    /// <param name="path">The archive to write.</param>
    /// <exception cref="CourseException">The solution is not written as the README says.</exception>
    public static void Write(Course course, Unit unit, string path)
    {
        _ = Repair.ReleasedUnit.Load(unit); // what cannot be graded here can be graded nowhere
        ShippedFile Script(string name) => ShippedFile.Of(name, Template.Fill($"gradescope-{name}", ("unit", unit.Number), ("name", unit.Name)), isProgram: true);
        ShippedFile.WriteArchive(path,
        [
            Script("setup.sh"),
            Script("run_autograder"),
            .. ShippedFile.Program("program"),
            .. unit.Assignment is null
                ? [ShippedFile.Of($"course/{Course.Landmark}", ""), new($"course/notebooks/solutions/{unit.Name}.ipynb", () => File.OpenRead(unit.SolutionPath))]
                : Assignment(course, unit),
            .. ShippedFile.Data(course, "course/data"),
        ]);
    }

    /// <summary>An assignment that is kept in nbgrader's folders, with the release that its stubs are known by.</summary>
    static IEnumerable<ShippedFile> Assignment(Course course, Unit unit) =>
    [
        ShippedFile.Of("course/nbgrader_config.py", ""),
        .. from folder in (string[])[Path.GetDirectoryName(unit.SolutionPath)!, Path.GetDirectoryName(unit.StudentPath)!]
           where Directory.Exists(folder)
           from path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
           select new ShippedFile($"course/{Path.GetRelativePath(course.Root, path).Replace('\\', '/')}", () => File.OpenRead(path)),
    ];
}
