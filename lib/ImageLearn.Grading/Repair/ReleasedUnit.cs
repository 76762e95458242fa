using System.Text.RegularExpressions;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Intake;
using ImageLearn.Grading.Nbgrader;
using ImageLearn.Grading.Release;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Repair;

/// <summary>What a cell of a released notebook is for.</summary>
enum CellRole
{
    /// <summary>Text to read.</summary>
    Text,
    /// <summary>Code that is given.</summary>
    Given,
    /// <summary>Where the student writes code.</summary>
    Answer,
    /// <summary>Where the student writes text.</summary>
    WrittenAnswer,
    /// <summary>A check; students leave it as it is.</summary>
    Check,
    /// <summary>Something else that students leave as it is, in a course of nbgrader's.</summary>
    Locked,
}

/// <summary>A cell as students got it (<paramref name="Released"/>), and as the solution has it, hidden tests left out.</summary>
sealed record ReleasedCell(int Position, CellRole Role, string? GradeId, string? Question, NotebookCell Released, string Solution)
{
    /// <summary>Whether it holds numbers of each student's own.</summary>
    public bool IsVariant => Variant.IsIn(Released);

    /// <summary>What stands there, for messages.</summary>
    public string Name => Role switch
    {
        CellRole.Answer or CellRole.WrittenAnswer => $"the answer to {Question}",
        CellRole.Check => $"the check of {Question}",
        CellRole.Given => $"the given cell '{Released.Id}'",
        CellRole.Locked when IsVariant => $"the cell with the numbers of {Question}",
        CellRole.Locked => $"the locked cell '{GradeId}'",
        _ => "a text",
    };

    /// <summary>A cell of this place with some source, and with the metadata that the release gave it.</summary>
    public NotebookCell With(string source) => new(Released.Kind, source, Released.Id) { Metadata = Released.Metadata.DeepClone().AsObject(), Attachments = Released.Attachments?.DeepClone().AsObject() };
}

/// <summary>A unit as it was released, with the solution and the hidden tests beside it: what submissions are repaired and graded by.</summary>
sealed partial class ReleasedUnit
{
    public required Unit Unit { get; init; }

    /// <summary><c>07</c></summary>
    public string Number => Unit.Number;

    /// <summary>The student's copy.</summary>
    public required NotebookDocument Document { get; init; }

    public IReadOnlyList<Exercise> Exercises { get; private init; } = [];

    public required IReadOnlyList<ReleasedCell> Cells { get; init; }

    public required IReadOnlyList<Question> Questions { get; init; }

    /// <summary>The hidden probes, in the order of their cells.</summary>
    public required IReadOnlyList<HiddenTest> Tests { get; init; }

    /// <summary>Of all that marks depend on: the solution, the checks, the probes.</summary>
    public required string Hash { get; init; }

    /// <summary>What lay beside the notebook when it was given out.</summary>
    public IReadOnlyList<HandinFile> Files { get; init; } = [];

    /// <summary>What students were given beside these cells, in a course of nbgrader's.</summary>
    public IReadOnlyList<NotebookCell> Given { get; init; } = [];

    /// <summary>Whether a question is graded with the student's own earlier answers only, never with the reference's.</summary>
    public bool StandsOnItsOwn(string question) => Exercises.First(exercise => exercise.Question == question).Metadata.OwnPrerequisites;

    /// <summary>A unit as everybody gets it or, with the course's secret, as one student does.</summary>
    /// <exception cref="CourseException">The solution is not written as the README says.</exception>
    public static ReleasedUnit Load(Unit unit, CourseSecret? secret = null, string student = "")
    {
        if (unit.Assignment is not null) return NbgraderRelease.Of(unit);
        var solution = NotebookDocument.Load(unit.SolutionPath);
        if (secret is not null) solution = Variant.For(solution, secret, student);
        var release = StudentCopy.Of(solution, Path.GetFileName(unit.SolutionPath));
        var exercises = Exercise.All(solution);
        IReadOnlyList<ReleasedCell> cells = [.. release.Cells.Select((cell, i) => Cell(i, cell, solution.Cells[i]))];
        return new()
        {
            Unit = unit,
            Document = release,
            Exercises = exercises,
            Cells = cells,
            Tests = [.. cells.Where(cell => cell.Role == CellRole.Check).SelectMany(cell => HiddenTest.All(cell, solution.Cells[cell.Position].Source))],
            Hash = HashOf(solution),
            Questions = [.. exercises.Select((exercise, i) => new Question(
                unit.Number, exercise.Question, i, TitleOf(solution, exercise), exercise.Metadata.Kind ?? QuestionKind.Code, exercise.Points,
                exercise.Solutions.Select(NbgraderMetadata.Of).Sum(cell => cell is { Grade: true } ? cell.Points : 0), exercise.Metadata.Rubric))],
        };
    }

    public static string HashOf(NotebookDocument solution) => Gradebook.HashOf([.. solution.Cells.Select(cell => $"{cell.Id} {cell.Kind} {cell.Metadata.ToJsonString()} {cell.Source}")]);

    static ReleasedCell Cell(int position, NotebookCell released, NotebookCell solution)
    {
        var nbgrader = NbgraderMetadata.Of(solution);
        var role = (released.Kind, nbgrader) switch
        {
            (CellKind.Code, { Solution: true }) => CellRole.Answer,
            (_, { Solution: true }) => CellRole.WrittenAnswer,
            (CellKind.Code, { Grade: true }) => CellRole.Check,
            (CellKind.Code, _) when Variant.IsIn(solution) => CellRole.Locked,
            (CellKind.Code, _) => CellRole.Given,
            _ => CellRole.Text,
        };
        return new(position, role, nbgrader is { GradeId: not "" } ? nbgrader.GradeId : null, QuestionMetadata.Of(solution).Question, released,
            released.Kind == CellKind.Code ? Region.Replace(solution.Source, (kind, _) => kind == RegionKind.HiddenTests ? [] : null) : solution.Source);
    }

    /// <summary>What the heading says beside number and points.</summary>
    static string TitleOf(NotebookDocument solution, Exercise exercise)
    {
        var number = new Regex($@"^#+\s*{Regex.Escape(exercise.Question)}(?![\w.])\s*(?<title>.*)$", RegexOptions.Multiline);
        var heading = solution.Cells.TakeWhile(cell => cell != exercise.First).Where(cell => cell.Kind == CellKind.Markdown).Select(cell => number.Match(cell.Source)).LastOrDefault(match => match.Success);
        return heading is null ? exercise.Question : Points().Replace(heading.Groups["title"].Value, "").Trim();
    }

    [GeneratedRegex(@"\s*\(\d+(\.\d+)? points?\)\s*$")]
    private static partial Regex Points();
}
