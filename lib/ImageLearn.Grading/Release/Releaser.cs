using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Release;

/// <summary>Whether a student's copy is what its solution makes.</summary>
public enum CopyState
{
    /// <summary>It is, byte for byte.</summary>
    Current,
    /// <summary>It is not.</summary>
    Outdated,
    /// <summary>There is none.</summary>
    Missing,
}

/// <summary>Makes the students' notebooks from the solutions.</summary>
public static class Releaser
{
    /// <summary>The student's copy of a unit, read from its solution.</summary>
    /// <exception cref="NotebookFormatException">The solution cannot be read.</exception>
    /// <exception cref="CourseException">It is not written as the README says.</exception>
    public static NotebookDocument CopyOf(Unit unit) => unit.Assignment is null ? StudentCopy.Of(NotebookDocument.Load(unit.SolutionPath), Path.GetFileName(unit.SolutionPath))
        : throw new CourseException($"{unit.SolutionPath} is kept in nbgrader's folders, and nbgrader makes its release: nbgrader generate_assignment {unit.Assignment}.");

    /// <summary>How the student's copy that lies there compares with the one that the solution makes.</summary>
    public static CopyState StateOf(Unit unit, NotebookDocument copy) =>
        !File.Exists(unit.StudentPath) ? CopyState.Missing
        : File.ReadAllText(unit.StudentPath) == copy.ToJson() ? CopyState.Current
        : CopyState.Outdated;

    /// <summary>Writes the students' copies. All are made before the first is written, so that an error leaves everything as it was.</summary>
    /// <returns>Per unit the state that its copy was in; with <paramref name="checkOnly"/> it still is.</returns>
    public static IReadOnlyList<(Unit Unit, CopyState Was)> Release(IReadOnlyList<Unit> units, bool checkOnly = false)
    {
        var copies = units.Select(unit => (unit, Copy: CopyOf(unit))).ToList();
        var states = copies.Select(made => (made.unit, Was: StateOf(made.unit, made.Copy))).ToList();
        if (checkOnly) return states;
        foreach (var ((unit, copy), (_, was)) in copies.Zip(states))
            if (was != CopyState.Current) copy.Save(unit.StudentPath);
        return states;
    }
}
