using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Students;

/// <summary>How far a student is with a question.</summary>
public enum QuestionState
{
    /// <summary>Nothing is written yet.</summary>
    Open,
    /// <summary>Something is written, and its check has not passed, or there is none: a written answer is judged by a person.</summary>
    Tried,
    /// <summary>Its check has passed.</summary>
    Passed,
}

/// <summary>What a student has written, as the file of the notebook tells: text, and the outputs of checks that ran.</summary>
public static class Answers
{
    /// <summary>Whether the student has written something into a cell for an answer: it is not as it was released.</summary>
    public static bool IsChanged(NotebookCell cell) =>
        NbgraderMetadata.Of(cell) is { Solution: true } nbgrader && ReleasedChecksum(cell) is { } released && nbgrader.Checksum(cell) != released;

    /// <summary>The checksum that the release gave to the cell; null when it did not.</summary>
    public static string? ReleasedChecksum(NotebookCell cell) => cell.Metadata["nbgrader"]?["checksum"]?.ToString();

    /// <summary>How far the student is with a question of their notebook.</summary>
    public static QuestionState StateOf(Exercise exercise)
    {
        var outcomes = exercise.Checks.Select(cell => (string?)cell.Outputs.Select(output => output.Notes("check")).LastOrDefault(check => check?["question"]?.ToString() == exercise.Question)?["outcome"]?.ToString()).ToList();
        var written = exercise.Solutions.Where(cell => cell.Kind == CellKind.Markdown).ToList();
        if (outcomes.Count > 0 && outcomes.All(outcome => outcome == "passed") && written.All(IsChanged)) return QuestionState.Passed;
        return exercise.Solutions.Any(IsChanged) || outcomes.Any(outcome => outcome is not (null or "not-attempted")) ? QuestionState.Tried : QuestionState.Open;
    }
}
