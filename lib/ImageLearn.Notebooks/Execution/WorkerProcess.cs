using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;

namespace ImageLearn.Notebooks.Execution;

/// <summary>Starts the process in which cells run, and reads from its remains how it ended.</summary>
static class WorkerProcess
{
    /// <summary>
    /// All workers are started by one thread that never ends. One after the other: a process started while another's pipe handles are inheritable would inherit them too, and
    /// keep that pipe open. By a thread that stays: what asks Linux to die with its parent (bubblewrap does) dies with the <em>thread</em> that started it, and those of the pool come and go.
    /// </summary>
    static readonly BlockingCollection<Action> s_starts = BeginStarting();

    static BlockingCollection<Action> BeginStarting()
    {
        var starts = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var start in starts.GetConsumingEnumerable()) start();
        }) { IsBackground = true, Name = "starts workers" }.Start();
        return starts;
    }

    /// <summary>The managed heap gets what the process may use, less what the runtime and the compiler need beside it.</summary>
    const long BesideHeap = 192L << 20;

    /// <summary>What processes cannot do without; the last three on Windows.</summary>
    static readonly string[] s_needed = ["PATH", "LANG", "DOTNET_ROOT", "TMPDIR", "IMAGELEARN_THREADS", "SystemRoot", "TEMP", "TMP"];

    /// <summary>
    /// Where tensors come and go. On processors with a large last-level cache the collector lets garbage fill all of it, some 200 MB, before it
    /// collects: every new tensor then lies where no nearer cache has it, and an operation takes up to three times as long. And a tensor of some
    /// megabytes lives as briefly as a small one; among the large objects it would wait for a full collection, after which the system takes its
    /// memory back and clears it for the next one, which takes as long as a convolution.
    /// </summary>
    /// <param name="environment">Of the process.</param>
    /// <param name="limited">Whether its memory is limited: then what is large stays apart, so that too much of it is an exception and not the end of the process.</param>
    internal static void SetUpCollector(IDictionary<string, string?> environment, bool limited = false)
    {
        var (small, region) = limited ? ("0x800000", "0x1000000") : ("0x4000000", "0x4000000");   // 8 of 16 MiB, or 64 of 64
        environment.TryAdd("DOTNET_GCgen0size", "0x1000000");      // 16 MiB
        environment.TryAdd("DOTNET_GCLOHThreshold", small);
        environment.TryAdd("DOTNET_GCRegionSize", region);         // whatever the threshold, what fills more than a region of the usual 4 MiB is a large object
    }

    public static (Process Process, WorkerChannel Channel) Start(WorkerOptions options)
    {
        var started = new TaskCompletionSource<(Process, WorkerChannel)>();
        s_starts.Add(() =>
        {
            try { started.SetResult(StartHere(options)); }
            catch (Exception e) { started.SetException(e); }
        });
        return started.Task.GetAwaiter().GetResult();
    }

    static (Process, WorkerChannel) StartHere(WorkerOptions options)
    {
        string[] command = [.. options.Launcher, DotnetHost];
        var info = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
            StandardErrorEncoding = System.Text.Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = options.WorkingDirectory ?? Environment.CurrentDirectory,
        };
        if (!options.InheritEnvironment)
            foreach (var name in info.Environment.Keys.Where(name => !s_needed.Contains(name, StringComparer.OrdinalIgnoreCase)).ToList()) info.Environment.Remove(name);
        // Debugger and profiler sockets would stay behind in the temp folder when the worker is killed.
        info.Environment["DOTNET_EnableDiagnostics"] = "0";
        if (options.LastsLong) info.Environment["DOTNET_TC_CallCountingDelayMs"] = "0x0A";
        SetUpCollector(info.Environment, limited: options.MemoryLimit is not null);
        if (options.MemoryLimit is { } memory)
            info.Environment["DOTNET_GCHeapHardLimit"] = $"0x{Math.Max(memory - BesideHeap, memory / 2):X}";

        var toWorker = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.Inheritable);
        var fromWorker = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.Inheritable);
        string[] arguments =
        [
            .. command[1..], "exec", Path.Combine(AppContext.BaseDirectory, "ImageLearn.Notebooks.dll"), "worker",
            toWorker.GetClientHandleAsString(), fromWorker.GetClientHandleAsString(),
            (options.MemoryLimit ?? 0).ToString(CultureInfo.InvariantCulture), .. options.Confined ? (string[])[WorkerHost.Confined] : [], .. options.Compiled ? (string[])[WorkerHost.Compiled] : [], options.Forms.ToString(),
        ];
        foreach (var argument in arguments) info.ArgumentList.Add(argument);
        try
        {
            var process = Process.Start(info)!;
            process.StandardInput.Close();
            return (process, new WorkerChannel(fromWorker, toWorker));
        }
        finally
        {
            toWorker.DisposeLocalCopyOfClientHandle();
            fromWorker.DisposeLocalCopyOfClientHandle();
        }
    }

    /// <summary>The <c>dotnet</c> that runs this process: <c>dotnet/shared/Microsoft.NETCore.App/10.0.x</c> is three folders below it.</summary>
    public static string DotnetHost { get; } = FindDotnet();

    static string FindDotnet()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var beside = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", name));
        return File.Exists(beside) ? beside : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? name;
    }

    /// <summary>How a process ended that nobody here ended: from its exit code and the last it wrote to standard error.</summary>
    public static WorkerDeath Explain(int exitCode, string lastWords)
    {
        const int Aborted = 128 + 6, Killed = 128 + 9, Segfault = 128 + 11; // Unix: 128 + signal
        const int StackOverflow = unchecked((int)0xC00000FD), FailFast = unchecked((int)0x80131623), AccessViolation = unchecked((int)0xC0000005); // Windows

        if (exitCode == StackOverflow || lastWords.Contains("Stack overflow", StringComparison.Ordinal))
            return new(DeathCause.StackOverflow, "The cell overflowed the stack: a method calls itself too deeply. Check that the recursion reaches its base case.");
        if (lastWords.Contains("Out of memory", StringComparison.Ordinal) || lastWords.Contains("OutOfMemoryException", StringComparison.Ordinal))
            return new(DeathCause.Memory, "The cell ran out of memory. Use smaller arrays, or free those you no longer need.");
        if (exitCode is Aborted or FailFast or Segfault or AccessViolation)
            return new(DeathCause.Aborted, lastWords.Contains("Unhandled exception", StringComparison.Ordinal)
                ? $"An exception in the background, on a thread or in an async void method of the cell, was not caught and ended the process: {FirstLine(lastWords, "Unhandled exception.").TrimEnd('.')}. Catch it there; or let the work be a Task (Task.Run, not async void) and await it."
                : $"The cell ended the process abruptly (Environment.FailFast or a crash in unsafe code){(FirstLine(lastWords, "Process terminated.") is { Length: > 0 } why ? $": {why}" : ".")}");
        if (exitCode == Killed)
            return new(DeathCause.Killed, "The process that ran the cell was killed from outside, perhaps because the machine ran out of memory.");
        return new(DeathCause.Exited, $"The cell ended its process (exit code {exitCode}). Remove the call of Environment.Exit; a cell ends by itself.");
    }

    static string FirstLine(string text, string marker)
    {
        int at = text.IndexOf(marker, StringComparison.Ordinal);
        return at < 0 ? "" : text[(at + marker.Length)..].TrimStart().Split('\n')[0].Trim();
    }
}
