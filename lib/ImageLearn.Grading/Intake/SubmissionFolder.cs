using ImageLearn.Grading.Units;

namespace ImageLearn.Grading.Intake;

/// <summary>
/// A folder of submissions as Canvas, Moodle, GitHub Classroom, nbgrader or a plain folder give it: a folder, an archive or a notebook for each student.
/// </summary>
public static class SubmissionFolder
{
    const long LargestNotebook = 256 << 20;
    const long MostBeside = 64 << 20;       // files that come with a notebook, together
    const int MostFilesBeside = 300;
    const int MostNotebooks = 100;          // each is an attempt, and may take all the time there is

    /// <summary>The students in the folder. What they handed in is read when it is asked for: a class does not fit into memory.</summary>
    /// <exception cref="CourseException">There is no such folder.</exception>
    public static IReadOnlyList<StudentHandins> Read(string folder)
    {
        if (!Directory.Exists(folder)) throw new CourseException($"There is no folder {folder}. Give the folder of submissions: a folder, an archive or a notebook for each student.");
        var entries = new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => !entry.Name.StartsWith('.') && entry.Name != "__MACOSX").OrderBy(entry => entry.Name, StringComparer.Ordinal).ToList();
        var clones = entries.Where(IsClone).Select(entry => entry.Name).ToList();
        var assignment = Owner.AssignmentOf(clones);
        return [.. entries
            .Where(entry => entry is DirectoryInfo || entry.LinkTarget is not null || entry.Extension.ToLowerInvariant() is ".ipynb" or ".zip")
            .GroupBy(entry => Owner.Of(entry.Name, IsClone(entry), assignment).Id)
            .OrderBy(entries => entries.Key, StringComparer.Ordinal)
            .Select(entries => new StudentHandins(entries.Key, () => [.. entries.SelectMany(entry => Read(entry, Owner.Of(entry.Name, IsClone(entry), assignment)))]))];
    }

    static IReadOnlyList<Handin> Read(FileSystemInfo entry, Owner owner)
    {
        try { return [.. OfEntry(entry, owner)]; }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return [Nothing(owner, entry.Name, $"It cannot be read: {e.Message.TrimEnd('.')}.", [])]; }
    }

    static bool IsClone(FileSystemInfo entry) => entry is DirectoryInfo && Directory.Exists(Path.Combine(entry.FullName, ".git"));

    static IEnumerable<Handin> OfEntry(FileSystemInfo entry, Owner owner)
    {
        if (entry.LinkTarget is not null || entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
        {
            yield return Nothing(owner, entry.Name, "It is a link, and links are not followed. Ask for the files themselves.", []);
            yield break;
        }
        if (entry is FileInfo { Extension: var ending } file)
        {
            var tree = ending.Equals(".zip", StringComparison.OrdinalIgnoreCase) ? FileTree.OfArchive(file.FullName) : FileTree.OfFile(file);
            foreach (var handin in OfTree(tree, ending.Equals(".zip", StringComparison.OrdinalIgnoreCase) ? file.Name + "/" : "", owner)) yield return handin;
            yield break;
        }
        var folder = FileTree.OfFolder(entry.FullName);
        // An archive inside the student's folder is the submission, if no notebook lies beside it.
        if (!folder.Files.Any(IsNotebook) && folder.Files.Where(inner => inner.Path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)).ToList() is { Count: > 0 } archives)
        {
            foreach (var archive in archives)
                foreach (var handin in OfTree(FileTree.OfArchive(Path.Combine(entry.FullName, archive.Path)), $"{entry.Name}/{archive.Path}/", owner)) yield return handin;
            yield break;
        }
        foreach (var handin in OfTree(folder, entry.Name + "/", owner)) yield return handin;
    }

    static bool IsNotebook(TreeFile file) => file.Path.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase);

    static IEnumerable<Handin> OfTree(FileTree tree, string prefix, Owner owner)
    {
        if (tree.Problem is { } problem)
        {
            yield return Nothing(owner, prefix.TrimEnd('/'), problem, tree.Notes);
            yield break;
        }
        var notebooks = tree.Files.Where(IsNotebook).ToList();
        if (notebooks.Count == 0)
        {
            yield return Nothing(owner, prefix.TrimEnd('/'), "There is no notebook (.ipynb) in it.", tree.Notes);
            yield break;
        }
        if (notebooks.Count > MostNotebooks)
        {
            yield return Nothing(owner, prefix.TrimEnd('/'), $"There are {notebooks.Count:N0} notebooks in it, and at most {MostNotebooks} are graded. Ask for the one that counts.", tree.Notes);
            yield break;
        }
        foreach (var notebook in notebooks) yield return OfNotebook(notebook, tree, prefix, owner);
    }

    static Handin OfNotebook(TreeFile notebook, FileTree tree, string prefix, Owner owner)
    {
        var path = prefix + notebook.Path;
        var notes = tree.Notes.ToList();
        try
        {
            if (ReadAll(notebook, LargestNotebook) is not { } bytes) return Nothing(owner, path, $"The notebook has more than {LargestNotebook >> 20} MB. Ask for it without its outputs.", notes);
            var folder = notebook.Path[..(notebook.Path.LastIndexOf('/') + 1)];
            return new(owner.Id, owner.Name, path, Submitted(tree, folder, notes) ?? notebook.Time, OutputStripper.Strip(bytes), Beside(tree, folder, notes), null, notes);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Nothing(owner, path, $"It cannot be read: {e.Message.TrimEnd('.')}.", notes);
        }
    }

    /// <summary>nbgrader writes the time into a file of its own.</summary>
    static DateTimeOffset? Submitted(FileTree tree, string folder, List<string> notes)
    {
        if (tree.Files.FirstOrDefault(file => file.Path == folder + "timestamp.txt" && file.Length < 100) is not { } stamp) return null;
        using var reader = new StreamReader(stamp.Open());
        var text = reader.ReadToEnd().Trim();
        if (Timestamp.Parse(text) is { } time) return time;
        // As nbgrader reads it.
        var universal = text.LastIndexOf(' ') is > 0 and var end ? Timestamp.Parse(text[..end]) : null;
        notes.Add(universal is null ? $"timestamp.txt holds no time ('{text}'); the file of the notebook says when it was handed in." : $"timestamp.txt names a zone that is not known here ('{text}'), and was read as UTC.");
        return universal;
    }

    /// <summary>The files of its folder and below, as far as there are not too many: a picture, a #load. The course's own data are not for a submission to replace.</summary>
    static List<HandinFile> Beside(FileTree tree, string folder, List<string> notes)
    {
        var files = new List<HandinFile>();
        var left = MostBeside;
        foreach (var file in tree.Files.Where(file => file.Path.StartsWith(folder, StringComparison.Ordinal) && !IsNotebook(file)))
        {
            var path = file.Path[folder.Length..];
            if (path.StartsWith("data/", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)) continue;
            if (files.Count == MostFilesBeside || ReadAll(file, left) is not { } bytes)
            {
                notes.Add($"{file.Path} and what follows was left aside: the files beside a notebook may be {MostFilesBeside} and have {MostBeside >> 20} MB.");
                break;
            }
            left -= bytes.Length;
            files.Add(new(path, bytes));
        }
        return files;
    }

    /// <summary>What a file holds, counted while it is read: what an archive says of lengths is a promise. Null when it is more than <paramref name="most"/>.</summary>
    static byte[]? ReadAll(TreeFile file, long most)
    {
        using var from = file.Open();
        using var content = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = from.Read(buffer)) > 0;)
        {
            if (content.Length + read > most) return null;
            content.Write(buffer, 0, read);
        }
        return content.ToArray();
    }

    static Handin Nothing(Owner owner, string path, string problem, IReadOnlyList<string> notes) => new(owner.Id, owner.Name, path, null, [], [], problem, notes);
}
