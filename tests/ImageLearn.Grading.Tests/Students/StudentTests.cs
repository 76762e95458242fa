using System.Text.RegularExpressions;
using ImageLearn.Grading.Release;
using ImageLearn.Grading.Students;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Execution;
using static ImageLearn.Grading.Tests.NotebookText;

namespace ImageLearn.Grading.Tests.Students;

/// <summary>Progress, reset and upgrade of notebooks that a student works in: small ones, and unit 02 of the course.</summary>
public sealed class StudentTests : IDisposable
{
    static readonly DateTime s_now = new(2026, 11, 22, 15, 4, 5);

    readonly TemporaryCourse _course = new();

    public void Dispose() => _course.Dispose();

    /// <summary>A unit with a question in code and a written one.</summary>
    static NotebookDocument Doubling()
    {
        var unit = NotebookText.Unit();
        unit.Cells.Add(Markdown("## Q1.2 Why? (2 points)"));
        unit.Cells.Add(Markdown("Because it is.", AnswerMetadata()));
        return unit;
    }

    static NotebookCell Answer(NotebookDocument notebook, string gradeId) => notebook.Cells.Single(cell => NbgraderMetadata.Of(cell)?.GradeId == gradeId);

    static void Edit(string path, Action<NotebookDocument> edit)
    {
        var notebook = NotebookDocument.Load(path);
        edit(notebook);
        notebook.Save(path);
    }

    StudentNotebook Load(Unit unit, string? from = null) => StudentNotebook.Load(_course.Course, unit.Name, from);

    string[] Files => [.. Directory.GetFiles(Path.Combine(_course.Course.Root, "notebooks")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData(null, QuestionState.Open, QuestionState.Open)]
    [InlineData("return x * x;", QuestionState.Tried, QuestionState.Tried)]
    [InlineData("return 2 * x;", QuestionState.Tried, QuestionState.Passed)]
    public async Task A_question_is_open_tried_or_passed(string? answer, QuestionState before, QuestionState after)
    {
        var unit = _course.Add("01-doubling", Doubling());
        var notebook = NotebookDocument.Load(unit.StudentPath);
        var cell = Answer(notebook, "q1-1");
        if (answer is not null) cell.Source = Regex.Replace(cell.Source, "throw .*", answer);
        Assert.Equal(before, Answers.StateOf(Exercise.All(notebook)[0]));

        await NotebookRunner.RunAsync(notebook, new() { AfterFailure = AfterFailure.GoOn });
        notebook.Save(unit.StudentPath);
        var states = Exercise.All(NotebookDocument.Load(unit.StudentPath)).Select(Answers.StateOf);
        Assert.Equal([after, QuestionState.Open], states);

        Edit(unit.StudentPath, own => Answer(own, "q1-2").Source = "I think so.");
        var entry = Assert.Single(CourseIndex.Of(_course.Course));
        Assert.Equal((2, "Doubling", "Double a number"), (entry.Questions, entry.About.Title, CourseIndex.WhatFor(entry.About)));
        Assert.Equal(after == QuestionState.Passed ? 1 : 0, entry.States![QuestionState.Passed]);
        Assert.Equal(after == QuestionState.Tried ? 2 : 1, entry.States[QuestionState.Tried]);
    }

    [Fact]
    public void A_notebook_that_cannot_be_read_does_not_hide_the_others()
    {
        var broken = _course.Add("01-doubling", Doubling());
        _course.Add("02-other", Doubling(), release: false);
        File.WriteAllText(broken.StudentPath, "{");
        var entries = CourseIndex.Of(_course.Course);
        Assert.Equal((null, null), (entries[0].States, entries[1].States));
        Assert.StartsWith(broken.StudentPath, entries[0].Problem);
        Assert.Null(entries[1].Problem);

        _course.Add("03-bare", Edited(Doubling(), notebook => notebook.Metadata.Remove("imagelearn")), release: false);
        Assert.Equal("03-bare.ipynb: the notebook's metadata has no imagelearn entry. Add one with unit, title, minutes, prerequisites and what.", Assert.Throws<CourseException>(() => CourseIndex.Of(_course.Course)).Message);
    }

    [Fact]
    public void The_index_takes_the_place_of_the_table_that_was_there_and_of_nothing_else()
    {
        _course.Add("01-doubling", Doubling());
        var table = CourseIndex.Markdown(CourseIndex.Of(_course.Course), "notebooks/");
        Assert.Equal("| unit | questions | minutes | what for | needs |\n|---|---:|---:|---|---|\n| [01 Doubling](notebooks/01-doubling.ipynb) | 2 | 5 | Double a number | 00 |", table);
        const string Old = "| unit | questions | minutes | what for | needs |\n|---|\n| old |";
        foreach (var (before, after) in ((string, string)[])[("a\n\n", "\n\n| other |\n"), ("", ""), ("a\n", "\nb")])
            Assert.Equal(before + table + after, CourseIndex.Replace(before + Old + after, table, "here"));
        Assert.Equal("here has no index of the course. Add the line '| unit | questions | minutes | what for | needs |' where it is to stand", Assert.Throws<CourseException>(() => CourseIndex.Replace("| unit |", table, "here")).Message);
    }

    [Fact]
    public void Reset_gives_one_exercise_back_and_keeps_the_notebook_as_it_was()
    {
        var unit = _course.Add("01-doubling", Doubling());
        var clean = File.ReadAllText(unit.StudentPath);
        Edit(unit.StudentPath, own =>
        {
            Answer(own, "q1-1").Source = "static double Twice(double x) => x;";
            Answer(own, "q1-1-check").Outputs.Add(CellOutput.Stream("stdout", "checked"));
            Answer(own, "q1-2").Source = "I think so.";
            own.Cells[0].Source += " My note.";
        });
        var mine = File.ReadAllText(unit.StudentPath);

        var kept = Resetting.Reset(Load(unit), "1.1", s_now);
        Assert.Equal(Path.Combine(Path.GetDirectoryName(unit.StudentPath)!, "01-doubling.2026-11-22-150405.ipynb"), kept);
        Assert.Equal(mine, File.ReadAllText(kept!));
        var after = NotebookDocument.Load(unit.StudentPath);
        Assert.Contains("NotImplementedException(\"Q1.1: twice the number\")", Answer(after, "q1-1").Source);
        Assert.Empty(Answer(after, "q1-1-check").Outputs);
        Assert.Equal("I think so.", Answer(after, "q1-2").Source);
        Assert.EndsWith("My note.", after.Cells[0].Source);

        Assert.Null(Resetting.Reset(Load(unit), "Q1.1", s_now));   // clean already
        Assert.NotNull(Resetting.Reset(Load(unit), null, s_now));
        Assert.Equal(clean, File.ReadAllText(unit.StudentPath));
        Assert.Equal(["01-doubling.2026-11-22-150405-2.ipynb", "01-doubling.2026-11-22-150405.ipynb", "01-doubling.ipynb"], Files);
    }

    [Fact]
    public void What_cannot_be_reset_is_said_and_nothing_is_written()
    {
        var unit = _course.Add("01-doubling", Doubling());
        string Refusal(Action action) => Assert.Throws<CourseException>(action).Message;
        Assert.Equal("There is no question 'Q7' in this unit. It has Q1.1, Q1.2.", Refusal(() => Resetting.Reset(Load(unit), "Q7", s_now)));
        Edit(unit.StudentPath, own => own.Cells.Remove(Answer(own, "q1-1")));
        Assert.Equal($"{unit.StudentPath} has no cell for the answer to Q1.1 any more. imagelearn upgrade puts it back.", Refusal(() => Resetting.Reset(Load(unit), "Q1.1", s_now)));
        Assert.StartsWith("There is no unit '9'.", Refusal(() => StudentNotebook.Load(_course.Course, "9", null)));
        Assert.EndsWith("is a solution, not a released notebook. Make one with imagelearn release.", Refusal(() => Load(unit, unit.SolutionPath)));

        var other = _course.Add("02-other", Edited(Doubling(), notebook => notebook.Metadata.With("imagelearn.unit", "02")));
        Assert.Equal($"{unit.StudentPath} is a notebook of unit 01, and {other.StudentPath} of unit 02. Give the release of the same unit.", Refusal(() => Load(unit, other.StudentPath)));
        Edit(other.StudentPath, own => own.Metadata.Remove("imagelearn"));
        Assert.StartsWith($"{other.StudentPath} is not a notebook of the course: its metadata name no unit.", Refusal(() => Load(other)));
        Assert.Equal(["01-doubling.ipynb", "02-other.ipynb"], Files);
    }

    static NotebookDocument Edited(NotebookDocument notebook, Action<NotebookDocument> edit)
    {
        edit(notebook);
        return notebook;
    }

    /// <summary>Unit 02 as it is, worked on by a student, and then released anew with changes.</summary>
    [Fact]
    public void An_upgrade_of_a_real_unit_loses_no_answer()
    {
        var solution = NotebookDocument.Load(Course.Find(AppContext.BaseDirectory).Units(["02"])[0].SolutionPath);
        var unit = _course.Add("02-linear-regression", solution);
        var mine = NotebookDocument.Load(unit.StudentPath);
        var exercises = Exercise.All(mine);
        NotebookCell[] answered = [.. exercises.SelectMany(exercise => exercise.Solutions)];
        foreach (var cell in answered) cell.Source = cell.Kind == CellKind.Code ? cell.Source.Replace("throw new NotImplementedException", "// mine\nthrow new NotImplementedException") : "My own words.";
        var check = exercises[0].Checks[0];
        check.Outputs.Add(CellOutput.Stream("stdout", "checked"));
        var hint = mine.Cells.First(cell => cell.Source.Contains("Hint.For(", StringComparison.Ordinal));
        hint.Source = hint.Source.Replace("reveal: 0", "reveal: 2");
        var prediction = mine.Cells.First(cell => cell.Source.StartsWith("Predict(", StringComparison.Ordinal));
        prediction.Source = Regex.Replace(prediction.Source, "\"[^\"]*\"\\);", "\"my guess\");");
        mine.Cells.Insert(5, new(CellKind.Code, "1 + 1 // my own cell", "0a1b2c3d"));
        mine.Save(unit.StudentPath);
        var before = File.ReadAllText(unit.StudentPath);

        // The release: one exercise asks something else, one is gone, a text is new.
        string changed = exercises[2].Question, gone = exercises[^1].Question;
        var newer = NotebookDocument.Load(unit.SolutionPath);
        var asked = Exercise.All(newer).Single(exercise => exercise.Question == changed).Solutions[0];
        asked.Source = "// A new line in the stub.\n" + asked.Source;
        newer.Cells.RemoveAll(cell => QuestionMetadata.Of(cell).Question == gone);
        newer.Cells[0].Source += "\nA new sentence.";
        newer.Save(unit.SolutionPath);

        var upgrade = Merging.Run(Load(unit), s_now);
        Assert.Equal(before, File.ReadAllText(upgrade.KeptIn!));
        Assert.Equal(exercises.Select(exercise => exercise.Question).Where(question => question != gone), upgrade.Answers);
        Assert.Equal([changed], upgrade.Changed);
        Assert.Equal([gone], upgrade.Gone);

        var after = NotebookDocument.Load(unit.StudentPath);
        foreach (var cell in answered.Where(cell => QuestionMetadata.Of(cell).Question != gone)) Assert.Equal(cell.Source, Answer(after, NbgraderMetadata.Of(cell)!.GradeId).Source);
        Assert.Equal("checked", Answer(after, NbgraderMetadata.Of(check)!.GradeId).Outputs.Single().StreamText);
        Assert.Equal(hint.Source, after.Cells.Single(cell => cell.Id == hint.Id).Source);
        Assert.Equal(prediction.Source, after.Cells.Single(cell => cell.Id == prediction.Id).Source);
        Assert.Equal("1 + 1 // my own cell", after.Cells[5].Source);
        Assert.EndsWith("A new sentence.", after.Cells[0].Source);
        // But for what is the student's, it is the release.
        var release = Releaser.CopyOf(unit);
        Assert.Equal(release.Cells.Select(cell => cell.Id), after.Cells.Where(cell => cell.Id != "0a1b2c3d").Select(cell => cell.Id));

        var twice = Merging.Run(Load(unit), s_now);
        Assert.Null(twice.KeptIn);
        Assert.Equal(["02-linear-regression.2026-11-22-150405.ipynb", "02-linear-regression.ipynb"], Files);
    }

    [Fact]
    public void A_notebook_nobody_worked_in_becomes_the_release_and_a_deleted_cell_comes_back()
    {
        var unit = _course.Add("01-doubling", Doubling());
        var elsewhere = Path.Combine(_course.Course.Root, "mine.ipynb");
        File.Copy(unit.StudentPath, elsewhere);
        Edit(elsewhere, own => own.Cells.Remove(Answer(own, "q1-1")));
        var upgrade = Merging.Run(StudentNotebook.Load(_course.Course, elsewhere, unit.StudentPath), s_now);
        Assert.Equal(Path.Combine(_course.Course.Root, "mine.2026-11-22-150405.ipynb"), upgrade.KeptIn);
        Assert.Equal(File.ReadAllText(unit.StudentPath), File.ReadAllText(elsewhere));
        Assert.Empty(upgrade.Answers);
    }
}
