using ImageLearn.Grading.Sandboxes;

namespace ImageLearn.Grading.Tests.Grade;

/// <summary>Needs a sandbox; where there is none, says so.</summary>
class SandboxTheoryAttribute : TheoryAttribute
{
    static readonly Lazy<bool> s_isTight = new(() =>
    {
        using var course = new TemporaryCourse();
        return GradingSandbox.Create(course.Course, new(), require: false).IsTight;
    });

    public SandboxTheoryAttribute()
    {
        if (!s_isTight.Value) Skip = "There is no bubblewrap here that works.";
    }
}

/// <summary>Needs a sandbox, and a folder among the system's own.</summary>
sealed class RootSandboxTheoryAttribute : SandboxTheoryAttribute
{
    public RootSandboxTheoryAttribute()
    {
        if (!Environment.IsPrivilegedProcess) Skip ??= "Only root may make a folder among the system's own.";
    }
}
