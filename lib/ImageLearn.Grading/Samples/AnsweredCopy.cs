using ImageLearn.Grading.Release;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Samples;

/// <summary>The released notebook of a unit, answered by a student who does not exist.</summary>
static class AnsweredCopy
{
    /// <summary>Stands for the solution as an answer.</summary>
    public static readonly IReadOnlyList<string> SolutionItself = [];

    /// <param name="unit">The unit.</param>
    /// <param name="answer">The lines that take the place of the solution in a question; null leaves the stub.</param>
    public static NotebookDocument Of(Unit unit, Func<Exercise, IEnumerable<string>?> answer)
    {
        var (copy, solution) = (NotebookDocument.Load(unit.StudentPath), NotebookDocument.Load(unit.SolutionPath));
        var exercises = Exercise.All(solution).ToDictionary(exercise => exercise.Question);
        foreach (var (cell, solved) in copy.Cells.Zip(solution.Cells).Where(pair => NbgraderMetadata.Of(pair.First) is { Solution: true }))
            if (answer(exercises[QuestionMetadata.Of(solved).Question!]) is { } lines)
                cell.Source = lines == SolutionItself || Region.Count(solved.Source, RegionKind.Solution) != 1 ? solved.Source
                    : Region.Replace(solved.Source, (_, indent) => lines.SelectMany(line => line.Split('\n')).Select(line => indent + line));
        return copy;
    }

    /// <summary>A right attempt of the mistake bank, or the solution.</summary>
    public static IReadOnlyList<string> Right(Exercise exercise) => exercise.Metadata.Mistakes?.Right?.FirstOrDefault()?.Source ?? SolutionItself;

    /// <summary>The most common mistake, or the solution.</summary>
    public static IReadOnlyList<string> Wrong(Exercise exercise) => exercise.Metadata.Mistakes?.Wrong?.FirstOrDefault()?.Source ?? SolutionItself;
}
