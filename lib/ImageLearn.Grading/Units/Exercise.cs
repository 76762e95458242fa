using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Units;

/// <summary>A question of a notebook with its cells, in their order.</summary>
public sealed class Exercise
{
    Exercise(string question, IReadOnlyList<NotebookCell> cells)
    {
        Question = question;
        Solutions = [.. cells.Where(cell => NbgraderMetadata.Of(cell) is { Solution: true })];
        Checks = [.. cells.Where(cell => NbgraderMetadata.Of(cell) is { Solution: false, Grade: true })];
        First = cells[0];
        Metadata = QuestionMetadata.Of(Solutions.FirstOrDefault() ?? First);
        Points = cells.Select(NbgraderMetadata.Of).Sum(cell => cell is { Grade: true } ? cell.Points : 0);
    }

    /// <summary>Its number, as the heading has it: <c>Q1.3</c>.</summary>
    public string Question { get; }

    /// <summary>The first of its cells.</summary>
    public NotebookCell First { get; }

    /// <summary>What is said of it in its first solution cell.</summary>
    public QuestionMetadata Metadata { get; }

    /// <summary>The cells where the student answers.</summary>
    public IReadOnlyList<NotebookCell> Solutions { get; }

    /// <summary>The cells that check the answer; none when it is marked by hand.</summary>
    public IReadOnlyList<NotebookCell> Checks { get; }

    /// <summary>What it is worth.</summary>
    public double Points { get; }

    /// <summary>All exercises of a notebook, in the order of their first cells.</summary>
    /// <exception cref="CourseException">The metadata of a cell is not as it should be.</exception>
    public static IReadOnlyList<Exercise> All(NotebookDocument notebook) =>
    [
        .. from cell in notebook.Cells
           let question = QuestionMetadata.Of(cell).Question
           where question is not null
           group cell by question into cells
           select new Exercise(cells.Key, [.. cells]),
    ];
}
