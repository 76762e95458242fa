using System.Diagnostics;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace ImageLearn.Notebooks.Kernel.Jupyter;

/// <summary>
/// The process that started the kernel. When it is killed it can ask for no shutdown, and a kernel that nobody can reach
/// would stay for ever. Jupyter names it in <c>JPY_PARENT_PID</c>: a process id, or on Windows an inherited handle.
/// </summary>
static class ParentProcess
{
    /// <summary>Completes when the parent is gone; never when none is named.</summary>
    public static Task GoneAsync()
    {
        if (!long.TryParse(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), CultureInfo.InvariantCulture, out var parent) || parent <= 1)
            return Task.Delay(Timeout.Infinite);
        return OperatingSystem.IsWindows() ? HandleSignalledAsync((nint)parent) : ProcessEndedAsync((int)parent);
    }

    static Task HandleSignalledAsync(nint handle)
    {
        var signalled = new TaskCompletionSource();
        var wait = new ManualResetEvent(false) { SafeWaitHandle = new SafeWaitHandle(handle, ownsHandle: false) };
        ThreadPool.RegisterWaitForSingleObject(wait, (_, _) => signalled.TrySetResult(), null, Timeout.Infinite, executeOnlyOnce: true);
        return signalled.Task;
    }

    static async Task ProcessEndedAsync(int id)
    {
        using var process = TryFind(id);
        while (process is not { HasExited: true }) await Task.Delay(TimeSpan.FromSeconds(1));
    }

    /// <summary>A process that is not to be found from here (another container) says nothing about our end.</summary>
    static Process? TryFind(int id)
    {
        try
        {
            return Process.GetProcessById(id);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
