using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ImageLearn.Cli.Tests;

/// <summary>Skips where the reason says so.</summary>
sealed class FreshRootFactAttribute : FactAttribute
{
    public FreshRootFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root" || !File.Exists("/usr/sbin/debootstrap"))
            Skip = "needs root and debootstrap (Debian: apt install debootstrap) to make a fresh system";
    }
}

/// <summary>Skips where the reason says so.</summary>
sealed class NpxFactAttribute : FactAttribute
{
    public NpxFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).All(folder => !File.Exists(Path.Combine(folder, "npx"))))
            Skip = "needs npx (Node.js) to fetch the devcontainer command";
    }
}

/// <summary>There is no container engine to start the devcontainer with, so its commands are run as it would run them.</summary>
public sealed class DevcontainerTests
{
    static string Repository([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    [FreshRootFact]
    public async Task Its_commands_lead_from_a_fresh_system_to_unit_00()
    {
        var (exitCode, output) = await RunAsync(Path.Combine(Repository(), "tests", "devcontainer", "fresh-root.sh"));
        Assert.True(exitCode == 0, output);
        Assert.Contains("imagelearn-csharp", output);
        Assert.Matches(@"00-start\b.*\bok\b", output);
    }

    [NpxFact]
    public async Task Its_configuration_is_accepted_by_the_devcontainer_command()
    {
        // --docker-path: reading needs no engine, but the command looks for one.
        var (exitCode, output) = await RunAsync("npx", "--yes", "@devcontainers/cli@0.89.0", "read-configuration", "--workspace-folder", Repository(), "--docker-path", "/bin/true");
        Assert.True(exitCode == 0, output);
        Assert.Contains("\"updateContentCommand\":\"bash .devcontainer/prepare.sh\"", output);
    }

    static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() })!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Join("\n", output));
    }
}
