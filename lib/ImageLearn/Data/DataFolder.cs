namespace ImageLearn.Data;

/// <summary>The course's own pictures and tables: the files of its folder <c>data</c>, whose README says where each comes from.</summary>
public static class DataFolder
{
    /// <summary>
    /// Where a file of the folder lies, whichever folder the notebook is in: <c>Image.Load(DataFolder.Find("still-life.png"))</c>.
    /// Looked for in <c>data</c> beside the notebook, then beside each folder above it, then above this library.
    /// </summary>
    /// <param name="name">The file's name, below <c>data</c>.</param>
    /// <exception cref="FileNotFoundException">No such file is there.</exception>
    public static string Find(string name)
    {
        foreach (var start in (string[])[Environment.CurrentDirectory, AppContext.BaseDirectory])
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
                if (Path.Combine(folder.FullName, "data", name) is var path && File.Exists(path)) return path;
        throw new FileNotFoundException($"DataFolder: there is no file '{name}' in the folder data of the course (looked above {Environment.CurrentDirectory}). Check the name against data/README.md.", name);
    }
}
