using System.Reflection;
using System.Runtime.Loader;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Notebooks.Sessions;

/// <summary>Loads compiled cells, and the assemblies that <c>#r</c> brought in when a cell first needs them.</summary>
sealed class SubmissionLoader
{
    readonly Dictionary<string, string> _files = new(StringComparer.OrdinalIgnoreCase);

    public SubmissionLoader()
    {
        // Everything lives in the default context, so that a type is one type however a cell came by it.
        AssemblyLoadContext.Default.Resolving += (context, name) => Find(name.Name!) is { } file ? context.LoadFromAssemblyPath(file) : null;
    }

    public void Add(IEnumerable<string> files)
    {
        foreach (var file in files) _files[Path.GetFileNameWithoutExtension(file)] = file;
    }

    /// <summary>One that was named, or one that those may need, which then lies beside them.</summary>
    string? Find(string name) => _files.TryGetValue(name, out var file) ? file
        : _files.Values.Select(named => Path.Combine(Path.GetDirectoryName(named)!, name + ".dll")).FirstOrDefault(File.Exists);

    public Assembly Load(CellImage image) => AssemblyLoadContext.Default.LoadFromStream(new MemoryStream(image.Assembly), new MemoryStream(image.Symbols));
}
