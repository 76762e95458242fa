using System.Globalization;
using ImageLearn.Grading.Release;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Students;

/// <summary>A notebook that a student works in, and the released notebook that it was made from or is to become.</summary>
public sealed class StudentNotebook
{
    StudentNotebook(string path, NotebookDocument document, NotebookDocument release) => (FilePath, Document, Release) = (path, document, release);

    /// <summary>Where it lies.</summary>
    public string FilePath { get; }

    /// <summary>What the student has.</summary>
    public NotebookDocument Document { get; }

    /// <summary>What is given out now.</summary>
    public NotebookDocument Release { get; }

    /// <summary>Finds a unit's notebook, or reads one by its path, and the release that belongs to it.</summary>
    /// <param name="course">The course.</param>
    /// <param name="wanted">The number or name of a unit, or the path of a student's notebook.</param>
    /// <param name="from">The released notebook; null for the one that the unit's solution makes.</param>
    /// <exception cref="CourseException">There is no such unit, or the two notebooks are not of the same unit.</exception>
    /// <exception cref="NotebookFormatException">A notebook is not there or cannot be read.</exception>
    public static StudentNotebook Load(Course course, string wanted, string? from)
    {
        var path = File.Exists(wanted) ? Path.GetFullPath(wanted) : course.Units([wanted])[0].StudentPath;
        var document = NotebookDocument.Load(path);
        var number = NumberOf(document, path);
        var release = from is null ? Releaser.CopyOf(course.Units([number])[0]) : NotebookDocument.Load(from);
        if (NumberOf(release, from ?? path) is var other && other != number) throw new CourseException($"{path} is a notebook of unit {number}, and {from} of unit {other}. Give the release of the same unit.");
        if (release.Cells.Exists(cell => cell.Kind == CellKind.Code && Region.Count(cell.Source, RegionKind.Solution) > 0)) throw new CourseException($"{from} is a solution, not a released notebook. Make one with imagelearn release.");
        if ((Variant.StudentOf(document), Variant.StudentOf(release)) is (string own, string whose) && own != whose) throw new CourseException($"{path} was given out to {own}, and {from} to {whose}. Give the release of the same student.");
        if (Variant.StudentOf(release) is null) Variant.Keep(document, release);
        return new(path, document, release);
    }

    /// <summary>Puts a new document in the place of the student's, which is kept beside it under a name with the time.</summary>
    /// <returns>Where it is kept.</returns>
    public string Replace(NotebookDocument document, DateTime now)
    {
        var time = now.ToString("yyyy-MM-dd-HHmmss", CultureInfo.InvariantCulture);
        string kept;
        for (int more = 1; File.Exists(kept = Path.ChangeExtension(FilePath, $"{time}{(more == 1 ? "" : $"-{more}")}.ipynb")); more++) { }
        File.Copy(FilePath, kept);
        document.Save(FilePath);
        return kept;
    }

    static string NumberOf(NotebookDocument notebook, string path)
    {
        try
        {
            return UnitMetadata.Of(notebook).Unit;
        }
        catch (CourseException)
        {
            throw new CourseException($"{path} is not a notebook of the course: its metadata name no unit. Give a unit's number, or the path of a notebook that was released.");
        }
    }
}
