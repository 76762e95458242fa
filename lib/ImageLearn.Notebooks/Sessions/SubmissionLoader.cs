using System.Reflection;
using System.Runtime.Loader;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Notebooks.Sessions;

/// <summary>Loads compiled cells, and the assemblies that <c>#r</c> brought in when a cell first needs them.</summary>
sealed class SubmissionLoader
{
    readonly Dictionary<string, string> _files = new(StringComparer.OrdinalIgnoreCase);
    readonly AssemblyLoadContext _context;

    SubmissionLoader(AssemblyLoadContext context)
    {
        _context = context;
        _context.Resolving += (context, name) => Find(name.Name!) is { } file ? context.LoadFromAssemblyPath(file) : null;
    }

    /// <summary>Everything lives in the default context, so that a type is one type however a cell came by it.</summary>
    public SubmissionLoader() : this(AssemblyLoadContext.Default) { }

    /// <summary>For another session of the same process: its cells have the names of those before, and see none of these. It is never unloaded: code that may be,
    /// the runtime compiles with all optimisations at once, which takes three times as long and is seldom worth it here.</summary>
    public static SubmissionLoader Apart() => new(new AssemblyLoadContext("session"));

    public void Add(IEnumerable<string> files)
    {
        foreach (var file in files) _files[Path.GetFileNameWithoutExtension(file)] = file;
    }

    /// <summary>One that was named, or one that those may need, which then lies beside them.</summary>
    string? Find(string name) => _files.TryGetValue(name, out var file) ? file
        : _files.Values.Select(named => Path.Combine(Path.GetDirectoryName(named)!, name + ".dll")).FirstOrDefault(File.Exists);

    public Assembly Load(CellImage image) => _context.LoadFromStream(new MemoryStream(image.Assembly), new MemoryStream(image.Symbols));
}
