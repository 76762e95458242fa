namespace ImageLearn.Notebooks.Kernel.Jupyter;

/// <summary>Where Jupyter keeps its data, kernels among them, on each system.</summary>
/// <remarks>https://docs.jupyter.org/en/latest/use/jupyter-directories.html#data-files</remarks>
public static class JupyterFolders
{
    /// <summary>The data folder of this user.</summary>
    public static string User => Variable("JUPYTER_DATA_DIR") ?? (OperatingSystem.IsWindows()
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter")
        : OperatingSystem.IsMacOS()
            ? Path.Combine(Home, "Library", "Jupyter")
            : Path.Combine(Variable("XDG_DATA_HOME") ?? Path.Combine(Home, ".local", "share"), "jupyter"));

    /// <summary>The data folder below a prefix such as <c>/usr/local</c> or a Python environment.</summary>
    public static string UnderPrefix(string prefix) => Path.Combine(Path.GetFullPath(prefix), "share", "jupyter");

    /// <summary>The data folder of the Python environment that is active in this shell.</summary>
    /// <exception cref="KernelException">None is active.</exception>
    public static string OfEnvironment => UnderPrefix(ActiveEnvironment
        ?? throw new KernelException("No Python environment is active (neither VIRTUAL_ENV nor CONDA_PREFIX is set): activate one, or name its folder with --prefix."));

    /// <summary>Every data folder in which Jupyter looks for kernels, in its order.</summary>
    public static IEnumerable<string> All
    {
        get
        {
            var named = Variable("JUPYTER_PATH")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];
            string[] environment = ActiveEnvironment is { } prefix ? [UnderPrefix(prefix)] : [];
            string[] system = OperatingSystem.IsWindows()
                ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "jupyter")]
                : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
            return [.. named, User, .. environment, .. system];
        }
    }

    static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    static string? ActiveEnvironment => Variable("VIRTUAL_ENV") ?? Variable("CONDA_PREFIX");

    static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
