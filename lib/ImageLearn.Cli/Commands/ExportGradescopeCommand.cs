using System.CommandLine;
using ImageLearn.Grading.Export;
using ImageLearn.Grading.Units;

namespace ImageLearn.Cli.Commands;

/// <summary><c>imagelearn export gradescope</c>: the archive from which Gradescope makes an autograder.</summary>
static class ExportGradescopeCommand
{
    static readonly Option<string> Archive = new("--out") { Description = "The archive to write.", HelpName = "file.zip", Required = true };

    public static Command Create()
    {
        var command = new Command("gradescope", "Writes the archive from which Gradescope makes an autograder. It holds the unit's solution: it is not for students.") { ExportCommand.ForUnit, Archive };
        command.SetAction(parsed =>
        {
            var course = Course.Find(Environment.CurrentDirectory);
            var unit = course.Units([parsed.GetRequiredValue(ExportCommand.ForUnit)])[0];
            var path = Path.GetFullPath(parsed.GetRequiredValue(Archive));
            GradescopeAutograder.Write(course, unit, path);
            Console.WriteLine($"{path}, {new FileInfo(path).Length / 1e6:0.0} MB. It holds the solution of unit {unit.Number}: upload it as the assignment's autograder, and give it to no student.");
            if (!OperatingSystem.IsLinux()) Console.Error.WriteLine("imagelearn: The program in it is the one that was built here, and Gradescope's machines run Linux. Make the archive there (the devcontainer will do).");
            return 0;
        });
        return command;
    }
}
