using System.Text.RegularExpressions;
using ImageLearn.Grading.Release;
using ImageLearn.Grading.Repair;
using ImageLearn.Grading.Similarity;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Tests.Similarity;

/// <summary>Students who work alone: each answers every question of a unit in a way that the course knows, by chance. And one who did not, in disguise.</summary>
sealed partial class InventedWork
{
    readonly Unit _unit;
    readonly NotebookDocument _solution;
    readonly Dictionary<string, Mistakes?> _banks;

    public InventedWork(string unit)
    {
        _unit = Course.Find(AppContext.BaseDirectory).Units([unit])[0];
        _solution = NotebookDocument.Load(_unit.SolutionPath);
        _banks = Exercise.All(_solution).ToDictionary(exercise => exercise.Question, exercise => exercise.Metadata.Mistakes);
        Released = ReleasedUnit.Load(_unit);
        Given = new(Released);
    }

    public ReleasedUnit Released { get; }

    public GivenWork Given { get; }

    /// <summary>A notebook with right answers, now and then a wrong one; written answers are words by chance.</summary>
    public NotebookDocument Alone(int seed, double mistakes = 0.2)
    {
        var random = new Random(seed);
        var copy = StudentCopy.Of(_solution, _unit.Name);
        foreach (var (cell, solved) in Answers(copy))
        {
            if (cell.Kind != CellKind.Code)
            {
                var words = solved.Source.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                cell.Source = string.Join(' ', Enumerable.Range(0, 60).Select(_ => words[random.Next(words.Length)]));
                continue;
            }
            var bank = _banks[QuestionMetadata.Of(solved).Question!];
            Attempt?[] ways = random.NextDouble() < mistakes && bank?.Wrong is { Count: > 0 } wrong ? [.. wrong] : [null, .. bank?.Right ?? []];
            cell.Source = ways[random.Next(ways.Length)] is { } attempt && Region.Count(solved.Source, RegionKind.Solution) == 1
                ? Region.Replace(solved.Source, (_, indent) => attempt.Source.SelectMany(text => text.Split('\n')).Select(line => indent + line)) : Markers().Replace(solved.Source, "");
        }
        return copy;
    }

    IEnumerable<(NotebookCell, NotebookCell)> Answers(NotebookDocument copy) => copy.Cells.Zip(_solution.Cells).Where(pair => NbgraderMetadata.Of(pair.First) is { Solution: true });

    /// <summary>The same answers, each changed.</summary>
    public static NotebookDocument Disguised(NotebookDocument original, Func<string, int, string> disguise)
    {
        var copy = NotebookDocument.Parse(original.ToJson(), "copy");
        var number = 0;
        foreach (var cell in copy.Cells.Where(cell => cell.Kind == CellKind.Code && NbgraderMetadata.Of(cell) is { Solution: true })) cell.Source = disguise(cell.Source, number++);
        return copy;
    }

    public StudentWork Work(string student, NotebookDocument notebook) => StudentWork.Of(new(student, student), NotebookRepair.Prepare(notebook, Released), Given);

    public IReadOnlyList<StudentWork> Class(int count, int seed) => [.. Enumerable.Range(0, count).Select(i => Work($"s{i}", Alone(1000 * seed + i)))];

    /// <summary>Who is reported with whom.</summary>
    public IReadOnlyList<string> Reported(IReadOnlyList<StudentWork> works) =>
        [.. new ClassComparison(works, Given).Pairs().Select(pair => string.Join(" and ", ((string[])[pair.One.Student.Id, pair.Other.Student.Id]).Order(StringComparer.Ordinal)))];

    [GeneratedRegex(@"^\s*// (BEGIN|END) SOLUTION\n", RegexOptions.Multiline)]
    private static partial Regex Markers();
}
