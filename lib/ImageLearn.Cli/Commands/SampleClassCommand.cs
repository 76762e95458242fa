using System.CommandLine;
using ImageLearn.Grading.Samples;
using ImageLearn.Grading.Units;

namespace ImageLearn.Cli.Commands;

/// <summary><c>imagelearn sample-class</c>: submissions to try grading with. Not in the list of commands, since nobody needs it twice.</summary>
static class SampleClassCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("FOLDER") { Description = "Where to put them." };
        var unit = new Option<string>("--unit") { Description = "The unit they answer: number or name.", HelpName = "unit", DefaultValueFactory = _ => "01" };
        var command = new Command("sample-class", "Makes a small class of invented submissions, to try grading with.") { folder, unit };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            var students = SampleClass.Write(Course.Find(Environment.CurrentDirectory).Units([parsed.GetRequiredValue(unit)])[0], parsed.GetRequiredValue(folder));
            foreach (var (name, what) in students) Console.WriteLine($"{name,-6}{what}");
            return 0;
        });
        return command;
    }
}
