using System.Globalization;
using System.Text.RegularExpressions;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Verify;

/// <summary>What can be seen of a solution notebook without running it.</summary>
static partial class WritingRules
{
    public static void Check(NotebookDocument notebook, string unitName, IReadOnlyList<Exercise> exercises, Findings findings)
    {
        CheckUnit(notebook, unitName, findings);
        CheckMetadata(notebook, findings);
        foreach (var exercise in exercises) CheckExercise(notebook, exercise, findings);
    }

    static void CheckUnit(NotebookDocument notebook, string unitName, Findings findings)
    {
        try
        {
            var unit = UnitMetadata.Of(notebook);
            if (unit.Unit != unitName.Split('-')[0]) findings.Add(null, $"imagelearn.unit is '{unit.Unit}', and the file's number is {unitName.Split('-')[0]}. Make them the same.");
        }
        catch (CourseException e)
        {
            findings.Add(null, $"{e.Message}.");
        }
        var titles = notebook.Cells.SelectMany(Headings).Count(heading => heading.StartsWith("# ", StringComparison.Ordinal));
        if (titles != 1) findings.Add(null, $"it has {titles} headings of the first level. Keep one, the title; use ## below it.");
    }

    static void CheckMetadata(NotebookDocument notebook, Findings findings)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var cell in notebook.Cells)
        {
            foreach (var problem in NbgraderSchema.Problems(cell)) findings.Add(cell, $"{problem}.");
            if (NbgraderMetadata.Of(cell) is not { } nbgrader) continue;
            if (nbgrader.GradeId != "" && !ids.Add(nbgrader.GradeId)) findings.Add(cell, $"another cell has the grade_id '{nbgrader.GradeId}' already. Give this one its own.");
            if ((nbgrader.Grade || nbgrader.Solution) && QuestionMetadata.Of(cell).Question is null)
                findings.Add(cell, $"the cell '{nbgrader.GradeId}' belongs to no question. Add \"imagelearn\": {{\"question\": \"Q…\"}} to its metadata.");
        }
    }

    static void CheckExercise(NotebookDocument notebook, Exercise exercise, Findings findings)
    {
        void Add(string message) => findings.Add(exercise.First, message, exercise.Question);

        CheckStatement(notebook, exercise, Add);
        if (exercise.Solutions.Count == 0)
        {
            Add("no cell for the answer. Mark the one that holds the solution with \"solution\": true in its nbgrader metadata.");
            return;
        }
        var metadata = exercise.Metadata;
        if (metadata.Kind is null) Add("no kind. Add \"kind\": \"code\", \"auto\", \"free\" or \"plot\" to the imagelearn metadata of the solution cell.");
        if (exercise.Points <= 0) Add("it is worth no points. Set \"points\" in the nbgrader metadata of the cell that is graded.");

        // What a machine cannot grade, a person needs a rubric for.
        var byHand = exercise.Solutions.Where(cell => NbgraderMetadata.Of(cell) is { Grade: true }).ToList();
        if (metadata.Kind == QuestionKind.Free && byHand.Count == 0) Add("a written answer has to be graded. Set \"grade\": true and \"points\" in its nbgrader metadata.");
        if (byHand.Count > 0)
        {
            var points = byHand.Sum(cell => NbgraderMetadata.Of(cell)!.Points);
            if (metadata.Rubric is not { Criteria.Count: > 0 } rubric) Add("no rubric. Add the criteria with their points to imagelearn.rubric.");
            else if (rubric.Criteria.Sum(criterion => criterion.Points) is var sum && sum != points) Add($"the rubric's criteria add up to {Number(sum)}, and the cell is worth {Number(points)}. Make them the same.");
        }
        else if (exercise.Checks.Count == 0) Add("no check. Add a cell with Check.Question and hidden probes, or a rubric for a marker.");
    }

    static void CheckStatement(NotebookDocument notebook, Exercise exercise, Action<string> add)
    {
        var number = new Regex($@"\b{Regex.Escape(exercise.Question)}(?![\w]|\.\d)");
        var headings = notebook.Cells.TakeWhile(cell => cell != exercise.First).SelectMany(Headings).Where(heading => number.IsMatch(heading)).ToList();
        if (headings.Count == 0) add($"no statement. Add a Markdown cell before it with the heading '## {exercise.Question} … ({Number(exercise.Points)} points)'.");
        else if (!Points().IsMatch(headings[^1])) add($"the heading '{headings[^1]}' does not say how many points. End it with '({Number(exercise.Points)} points)'.");
        else if (double.Parse(Points().Match(headings[^1]).Groups[1].ValueSpan, CultureInfo.InvariantCulture) is var points && points != exercise.Points)
            add($"the heading says {Number(points)} points, and the cells are worth {Number(exercise.Points)}. Make them the same.");
    }

    /// <summary>The heading lines of a Markdown cell; a # inside a fenced block is code.</summary>
    static IEnumerable<string> Headings(NotebookCell cell)
    {
        if (cell.Kind != CellKind.Markdown) yield break;
        var fenced = false;
        foreach (var line in cell.Source.Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) fenced = !fenced;
            else if (!fenced && Heading().IsMatch(line)) yield return line;
        }
    }

    static string Number(double points) => points.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("^#{1,6} ")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\((\d+(?:\.\d+)?) points?\)")]
    private static partial Regex Points();
}
