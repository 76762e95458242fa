namespace ImageLearn.Grading.Units;

/// <summary>What the names of units mean in gradebooks and policies: <c>01</c>, or in a course of nbgrader's the assignment and the notebook, <c>ps1.problem1</c>.</summary>
static class UnitName
{
    /// <summary>Whether a name is that of a unit or of its assignment.</summary>
    public static bool Means(string name, string unit) => unit == name || unit.StartsWith(name + ".", StringComparison.Ordinal);

    /// <summary>What was handed in together: all notebooks of an assignment; elsewhere the unit itself.</summary>
    public static string AssignmentOf(string unit) => unit.LastIndexOf('.') is > 0 and var end ? unit[..end] : unit;
}
