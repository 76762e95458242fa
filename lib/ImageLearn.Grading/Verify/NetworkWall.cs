using System.ComponentModel;
using System.Diagnostics;

namespace ImageLearn.Grading.Verify;

/// <summary>Runs a process where no network is in reach, where the system can do that for an ordinary user.</summary>
public static class NetworkWall
{
    static readonly string[][] s_launchers =
    [
        ["unshare", "--map-root-user", "--net"],
        ["bwrap", "--dev-bind", "/", "/", "--unshare-net", "--die-with-parent"],
    ];

    static readonly Lazy<IReadOnlyList<string>?> s_works = new(() => OperatingSystem.IsLinux() ? s_launchers.FirstOrDefault(Works) : null);

    /// <summary>The command to put before another so that it has no network; null when there is none here.</summary>
    public static IReadOnlyList<string>? Launcher => s_works.Value;

    static bool Works(string[] launcher)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(launcher[0], [.. launcher[1..], "true"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            return process.WaitForExit(5000) && process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // it is not installed
        }
    }
}
