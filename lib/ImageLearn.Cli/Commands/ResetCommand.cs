using System.CommandLine;
using ImageLearn.Grading.Students;
using ImageLearn.Grading.Units;

namespace ImageLearn.Cli.Commands;

/// <summary><c>imagelearn reset</c>: gives a clean exercise back.</summary>
static class ResetCommand
{
    static readonly Argument<string?> Question = new("QUESTION") { Description = "The number of a question: Q1.3 or 1.3. The whole notebook when none is given.", Arity = ArgumentArity.ZeroOrOne };

    public static Command Create()
    {
        var command = new Command("reset", "Gives back a clean exercise, or a clean notebook; what you had is kept in a file beside it.") { StudentArguments.Unit, Question, StudentArguments.From };
        command.SetAction(parsed =>
        {
            var (unit, question) = (parsed.GetRequiredValue(StudentArguments.Unit), parsed.GetValue(Question));
            var notebook = StudentNotebook.Load(Course.Find(Environment.CurrentDirectory), unit, parsed.GetValue(StudentArguments.From));
            var kept = Resetting.Reset(notebook, question, DateTime.Now);
            Console.WriteLine(kept is null ? $"{question ?? notebook.FilePath} is clean already."
                : $"{question ?? notebook.FilePath} is clean again; the notebook as it was is kept in {kept}. {StudentArguments.Reload}");
        });
        return command;
    }
}
