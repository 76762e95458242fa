using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Notebooks.Kernel.Jupyter;

/// <summary>A kernel that Jupyter finds: the folder with its <c>kernel.json</c>, and what that file says.</summary>
/// <param name="Name">The name by which notebooks ask for it.</param>
/// <param name="Folder">Where it is installed.</param>
/// <param name="DisplayName">What a front end's menu shows.</param>
/// <param name="Language">Its language.</param>
/// <param name="Missing">The file it needs and that is not there; null when all is well.</param>
/// <param name="IsOurs">Whether this program installed it.</param>
public sealed record KernelSpec(string Name, string Folder, string DisplayName, string Language, string? Missing, bool IsOurs);

/// <summary>Tells Jupyter about the kernel, by a folder with <c>kernel.json</c> and logos in one of its data folders.</summary>
/// <remarks>
/// <c>kernel.json</c> names this build's dll by its full path, so a rebuild in place is used by the next kernel that
/// starts (end those that run first: Windows does not let their files be replaced, and elsewhere they may crash).
/// A repository that was moved needs another install; <see cref="Find"/> shows a kernel whose dll is gone.
/// </remarks>
public static partial class KernelSpecs
{
    /// <summary>Our name, and the one that notebooks made for .NET Interactive ask for.</summary>
    public const string Name = "imagelearn-csharp", NetInteractiveName = ".net-csharp";
    const string Mark = "imagelearn";
    static readonly string[] Logos = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];

    /// <summary>
    /// Installs the kernel into a data folder. Without a name it is installed as <see cref="Name"/>, and as
    /// <see cref="NetInteractiveName"/> too unless somebody else has a kernel of that name anywhere.
    /// </summary>
    /// <param name="dataFolder">See <see cref="JupyterFolders"/>.</param>
    /// <param name="program">The dll whose command <c>kernel start</c> runs the kernel.</param>
    /// <param name="name">Another name, to be installed alone.</param>
    /// <returns>What was installed.</returns>
    /// <exception cref="KernelException">The name is not allowed, or is taken.</exception>
    public static IReadOnlyList<KernelSpec> Install(string dataFolder, string program, string? name = null)
    {
        if (name is not null && !AllowedName.IsMatch(name))
            throw new KernelException($"A kernel cannot be called \"{name}\": only letters, digits, and . _ - are allowed.");
        var installed = new List<KernelSpec> { Write(dataFolder, name ?? Name, "C# (ImageLearn)", program) };
        if (name is null && IsFree(dataFolder, NetInteractiveName))
            installed.Add(Write(dataFolder, NetInteractiveName, "C# (ImageLearn, for .NET notebooks)", program));
        return installed;
    }

    /// <summary>Every C# kernel that Jupyter would find.</summary>
    public static IReadOnlyList<KernelSpec> Find() => [.. JupyterFolders.All.Distinct().SelectMany(Specs).Where(spec => spec.IsOurs || spec.Language == "C#")];

    /// <summary>Removes what was installed into a data folder: the kernel of a name, or all that are ours.</summary>
    /// <exception cref="KernelException">The kernel of that name is not there, or not ours.</exception>
    public static IReadOnlyList<KernelSpec> Remove(string dataFolder, string? name = null)
    {
        var found = Specs(dataFolder).Where(spec => name is null ? spec.IsOurs : spec.Name == name).ToList();
        if (name is not null && found is not [{ IsOurs: true }])
            throw new KernelException($"{Folder(dataFolder, name)} {(found.Count == 0 ? "is not there" : "was installed by another program")}; nothing was removed.");
        foreach (var spec in found) Directory.Delete(spec.Folder, recursive: true);
        return found;
    }

    static string Folder(string dataFolder, string name) => Path.Combine(dataFolder, "kernels", name);

    static bool IsFree(string dataFolder, string name) =>
        JupyterFolders.All.Append(dataFolder).Select(folder => Read(Folder(folder, name))).All(spec => spec is null or { IsOurs: true });

    static IEnumerable<KernelSpec> Specs(string dataFolder)
    {
        var kernels = Path.Combine(dataFolder, "kernels");
        return Directory.Exists(kernels) ? Directory.EnumerateDirectories(kernels).Order(StringComparer.Ordinal).Select(Read).OfType<KernelSpec>() : [];
    }

    /// <summary>What a folder says; null when there is no kernel in it that can be read.</summary>
    static KernelSpec? Read(string folder)
    {
        try
        {
            var json = JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, "kernel.json")))!.AsObject();
            var files = json["argv"]!.AsArray().Take(2).Select(argument => argument!.GetValue<string>());
            return new(Path.GetFileName(folder), folder, json["display_name"]!.GetValue<string>(), json["language"]!.GetValue<string>(),
                files.FirstOrDefault(file => Path.IsPathRooted(file) && !File.Exists(file)), json["metadata"]?[Mark] is JsonObject);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or NullReferenceException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    static KernelSpec Write(string dataFolder, string name, string displayName, string program)
    {
        var folder = Folder(dataFolder, name);
        if (Read(folder) is { IsOurs: false }) throw new KernelException($"{folder} holds another kernel; choose a name with --name.");
        Directory.CreateDirectory(folder);
        foreach (var logo in Logos)
        {
            using var resource = typeof(KernelSpecs).Assembly.GetManifestResourceStream($"Kernel/{logo}")!;
            WriteWhole(Path.Combine(folder, logo), resource.CopyTo);
        }
        var json = new JsonObject
        {
            // The full path: a front end started from a menu may have another PATH.
            ["argv"] = new JsonArray(WorkerProcess.DotnetHost, program, "kernel", "start", "{connection_file}"),
            ["display_name"] = displayName,
            ["language"] = "C#",
            ["interrupt_mode"] = "message",
            ["env"] = new JsonObject(),
            ["metadata"] = new JsonObject { ["debugger"] = false, [Mark] = new JsonObject { ["version"] = typeof(KernelSpecs).Assembly.GetName().Version!.ToString(3) } },
        };
        // Last, for a folder without it is no kernel.
        WriteWhole(Path.Combine(folder, "kernel.json"), file => JsonSerializer.Serialize(file, json, new JsonSerializerOptions { WriteIndented = true }));
        return Read(folder)!;
    }

    static void WriteWhole(string path, Action<Stream> write)
    {
        var half = $"{path}.{Environment.ProcessId}";
        using (var file = File.Create(half)) write(file);
        File.Move(half, path, overwrite: true);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._-]+\z")]
    private static partial Regex AllowedName { get; }
}
