using System.Diagnostics;

namespace ImageLearn.Notebooks.Tests.Kernel;

/// <summary>A test against Debian's Jupyter packages; skipped, with the reason, where they are not installed.</summary>
public sealed class JupyterFactAttribute : FactAttribute
{
    public JupyterFactAttribute() => Skip = JupyterPeers.WhyNot;
}

/// <summary>Runs the Python programs of <c>tests/jupyter</c>, which are clients of our kernel.</summary>
static class JupyterPeers
{
#if DEBUG
    const string Configuration = "Debug";
#else
    const string Configuration = "Release";
#endif
    public const string Python = "/usr/bin/python3";
    const string Needed = "import zmq, jupyter_client, nbclient, nbconvert, notebook, jupyter_console, jupyter_kernel_test, pytest";

    /// <summary>Why the peers cannot run here; null when they can.</summary>
    public static string? WhyNot { get; } = FindReason();

    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The built command.</summary>
    public static string Cli { get; } = Path.Combine(Root, "lib", "ImageLearn.Cli", "bin", Configuration, "net10.0", "ImageLearn.Cli.dll");

    /// <summary>Runs Python; returns its exit code and everything it wrote.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, TimeSpan? limit = null)
    {
        var start = new ProcessStartInfo(Python, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.Combine(Root, "tests", "jupyter"),
        };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(limit ?? TimeSpan.FromMinutes(1));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"stopped after {limit}\n{await output}{await errors}");
        }
        return (process.ExitCode, await output + await errors);
    }

    static string? FindReason()
    {
        if (!File.Exists(Python)) return $"{Python} is not there: this test drives the kernel with Debian's Jupyter packages.";
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", Needed]) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null
            : $"apt-get install python3-jupyter-client python3-nbclient jupyter-nbconvert jupyter-notebook jupyter-console python3-jupyter-kernel-test python3-pytest ({errors.Trim().Split('\n')[^1]})";
    }

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ImageLearn.Notebooks.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
