using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text;
using ImageLearn.Cli.Commands;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Kernel.Jupyter;
using Spectre.Console;

namespace ImageLearn.Cli;

/// <summary>The <c>imagelearn</c> command: its subcommands, and the one place where an error becomes a sentence and an exit code.</summary>
static class CommandLine
{
    /// <summary>What a shell expects of a command that was stopped with Ctrl-C.</summary>
    const int Interrupted = 130;

    /// <summary>0: all is well; 1: something was found wrong; 130: stopped with Ctrl-C.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        // Windows consoles do not start in UTF-8.
        if (OperatingSystem.IsWindows()) Console.OutputEncoding = Encoding.UTF8;
        if (!AnsiConsole.Profile.Out.IsTerminal)
        {
            // A file gets no colours, and lines that are not cut to the width of a screen.
            AnsiConsole.Profile.Capabilities.Ansi = false;
            AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
            AnsiConsole.Profile.Width = 160;
        }
        var parsed = Create().Parse(args);
        if (parsed.Action is ParseErrorAction error) error.ShowHelp = false;
        try
        {
            // The exception handlers below speak; and a stopped command may need more than the default two seconds to end its workers.
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped. Nothing is half-written.");
            return Interrupted;
        }
        catch (Exception e) when (e is CourseException or NotebookFormatException or KernelException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"imagelearn: {e.Message}");
            return 1;
        }
    }

    static RootCommand Create()
    {
        var root = new RootCommand("Runs, checks and releases the notebooks of the ImageLearn course.")
        {
            CourseCommand.Create(),
            ResetCommand.Create(),
            UpgradeCommand.Create(),
            RunCommand.Create(),
            VerifyCommand.Create(),
            ReleaseCommand.Create(),
            GradeCommand.Create(),
            FeedbackCommand.Create(),
            SimilarCommand.Create(),
            ExportCommand.Create(),
            MergeCommand.Create(),
            SampleClassCommand.Create(),
            ReviewCommand.Create(),
            DoctorCommand.Create(),
            DataCommand.Create(),
            KernelCommand.Create(),
        };
        root.SetAction(_ => root.Parse("--help").Invoke());
        return root;
    }
}
