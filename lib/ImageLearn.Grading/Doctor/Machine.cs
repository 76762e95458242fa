using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Execution;
using ImageLearn.Notebooks.Kernel.Jupyter;

namespace ImageLearn.Grading.Doctor;

/// <summary>Looks whether this machine has what the course needs.</summary>
public static class Machine
{
    const string Install = "dotnet run -c Release --project lib/ImageLearn.Cli -- kernel install";
    const double LeastMemory = 2;

    /// <summary>All points, in the order in which they are to be mended.</summary>
    /// <param name="folder">Where the user stands.</param>
    /// <param name="cancel">Stops the worker that is started to see whether one starts.</param>
    public static async Task<IReadOnlyList<MachineCheck>> ExamineAsync(string folder, CancellationToken cancel = default) =>
    [
        Sdk(),
        Runtime(),
        CourseFolder(folder),
        await SessionAsync(cancel),
        Memory(),
        new("processor", Health.Ok, $"{Environment.ProcessorCount} threads, {RuntimeInformation.ProcessArchitecture}, vectors of {VectorBits} bits"),
        JupyterFolder(),
        Kernel(),
        .. Editor(),
    ];

    static int VectorBits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 64;

    static MachineCheck Sdk()
    {
        const string Remedy = "install the .NET 10 SDK: https://dotnet.microsoft.com/download";
        var versions = Output("dotnet", "--list-sdks")?.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]).ToList() ?? [];
        return versions.LastOrDefault(version => Version.TryParse(version.Split('-')[0], out var number) && number.Major >= 10) is { } fits
            ? new(".NET SDK", Health.Ok, fits)
            : new(".NET SDK", Health.Missing, versions.Count > 0 ? $"only {string.Join(", ", versions)}" : "none on the PATH", Remedy);
    }

    static MachineCheck Runtime() => new("runtime", Health.Ok, $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}");

    static MachineCheck CourseFolder(string folder)
    {
        try
        {
            var course = Course.Find(folder);
            Directory.CreateDirectory(course.OutputFolder);
            var probe = Path.Combine(course.OutputFolder, $".doctor.{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new("course", Health.Ok, $"{course.Root}, units: {course.Units().Count}; results go to .out");
        }
        catch (CourseException)
        {
            return new("course", Health.Missing, $"{folder} is not inside it", "cd to the folder that you cloned");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new("course", Health.Missing, $"its folder .out cannot be written: {e.Message}", "make it writable, or clone the course into a folder of your own");
        }
    }

    /// <summary>The proof: a worker starts and a cell gives its value.</summary>
    static async Task<MachineCheck> SessionAsync(CancellationToken cancel)
    {
        const string Remedy = "dotnet build -c Release";
        try
        {
            var started = Stopwatch.GetTimestamp();
            await using var worker = await NotebookWorker.StartAsync(new() { CellTimeLimit = TimeSpan.FromSeconds(60) }, cancel);
            ResultData? shown = null;
            var result = await worker.ExecuteAsync(new("1 + 1", 1), happened => shown = happened as ResultData ?? shown, cancel: cancel);
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
            return shown?.Data["text/plain"]?.ToString() == "2"
                ? new("C# session", Health.Ok, $"1 + 1 is 2, after {seconds} s")
                : new("C# session", Health.Missing, $"1 + 1 gave no 2: {result.Error?.Message}", Remedy);
        }
        catch (InvalidOperationException e)
        {
            return new("C# session", Health.Missing, e.Message, Remedy);
        }
    }

    static MachineCheck Memory()
    {
        var gigabytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        var found = string.Create(CultureInfo.InvariantCulture, $"{gigabytes:0.0} GB");
        return gigabytes >= LeastMemory ? new("memory", Health.Ok, found) : new("memory", Health.Missing, found, $"give the machine or container at least {LeastMemory} GB");
    }

    static MachineCheck JupyterFolder() => Directory.Exists(JupyterFolders.User)
        ? new("Jupyter folder", Health.Ok, JupyterFolders.User)
        : new("Jupyter folder", Health.Missing, $"{JupyterFolders.User} is not there yet", Install);

    static MachineCheck Kernel()
    {
        var ours = KernelSpecs.Find().Where(spec => spec.IsOurs).ToList();
        if (ours.Count == 0) return new("kernel", Health.Missing, "not installed", Install);
        return ours.Find(spec => spec.Missing is not null) is { } broken
            ? new("kernel", Health.Missing, $"{broken.Name} needs {broken.Missing}, which is gone", Install)
            : new("kernel", Health.Ok, string.Join(", ", ours.Select(spec => spec.Name)));
    }

    /// <summary>VS Code is one way to open a notebook; who has it needs two extensions.</summary>
    static IEnumerable<MachineCheck> Editor()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var folders = ((string[])[".vscode", ".vscode-insiders", ".vscode-server", ".vscode-remote"]).Select(name => Path.Combine(home, name, "extensions")).Where(Directory.Exists).ToList();
        if (folders.Count == 0)
        {
            yield return new("VS Code", Health.Optional, "not found; any Jupyter front end works as well", "https://code.visualstudio.com");
            yield break;
        }
        var installed = folders.SelectMany(Directory.EnumerateDirectories).Select(path => Path.GetFileName(path)).ToList();
        foreach (var (name, id) in ((string, string)[])[("VS Code: Jupyter", "ms-toolsai.jupyter"), ("VS Code: C#", "ms-dotnettools.csharp")])
            yield return installed.Find(folder => folder.StartsWith(id + "-", StringComparison.OrdinalIgnoreCase) && char.IsAsciiDigit(folder[id.Length + 1])) is { } folder
                ? new(name, Health.Ok, folder[(id.Length + 1)..].Split('-')[0])
                : new(name, Health.Optional, "not installed", $"code --install-extension {id}");
    }

    static string? Output(string program, string argument)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, [argument]) { RedirectStandardOutput = true })!;
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return text;
        }
        catch (Win32Exception)
        {
            return null; // it is not there
        }
    }
}
