using System.CommandLine;
using ImageLearn.Grading.Release;
using ImageLearn.Grading.Units;

namespace ImageLearn.Cli.Commands;

/// <summary><c>imagelearn release</c>: makes the students' notebooks from the solutions.</summary>
static class ReleaseCommand
{
    public static Command Create()
    {
        var units = UnitArguments.Create();
        var check = new Option<bool>("--check") { Description = "Write nothing; fail when a student's copy is not what its solution makes." };
        var command = new Command("release", "Makes the student's copies in notebooks/ from notebooks/solutions/: without solutions, hidden tests and outputs.") { units, check };
        command.SetAction(parsed => Release(parsed.GetValue(units)!, parsed.GetValue(check)));
        return command;
    }

    static int Release(string[] wanted, bool checkOnly)
    {
        var course = Course.Find(Environment.CurrentDirectory);
        var states = Releaser.Release(course.Units(wanted), checkOnly);
        foreach (var (unit, was) in states)
            Console.WriteLine($"{Path.GetRelativePath(course.Root, unit.StudentPath)}: {Words(was, checkOnly)}");
        return checkOnly && states.Any(state => state.Was != CopyState.Current) ? 1 : 0;
    }

    static string Words(CopyState was, bool checkOnly) => (was, checkOnly) switch
    {
        (CopyState.Current, _) => "up to date",
        (CopyState.Outdated, false) => "written anew",
        (CopyState.Missing, false) => "written",
        (CopyState.Outdated, true) => "differs from what its solution makes. Run `imagelearn release`.",
        _ => "is not there. Run `imagelearn release`.",
    };
}
