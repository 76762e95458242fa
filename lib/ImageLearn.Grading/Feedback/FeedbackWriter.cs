using System.Text;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Marks;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Feedback;

/// <summary>What was written for a unit: a page for each student in <paramref name="Folder"/>, and one about the class beside it, which is not for students.</summary>
public sealed record FeedbackReport(string Unit, int Students, string Folder, string ClassPage);

/// <summary>Writes what is told to the students, and to their teacher.</summary>
public static class FeedbackWriter
{
    /// <summary>Writes the pages of a unit; each is whole or not there.</summary>
    /// <param name="gradebook">The marks.</param>
    /// <param name="policy">How points become marks.</param>
    /// <param name="unit">The unit's number.</param>
    /// <param name="folder">Where to; made when it is not there.</param>
    /// <param name="banks">The mistakes known of each question, by which those of the class are named.</param>
    /// <param name="cancel">Stops between two pages.</param>
    public static FeedbackReport Write(Gradebook gradebook, Policy policy, string unit, string folder, IReadOnlyDictionary<string, Mistakes> banks, CancellationToken cancel = default)
    {
        var marks = MarkBook.Of(gradebook, policy, unit);
        var students = Path.Combine(folder, unit);
        Directory.CreateDirectory(students);
        var people = gradebook.StandingMarks(unit);
        var names = FileNames(marks.Select(mark => mark.Student.Id));
        foreach (var mark in marks)
        {
            cancel.ThrowIfCancellationRequested();
            AtomicFile.Write(Path.Combine(students, names[mark.Student.Id]), StudentPage.Render(mark, gradebook, people));
        }
        var classPage = Path.Combine(folder, $"{unit}-class.html");
        AtomicFile.Write(classPage, ClassPage.Render(unit, ClassFigures.Of(marks, gradebook, banks), student => $"{unit}/{Uri.EscapeDataString(names[student])}"));
        return new(unit, marks.Count, students, classPage);
    }

    /// <summary>A file for each student. Where the id is no name for a file on every system, or the same as another's but for its case, it begins with _ and ends with its hash.</summary>
    internal static IReadOnlyDictionary<string, string> FileNames(IEnumerable<string> students)
    {
        var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return students.ToDictionary(student => student, student =>
        {
            var name = new StringBuilder();
            foreach (var c in student) name.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '@' ? c : c == '.' && name.Length > 0 ? c : '_');
            var plain = name.Length > 80 ? name.ToString()[..80] : name.ToString();
            return (plain == student && plain != "" && !IsDevice(plain) && used.Add(plain) ? plain : $"_{plain}-{Gradebook.HashOf(student)[..12]}") + ".html";
        });
    }

    // Windows takes these for devices, whatever stands behind a dot.
    static bool IsDevice(string name) => name.Split('.')[0].ToUpperInvariant() is "CON" or "PRN" or "AUX" or "NUL" or ['C', 'O', 'M', _] or ['L', 'P', 'T', _];
}
