using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace ImageLearn.Notebooks.Tests.Peers;

/// <summary>Another program whose answer is the truth in a test.</summary>
static class Peer
{
    static readonly ConcurrentDictionary<string, bool> Known = new();

    /// <summary>Debian's Python, which has Jupyter's packages, before any other on the path.</summary>
    public static string Python { get; } = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : OperatingSystem.IsWindows() ? "python" : "python3";

    /// <summary>Whether the command runs and exits with 0; asked once a run.</summary>
    public static bool Has(string program, params string[] arguments) => Known.GetOrAdd(string.Join(' ', [program, .. arguments]), _ =>
    {
        try
        {
            return Start(program, arguments).ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    });

    /// <summary>Runs a script that lies beside the tests and returns what it prints; fails the test when the script fails.</summary>
    public static string Run(string program, string script, params string[] arguments)
    {
        var (exitCode, output, error) = Start(program, [Path.Combine(AppContext.BaseDirectory, script), .. arguments]);
        Assert.True(exitCode == 0, $"{script} {string.Join(' ', arguments)} ended with {exitCode}:\n{error}");
        return output;
    }

    static (int ExitCode, string Output, string Error) Start(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
