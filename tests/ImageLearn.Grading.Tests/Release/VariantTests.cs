using System.Text.Json.Nodes;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Release;
using ImageLearn.Grading.Students;
using ImageLearn.Grading.Tests.Grade;
using ImageLearn.Grading.Units;
using ImageLearn.Grading.Verify;
using ImageLearn.Notebooks.Documents;
using static ImageLearn.Grading.Tests.NotebookText;

namespace ImageLearn.Grading.Tests.Release;

/// <summary>Numbers that are each student's own, from the release to the mark.</summary>
public sealed class VariantTests : IDisposable
{
    const string Numbers = "// Your own numbers\nconst double slope = 2, start = -1.5;";

    static readonly CourseSecret s_secret = new("0123456789abcdef"u8.ToArray());

    readonly GradedClass _class = new();

    public void Dispose() => _class.Dispose();

    static NotebookDocument Solution(string answer = "10 * slope + start") => Notebook(
        Markdown("# A line\nWhy lines matter for pictures."),
        Markdown("## Q1.1 A value (3 points)\nThe line has your slope and start. **Write** its value at 10."),
        new(CellKind.Code, Numbers, "numbers") { Metadata = Json("""
            {"nbgrader": {"schema_version": 3, "grade_id": "q1-1-numbers", "grade": false, "solution": false, "locked": true, "task": false},
             "imagelearn": {"question": "Q1.1", "variant": {"slope": [2, 3, 5, 7, 11, 13, 17], "start": [-1.5, 4, 0.25, 9]}} }
            """) },
        Code($"static double Value()\n{{\n    // BEGIN SOLUTION\n    return {answer};\n    // END SOLUTION\n}}", SolutionMetadata()),
        Code("Hint.For(\"Q1.1\", reveal: 0, \"Multiply.\");"),
        Code("""
            Check.Question("Q1.1", Value).Holds("above the start", value => value > start);
            // BEGIN HIDDEN TESTS
            Probe.Value("at ten", () => Value(), points: 3);
            // END HIDDEN TESTS
            """, CheckMetadata()));

    NotebookDocument Released(string student)
    {
        var folder = PersonalRelease.Write([_class.Unit], [student], s_secret, Path.Combine(_class.Course.Root, "given"))[student];
        return NotebookDocument.Load(Path.Combine(folder, _class.Unit.Name + ".ipynb"));
    }

    static NotebookCell NumbersOf(NotebookDocument notebook) => GradedClass.Cell(notebook, "q1-1-numbers");

    static double ValueFor(NotebookDocument released) => Variant.Of(NumbersOf(released)) is var numbers ? 10 * numbers["slope"] + numbers["start"] : 0;

    [Fact]
    public void Numbers_hang_on_secret_student_question_and_name()
    {
        // python3: int.from_bytes(hmac.new(b"0123456789abcdef", b"3:ada4:Q1.1slope", "sha256").digest()[:8], "big") % 1000
        Assert.Equal(49, s_secret.Draw("ada", "Q1.1", "slope", 1000));
        Assert.Equal(4, new HashSet<int> { s_secret.Draw("bob", "Q1.1", "slope", int.MaxValue), s_secret.Draw("ada", "Q1.2", "slope", int.MaxValue), s_secret.Draw("ada", "Q1.1", "start", int.MaxValue), new CourseSecret("0123456789abcdeg"u8.ToArray()).Draw("ada", "Q1.1", "slope", int.MaxValue) }.Count);
        Assert.NotEqual(s_secret.Draw("ad", "aQ1.1", "slope", int.MaxValue), s_secret.Draw("ada", "Q1.1", "slope", int.MaxValue));
    }

    [Fact]
    public void Each_student_gets_a_copy_with_numbers_of_their_own_and_nothing_of_others()
    {
        _class.Change(Solution());
        var (ada, again, everybodys) = (Released("ada"), Released("ada"), NotebookDocument.Load(_class.Unit.StudentPath));
        Assert.Equal(ada.ToJson(), again.ToJson());
        Assert.Equal("ada", Variant.StudentOf(ada));
        Assert.Null(Variant.StudentOf(everybodys));
        Assert.Equal(Numbers, NumbersOf(everybodys).Source);
        var cell = NumbersOf(ada);
        var numbers = Variant.Of(cell);
        Assert.Equal(Numbers.Replace("= 2", FormattableString.Invariant($"= {numbers["slope"]}")).Replace("-1.5", FormattableString.Invariant($"{numbers["start"]}")), cell.Source);
        Assert.Equal(FormattableString.Invariant($$"""{"slope":[{{numbers["slope"]}}],"start":[{{numbers["start"]}}]}"""), cell.Metadata["imagelearn"]!["variant"]!.ToJsonString());
        Assert.Equal(NbgraderMetadata.Of(cell)!.Checksum(cell), cell.Metadata["nbgrader"]!["checksum"]!.ToString());
        Assert.False((bool)cell.Metadata["editable"]!);

        var all = Enumerable.Range(0, 60).Select(i => Variant.Of(NumbersOf(Released($"s{i}")))).Select(each => (each["slope"], each["start"])).ToList();
        Assert.True(all.Distinct().Count() > 15);
        Assert.Equal(11, all.Select(each => each.Item1).Distinct().Count() + all.Select(each => each.Item2).Distinct().Count());
    }

    [Fact]
    public void A_secret_that_is_missing_or_short_is_told()
    {
        var path = Path.Combine(_class.Course.Root, "secret");
        Assert.Contains("There is no file", Assert.Throws<CourseException>(() => CourseSecret.Find(path)).Message);
        File.WriteAllText(path, "short\n");
        Assert.Contains("has 5 bytes, and could be guessed", Assert.Throws<CourseException>(() => CourseSecret.Find(path)).Message);
        File.WriteAllText(path, "0123456789abcdef\r\n");
        Assert.Equal(s_secret.Draw("ada", "Q1.1", "slope", int.MaxValue), CourseSecret.Find(path)!.Draw("ada", "Q1.1", "slope", int.MaxValue));
        Assert.Contains("no question has numbers", Assert.Throws<CourseException>(() => Released("ada")).Message);
    }

    [Fact]
    public void Upgrade_and_reset_keep_the_numbers()
    {
        _class.Change(Solution());
        var path = Path.Combine(_class.Course.Root, "mine.ipynb");
        var ada = Released("ada");
        GradedClass.Cell(ada, "q1-1").Source = "static double Value() => 7;";
        ada.Save(path);
        var newer = Solution();
        newer.Cells[1].Source += "\n\nMind the sign.";
        NumbersOf(newer).Source = Numbers.Replace("Your own", "The");
        _class.Change(newer);

        Assert.Equal(["Q1.1"], Merging.Run(StudentNotebook.Load(_class.Course, path, null), DateTime.Now).Answers);
        var upgraded = NotebookDocument.Load(path);
        Assert.Equal("static double Value() => 7;", GradedClass.Cell(upgraded, "q1-1").Source);
        Assert.Equal(NumbersOf(Released("ada")).Source, NumbersOf(upgraded).Source);
        Assert.Contains("Mind the sign.", upgraded.ToJson());

        Assert.NotNull(Resetting.Reset(StudentNotebook.Load(_class.Course, path, null), null, DateTime.Now.AddMinutes(1)));
        Assert.Equal(Released("ada").ToJson(), NotebookDocument.Load(path).ToJson());

        var bobs = Path.Combine(_class.Course.Root, "bobs.ipynb");
        Released("bob").Save(bobs);
        Assert.Contains("was given out to ada", Assert.Throws<CourseException>(() => StudentNotebook.Load(_class.Course, path, bobs)).Message);
    }

    [Fact]
    public async Task An_answer_is_compared_with_the_reference_for_the_students_own_numbers()
    {
        _class.Change(Solution());
        var (ada, bob) = (Released("ada"), Released("bob"));
        Assert.NotEqual(ValueFor(ada), ValueFor(bob));
        Hand("ada", ada, "10 * slope + start");
        Hand("bob", bob, FormattableString.Invariant($"{ValueFor(bob)}"));
        Hand("cleo", Released("cleo"), FormattableString.Invariant($"{ValueFor(bob)}"));   // bob's answer
        Hand("dan", bob, FormattableString.Invariant($"{ValueFor(bob)}"));                 // bob's notebook
        Hand("eve", Released("eve"), "1e6");                                               // nobody's answer
        await _class.GradeAsync(secret: s_secret);

        Assert.Equal(["3", "3", "0", "0", "0"], ((string[])["ada", "bob", "cleo", "dan", "eve"]).Select(student => _class.Points(student)));
        Assert.Equal([], _class.Flags("ada").Concat(_class.Flags("bob")).Concat(_class.Flags("eve")));
        Assert.Equal((FlagKind.Identity, "Q1.1", "The answer is wrong for this student's numbers, and right for those of bob."), Assert.Single(_class.Flags("cleo").Select(flag => (flag.Kind, flag.Question, flag.Message))));
        Assert.Equal(["It was given out to bob, and dan handed it in.", "The answer is wrong for this student's numbers, and right for those of bob."], _class.Flags("dan").Select(flag => flag.Message).Order(StringComparer.Ordinal));
        Assert.Contains(_class.Read(book => book.Submissions(student: "dan").Single()).Repairs, repair => repair.Contains("had been changed, and was put back"));
        Assert.DoesNotContain("0123456789abcdef", File.ReadAllText(Directory.GetFiles(_class.Output, "reference-*.json")[0]));

        // Without the secret nobody knows what is right; no mark is better than a wrong one.
        await _class.GradeAsync(output: Path.Combine(_class.Course.Root, "other"));
        using var book = Gradebook.Open(Path.Combine(_class.Course.Root, "other", "gradebook.db"));
        Assert.All(book.Submissions(), submission => Assert.Equal(SubmissionState.Incomplete, submission.State));
        Assert.All(book.Flags(), flag => Assert.Contains("IMAGELEARN_SECRET", flag.Message));

        void Hand(string student, NotebookDocument notebook, string value)
        {
            var copy = NotebookDocument.Parse(notebook.ToJson(), student);
            GradedClass.Cell(copy, "q1-1").Source = $"static double Value() => {value};";
            Directory.CreateDirectory(Path.Combine(_class.Submissions, student));
            copy.Save(Path.Combine(_class.Submissions, student, "line.ipynb"));
        }
    }

    [Fact]
    public async Task Verify_solves_the_unit_for_some_students()
    {
        async Task<string[]> FindingsAsync(NotebookDocument solution)
        {
            _class.Change(solution);
            return [.. (await new Verifier(new(), jobs: 2).VerifyAsync(_class.Unit)).Findings.Select(finding => $"{finding}")];
        }
        Assert.Empty(await FindingsAsync(Solution()));

        var hard = Solution("18.5");
        GradedClass.Cell(hard, "q1-1-check").Source = GradedClass.Cell(hard, "q1-1-check").Source.Replace("value > start", "value == 10 * slope + start");
        NumbersOf(hard).Metadata["imagelearn"]!["variant"]!["start"] = new JsonArray(4);
        var findings = await FindingsAsync(hard);
        Assert.Equal("01-doubling.ipynb cell [1] (Q1.1): 'start' has one choice only. Give at least two.", findings[0]);
        Assert.Equal("01-doubling.ipynb cell [1] (Q1.1): 'start' is -1.5 in the cell, which is none of its choices. Write one of them.", findings[1]);
        Assert.Contains(findings, finding => finding.StartsWith("01-doubling.ipynb (the numbers of student 1) cell [4] (Q1.1): the solution does not pass", StringComparison.Ordinal));

        NumbersOf(hard).Source = "const double slope = 2 + 0, start = 4;";
        Assert.Contains("the metadata name a number 'slope', and the cell has no such constant", Assert.Throws<CourseException>(() => StudentCopy.Of(hard, "01.ipynb")).Message);
    }
}
