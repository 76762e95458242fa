using System.Globalization;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Units;

/// <summary>
/// A unit of the course: its solution notebook, and the student's copy that is made from it. Its name is theirs: <c>01-shading</c>.
/// In nbgrader's folders it is a notebook of an <paramref name="Assignment"/>, and is called <c>ps1.problem1</c>.
/// </summary>
public sealed record Unit(string Name, string SolutionPath, string StudentPath, string? Assignment = null)
{
    /// <summary>What gradebooks know it by: <c>01</c>, or <c>ps1.problem1</c>.</summary>
    public string Number => Assignment is null ? Name.Split('-')[0] : Name;

    /// <summary>What <paramref name="read"/> finds in the solution; a complaint names the file.</summary>
    /// <exception cref="NotebookFormatException">The solution cannot be read.</exception>
    /// <exception cref="CourseException">It is not written as the README says.</exception>
    public T FromSolution<T>(Func<NotebookDocument, T> read)
    {
        var solution = NotebookDocument.Load(SolutionPath);
        try
        {
            return read(solution);
        }
        catch (CourseException e)
        {
            throw new CourseException($"{Path.GetFileName(SolutionPath)}: {e.Message.TrimEnd('.')}.");
        }
    }
}

/// <summary>The folder that holds the course, and where things are in it: this one, or one that is kept in nbgrader's folders (source, release, submitted).</summary>
public sealed class Course
{
    internal const string Landmark = "ImageLearn.Notebooks.sln";

    public Course(string root) => Root = Path.GetFullPath(root);

    public string Root { get; }

    /// <summary>Where generated files go; ignored by version control.</summary>
    public string OutputFolder => Path.Combine(Root, ".out");

    bool IsNbgraders => IsNbgraderCourse(Root);

    string NotebooksFolder => Path.Combine(Root, "notebooks");

    string SolutionsFolder => Path.Combine(NotebooksFolder, "solutions");

    /// <summary>The course that <paramref name="folder"/> is in.</summary>
    /// <exception cref="CourseException">It is in none.</exception>
    public static Course Find(string folder) => Above(folder, IsCourse)
        ?? throw new CourseException($"{folder} is not inside the course: no folder above it has {Landmark}. Change to the folder that you cloned, or to one below it.");

    /// <summary>The course in which a unit is to be graded: that of the caller's folder; or, if it has no such unit, one of nbgrader's that the submissions are in.</summary>
    /// <inheritdoc cref="Find(string)" path="/exception"/>
    public static Course FindFor(string unit, string submissions, string folder)
    {
        bool Has(Course? course) => course is not null && course.Units().Any(own => Is(own, unit));
        var here = Above(folder, IsCourse);
        return Above(submissions, IsNbgraderCourse) is { } nbgraders && Has(nbgraders) && !Has(here) ? nbgraders : here ?? Find(folder);
    }

    /// <summary>Where the submissions are when a folder is named: itself, or, if it holds a course of nbgrader's, <c>submitted</c> in it.</summary>
    public static string SubmissionsIn(string folder) => IsNbgraderCourse(folder) ? Path.Combine(folder, "submitted") : folder;

    static Course? Above(string folder, Func<string, bool> isCourse)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (isCourse(at.FullName)) return new Course(at.FullName);
        return null;
    }

    static bool IsCourse(string folder) => File.Exists(Path.Combine(folder, Landmark)) || IsNbgraderCourse(folder);

    static bool IsNbgraderCourse(string folder) => !File.Exists(Path.Combine(folder, Landmark)) && Directory.Exists(Path.Combine(folder, "source"))
        && (File.Exists(Path.Combine(folder, "nbgrader_config.py")) || Directory.Exists(Path.Combine(folder, "submitted")));

    /// <summary>All units, in the order of their names.</summary>
    public IReadOnlyList<Unit> Units() => IsNbgraders ? NbgraderUnits() : Directory.Exists(SolutionsFolder)
        ? [.. Directory.EnumerateFiles(SolutionsFolder, "*.ipynb")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal)
            .Select(name => new Unit(name, Path.Combine(SolutionsFolder, name + ".ipynb"), Path.Combine(NotebooksFolder, name + ".ipynb")))]
        : [];

    IReadOnlyList<Unit> NbgraderUnits() =>
    [
        .. from assignment in Directory.EnumerateDirectories(Path.Combine(Root, "source")).Order(StringComparer.Ordinal)
           from path in Directory.EnumerateFiles(assignment, "*.ipynb").Order(StringComparer.Ordinal)
           let folder = Path.GetFileName(assignment)
           select new Unit($"{folder}.{Path.GetFileNameWithoutExtension(path)}", path, Path.Combine(Root, "release", folder, Path.GetFileName(path)), folder),
    ];

    /// <summary>The units that were asked for by number (<c>1</c>, <c>01</c>) or name (<c>01-shading</c>; with nbgrader <c>ps1.problem1</c>, or <c>ps1</c> for all of the assignment); all when none was.</summary>
    /// <exception cref="CourseException">There is no such unit, or no unit at all.</exception>
    public IReadOnlyList<Unit> Units(IReadOnlyList<string> wanted)
    {
        var all = Units();
        if (all.Count == 0 && IsNbgraders) throw new CourseException($"{Path.Combine(Root, "source")} has no assignment: a folder with notebooks in it.");
        if (all.Count == 0) throw new CourseException($"{SolutionsFolder} has no notebooks. Write one there; lib/ImageLearn.Grading/README.md says how.");
        return wanted.Count == 0 ? all : [.. wanted.SelectMany(name => Find(name, all)).Distinct()];
    }

    static IReadOnlyList<Unit> Find(string wanted, IReadOnlyList<Unit> all) => all.Where(unit => Is(unit, wanted)).ToList() is { Count: > 0 } found ? found
        : throw new CourseException($"There is no unit '{wanted}'. The units are {string.Join(", ", all.Select(unit => unit.Name))}; give a number or a name.");

    static bool Is(Unit unit, string wanted)
    {
        var name = Path.GetFileName(wanted.Replace('\\', '/'));
        name = name.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase) ? name[..^".ipynb".Length] : name;
        return string.Equals(unit.Name, name, StringComparison.OrdinalIgnoreCase)
            || (unit.Assignment is { } assignment ? assignment == wanted : Number(unit.Name) is { } n && Number(name) == n && IsNumber(name));
    }

    static bool IsNumber(string name) => name.All(char.IsAsciiDigit);

    static int? Number(string name) => int.TryParse(name.Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
