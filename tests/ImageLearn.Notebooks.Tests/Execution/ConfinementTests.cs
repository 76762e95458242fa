using System.Runtime.InteropServices;

namespace ImageLearn.Notebooks.Tests.Execution;

/// <summary>What a confined worker's cells cannot do, asked of the kernel itself rather than through .NET, which may refuse for reasons of its own.</summary>
public class ConfinementTests
{
    const string NotPermitted = "-1 1"; // -1, and EPERM

    [LinuxFact]
    public async Task A_confined_cell_starts_no_process_opens_no_socket_leaves_no_namespace_and_signals_only_itself()
    {
        var isX64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;
        await using var worker = await TestWorker.StartAsync(new() { Confined = true });
        await worker.RunAsync("""
            using System.Runtime.InteropServices;
            [DllImport("libc", SetLastError = true)] static extern nint syscall(nint number, nint a, nint b, nint c, nint d);
            static string Call(nint number, nint a = 0, nint b = 0, nint c = 0) => $"{syscall(number, a, b, c, 0)} {Marshal.GetLastPInvokeError()}";
            """);
        List<(string Name, string Call)> refused =
        [
            ("socket", isX64 ? "41, 2, 1, 0" : "198, 2, 1, 0"),
            ("clone of a process", isX64 ? "56, 17" : "220, 17"),
            ("execve", isX64 ? "59" : "221"),
            ("unshare of a user namespace", isX64 ? "272, 0x10000000" : "97, 0x10000000"),
        ];
        var parent = Environment.ProcessId;
        refused.AddRange([("a signal to the parent", $"{(isX64 ? 62 : 129)}, {parent}"), ("a signal to all", $"{(isX64 ? 62 : 129)}, -1"), ("a signal to a thread of the parent", $"{(isX64 ? 234 : 131)}, {parent}, {parent}"), ("the limits of the parent", $"{(isX64 ? 302 : 261)}, {parent}")]);
        if (isX64) refused.AddRange([("fork", "57"), ("getpid by its second number", "0x40000000 + 39")]);
        foreach (var (name, call) in refused)
        {
            await worker.RunAsync($"Call({call})");
            Assert.True(worker.Result == NotPermitted, $"{name}: {worker.Result}");
        }
        // It is the filter that refuses: what it does not list goes through, threads among it.
        await worker.RunAsync($"(Call({(isX64 ? 39 : 172)}).Split(' ')[0] == Environment.ProcessId.ToString(), Task.Run(() => 2).Result)");
        Assert.Equal("(true, 2)", worker.Result);
        await worker.RunAsync($"(Call({(isX64 ? 62 : 129)}, Environment.ProcessId), Call({(isX64 ? 302 : 261)}, Environment.ProcessId, 7))");
        Assert.Equal("(\"0 0\", \"0 0\")", worker.Result);
    }

    [LinuxFact]
    public async Task In_NETs_words_too_and_of_the_environment_only_what_is_needed_is_left()
    {
        await using var worker = await TestWorker.StartAsync(new() { Confined = true, InheritEnvironment = false });
        Assert.Equal("no", await ValueAsync("try { System.Diagnostics.Process.Start(\"/bin/true\"); return \"yes\"; } catch (Exception) { return \"no\"; }"));
        Assert.Equal("no", await ValueAsync("try { new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp).Dispose(); return \"yes\"; } catch (Exception) { return \"no\"; }"));
        Assert.Equal("10", await ValueAsync("await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => i + 1))).ContinueWith(t => t.Result.Sum())")); // threads are free
        Assert.Equal("true", await ValueAsync("Environment.GetEnvironmentVariable(\"HOME\") is null"));

        async Task<string?> ValueAsync(string code)
        {
            await worker.RunAsync(code);
            return worker.Result;
        }
    }
}

/// <summary>Needs the filter of the Linux kernel.</summary>
sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux()) Skip = "what holds confined cells is the Linux kernel's";
    }
}
