using System.CommandLine;
using ImageLearn.Grading.Export;
using ImageLearn.Grading.Units;

namespace ImageLearn.Cli.Commands;

/// <summary><c>imagelearn export github</c>: what makes a classroom repository check itself.</summary>
static class ExportGitHubCommand
{
    static readonly Option<string> Folder = new("--out") { Description = "The repository's folder.", HelpName = "folder", Required = true };

    public static Command Create()
    {
        var command = new Command("github", "Writes a workflow into a classroom repository that runs its notebook with the released checks. There is no solution in it.") { ExportCommand.ForUnit, Folder };
        command.SetAction(parsed =>
        {
            var course = Course.Find(Environment.CurrentDirectory);
            var unit = course.Units([parsed.GetRequiredValue(ExportCommand.ForUnit)])[0];
            var folder = Path.GetFullPath(parsed.GetRequiredValue(Folder));
            ClassroomRepository.Write(course, unit, folder);
            Console.WriteLine($"{folder} checks {unit.Name}.ipynb at every push, with the checks that were given out. Marks are what `imagelearn grade` gives to the clones.");
            return 0;
        });
        return command;
    }
}
