using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Intake;
using ImageLearn.Grading.Repair;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Similarity;

/// <summary>What was compared: how many students, how many pairs are shown, and who was left out, and why.</summary>
public sealed record SimilarityReport(int Students, int Pairs, IReadOnlyList<string> LeftOut);

/// <summary>Compares what a class wrote for a unit and writes a page about the pairs that share more than chance explains. It is something to look at, and says nothing about why.</summary>
public static class SimilarityWriter
{
    /// <summary>Reads, compares and writes.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="source">A folder of submissions, or the file of a gradebook. Of several attempts of a student the last counts.</param>
    /// <param name="page">The page to write.</param>
    /// <param name="cancel">Stops between two submissions.</param>
    /// <exception cref="CourseException">There is neither, or the unit is not written as the README says.</exception>
    public static SimilarityReport Write(Unit unit, string source, string page, CancellationToken cancel = default)
    {
        var released = ReleasedUnit.Load(unit);
        var given = new GivenWork(released);
        var read = Directory.Exists(source) ? OfFolder(source, released, given, cancel) : OfGradebook(source, released, given, cancel);
        var works = read.Select(student => student.Work).OfType<StudentWork>().ToList();
        var comparison = new ClassComparison(works, given);
        var pairs = comparison.Pairs();
        AtomicFile.Write(Path.GetFullPath(page), SimilarPage.Render(released, works.Count, comparison.Threshold, pairs, given));
        return new(works.Count, pairs.Count, [.. read.Select(student => student.Problem).OfType<string>()]);
    }

    static IReadOnlyList<(StudentWork? Work, string? Problem)> OfFolder(string folder, ReleasedUnit unit, GivenWork given, CancellationToken cancel) =>
        [.. SubmissionFolder.Read(folder).AsParallel().AsOrdered().WithCancellation(cancel).Select(handins =>
        {
            StudentWork? work = null;
            string? problem = null;
            foreach (var handin in handins.Read().OrderBy(handin => handin.Submitted))
            {
                try
                {
                    if (handin.Problem is not null) throw new CourseException(handin.Problem);
                    var document = NotebookDocument.Parse(handin.Notebook, handin.Path);
                    if (NotebookRepair.IsOf(document, handin.Path, unit)) work = StudentWork.Of(new(handin.Student, handin.Name), NotebookRepair.Prepare(document, unit), given);
                }
                catch (Exception e) when (e is NotebookFormatException or CourseException)
                {
                    problem = $"{handin.Path}: {e.Message}";
                }
            }
            return (work, work is null ? problem : null);
        })];

    static IReadOnlyList<(StudentWork? Work, string? Problem)> OfGradebook(string path, ReleasedUnit unit, GivenWork given, CancellationToken cancel)
    {
        using var gradebook = Gradebook.Open(path);
        var students = gradebook.Students().ToDictionary(student => student.Id);
        return [.. gradebook.Submissions(unit.Number).GroupBy(submission => submission.Student).AsParallel().AsOrdered().WithCancellation(cancel).Select(attempts =>
        {
            try
            {
                var notebook = attempts.Reverse().Select(attempt => gradebook.Notebook(attempt.Id)).FirstOrDefault(notebook => notebook is not null)
                    ?? throw new CourseException("There is no notebook in the gradebook.");
                return (StudentWork.Of(students[attempts.Key], NotebookRepair.Prepare(notebook, unit), given), (string?)null);
            }
            catch (Exception e) when (e is NotebookFormatException or CourseException)
            {
                return ((StudentWork?)null, $"{attempts.Key}: {e.Message}");
            }
        })];
    }
}
