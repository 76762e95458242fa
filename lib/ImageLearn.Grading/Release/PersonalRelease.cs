using ImageLearn.Grading.Feedback;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Release;

/// <summary>Makes notebooks with each student's own numbers.</summary>
public static class PersonalRelease
{
    /// <summary>Writes the students' copies of units, into a folder for each student. All are made before the first is written.</summary>
    /// <returns>The folder of each student.</returns>
    /// <exception cref="CourseException">A unit is not written as the README says, or none of them has numbers of each student's own.</exception>
    public static IReadOnlyDictionary<string, string> Write(IReadOnlyList<Unit> units, IReadOnlyList<string> students, CourseSecret secret, string folder)
    {
        var solutions = units.Select(unit => (unit, Solution: NotebookDocument.Load(unit.SolutionPath))).ToList();
        if (!solutions.Exists(solution => solution.Solution.Cells.Exists(Variant.IsIn)))
            throw new CourseException($"{string.Join(", ", units.Select(unit => unit.Name))}: no question has numbers of each student's own (`variant` in its metadata). Give everybody the same copy: `imagelearn release`.");
        var folders = FeedbackWriter.FileNames(students.Distinct()).ToDictionary(name => name.Key, name => Path.Combine(folder, Path.GetFileNameWithoutExtension(name.Value)));
        var copies = (from student in folders
                      from solution in solutions
                      let unit = solution.unit
                      select (Path: Path.Combine(student.Value, unit.Name + ".ipynb"), Copy: StudentCopy.Of(Variant.For(solution.Solution, secret, student.Key), Path.GetFileName(unit.SolutionPath)))).ToList();
        foreach (var (path, copy) in copies)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            copy.Save(path);
        }
        return folders;
    }
}
