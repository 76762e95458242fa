using System.ComponentModel;
using System.Diagnostics;

namespace ImageLearn.Grading.Sandboxes;

/// <summary>
/// What a killed grader may leave. bubblewrap is two processes, of which the inner waits until the outer lets it begin. The kernel ends the outer together with the grader, and the inner together with the
/// outer, but the second only from a moment after that wait: should the grader be killed in the microseconds before, the inner one waits for ever. It holds nothing and does nothing; the next grader ends it.
/// </summary>
static class Orphans
{
    public static void End()
    {
        foreach (var process in Process.GetProcessesByName("bwrap"))
            using (process)
            {
                try
                {
                    if (IsOrphan(process.Id)) process.Kill();
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException or Win32Exception) { } // it has ended, or is somebody else's
            }
    }

    /// <summary>Whether it is the first process of a sandbox of ours, and what started it has gone: then its parent is another than bubblewrap.</summary>
    static bool IsOrphan(int process)
    {
        var command = File.ReadAllText($"/proc/{process}/cmdline").Split('\0');
        if (!command.Contains(AppContext.BaseDirectory) || !command.Contains(GradingSandbox.HostName)) return false;
        var status = File.ReadAllLines($"/proc/{process}/status").Select(line => line.Split((char[])[':', '\t'], StringSplitOptions.RemoveEmptyEntries)).Where(parts => parts.Length > 1).ToDictionary(parts => parts[0], parts => parts[1..]);
        return status["NSpid"] is [_, .., "1"] && File.ReadAllText($"/proc/{status["PPid"][0]}/comm").Trim() != "bwrap";
    }
}
