using System.Globalization;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Grade;
using ImageLearn.Grading.Release;
using ImageLearn.Grading.Repair;
using ImageLearn.Grading.Sandboxes;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Grading.Tests.Grade;

/// <summary>The units of the course, handed in with the attempts of their mistake banks.</summary>
public sealed class MistakeBankTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("imagelearn-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("01")]
    [InlineData("02")]
    [InlineData("03")]
    public async Task Right_attempts_get_all_points_and_a_wrong_one_loses_its_question_alone(string number)
    {
        var course = Course.Find(AppContext.BaseDirectory);
        var unit = course.Units([number])[0];
        var exercises = Exercise.All(NotebookDocument.Load(unit.SolutionPath));
        var submissions = Path.Combine(_folder, "submissions");

        // All first right attempts in one notebook, all last ones in another.
        Submit("right-first", exercises.ToDictionary(exercise => exercise.Question, exercise => exercise.Metadata.Mistakes?.Right?.FirstOrDefault()));
        Submit("right-last", exercises.ToDictionary(exercise => exercise.Question, exercise => exercise.Metadata.Mistakes?.Right?.LastOrDefault()));
        // Of three questions spread over the unit one wrong attempt each.
        var banks = exercises.Where(exercise => exercise.Metadata.Mistakes?.Wrong is { Count: > 0 }).ToList();
        var wrong = new[] { 0, banks.Count / 2, banks.Count - 1 }.Select(i => banks[i]).Distinct().ToList();
        foreach (var exercise in wrong) Submit($"wrong-{exercise.Question}", new() { [exercise.Question] = exercise.Metadata.Mistakes!.Wrong![0] });

        var sandbox = GradingSandbox.Create(course, new() { CellTimeLimit = TimeSpan.FromSeconds(60), MemoryLimit = 2L << 30 }, require: false);
        await new GradingBatch(new(submissions, unit, Path.Combine(_folder, "out"), Jobs: 2), sandbox, static _ => { }).RunAsync(default);
        using var book = Gradebook.Open(Path.Combine(_folder, "out", "gradebook.db"));
        var questions = book.Questions().ToDictionary(question => question.Id);
        foreach (var submission in book.Submissions())
            foreach (var mark in book.AutoMarks(submission.Id).Where(mark => questions[mark.Question].ByHand == 0))
            {
                var full = questions[mark.Question].Points;
                Assert.True(submission.Student == $"wrong-{mark.Question}" ? mark.Points < full : mark.Points == full, $"{submission.Student}: {mark}\n{string.Join('\n', mark.Evidence)}");
            }
        Assert.Equal(2 + wrong.Count, book.Submissions().Count);

        void Submit(string student, Dictionary<string, Attempt?> attempts)
        {
            var (copy, solution) = (NotebookDocument.Load(unit.StudentPath), NotebookDocument.Load(unit.SolutionPath));
            foreach (var (cell, solved) in copy.Cells.Zip(solution.Cells).Where(pair => NbgraderMetadata.Of(pair.First) is { Solution: true }))
                cell.Source = attempts.GetValueOrDefault(QuestionMetadata.Of(solved).Question!) is { } attempt && Region.Count(solved.Source, RegionKind.Solution) == 1
                    ? Region.Replace(solved.Source, (_, indent) => attempt.Source.SelectMany(text => text.Split('\n')).Select(line => indent + line))
                    : solved.Source;
            Directory.CreateDirectory(Path.Combine(submissions, student));
            copy.Save(Path.Combine(submissions, student, "notebook.ipynb"));
        }
    }

    [Theory]
    [InlineData("01")]
    [InlineData("03")]
    public async Task What_a_question_needs_gives_the_values_that_the_whole_notebook_gives(string number)
    {
        var course = Course.Find(AppContext.BaseDirectory);
        var unit = ReleasedUnit.Load(course.Units([number])[0]);
        var worker = new WorkerOptions { CellTimeLimit = TimeSpan.FromSeconds(60), WorkingDirectory = Path.GetDirectoryName(unit.Unit.SolutionPath) };
        await using var compiler = new CompileService(worker);
        var workers = new Workers(compiler, worker);
        await using var reference = await ReferenceAnswers.LoadAsync(unit, _folder, workers, default);
        var (left, few) = (0, 0);
        foreach (var tests in unit.Tests.GroupBy(test => test.Question))
        {
            var all = ReferenceAnswers.CellsOf(unit).Where(cell => cell.Of!.Position <= tests.Max(test => test.Check)).ToList();
            var needed = await reference.NeededAsync(all, tests.Key, workers, default);
            few += Dependence.Needed(all, cell => cell.Of!.Question == tests.Key, tests.Select(test => test.Asked)).Count - needed.Count;
            left += all.Count(cell => cell.Cell.Kind == CellKind.Code) - needed.Count;
            var run = await TestedRun.RunAsync(needed, [.. tests], test => test.Asked, workers, isKept: false, default);
            foreach (var answer in run.Answers)
            {
                Assert.True(answer.Value is not null, $"{tests.Key} {answer.Test.Name}: {answer.Problem}");
                Assert.Equal((answer.Test, true), (answer.Test, (await reference.MatchAsync(answer.Test, answer.Value, default)).IsMatch));
            }
        }
        Assert.True(left > unit.Tests.Count);
        Assert.Equal(number == "01", few > 50);     // most cells of unit 01 that use its table draw it
    }

    /// <summary>Every probe can be asked by itself; and the light units can share a process: else they would be graded as rightly, and three times as slowly.</summary>
    [Fact]
    public async Task All_units_compile_with_their_probes_and_those_that_need_no_process_of_their_own_share_one()
    {
        var course = Course.Find(AppContext.BaseDirectory);
        await using var compiler = new CompileService(new());
        foreach (var unit in course.Units([]).Select(unit => ReleasedUnit.Load(unit)))
        {
            var cells = ReferenceAnswers.CellsOf(unit);
            var probes = unit.Tests.ToDictionary(test => new NotebookCell(CellKind.Code, test.Asked), test => TestedRun.NumbersOf(cells)[test.Check]);
            var images = await compiler.CompileAsync([.. cells.Select(cell => cell.Cell).Where(NotebookRunner.IsRun), .. probes.Keys], probes, default);
            Assert.True(images.Count > 0, unit.Unit.Name);
            if (int.Parse(unit.Unit.Name[..2], CultureInfo.InvariantCulture) is >= 1 and <= 7) Assert.All(images, image => Assert.True(image.Value.OnlyComputes, $"{unit.Unit.Name}: {image.Key.Source}"));
        }
    }
}
