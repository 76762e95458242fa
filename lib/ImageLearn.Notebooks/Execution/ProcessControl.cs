using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ImageLearn.Notebooks.Execution;

/// <summary>What .NET does not say about processes: groups, and hard limits where the system has them.</summary>
static partial class ProcessControl
{
    const int SigKill = 9;
    const int RlimitData = 2;  // Linux
    const int RlimitCore = 4;  // Linux and macOS

    /// <summary>Makes this process the leader of a group of its own, so that all it starts can be ended with it, and so that Ctrl-C in the terminal does not reach it.</summary>
    public static void LeadGroup()
    {
        if (!OperatingSystem.IsWindows()) _ = SetProcessGroup(0, 0);
    }

    /// <summary>Ends a worker and everything it started, also what outlived it.</summary>
    /// <param name="leader">The worker.</param>
    /// <param name="alone">It cannot have started anything: then nothing is looked for, which takes a look at every process of the machine.</param>
    public static void KillGroup(Process leader, bool alone)
    {
        try
        {
            if (!OperatingSystem.IsWindows()) _ = Kill(-leader.Id, SigKill);
            leader.Kill(entireProcessTree: !alone);
        }
        catch (InvalidOperationException) { } // it has ended already
        catch (System.ComponentModel.Win32Exception) { } // it is ending
    }

    /// <summary>What a process has in memory, in bytes. .NET would read the state of each of its threads for that.</summary>
    public static long MemoryOf(Process process)
    {
        if (OperatingSystem.IsLinux())
        {
            try { return long.Parse(File.ReadAllText($"/proc/{process.Id}/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize; }
            catch (IOException) { return 0; } // it has ended
        }
        process.Refresh();
        return process.WorkingSet64;
    }

    /// <summary>Ends this process and everything it started.</summary>
    public static void KillOwnGroup()
    {
        if (!OperatingSystem.IsWindows()) _ = Kill(0, SigKill);
        Process.GetCurrentProcess().Kill(entireProcessTree: true);
    }

    /// <summary>
    /// Bounds the writable memory of this process, native memory included (<c>RLIMIT_DATA</c>: address space would not
    /// do, of which .NET reserves far more than it uses), and leaves no core file when it crashes.
    /// </summary>
    public static void Limit(long memory)
    {
        if (!OperatingSystem.IsWindows()) Set(RlimitCore, 0);
        if (OperatingSystem.IsLinux() && memory > 0) Set(RlimitData, (ulong)memory);

        static void Set(int resource, ulong limit)
        {
            var limits = new ResourceLimit { Soft = limit, Hard = limit };
            _ = SetResourceLimit(resource, in limits);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    struct ResourceLimit
    {
        public ulong Soft, Hard;
    }

    [LibraryImport("libc", EntryPoint = "setpgid")]
    private static partial int SetProcessGroup(int process, int group);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetResourceLimit(int resource, in ResourceLimit limits);
}
