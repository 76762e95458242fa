using System.ComponentModel;
using System.Diagnostics;
using ImageLearn.Data;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Grading.Sandboxes;

/// <summary>
/// Where submissions run. With bubblewrap: in namespaces of their own, without network and other processes, on a read-only system in which there is nothing of the
/// course but the library and its data, with small private folders for what they write. Everywhere: with limits on memory, time, output, processes and file size, and without the caller's environment.
/// </summary>
public sealed class GradingSandbox
{
    internal const string HostName = "grader";

    const string Home = "/home/student";
    const string Folder = Home + "/notebooks";
    const long WritableSize = 64 << 20;

    static readonly string[] s_system = ["/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin"];
    static readonly string[] s_settings = ["/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime", "/etc/dotnet"];

    readonly Course _course;
    readonly WorkerOptions _limits;
    readonly string? _bubblewrap;
    readonly string? _user;
    readonly IReadOnlyList<string> _hidden;

    GradingSandbox(Course course, WorkerOptions limits, string? bubblewrap, string? user, IReadOnlyList<string> hidden) => (_course, _limits, _bubblewrap, _user, _hidden) = (course, limits, bubblewrap, user, hidden);

    /// <summary>Whether submissions are kept from the rest of the machine.</summary>
    public bool IsTight => _bubblewrap is not null;

    /// <summary>What holds submissions, for reports.</summary>
    public string Name => IsTight ? "bubblewrap" : _user is null ? "limits" : "user";

    /// <summary>What the instructor has to know; null when there is nothing.</summary>
    public string? Warning => IsTight ? null
        : _user is not null ? $"Submissions run without a sandbox, as {_user}: they can read what {_user} can read."
        : "Submissions run without a sandbox: they can read what you can read, and reach the network. On Linux, install bubblewrap (`apt install bubblewrap`); elsewhere, grade in a container. --require-sandbox refuses to go on like this.";

    /// <summary>The best that this machine has.</summary>
    /// <param name="course">The course; its data can be read inside.</param>
    /// <param name="limits">The limits of each worker.</param>
    /// <param name="require">Whether to refuse what is not tight.</param>
    /// <param name="user">As whom submissions run where nothing is tight; null: as the caller.</param>
    /// <param name="hidden">Folders besides the course's that are nobody's business inside: the submissions, the gradebook's.</param>
    /// <exception cref="CourseException">A sandbox is required, and there is none; or nothing can be run as that user.</exception>
    public static GradingSandbox Create(Course course, WorkerOptions limits, bool require, string? user = null, IReadOnlyList<string>? hidden = null)
    {
        var confined = limits with { InheritEnvironment = false, Confined = true };
        hidden = [course.Root, .. (hidden ?? []).Select(Path.GetFullPath)];
        var sandbox = new GradingSandbox(course, confined, "bwrap", null, hidden);
        if (OperatingSystem.IsLinux()) Orphans.End();
        if (!OperatingSystem.IsLinux() || !Works(["bwrap", .. sandbox.Arguments(null), WorkerProcess.DotnetHost, "--list-runtimes"])) sandbox = new(course, confined, null, user, hidden);
        if (!sandbox.IsTight && user is not null && !(Works([.. AsUser(user), WorkerProcess.DotnetHost, "--list-runtimes"]) && Works([.. AsUser(user), "test", "-r", typeof(NotebookWorker).Assembly.Location])))
            throw new CourseException($"Nothing can be run as {user} here. On Linux root can, with setpriv (of util-linux), if there is such a user, who can read {Path.GetDirectoryName(WorkerProcess.DotnetHost)} and {AppContext.BaseDirectory}.");
        return sandbox.IsTight || !require ? sandbox
            : throw new CourseException("There is no sandbox here, and --require-sandbox was given. On Linux, install bubblewrap (`apt install bubblewrap`) and see that `bwrap --unshare-all --ro-bind / / true` works; elsewhere, grade in a container.");
    }

    /// <summary>What is left on a machine without bubblewrap.</summary>
    internal GradingSandbox WithoutWalls() => new(_course, _limits, null, null, _hidden);

    /// <summary>The options of the workers for one submission, whose files lie in a folder; null when it has none.</summary>
    internal WorkerOptions For(string? files)
    {
        // Without a sandbox, relative paths start where the course's data can be found.
        if (_bubblewrap is null) return _limits with { Launcher = _user is null ? [] : AsUser(_user), WorkingDirectory = files ?? (Directory.Exists(_course.OutputFolder) ? _course.OutputFolder : _course.Root) };
        return _limits with { Launcher = [_bubblewrap, .. Arguments(files)], WorkingDirectory = "/" };
    }

    IEnumerable<string> Arguments(string? files)
    {
        var arguments = new List<string> { "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", HostName };
        foreach (var folder in s_system.Where(Directory.Exists)) arguments.AddRange(["--ro-bind", folder, folder]);
        // A course that lies below these (containers have it in /usr/src) would be seen with them.
        var covered = _hidden.Where(folder => Directory.Exists(folder) && s_system.Any(system => folder.StartsWith(system + "/", StringComparison.Ordinal))).Distinct().Order(StringComparer.Ordinal).ToList();
        foreach (var folder in covered) arguments.AddRange(["--size", "1048576", "--tmpfs", folder]);
        foreach (var path in s_settings) arguments.AddRange(["--ro-bind-try", path, path]);
        arguments.AddRange(["--proc", "/proc", "--dev", "/dev", "--size", "1048576", "--tmpfs", "/dev/shm"]);
        arguments.AddRange(["--size", $"{WritableSize}", "--tmpfs", "/tmp", "--dir", Home, "--size", $"{WritableSize}", "--tmpfs", Folder]);
        foreach (var folder in (string[])[Path.GetDirectoryName(WorkerProcess.DotnetHost)!, AppContext.BaseDirectory])
            arguments.AddRange(["--ro-bind", folder, folder]);
        arguments.AddRange(["--ro-bind-try", Path.Combine(_course.Root, "data"), Home + "/data"]);
        // Our own handwriting takes seconds to make. Data that were fetched stay outside: every grader is to find the same.
        if (DataCache.Folder is { } cache) arguments.AddRange(["--ro-bind-try", Path.Combine(cache, Datasets.Handwriting36File), $"{Home}/.local/share/imagelearn/data/{Datasets.Handwriting36File}"]);
        if (files is not null)
            foreach (var entry in Directory.EnumerateFileSystemEntries(files)) arguments.AddRange(["--ro-bind", entry, $"{Folder}/{Path.GetFileName(entry)}"]);
        foreach (var folder in covered) arguments.AddRange(["--remount-ro", folder]);
        arguments.AddRange(["--remount-ro", "/dev", "--remount-ro", "/", "--setenv", "HOME", Home, "--setenv", "TMPDIR", "/tmp", "--chdir", Folder]);
        return arguments;
    }

    /// <summary>What is left of root is nothing: no group, no capability.</summary>
    static string[] AsUser(string user) => ["setpriv", "--reuid", user, "--regid", "65534", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs", "--"];

    static bool Works(string[] command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.OutputDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            return process.WaitForExit(10_000) && process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // it is not installed
        }
    }
}
