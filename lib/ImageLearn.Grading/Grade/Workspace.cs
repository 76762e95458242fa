using System.Diagnostics;
using System.Globalization;
using ImageLearn.Grading.Intake;

namespace ImageLearn.Grading.Grade;

/// <summary>Where the files beside notebooks lie while these run. Named after this process, so that what a killed one left can be told and removed.</summary>
sealed class Workspace : IDisposable
{
    const string Name = ".work";

    readonly string _folder;
    int _count;

    public Workspace(string output)
    {
        var all = Path.Combine(output, Name);
        if (Directory.Exists(all))
            foreach (var left in Directory.EnumerateDirectories(all).Where(IsLeft)) Remove(left);
        _folder = Path.Combine(all, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Writes the files of a submission into a folder of their own, which goes when this is disposed. No folder when there are none.</summary>
    public Files Put(IReadOnlyList<HandinFile> files)
    {
        if (files.Count == 0) return new(null);
        var folder = Path.Combine(_folder, Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture));
        foreach (var file in files)
        {
            var path = Path.GetFullPath(Path.Combine(folder, file.Path));
            // Names are checked when archives are read; nothing that was overlooked there gets out here.
            if (!path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !CanBe(file.Path, path)) continue;
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, file.Content);
            }
            catch (Exception e) when (e is PathTooLongException or DirectoryNotFoundException) { } // longer than any name can be here
        }
        // Where submissions run as another user, that one has to get here.
        if (!OperatingSystem.IsWindows())
            foreach (var opened in (string[])[Path.GetDirectoryName(_folder)!, _folder, folder, .. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)])
                File.SetUnixFileMode(opened, File.GetUnixFileMode(opened) | UnixFileMode.GroupRead | UnixFileMode.OtherRead | (Directory.Exists(opened) ? UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : 0));
        return new(folder);
    }

    public void Dispose()
    {
        Remove(_folder);
        try { Directory.Delete(Path.GetDirectoryName(_folder)!); } catch (IOException) { } // another grader works there, or there is none
    }

    /// <summary>Whether this system has room for the name: an archive may hold a file and a folder of one name, or names from another system. What is missing costs less than the whole submission.</summary>
    static bool CanBe(string name, string path) =>
        !name.Split('/').Any(part => part.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0) && !Directory.Exists(path) && !File.Exists(path) && !Above(path).Any(File.Exists);

    static IEnumerable<string> Above(string path)
    {
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder)) yield return folder;
    }

    static bool IsLeft(string folder)
    {
        if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var process) || process == Environment.ProcessId) return true;
        try
        {
            using var other = Process.GetProcessById(process);
            return false;
        }
        catch (ArgumentException) { return true; }
    }

    static void Remove(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    public readonly record struct Files(string? Folder) : IDisposable
    {
        public void Dispose()
        {
            if (Folder is not null) Remove(Folder);
        }
    }
}
