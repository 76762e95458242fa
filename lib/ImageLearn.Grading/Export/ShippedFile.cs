using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using ImageLearn.Grading.Units;

namespace ImageLearn.Grading.Export;

/// <summary>A file that goes to another machine: its path there, with slashes, and what it holds.</summary>
sealed record ShippedFile(string Path, Func<Stream> Open, bool IsProgram = false)
{
    static readonly string[] s_systems = ["linux-x64", "linux-arm64"];

    public static ShippedFile Of(string path, string text, bool isProgram = false) => new(path, () => new MemoryStream(Encoding.UTF8.GetBytes(text)), isProgram);

    /// <summary>This program as it was built, with nothing of what lies beside it that it does not need on Linux.</summary>
    /// <exception cref="CourseException">It is no built program that runs here.</exception>
    public static IReadOnlyList<ShippedFile> Program(string folder)
    {
        const string Command = "ImageLearn.Cli", Worker = "ImageLearn.Notebooks";
        var home = AppContext.BaseDirectory;
        var list = System.IO.Path.Combine(home, $"{Command}.deps.json");
        if (!File.Exists(list)) throw new CourseException($"{list} is not there, which says of what files the command consists. Build it: dotnet build -c Release lib/ImageLearn.Cli.");
        var libraries = JsonNode.Parse(File.ReadAllText(list))!["targets"]!.AsObject().SelectMany(target => target.Value!.AsObject()).Select(library => library.Value!).ToList();
        IEnumerable<string> Assets(string kind) => libraries.SelectMany(library => library[kind]?.AsObject().Select(asset => asset.Key) ?? []);
        return
        [
            .. from name in (string[])
                [
                    $"{Command}.deps.json", $"{Command}.runtimeconfig.json", $"{Worker}.deps.json", $"{Worker}.runtimeconfig.json",
                    .. Assets("runtime").Select(path => System.IO.Path.GetFileName(path)), .. Assets("runtimeTargets").Where(path => s_systems.Contains(path.Split('/')[1])),
                ]
               select new ShippedFile($"{folder}/{name}", () => File.OpenRead(System.IO.Path.Combine(home, name))),
        ];
    }

    /// <summary>The pictures and pages of the course, without the programs that drew them.</summary>
    public static IEnumerable<ShippedFile> Data(Course course, string folder)
    {
        var data = System.IO.Path.Combine(course.Root, "data");
        return Directory.Exists(data)
            ? from path in Directory.EnumerateFiles(data).Order(StringComparer.Ordinal)
              where System.IO.Path.GetExtension(path) is not (".cs" or ".md")
              select new ShippedFile($"{folder}/{System.IO.Path.GetFileName(path)}", () => File.OpenRead(path))
            : [];
    }

    /// <summary>Writes the file below a folder.</summary>
    public void WriteInto(string folder)
    {
        var path = System.IO.Path.Combine(folder, Path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        using (var from = Open())
        using (var into = File.Create(path)) from.CopyTo(into);
        if (IsProgram && !OperatingSystem.IsWindows()) File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    /// <summary>Writes an archive, whole or not at all.</summary>
    public static void WriteArchive(string path, IEnumerable<ShippedFile> files)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var archive = new ZipArchive(new FileStream(temporary, FileMode.CreateNew), ZipArchiveMode.Create))
                foreach (var file in files)
                {
                    var entry = archive.CreateEntry(file.Path);
                    entry.ExternalAttributes = (file.IsProgram ? 0x81ED : 0x81A4) << 16; // -rwxr-xr-x, -rw-r--r--
                    using var from = file.Open();
                    using var into = entry.Open();
                    from.CopyTo(into);
                }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
