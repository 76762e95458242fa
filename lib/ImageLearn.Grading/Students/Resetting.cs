using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Students;

/// <summary>Gives a student a clean exercise, or a clean notebook, back.</summary>
public static class Resetting
{
    /// <param name="notebook">The student's notebook; its document is changed.</param>
    /// <param name="question">The question's number, as <c>Q1.3</c> or <c>1.3</c>; null for the whole notebook.</param>
    /// <param name="now">For the name of the file that keeps what was there.</param>
    /// <returns>Where the notebook as it was is kept; null when it was clean.</returns>
    /// <exception cref="CourseException">There is no such question, or its cell was deleted.</exception>
    public static string? Reset(StudentNotebook notebook, string? question, DateTime now)
    {
        var before = notebook.Document.ToJson();
        var clean = question is null ? notebook.Release : Clean(notebook, question);
        return clean.ToJson() == before ? null : notebook.Replace(clean, now);
    }

    static NotebookDocument Clean(StudentNotebook notebook, string question)
    {
        var exercises = Exercise.All(notebook.Release);
        var released = exercises.FirstOrDefault(exercise => string.Equals(exercise.Question.TrimStart('Q'), question.TrimStart('Q', 'q'), StringComparison.Ordinal))
            ?? throw new CourseException($"There is no question '{question}' in this unit. It has {string.Join(", ", exercises.Select(exercise => exercise.Question))}.");
        foreach (var cell in released.Solutions)
        {
            var own = notebook.Document.Cells.Find(other => Merging.AreSame(other, cell))
                ?? throw new CourseException($"{notebook.FilePath} has no cell for the answer to {released.Question} any more. imagelearn upgrade puts it back.");
            (own.Source, own.Attachments) = (cell.Source, null);
            Clear(own);
        }
        foreach (var cell in notebook.Document.Cells.Where(cell => released.Checks.Any(check => Merging.AreSame(cell, check)))) Clear(cell);
        return notebook.Document;
    }

    static void Clear(NotebookCell cell)
    {
        cell.Outputs.Clear();
        cell.ExecutionCount = null;
    }
}
