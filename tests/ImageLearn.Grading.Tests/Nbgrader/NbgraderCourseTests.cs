using ImageLearn.Grading.Feedback;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Grade;
using ImageLearn.Grading.Intake;
using ImageLearn.Grading.Marks;
using ImageLearn.Grading.Nbgrader;
using ImageLearn.Grading.Release;
using ImageLearn.Grading.Repair;
using ImageLearn.Grading.Review;
using ImageLearn.Grading.Similarity;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Tests.Nbgrader;

/// <summary>A course that is kept in nbgrader's folders, graded here.</summary>
public sealed class NbgraderCourseTests(NbgraderCourseTests.Graded graded) : IClassFixture<NbgraderCourseTests.Graded>
{
    /// <summary>The course, graded once.</summary>
    public sealed class Graded : IAsyncLifetime
    {
        public NbgraderCourse Course { get; } = new();

        public GradingReport Report { get; private set; } = null!;

        public async Task InitializeAsync() => Report = await Course.GradeAsync();

        public Task DisposeAsync()
        {
            Course.Dispose();
            return Task.CompletedTask;
        }
    }

    readonly NbgraderCourse _course = graded.Course;

    AutoMark Mark(string student, string question) => _course.Read(book => book.AutoMarks(book.Submissions(student: student).Single().Id).Single(mark => mark.Question == question));

    string Marks(string student) => string.Join(' ', _course.Read(book => book.Questions()).Select(question => Mark(student, question.Id)).Select(mark => $"{mark.Question}={mark.Points}:{mark.Outcome}"));

    [Theory]
    [InlineData("ada", "squares-visible=1:Right squares-hidden=2:Right squares-partial=1:Right why=0:ByHand plot=0:ByHand proof=0:ByHand")]
    [InlineData("bob", "squares-visible=1:Right squares-hidden=0:Wrong squares-partial=0.5:Partly why=0:NotAttempted plot=0:NotAttempted proof=0:ByHand")]
    [InlineData("cyd", "squares-visible=0:NotAttempted squares-hidden=0:NotAttempted squares-partial=0:NotAttempted why=0:NotAttempted plot=0:NotAttempted proof=0:ByHand")]
    [InlineData("dee", "squares-visible=0:NotAttempted squares-hidden=0:NotAttempted squares-partial=0:NotAttempted why=0:NotAttempted plot=0:NotAttempted proof=0:ByHand")]
    [InlineData("eve", "squares-visible=0:Wrong squares-hidden=0:Wrong squares-partial=1:Right why=0:NotAttempted plot=0:NotAttempted proof=0:ByHand")]
    [InlineData("mal", "squares-visible=1:Right squares-hidden=0:Failed squares-partial=0.5:Partly why=0:NotAttempted plot=0:NotAttempted proof=0:ByHand")]
    public void A_test_that_throws_gives_nothing_one_that_ends_its_points_and_a_number_is_partial_credit(string student, string marks) => Assert.Equal(marks, Marks(student));

    [Fact]
    public void Of_a_solution_that_passes_its_tests_nothing_is_told() => Assert.Empty(graded.Report.Notes);

    [Fact]
    public void Questions_have_their_points_headings_and_mark_scheme()
    {
        var questions = _course.Read(book => book.Questions());
        Assert.Equal(["squares-visible 1 0 Part A", "squares-hidden 2 0 Part A", "squares-partial 1 0 Part A", "why 2 2 Part B", "plot 3 3 Part B", "proof 5 5 Part C"], questions.Select(q => $"{q.Id} {q.Points} {q.ByHand} {q.Title}"));
        Assert.All(questions, question => Assert.Equal("ps1.problem1", question.Unit));
        Assert.Equal("Induction over n.", Assert.Single(questions[^1].Rubric!.Criteria).Text);
    }

    [Fact]
    public void What_waits_for_a_person_and_what_was_late_is_in_the_marks()
    {
        var policy = Path.Combine(_course.Root, "policy.yaml");
        File.WriteAllText(policy, "due: { ps1: 2026-11-20 23:59 +00:00 }\nlate: { percentPerDay: 10 }");
        var marks = _course.Read(book => MarkBook.Of(book, Policy.Load(policy)));
        Assert.Equal(["ada 0 3", "bob 1 1", "cyd 0 1"], marks.Take(3).Select(mark => $"{mark.Student.Id} {mark.LateDays} {mark.Waiting}")); // 15:58 in Los Angeles is 23:58 in UTC
    }

    [Fact]
    public void Changed_tests_and_locked_cells_are_those_of_the_source_again()
    {
        var (notebook, repairs) = _course.Read(book => (book.Notebook(book.Submissions(student: "eve").Single().Id)!, book.Submissions(student: "eve").Single().Repairs));
        Assert.StartsWith("# Squares", notebook.Cells[0].Source);
        Assert.Contains("1 + 4 + 9 is 14", notebook.Cells.Single(cell => NbgraderMetadata.Of(cell)?.GradeId == "squares-visible").Source);
        Assert.Contains("The locked cell 'intro' had been changed, and was put back.", repairs);
        Assert.Contains("The check of squares-visible had been changed, and was put back; what stood in its place ran before it.", repairs);
        Assert.Equal("Exception: 1 + 4 + 9 is 14.", Mark("eve", "squares-visible").Message);
    }

    [Fact]
    public void Students_see_nothing_of_hidden_tests_and_mark_schemes()
    {
        foreach (var submission in _course.Read(book => book.Submissions()))
        {
            var seen = _course.Read(book => book.Notebook(submission.Id)!.ToJson() + string.Join('\n', book.AutoMarks(submission.Id).Select(mark => mark.Message)));
            foreach (var secret in (string[])["4761", "new[] { 2, 5 }", "Induction", "BEGIN ", "Enumerable.Range"]) Assert.DoesNotContain(secret, seen);
        }
        Assert.Contains("69 squared", Assert.Single(Mark("bob", "squares-hidden").Evidence).Reason);
    }

    [Fact]
    public void What_was_written_for_a_task_is_shown_with_it()
    {
        var notebook = _course.Read(book => book.Notebook(book.Submissions(student: "ada").Single().Id)!);
        Assert.Contains("By induction.", AnswerDocument.Render(notebook, "proof", whole: false));
        Assert.NotEqual(Mark("ada", "proof").Answer, Mark("bob", "proof").Answer);
    }

    [Fact]
    public void The_pictures_of_the_assignment_are_on_the_pages()
    {
        var folder = Path.Combine(_course.Root, "feedback");
        _course.Read(book => FeedbackWriter.Write(book, new(), "ps1.problem1", folder, new Dictionary<string, Mistakes>()));
        Assert.Contains("data:image/png;base64,AQIDBA==", File.ReadAllText(Path.Combine(folder, "ps1.problem1/ada.html")));
        Assert.Contains("data:image/png;base64,AQIDBA==", AnswerDocument.Render(_course.Read(book => book.Notebook(book.Submissions(student: "ada").Single().Id)!), "why", whole: true));
    }

    [Fact]
    public void A_marker_sees_what_was_asked_though_no_heading_has_the_name_of_the_cell()
    {
        var page = AnswerDocument.Render(_course.Read(book => book.Notebook(book.Submissions(student: "ada").Single().Id)!), "why", whole: false);
        Assert.Contains("They add up.", page);
        Assert.Contains("Part B", page[page.IndexOf("<div class=\"statement\">", StringComparison.Ordinal)..]);
    }

    [Fact]
    public void A_zone_that_nobody_knows_is_read_as_UTC_and_told()
    {
        var submission = _course.Read(book => book.Submissions(student: "cyd").Single());
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 23, 0, 0, TimeSpan.Zero), submission.Submitted);
        Assert.Contains("timestamp.txt names a zone that is not known here ('2026-11-20 23:00:00 PXT'), and was read as UTC.", submission.Repairs);
    }

    [Fact]
    public void An_assignment_means_all_its_notebooks()
    {
        foreach (var wanted in (string?[])[null, "ps1", "ps1.problem1"]) Assert.Equal(["ps1.problem1"], _course.Read(book => book.UnitsOf(wanted)));
        Assert.Empty(_course.Read(book => book.UnitsOf("ps")));
    }

    [Theory]
    [InlineData(AnswerOutcome.Right, "right")]
    [InlineData(AnswerOutcome.Wrong, "wrong")]
    [InlineData(AnswerOutcome.NotAttempted, "not attempted")]
    public void A_test_that_is_worth_nothing_tells_how_it_went(AnswerOutcome outcome, string word)
    {
        var question = new Question("ps1.problem1", "free", 0, "", QuestionKind.Code, 0, 0, null);
        Assert.Equal(word, Standing.Of(new(question, 0, false, false, false), Mark("ada", "squares-visible") with { Points = 0, Outcome = outcome }).Word);
    }

    [Fact]
    public void A_process_that_a_test_ends_is_flagged()
    {
        var flags = _course.Read(book => book.Flags(book.Submissions(student: "mal").Single().Id));
        Assert.Equal(("squares-hidden", FlagKind.Died), Assert.Single(flags) switch { var flag => (flag.Question, flag.Kind) });
    }
}

/// <summary>What of a course of nbgrader's can be read, and what gets a sentence instead.</summary>
public sealed class NbgraderReleaseTests : IDisposable
{
    readonly NbgraderCourse _course = new();

    public void Dispose() => _course.Dispose();

    string SourcePath => Path.Combine(_course.Root, "source/ps1/problem1.ipynb");

    Unit Unit => Course.Find(_course.Root).Units(["ps1.problem1"]).Single();

    void Keep(params string[] students)
    {
        foreach (var folder in Directory.GetDirectories(Path.Combine(_course.Root, "submitted")).Where(folder => !students.Contains(Path.GetFileName(folder)))) Directory.Delete(folder, recursive: true);
    }

    string Refusal(Action<NotebookDocument> change)
    {
        var notebook = NotebookDocument.Load(SourcePath);
        change(notebook);
        notebook.Save(SourcePath);
        return Assert.Throws<CourseException>(() => NbgraderRelease.Of(Unit)).Message;
    }

    [Fact]
    public void A_course_in_Python_gets_one_sentence() => Assert.Equal(
        "source/ps1/problem1.ipynb is a notebook in python (kernel python3), and what is graded here is C#, of the kernels .net-csharp and imagelearn-csharp. Grade it with nbgrader itself: nbgrader autograde ps1.",
        Refusal(notebook => notebook.Metadata["kernelspec"] = NotebookText.Json("""{"name": "python3", "language": "python", "display_name": "Python 3"}""")));

    [Fact]
    public void A_kernel_that_names_no_language_is_known_by_its_name() => Assert.Contains("in another language (kernel ir)", Refusal(notebook =>
    {
        notebook.Metadata.Remove("language_info");
        notebook.Metadata["kernelspec"] = NotebookText.Json("""{"name": "ir", "display_name": "R"}""");
    }));

    [Fact]
    public void Metadata_that_nbgrader_would_refuse_is_refused() => Assert.Contains("nbgrader.schema_version is 1; it has to be 3 or 4. `nbgrader validate` shows more", Refusal(notebook => notebook.Cells[3].Metadata["nbgrader"]!["schema_version"] = 1));

    [Fact]
    public void Two_cells_of_one_name_are_refused() => Assert.Contains("has 2 cells with the grade_id 'squares'", Refusal(notebook => notebook.Cells[4].Metadata["nbgrader"]!["grade_id"] = "squares"));

    [Fact]
    public async Task What_the_solution_itself_does_not_reach_is_told()
    {
        var notebook = NotebookDocument.Load(SourcePath);
        notebook.Cells[4].Source = "if (Squares(3).Sum() != 15) throw new Exception(\"1 + 4 + 9 is 15\");";
        notebook.Save(SourcePath);
        Keep("ada");
        Assert.Equal(["The solution itself gets 0 of 1 points for squares-visible. Exception: 1 + 4 + 9 is 15. Mend it, or the test, in source/ps1/problem1.ipynb, and grade again."], (await _course.GradeAsync()).Notes);
    }

    [Fact]
    public void A_name_that_means_nothing_may_stand_twice()
    {
        var notebook = NotebookDocument.Load(SourcePath);
        foreach (var i in (int[])[1, 2, 7]) notebook.Cells[i].Metadata["nbgrader"] = NotebookText.Json("""{"schema_version": 3, "grade_id": "squares", "grade": false, "solution": false, "locked": false}""");
        notebook.Save(SourcePath);
        Assert.Equal(CellRole.Given, NbgraderRelease.Of(Unit).Cells[1].Role);
    }

    [Fact]
    public void Metadata_of_a_newer_nbgrader_is_read()
    {
        var questions = NbgraderRelease.Of(Unit).Questions;
        var notebook = NotebookDocument.Load(SourcePath);
        foreach (var cell in notebook.Cells.Where(cell => cell.Metadata["nbgrader"] is not null)) cell.Metadata["nbgrader"]!["schema_version"] = 4;
        notebook.Save(SourcePath);
        Assert.Equal(questions.Select(question => (question.Id, question.Points)), NbgraderRelease.Of(Unit).Questions.Select(question => (question.Id, question.Points)));
    }

    [Theory]
    [InlineData("### AUTOTEST Squares(1)")]
    [InlineData("// HASHED AUTOTEST Squares(1)")]
    public void A_test_that_nbgrader_is_to_make_is_refused(string line) => Assert.Contains($"cell [3]: '{line}' is for nbgrader to make a test of", Refusal(notebook => notebook.Cells[4].Source += $"\n  {line}"));

    [Fact]
    public void An_open_region_is_refused() => Assert.Contains("a region is not closed. Add the END HIDDEN TESTS", Refusal(notebook => notebook.Cells[4].Source += "\n### BEGIN HIDDEN TESTS"));

    [Fact]
    public void The_stubs_are_those_of_the_release_where_there_is_one()
    {
        Directory.CreateDirectory(Path.Combine(_course.Root, "release/ps1"));
        var notebook = NotebookDocument.Load(SourcePath);
        notebook.Cells[3].Source = "static int[] Squares(int n) => throw new Exception(\"write me\");";
        notebook.Cells.Insert(0, new(CellKind.Markdown, "A header that nbgrader put there."));
        notebook.Save(Path.Combine(_course.Root, "release/ps1/problem1.ipynb"));
        Assert.Contains("write me", NbgraderRelease.Of(Unit).Cells[3].Released.Source);
    }

    [Fact]
    public void It_is_found_by_its_submissions_unless_the_course_one_is_in_has_the_unit()
    {
        using var own = new TemporaryCourse();
        own.Add("01-doubling", NotebookText.Unit());
        var (submissions, nested) = (Course.SubmissionsIn(_course.Root), Path.Combine(_course.Root, "source/ps1"));
        Assert.Equal(Path.Combine(_course.Root, "submitted"), submissions);
        Assert.Equal(own.Course.Root, Course.SubmissionsIn(own.Course.Root));
        Assert.Equal(_course.Root, Course.FindFor("ps1", submissions, own.Course.Root).Root);
        Assert.Equal(_course.Root, Course.FindFor("ps1", submissions, Path.GetTempPath()).Root);
        Assert.Equal(_course.Root, Course.Find(nested).Root);
        Assert.Equal(own.Course.Root, Course.FindFor("1", submissions, own.Course.Root).Root);
        Assert.Throws<CourseException>(() => Course.FindFor("1", Path.GetTempPath(), Path.GetTempPath()));
    }

    [Fact]
    public void The_header_that_all_were_given_makes_nobody_similar()
    {
        const string Header = "Before you hand this in, restart the kernel and run all cells, from the first to the last, and say below who worked with you on it.";
        Keep("ada", "bob"); // among few it would be as rare as an answer
        var header = new NotebookDocument();
        header.Cells.Add(new(CellKind.Markdown, Header));
        foreach (var path in Directory.GetFiles(Path.Combine(_course.Root, "submitted"), "*.ipynb", SearchOption.AllDirectories))
        {
            var notebook = NotebookDocument.Load(path);
            notebook.Cells.Insert(0, new(CellKind.Markdown, Header));
            notebook.Save(path);
        }
        SimilarityReport Compare() => SimilarityWriter.Write(Unit, Path.Combine(_course.Root, "submitted"), Path.Combine(_course.Root, "similar.html"));

        Assert.Equal((2, true), Compare() switch { var report => (report.Students, report.Pairs > 0) });
        header.Save(Path.Combine(_course.Root, "source/header.ipynb"));
        Assert.Equal((2, 0), Compare() switch { var report => (report.Students, report.Pairs) });
    }

    [Fact]
    public void Its_release_is_nbgraders_to_make() => Assert.Contains("nbgrader generate_assignment ps1", Assert.Throws<CourseException>(() => Releaser.CopyOf(Unit)).Message);

    [Theory]
    [InlineData("2026-11-20 15:58:23.948203 America/Los_Angeles", "2026-11-20T23:58:23.9482030+00:00")]
    [InlineData("2026-07-01 12:00:00 Europe/Berlin", "2026-07-01T10:00:00.0000000+00:00")]
    [InlineData("2026-11-20 15:58:23 UTC\n", "2026-11-20T15:58:23.0000000+00:00")]
    [InlineData("2026-11-20 15:58:23 +0130", "2026-11-20T14:28:23.0000000+00:00")]
    [InlineData("2026-11-20 15:58:23", "2026-11-20T15:58:23.0000000+00:00")]
    [InlineData("2026-11-20 15:58:23 Nowhere/Land", null)]
    public void A_timestamp_has_a_zone(string text, string? time) => Assert.Equal(time, Timestamp.Parse(text)?.UtcDateTime.ToString("O").Replace("Z", "+00:00"));
}
