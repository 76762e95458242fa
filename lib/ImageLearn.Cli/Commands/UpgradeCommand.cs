using System.CommandLine;
using ImageLearn.Grading.Students;
using ImageLearn.Grading.Units;

namespace ImageLearn.Cli.Commands;

/// <summary><c>imagelearn upgrade</c>: brings a newer release into a student's notebook.</summary>
static class UpgradeCommand
{
    public static Command Create()
    {
        var command = new Command("upgrade", "Brings a newer release of a unit into your notebook: your answers, predictions and own cells stay, and the notebook as it was is kept in a file beside it.") { StudentArguments.Unit, StudentArguments.From };
        command.SetAction(parsed =>
        {
            var notebook = StudentNotebook.Load(Course.Find(Environment.CurrentDirectory), parsed.GetRequiredValue(StudentArguments.Unit), parsed.GetValue(StudentArguments.From));
            var (kept, answers, changed, gone) = Merging.Run(notebook, DateTime.Now);
            if (kept is null)
            {
                Console.WriteLine($"{notebook.FilePath} is up to date.");
                return;
            }
            Console.WriteLine($"{notebook.FilePath} is up to date now; as it was, it is kept in {kept}. {StudentArguments.Reload}");
            if (answers.Count > 0) Console.WriteLine($"Your answers were carried over: {string.Join(", ", answers)}.");
            if (changed.Count > 0) Console.WriteLine($"These exercises have changed; see whether your answers still fit: {string.Join(", ", changed)}.");
            if (gone.Count > 0) Console.WriteLine($"These are not asked any more; your answers are only in the file that is kept: {string.Join(", ", gone)}.");
        });
        return command;
    }
}
