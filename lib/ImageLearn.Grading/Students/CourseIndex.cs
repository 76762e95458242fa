using System.Text;
using System.Text.RegularExpressions;
using ImageLearn.Grading.Release;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Students;

/// <summary>A line of the index: a unit, what it says of itself, its number of questions, and how many of them the student has in each state.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="About">What it says of itself.</param>
/// <param name="Questions">How many questions it asks.</param>
/// <param name="States">How many are passed, tried and open in the student's notebook; null when there is none that can be read.</param>
/// <param name="Problem">Why the student's notebook cannot be read.</param>
public sealed record CourseEntry(Unit Unit, UnitMetadata About, int Questions, IReadOnlyDictionary<QuestionState, int>? States, string? Problem);

/// <summary>The index of the course: printed by the command, and kept as a table in the README and in unit 00.</summary>
public static partial class CourseIndex
{
    const string Header = "| unit | questions | minutes | what for | needs |";

    /// <exception cref="NotebookFormatException">A solution cannot be read.</exception>
    /// <exception cref="CourseException">A solution is not written as the README says.</exception>
    public static IReadOnlyList<CourseEntry> Of(Course course) => [.. course.Units([]).Select(unit =>
    {
        var (about, questions) = unit.FromSolution(solution => (UnitMetadata.Of(solution), Exercise.All(solution).Count));
        var (states, problem) = StatesOf(unit);
        return new CourseEntry(unit, about, questions, states, problem);
    })];

    static (IReadOnlyDictionary<QuestionState, int>?, string?) StatesOf(Unit unit)
    {
        if (!File.Exists(unit.StudentPath)) return (null, null);
        try
        {
            var states = Exercise.All(NotebookDocument.Load(unit.StudentPath)).Select(Answers.StateOf).ToList();
            return (Enum.GetValues<QuestionState>().ToDictionary(state => state, state => states.Count(other => other == state)), null);
        }
        catch (Exception e) when (e is NotebookFormatException or CourseException)
        {
            return (null, e.Message);
        }
    }

    /// <summary>The index as a Markdown table, with links to the notebooks in <paramref name="folder"/>.</summary>
    public static string Markdown(IEnumerable<CourseEntry> entries, string folder)
    {
        var table = new StringBuilder($"{Header}\n|---|---:|---:|---|---|\n");
        foreach (var (unit, about, questions, _, _) in entries)
            table.Append($"| [{about.Unit} {about.Title}]({folder}{unit.Name}.ipynb) | {questions} | {about.Minutes} | {WhatFor(about)} | {(about.Prerequisites.Count == 0 ? "–" : string.Join(", ", about.Prerequisites))} |\n");
        return table.ToString(0, table.Length - 1);
    }

    /// <summary>What a student can do after the unit, without the "You can" and the full stop that are the same in each.</summary>
    public static string WhatFor(UnitMetadata about) => (about.What.StartsWith("You can ", StringComparison.Ordinal) ? about.What["You can ".Length..] : about.What).TrimEnd('.').Replace("|", "\\|");

    /// <summary>A text with the table in it brought up to date.</summary>
    /// <exception cref="CourseException">The text has no such table.</exception>
    public static string Replace(string text, string table, string place)
    {
        var match = Table().Match(text);
        return match.Success ? text[..match.Index] + table + text[(match.Index + match.Length)..]
            : throw new CourseException($"{place} has no index of the course. Add the line '{Header}' where it is to stand");
    }

    /// <summary>Brings the tables in the README and in unit 00 (its solution and its student's copy) up to date.</summary>
    /// <returns>The files that were written.</returns>
    /// <exception cref="CourseException">One of them has no such table; nothing was written.</exception>
    public static IReadOnlyList<string> Write(Course course)
    {
        var entries = Of(course);
        var readme = Path.Combine(course.Root, "README.md");
        var (before, start) = (File.ReadAllText(readme).ReplaceLineEndings("\n"), course.Units(["00"])[0]);
        var text = Replace(before, Markdown(entries, "notebooks/"), "README.md");
        var notebook = NotebookDocument.Load(start.SolutionPath);
        var cell = notebook.Cells.Find(cell => cell.Kind == CellKind.Markdown && Table().IsMatch(cell.Source));
        var source = Replace(cell?.Source ?? "", Markdown(entries, ""), $"{start.Name}.ipynb");

        var written = new List<string>();
        if (text != before) AtomicFile.Write(Add(readme), text);
        if (source != cell!.Source)
        {
            cell.Source = source;
            notebook.Save(Add(start.SolutionPath));
        }
        foreach (var (_, was) in Releaser.Release([start]))
            if (was != CopyState.Current) Add(start.StudentPath);
        return written;

        string Add(string path)
        {
            written.Add(path);
            return path;
        }
    }

    [GeneratedRegex(@"^\| unit \| questions \| minutes \| what for \| needs \|(\n\|[^\n]*)*", RegexOptions.Multiline)]
    private static partial Regex Table();
}
