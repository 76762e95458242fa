using System.CommandLine;
using ImageLearn.Grading.Doctor;
using Spectre.Console;

namespace ImageLearn.Cli.Commands;

/// <summary><c>imagelearn doctor</c>: looks whether this machine has what the course needs, and says how to mend what is missing.</summary>
static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Looks whether this machine has what the course needs, and says how to mend what is missing.");
        command.SetAction(ExamineAsync);
        return command;
    }

    static async Task<int> ExamineAsync(ParseResult parsed, CancellationToken cancel)
    {
        var checks = await Machine.ExamineAsync(Environment.CurrentDirectory, cancel);
        var width = checks.Max(check => check.Name.Length);
        foreach (var check in checks)
        {
            var (word, colour) = check.Health switch
            {
                Health.Ok => ("ok", Color.Green),
                Health.Optional => ("optional", Color.Yellow),
                _ => ("missing", Color.Red),
            };
            AnsiConsole.Write(new Text($"{word,-8}", colour));
            Console.WriteLine($"  {check.Name.PadRight(width)}  {check.Found}");
            if (check.Remedy is not null) Console.WriteLine($"{"",-8}  {"".PadRight(width)}  → {check.Remedy}");
        }
        return checks.Any(check => check.Health == Health.Missing) ? 1 : 0;
    }
}
