using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ImageLearn.Notebooks.Sessions;

/// <summary>The assemblies a cell sees, read once a process.</summary>
static class References
{
    static readonly ConcurrentDictionary<string, MetadataReference> s_files = new();

    /// <summary>
    /// The SDK's reference assemblies, which are a tenth of the framework's size and carry its documentation, or the
    /// running framework itself where only the runtime is installed.
    /// </summary>
    static readonly ImmutableArray<string> s_framework =
        [.. Directory.GetFiles(ReferencePack() ?? RuntimeDirectory, "*.dll").Where(IsManaged).Order(StringComparer.Ordinal)];

    /// <summary>The framework, the course library, and the packages whose types the library mentions.</summary>
    public static ImmutableArray<MetadataReference> Default { get; } =
    [
        .. s_framework.Select(FromFile),
        .. new[] { "ImageLearn.dll", "MathNet.Numerics.dll", "System.Numerics.Tensors.dll" }.Select(file => FromFile(Path.Combine(AppContext.BaseDirectory, file))),
    ];

    /// <summary>A reference to a file, with the documentation that lies beside it.</summary>
    public static MetadataReference FromFile(string path) => s_files.GetOrAdd(path, static path =>
        MetadataReference.CreateFromFile(path, documentation: Path.ChangeExtension(path, ".xml") is var xml && File.Exists(xml) ? new XmlDocumentation(xml) : null));

    public static bool IsFrameworkAssembly(string name) =>
        s_framework.Any(file => Path.GetFileNameWithoutExtension(file).Equals(name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name, StringComparison.OrdinalIgnoreCase));

    static string RuntimeDirectory => Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary><c>dotnet/packs/Microsoft.NETCore.App.Ref/10.0.x/ref/net10.0</c>, beside <c>dotnet/shared/Microsoft.NETCore.App/10.0.x</c>.</summary>
    static string? ReferencePack()
    {
        var packs = new DirectoryInfo(Path.Combine(RuntimeDirectory, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        var major = $"{Environment.Version.Major}.{Environment.Version.Minor}";
        return !packs.Exists ? null : packs.GetDirectories($"{major}.*")
            .OrderByDescending(pack => Version.TryParse(pack.Name, out var version) ? version : new Version())
            .Select(pack => Path.Combine(pack.FullName, "ref", $"net{major}")).FirstOrDefault(Directory.Exists);
    }

    /// <summary>Not the native libraries, which on Windows are .dll files too.</summary>
    static bool IsManaged(string file) =>
        Path.GetFileName(file) is var name && !name.Contains(".Native", StringComparison.Ordinal)
        && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll" or "Microsoft.CSharp.dll" or "Microsoft.Win32.Primitives.dll");
}

/// <summary>Finds the assemblies that a <c>#load</c>ed file references.</summary>
sealed class FileReferenceResolver(string directory) : MetadataReferenceResolver
{
    public static string? Find(string path, string directory) => Path.Combine(directory, path) is var file && File.Exists(file) ? Path.GetFullPath(file) : null;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties) =>
        Find(reference, Path.GetDirectoryName(baseFilePath) ?? directory) is { } file ? [(PortableExecutableReference)References.FromFile(file)] : [];

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => directory.GetHashCode(StringComparison.Ordinal);
}
