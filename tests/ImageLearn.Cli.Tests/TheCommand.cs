using System.Diagnostics;
using System.Runtime.InteropServices;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Cli.Tests;

/// <summary>The built command, started as a process in a course of its own.</summary>
sealed class TheCommand : IDisposable
{
    public sealed record Result(int ExitCode, string Output, string Errors);

    static TheCommand()
    {
        // A script's shell makes what it starts in the background ignore Ctrl-C, and what that starts in its turn.
        const nint Default = 0, Ignored = 1;
        if (!OperatingSystem.IsWindows() && Signal(NumberOf(PosixSignal.SIGINT), Default) is var before and not Ignored) Signal(NumberOf(PosixSignal.SIGINT), before);
    }

    public TheCommand()
    {
        File.WriteAllText(this["ImageLearn.Notebooks.sln"], "");
        Directory.CreateDirectory(this["notebooks/solutions"]);
        Directory.CreateDirectory(this["home"]);
    }

    /// <summary>The course's folder, links in its path resolved as the process will see it.</summary>
    public string Root { get; } = Path.TrimEndingDirectorySeparator(Resolve(Directory.CreateTempSubdirectory("imagelearn-test-").FullName));

    /// <summary>A path in the course.</summary>
    public string this[string relative] => Path.Combine(Root, relative);

    public void AddSolution(string name, params string[] cells) => Save($"notebooks/solutions/{name}.ipynb", [new NotebookCell(CellKind.Markdown, $"# {name}\nWhat it is about."), .. cells.Select(source => new NotebookCell(CellKind.Code, source))]);

    public void Save(string relative, params NotebookCell[] cells)
    {
        var notebook = new NotebookDocument();
        var number = Path.GetFileName(relative).Split('-')[0];
        notebook.Metadata["imagelearn"] = new System.Text.Json.Nodes.JsonObject { ["unit"] = number, ["title"] = relative, ["minutes"] = 1, ["prerequisites"] = new System.Text.Json.Nodes.JsonArray(), ["what"] = $"What {number} is for." };
        notebook.Cells.AddRange(cells);
        notebook.Save(this[relative]);
    }

    public Process Start(string folder, params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ImageLearn.Cli.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
            StandardErrorEncoding = System.Text.Encoding.UTF8,
        };
        // Nothing of this machine's: no kernels, no editor, no data.
        info.Environment["IMAGELEARN_DATA"] = this["home/data"];
        foreach (var name in (string[])["HOME", "USERPROFILE", "APPDATA"]) info.Environment[name] = this["home"];
        foreach (var name in (string[])["JUPYTER_DATA_DIR", "JUPYTER_PATH", "XDG_DATA_HOME", "VIRTUAL_ENV", "CONDA_PREFIX"]) info.Environment.Remove(name);
        return Process.Start(info)!;
    }

    public Task<Result> RunAsync(params string[] arguments) => FinishAsync(Start(Root, arguments));

    public static async Task<Result> FinishAsync(Process process)
    {
        using (process)
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return new(process.ExitCode, (await output).ReplaceLineEndings("\n"), (await errors).ReplaceLineEndings("\n"));
        }
    }

    /// <summary>Sends a signal, without a program for it, which a small system lacks. Not on Windows.</summary>
    public static void Send(Process process, PosixSignal signal) => Assert.Equal(0, Kill(process.Id, NumberOf(signal)));

    static int NumberOf(PosixSignal signal) => signal switch { PosixSignal.SIGINT => 2, PosixSignal.SIGTERM => 15, _ => throw new ArgumentOutOfRangeException(nameof(signal)) };

    [DllImport("libc", EntryPoint = "kill"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Kill(int process, int signal);

    [DllImport("libc", EntryPoint = "signal"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern nint Signal(int signal, nint handler);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    // The temporary folder of macOS is a link.
    static string Resolve(string path) => Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
}
