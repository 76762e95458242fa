using System.Diagnostics;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Notebooks.Sessions;

/// <summary>Brings in the packages of <c>#r "nuget: …"</c> through the ordinary restore of the SDK, with the user's own NuGet settings.</summary>
sealed class PackageRestore(string directory)
{
    static readonly string s_cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "imagelearn", "packages");

    readonly SortedDictionary<string, string> _wanted = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The assemblies of this and all earlier packages of the notebook, restored together so that their versions agree.</summary>
    /// <exception cref="DirectiveException">The package could not be had.</exception>
    public IReadOnlyList<string> Restore(PackageDirective package)
    {
        _wanted[package.Name] = package.Version ?? "*";
        var project = Project();
        var folder = Path.Combine(s_cache, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project + directory)))[..16]);
        var assets = Path.Combine(folder, "obj", "project.assets.json");
        // A floating version is asked for anew each time; an exact one stays what it was.
        if (!File.Exists(assets) || _wanted.ContainsValue("*"))
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "notebook.csproj"), project);
            if (Run(folder) is { } failure)
            {
                _wanted.Remove(package.Name);
                throw new DirectiveException(package.Line, $"""#r "nuget: {package.Name}{(package.Version is { } version ? $", {version}" : "")}": the package could not be restored. {failure}""");
            }
        }
        return Assemblies(JsonNode.Parse(File.ReadAllText(assets))!);
    }

    string Project()
    {
        var references = string.Concat(_wanted.Select(package => $"<PackageReference Include=\"{SecurityElement.Escape(package.Key)}\" Version=\"{SecurityElement.Escape(package.Value)}\" />"));
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.{Environment.Version.Minor}</TargetFramework>
                <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
                <RestoreRootConfigDirectory>{SecurityElement.Escape(directory)}</RestoreRootConfigDirectory>
              </PropertyGroup>
              <ItemGroup>{references}</ItemGroup>
            </Project>
            """;
    }

    /// <summary>Runs the restore; null when it worked, else NuGet's reason in one sentence.</summary>
    static string? Run(string folder)
    {
        var info = new ProcessStartInfo(WorkerProcess.DotnetHost, ["restore", "notebook.csproj", "--nologo", "--verbosity", "quiet"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(info)!;
        process.StandardInput.Close();
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try { process.WaitForExit(); }
        catch (ThreadInterruptedException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        if (process.ExitCode == 0) return null;

        var text = string.Concat(output.GetAwaiter().GetResult());
        var reason = text.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase))?.Trim() ?? text.Trim();
        if (reason.IndexOf("error", StringComparison.OrdinalIgnoreCase) is > 0 and var at) reason = reason[at..];
        return reason.Contains("NU1301", StringComparison.Ordinal) || reason.Contains("service index", StringComparison.Ordinal)
            ? $"Its source cannot be reached: check the network, or put the package into a local folder source. NuGet says: {reason}"
            : $"Check its name and version. NuGet says: {reason}";
    }

    static List<string> Assemblies(JsonNode assets)
    {
        var folders = assets["packageFolders"]!.AsObject().Select(folder => folder.Key).ToList();
        var files = new List<string>();
        foreach (var (id, library) in assets["targets"]!.AsObject().First().Value!.AsObject())
        {
            var path = assets["libraries"]![id]!["path"]?.GetValue<string>();
            foreach (var (file, _) in library!["runtime"]?.AsObject() ?? [])
            {
                if (path is null || !file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)) continue;
                files.AddRange(folders.Select(folder => Path.Combine(folder, path, file)).Where(File.Exists).Take(1));
            }
        }
        return files;
    }
}
