using System.CommandLine;
using ImageLearn.Grading.Release;
using ImageLearn.Grading.Units;

namespace ImageLearn.Cli.Commands;

/// <summary><c>imagelearn release</c>: makes the students' notebooks from the solutions.</summary>
static class ReleaseCommand
{
    static readonly Option<string[]> Student = new("--student") { Description = "Make the copy of this student, with numbers of their own where the unit has such; the id under which it will be handed in. May be given several times.", HelpName = "id" };
    static readonly Option<string?> Students = new("--students") { Description = "The same for every line of a file.", HelpName = "file" };
    static readonly Option<string?> Out = new("--out") { Description = "The folder for the students' copies (.out/released in the course's folder); a folder for each student.", HelpName = "folder" };

    public static Command Create()
    {
        var units = UnitArguments.Create();
        var check = new Option<bool>("--check") { Description = "Write nothing; fail when a student's copy is not what its solution makes." };
        var command = new Command("release", "Makes the student's copies in notebooks/ from notebooks/solutions/: without solutions, hidden tests and outputs.") { units, check, Student, Students, SecretArgument.Secret, Out };
        command.SetAction(parsed => parsed.GetValue(Student) is { Length: > 0 } || parsed.GetValue(Students) is not null ? ReleaseToStudents(parsed, parsed.GetValue(units)!) : Release(parsed.GetValue(units)!, parsed.GetValue(check)));
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

    static int ReleaseToStudents(ParseResult parsed, string[] wanted)
    {
        var course = Course.Find(Environment.CurrentDirectory);
        var lines = parsed.GetValue(Students) is not { } file ? []
            : File.Exists(file) ? File.ReadAllLines(file).Select(line => line.Trim()).Where(line => line != "")
            : throw new CourseException($"There is no file {file} of students. Write one with the id of a student on each line.");
        string[] students = [.. parsed.GetValue(Student) ?? [], .. lines];
        if (students.Length == 0) throw new CourseException($"{parsed.GetValue(Students)} names no student. Write the id of one on each line.");
        var secret = CourseSecret.Find(parsed.GetValue(SecretArgument.Secret)) ?? throw new CourseException($"Each student's own numbers hang on a secret of the course. {CourseSecret.Remedy}");
        var folder = parsed.GetValue(Out) ?? Path.Combine(course.OutputFolder, "released");
        foreach (var (student, own) in PersonalRelease.Write(course.Units(wanted), students, secret, folder)) Console.WriteLine($"{student}: {own}");
        return 0;
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
