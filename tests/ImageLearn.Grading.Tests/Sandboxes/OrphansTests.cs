using System.Diagnostics;
using System.Text.Json.Nodes;
using ImageLearn.Grading.Sandboxes;
using ImageLearn.Grading.Tests.Grade;

namespace ImageLearn.Grading.Tests.Sandboxes;

public class OrphansTests
{
    [SandboxTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_waits_for_a_killed_bubblewrap_is_ended_by_the_next_grader_and_what_waits_for_a_living_one_is_not(bool isKilled)
    {
        using var course = new TemporaryCourse();
        var command = GradingSandbox.Create(course.Course, new(), require: true).For(null).Launcher;
        // It is held where it would be for some microseconds: it has started its other half, and not let it begin.
        string[] held = ["--unshare-user", "--userns-block-fd", "0", "--info-fd", "1"];
        using var outer = Process.Start(new ProcessStartInfo(command[0], [.. held, .. command.Skip(1), "true"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        using var inner = Process.GetProcessById((int)JsonNode.Parse(outer.StandardOutput.ReadToEnd())!["child-pid"]!);
        try
        {
            if (isKilled) outer.Kill();
            if (isKilled) Assert.True(outer.WaitForExit(10_000));
            Assert.False(inner.WaitForExit(500));
            GradingSandbox.Create(course.Course, new(), require: true);
            Assert.Equal(isKilled, inner.WaitForExit(2000));
        }
        finally
        {
            outer.Kill();
            inner.Kill();
        }
    }
}
